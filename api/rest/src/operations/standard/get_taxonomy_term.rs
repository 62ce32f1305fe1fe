use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Id, document::responses::TaxonomyTermFound, problem::Problem, reader::Reader, standard::Standard,
};

/// Reads one term of a classification
///
/// The term with its classification and its broader term by id.
#[utoipa::path(
    operation_id = "getTaxonomyTerm",
    tag = "taxonomies",
    params(Id),
    responses(TaxonomyTermFound)
)]
#[get("/taxonomy_terms/{id}")]
async fn get_taxonomy_term(
    reader: Reader,
    standard: Standard,
    Id { id }: Id,
) -> Result<HttpResponse, Problem> {
    reader.detail(ListKind::TaxonomyTerm, id, standard.full())
}
