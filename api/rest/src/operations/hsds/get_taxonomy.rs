use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Id, document::responses::TaxonomyFound, problem::Problem, reader::Reader, standard::Standard,
};

/// Reads one classification
///
/// The classification with its terms and its metadata.
#[utoipa::path(operation_id = "getTaxonomy", tag = "taxonomies", params(Id), responses(TaxonomyFound))]
#[get("/taxonomies/{id}")]
async fn get_taxonomy(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    reader.detail(ListKind::Taxonomy, id, Standard::Hsds.full())
}
