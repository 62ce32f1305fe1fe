use actix_web::{HttpResponse, get};

use crate::{
    asked::{Id, Of},
    document::responses::EntityFound,
    own,
    own::lists::One,
    problem::Problem,
    reader::Reader,
};

/// Reads one thing
///
/// A service, organization, location or classification, whichever has the id, with all its own lists, its `kind` and its
/// former ids; `include` nests more. A former id redirects to the one it was merged into.
#[utoipa::path(operation_id = "getEntity", tag = "entities", params(Id, Of<One>), responses(EntityFound))]
#[get("/v1/entities/{id}")]
async fn get_entity(reader: Reader, Id { id }: Id, wanted: Of<One>) -> Result<HttpResponse, Problem> {
    let shape = wanted.0.shape();
    reader.any(id, ("", !wanted.0.include.is_empty()), |snapshot, entry| {
        own::of_entity(snapshot, entry, &shape)
    })
}
