use actix_web::{HttpResponse, get};

use crate::{asked::Id, document::responses::ProvenanceFound, problem::Problem, reader::Reader};

/// Reads who said what
///
/// For each field of a thing the claims on it, that which is published first: which record of which source says it, in whose
/// words, and when it was seen.
#[utoipa::path(operation_id = "getProvenance", tag = "entities", params(Id), responses(ProvenanceFound))]
#[get("/v1/entities/{id}/provenance")]
async fn get_provenance(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    reader.any(id, ("/provenance", false), |_, entry| {
        format!("{{\"id\":\"{}\",\"kind\":\"{}\",\"fields\":{}}}", entry.id, entry.kind, entry.provenance())
    })
}
