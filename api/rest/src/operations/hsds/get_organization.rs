use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::{Asked, FullService, Id},
    document::responses::OrganizationFound,
    problem::Problem,
    reader::Reader,
    standard::Standard,
};

/// Reads one organization
///
/// The organization with all that is nested in it, and its metadata; with `full_service` its services as well.
#[utoipa::path(
    operation_id = "getOrganization",
    tag = "organizations",
    params(Id, FullService),
    responses(OrganizationFound)
)]
#[get("/organizations/{id}")]
async fn get_organization(
    reader: Reader,
    Id { id }: Id,
    Asked(services): Asked<FullService>,
) -> Result<HttpResponse, Problem> {
    let encode = if services.full_service.0 { Standard::Hsds.full_service() } else { Standard::Hsds.full() };
    reader.detail(ListKind::Organization, id, encode)
}
