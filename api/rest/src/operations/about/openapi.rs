use actix_web::{HttpRequest, HttpResponse, get};

use crate::{document, document::responses::Refused, problem::Problem, reader::state_of};

/// The description of this interface
///
/// This document, in OpenAPI 3.1, with the address that the directory was asked at.
#[utoipa::path(operation_id = "getOpenApi", tag = "about", responses((status = 200, description = "This document.", body = Object), Refused))]
#[get("/openapi.json")]
async fn openapi_document(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = state_of(&request)?;
    Ok(HttpResponse::Ok().json(document::served_at(state.base(&request), state.settings())))
}
