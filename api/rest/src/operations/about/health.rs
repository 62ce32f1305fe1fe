use actix_web::{HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::responses::Refused;

/// That the server is alive.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Whether the server is alive
///
/// Answers as long as the process can answer at all, also while it is loading.
#[utoipa::path(operation_id = "getHealth", tag = "operation", responses((status = 200, description = "The server is alive.", body = Health), Refused))]
#[get("/healthz")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Health { status: "ok" })
}
