use actix_web::{HttpRequest, HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    condition::RELEASED,
    document::{Interface, responses::Refused},
    problem::Problem,
    reader::state_of,
};

/// Which standard the feed speaks: what its validator looks for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct About {
    /// The standard and its version, in the form that the validator of Open Referral UK reads.
    #[schema(example = "HSDS-UK-3.0")]
    version: &'static str,
    /// The page of the profile.
    #[schema(format = Uri, example = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md")]
    profile: &'static str,
    /// The description of this interface.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/oruk/v3/openapi.json")]
    openapi_url: String,
}

/// The standard that the feed speaks
///
/// Names the version of Open Referral UK, its profile, and the address of this document.
#[utoipa::path(operation_id = "getApiDetails", tag = "about", responses((status = 200, description = "The standard that the feed speaks.", body = About), Refused))]
#[get("")]
async fn about(request: HttpRequest) -> Result<HttpResponse, Problem> {
    answer(request).await
}

/// Answers at the base with and without its last slash.
pub(super) async fn answer(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let openapi_url = format!("{}{}", state_of(&request)?.base(&request), Interface::Oruk.path());
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, RELEASED)).json(About {
        version: "HSDS-UK-3.0",
        profile: "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md",
        openapi_url,
    }))
}
