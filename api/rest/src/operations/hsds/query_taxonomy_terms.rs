use actix_web::{HttpResponse, post};

use crate::{
    asked::{Paging, Posted, TermFilter},
    document::{responses::TaxonomyTermsQueried, sent::SecureQuery},
    problem::Problem,
    reader::Reader,
    standard,
};

/// Lists terms of classifications that no address tells of
///
/// The same list as by GET, with the parameters in the address, in a form or in a JSON object. No cache keeps the answer.
#[utoipa::path(
    operation_id = "queryTaxonomyTerms",
    tag = "taxonomies",
    params(Paging, TermFilter),
    request_body(content((SecureQuery = "application/x-www-form-urlencoded"), (SecureQuery = "application/json"))),
    responses(TaxonomyTermsQueried)
)]
#[post("/taxonomy_terms")]
async fn query_taxonomy_terms(reader: Reader, query: Posted) -> Result<HttpResponse, Problem> {
    standard::taxonomy_terms(&reader, &query).await
}
