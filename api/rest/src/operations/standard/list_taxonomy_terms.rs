use actix_web::{HttpResponse, get};

use crate::{
    asked::{Paging, TermFilter},
    document::responses::TaxonomyTermList,
    problem::Problem,
    reader::Reader,
    standard,
};

/// Lists terms of classifications
///
/// The terms that classify services, by name.
#[utoipa::path(
    operation_id = "listTaxonomyTerms",
    tag = "taxonomies",
    params(Paging, TermFilter),
    responses(TaxonomyTermList)
)]
#[get("/taxonomy_terms")]
async fn list_taxonomy_terms(reader: Reader) -> Result<HttpResponse, Problem> {
    standard::taxonomy_terms(&reader, reader.query()).await
}
