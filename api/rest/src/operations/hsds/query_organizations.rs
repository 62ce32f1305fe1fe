use actix_web::{HttpResponse, post};

use crate::{
    asked::{Classified, Depth, FullService, Paging, Posted},
    document::{responses::OrganizationsQueried, sent::SecureQuery},
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
};

/// Lists organizations that no address tells of
///
/// The same list as by GET, with the parameters in the address, in a form or in a JSON object. No cache keeps the answer.
#[utoipa::path(
    operation_id = "queryOrganizations",
    tag = "organizations",
    params(Paging, Classified, Depth, FullService),
    request_body(content((SecureQuery = "application/x-www-form-urlencoded"), (SecureQuery = "application/json"))),
    responses(OrganizationsQueried)
)]
#[post("/organizations")]
async fn query_organizations(reader: Reader, query: Posted) -> Result<HttpResponse, Problem> {
    standard::organizations(&reader, &query, Standard::Hsds).await
}
