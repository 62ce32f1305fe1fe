use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Of,
    document::responses::OrganizationResults,
    own,
    own::{Lists, lists::Organizations},
    problem::Problem,
    reader::Reader,
};

/// Lists organizations
///
/// Organizations by name, by relevance where words are looked for, or as told. Those that run locations or give services
/// there are found by place.
#[utoipa::path(operation_id = "listOrganizations", tag = "organizations", params(Of<Organizations>), responses(OrganizationResults))]
#[get("/v1/organizations")]
async fn list_organizations(reader: Reader, wanted: Of<Organizations>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::Of(ListKind::Organization), &wanted.0).await
}
