use actix_web::{HttpResponse, get};

use crate::{
    asked::{Classified, Depth, FullService, Paging},
    document::responses::OrganizationList,
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
};

/// Lists organizations
///
/// Organizations by name, or by relevance where words are searched for.
#[utoipa::path(
    operation_id = "listOrganizations",
    tag = "organizations",
    params(Paging, Classified, Depth, FullService),
    responses(OrganizationList)
)]
#[get("/organizations")]
async fn list_organizations(reader: Reader) -> Result<HttpResponse, Problem> {
    standard::organizations(&reader, reader.query(), Standard::Hsds).await
}
