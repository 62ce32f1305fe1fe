use actix_web::{HttpResponse, get};
use catalog::{ListKind, Snapshot};

use crate::{
    asked::{Asked, FullService, Id},
    document::responses::OrganizationFound,
    problem::Problem,
    reader::{Encode, Reader},
};

/// Reads one organization
///
/// The organization with all that is nested in it; with `full_service` its services as well.
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
    let with_services: Encode = |snapshot, entry| snapshot.organization_full(entry, true);
    let encode = if services.full_service.0 { with_services } else { Snapshot::full };
    reader.detail(ListKind::Organization, id, encode)
}
