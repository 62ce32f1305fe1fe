use actix_web::{HttpResponse, get};
use catalog::Snapshot;

use crate::{
    asked::{Asked, Paging, TermFilter},
    document::responses::TaxonomyTermList,
    list::List,
    problem::Problem,
    reader::Reader,
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
#[get("/oruk/v3/taxonomy_terms")]
async fn list_taxonomy_terms(
    reader: Reader,
    Asked(paging): Asked<Paging>,
    Asked(filter): Asked<TermFilter>,
) -> Result<HttpResponse, Problem> {
    List::new(filter.query(&reader), paging, Snapshot::item).answer(&reader).await
}
