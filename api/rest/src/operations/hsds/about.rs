use actix_web::{HttpRequest, HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    condition::RELEASED,
    document::{Interface, responses::Refused},
    problem::Problem,
    reader::state_of,
};

/// Which standard the feed speaks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AboutHsds {
    /// The standard and its version, as its documentation names it.
    #[schema(example = "3.1")]
    version: &'static str,
    /// The page of the profile.
    #[schema(format = Uri, example = "https://docs.openreferral.org/en/latest/hsds/overview.html")]
    profile: &'static str,
    /// The description of this interface.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/hsds/v3/openapi.json")]
    openapi_url: String,
}

/// The standard that the feed speaks
///
/// Names the version of HSDS, its profile, and the address of this document.
#[utoipa::path(operation_id = "getHsdsDetails", tag = "about", responses((status = 200, description = "The standard that the feed speaks.", body = AboutHsds), Refused))]
#[get("")]
async fn about(request: HttpRequest) -> Result<HttpResponse, Problem> {
    answer(request).await
}

/// Answers at the base with and without its last slash.
pub(super) async fn answer(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let openapi_url = format!("{}{}", state_of(&request)?.base(&request), Interface::Hsds.path());
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, RELEASED)).json(AboutHsds {
        version: "3.1",
        profile: "https://docs.openreferral.org/en/latest/hsds/overview.html",
        openapi_url,
    }))
}
