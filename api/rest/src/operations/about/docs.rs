use actix_web::{HttpRequest, HttpResponse, get, http::header};

use crate::{docs, document::pages::ReferenceShown, problem::Problem, reader::state_of};

/// The reference for people
///
/// Every operation with its parameters, answers and examples, to look at and to try. The page is complete in itself:
/// nothing of it comes from another host.
#[utoipa::path(operation_id = "showReference", tag = "about", responses(ReferenceShown))]
#[get("/docs")]
async fn show_reference(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Ok(docs::page(&*state_of(&request)?))
}

/// The answer where somebody ends the address with a slash: what the page is made of is found beside it, not below.
pub(super) async fn moved(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = state_of(&request)?.path("/docs");
    Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, path)).finish())
}

/// A file that the page is made of.
pub(super) async fn asset(request: HttpRequest) -> Result<HttpResponse, Problem> {
    docs::file(request.match_info().get("file").unwrap_or_default())
}
