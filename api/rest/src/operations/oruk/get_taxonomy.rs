use actix_web::{HttpResponse, get};
use catalog::{ListKind, Snapshot};

use crate::{asked::Id, document::responses::TaxonomyFound, problem::Problem, reader::Reader};

/// Reads one classification
///
/// The taxonomy with all its terms.
#[utoipa::path(operation_id = "getTaxonomy", tag = "taxonomies", params(Id), responses(TaxonomyFound))]
#[get("/taxonomies/{id}")]
async fn get_taxonomy(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    reader.detail(ListKind::Taxonomy, id, Snapshot::full)
}
