use actix_web::{HttpRequest, HttpResponse, get, http::header};

use crate::{
    condition::RELEASED,
    document::{self, Interface, responses::Refused},
    problem::Problem,
    reader::state_of,
};

/// The description of this interface
///
/// This document, in OpenAPI 3.1, with the address that the directory was asked at.
#[utoipa::path(operation_id = "getOpenApi", tag = "about", responses((status = 200, description = "This document.", body = Object), Refused))]
#[get("/v1/openapi.json")]
async fn openapi_document(request: HttpRequest) -> Result<HttpResponse, Problem> {
    answer(Interface::Own, &request)
}

/// The document of a base path.
pub(in crate::operations) fn answer(
    interface: Interface,
    request: &HttpRequest,
) -> Result<HttpResponse, Problem> {
    let state = state_of(request)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, RELEASED)).json(document::served_at(
        interface,
        state.base(request),
        state.settings(),
    )))
}

/// The answer where the document was before there was one for each base path. It may be remembered for ever.
pub(super) async fn moved(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = state_of(&request)?.path(Interface::Own.path());
    let mut answer = HttpResponse::PermanentRedirect();
    Ok(answer
        .insert_header((header::LOCATION, path))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .finish())
}
