use actix_web::{HttpResponse, get};
use catalog::{ListKind, Query, Snapshot};

use crate::{
    asked::{Asked, Depth, FullService, Paging},
    document::responses::OrganizationList,
    list::List,
    problem::Problem,
    reader::{Encode, Reader},
};

/// Lists organizations
///
/// Organizations by name, or by relevance where words are searched for.
#[utoipa::path(
    operation_id = "listOrganizations",
    tag = "organizations",
    params(Paging, Depth, FullService),
    responses(OrganizationList)
)]
#[get("/oruk/v3/organizations")]
async fn list_organizations(
    reader: Reader,
    Asked(paging): Asked<Paging>,
    Asked(depth): Asked<Depth>,
    Asked(services): Asked<FullService>,
) -> Result<HttpResponse, Problem> {
    let encode: Encode = match (services.full_service.0, depth.full.0) {
        (true, _) => |snapshot, entry| snapshot.organization_full(entry, true),
        (false, true) => Snapshot::full,
        (false, false) => Snapshot::item,
    };
    List::new(Query::new(ListKind::Organization), paging, encode).answer(&reader).await
}
