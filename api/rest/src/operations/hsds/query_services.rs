use actix_web::{HttpResponse, post};

use crate::{
    asked::{Brevity, Depth, Filter, Paging, Posted},
    document::{responses::ServicesQueried, sent::SecureQuery},
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
};

/// Lists services that no address tells of
///
/// The same list as by GET, with the parameters in the address, in a form or in a JSON object. No cache keeps the answer.
#[utoipa::path(
    operation_id = "queryServices",
    tag = "services",
    params(Paging, Filter, Depth, Brevity),
    request_body(content((SecureQuery = "application/x-www-form-urlencoded"), (SecureQuery = "application/json"))),
    responses(ServicesQueried)
)]
#[post("/services")]
async fn query_services(reader: Reader, query: Posted) -> Result<HttpResponse, Problem> {
    standard::services(&reader, &query, Standard::Hsds).await
}
