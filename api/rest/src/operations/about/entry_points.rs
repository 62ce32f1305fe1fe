use actix_web::{HttpRequest, HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    condition::RELEASED,
    document::{Interface, responses::Refused},
    problem::Problem,
    reader::state_of,
};

/// Where to begin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryPoints {
    /// What this is.
    #[schema(example = "One open directory of services, reconciled from many")]
    title: &'static str,
    /// The feed by the standard Open Referral UK 3.0.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/oruk/v3/")]
    oruk: String,
    /// The feed by the international standard HSDS 3.1.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/hsds/v3/")]
    hsds: String,
    /// GraphQL.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/graphql")]
    graphql: String,
    /// The description of the directory's own interface, for programs.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/v1/openapi.json")]
    openapi: String,
    /// The description of Open Referral UK, for programs.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/oruk/v3/openapi.json")]
    oruk_openapi: String,
    /// The description of HSDS, for programs.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/hsds/v3/openapi.json")]
    hsds_openapi: String,
    /// The same descriptions, for people.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/docs")]
    docs: String,
    /// Whether the server is alive.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/healthz")]
    health: String,
    /// Whether it can answer from its data.
    #[schema(format = Uri, example = "http://127.0.0.1:8080/readyz")]
    ready: String,
}

/// Where to begin
///
/// The entry points of the directory.
#[utoipa::path(operation_id = "getEntryPoints", tag = "about", responses((status = 200, description = "The entry points.", body = EntryPoints), Refused))]
#[get("/")]
async fn entry_points(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let base = state_of(&request)?.base(&request);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, RELEASED)).json(EntryPoints {
        title: "One open directory of services, reconciled from many",
        oruk: format!("{base}/oruk/v3/"),
        hsds: format!("{base}/hsds/v3/"),
        graphql: format!("{base}/graphql"),
        openapi: format!("{base}{}", Interface::Own.path()),
        oruk_openapi: format!("{base}{}", Interface::Oruk.path()),
        hsds_openapi: format!("{base}{}", Interface::Hsds.path()),
        docs: format!("{base}/docs"),
        health: format!("{base}/healthz"),
        ready: format!("{base}/readyz"),
    }))
}
