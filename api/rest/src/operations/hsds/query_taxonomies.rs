use actix_web::{HttpResponse, post};

use crate::{
    asked::{Paging, Posted},
    document::{responses::TaxonomiesQueried, sent::SecureQuery},
    problem::Problem,
    reader::Reader,
    standard,
};

/// Lists classifications that no address tells of
///
/// The same list as by GET, with the parameters in the address, in a form or in a JSON object. No cache keeps the answer.
#[utoipa::path(
    operation_id = "queryTaxonomies",
    tag = "taxonomies",
    params(Paging),
    request_body(content((SecureQuery = "application/x-www-form-urlencoded"), (SecureQuery = "application/json"))),
    responses(TaxonomiesQueried)
)]
#[post("/taxonomies")]
async fn query_taxonomies(reader: Reader, query: Posted) -> Result<HttpResponse, Problem> {
    standard::taxonomies(&reader, &query).await
}
