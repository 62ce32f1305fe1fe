use actix_web::{HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{document::responses::RefusedOrNotReady, reader::Reader};

/// That the directory can answer, and from which state of the data.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// Always `ready`.
    #[schema(example = "ready")]
    status: &'static str,
    /// The number of the last change that is shown.
    #[schema(minimum = 0, example = 1042)]
    version: i64,
}

/// Whether the directory can answer
///
/// Answers 200 once the catalog is loaded, and 503 before.
#[utoipa::path(operation_id = "getReadiness", tag = "operation", responses((status = 200, description = "The directory can answer.", body = Readiness), RefusedOrNotReady))]
#[get("/readyz")]
async fn ready(reader: Reader) -> HttpResponse {
    let readiness = Readiness { status: "ready", version: reader.snapshot.version() };
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(readiness)
}
