use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::WhichSource,
    caller::{Visitor, off_the_loop},
    document::responses::UnknownSource,
    problem::Problem,
    wire::Source,
};

/// Tells of one source
///
/// Who publishes it, on which terms, how many records it has, and how its last harvest went.
#[utoipa::path(
    operation_id = "getSource",
    tag = "sources",
    params(WhichSource),
    responses((status = 200, description = "The source.", body = Source), UnknownSource),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/sources/{source}")]
async fn get_source(visitor: Visitor, which: WhichSource) -> Result<HttpResponse, Problem> {
    let Visitor { audience, desk, .. } = visitor;
    let id = which.source.clone();
    let found = off_the_loop(move || desk.source(&id, audience)).await?;
    let source = found.map(Source::from).ok_or_else(|| which.unknown())?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(source))
}
