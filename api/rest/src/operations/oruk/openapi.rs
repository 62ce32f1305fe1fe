use actix_web::{HttpRequest, HttpResponse, get};

use crate::{
    document::{Interface, responses::Refused},
    operations::about::openapi,
    problem::Problem,
};

/// The description of this interface
///
/// This document, in OpenAPI 3.1, with the address that the directory was asked at.
#[utoipa::path(operation_id = "getOrukOpenApi", tag = "about", responses((status = 200, description = "This document.", body = Object), Refused))]
#[get("/openapi.json")]
async fn openapi_document(request: HttpRequest) -> Result<HttpResponse, Problem> {
    openapi::answer(Interface::Oruk, &request)
}
