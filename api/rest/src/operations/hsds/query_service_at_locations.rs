use actix_web::{HttpResponse, post};

use crate::{
    asked::{Depth, Filter, Paging, Posted},
    document::{responses::ServiceAtLocationsQueried, sent::SecureQuery},
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
};

/// Lists services at locations that no address tells of
///
/// The same list as by GET, with the parameters in the address, in a form or in a JSON object. No cache keeps the answer.
#[utoipa::path(
    operation_id = "queryServiceAtLocations",
    tag = "service_at_locations",
    params(Paging, Filter, Depth),
    request_body(content((SecureQuery = "application/x-www-form-urlencoded"), (SecureQuery = "application/json"))),
    responses(ServiceAtLocationsQueried)
)]
#[post("/service_at_locations")]
async fn query_service_at_locations(reader: Reader, query: Posted) -> Result<HttpResponse, Problem> {
    standard::service_at_locations(&reader, &query, Standard::Hsds).await
}
