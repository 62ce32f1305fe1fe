use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Part},
    caller::{Visitor, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::SourcePage,
};

/// Lists the sources
///
/// Who publishes what, on which terms, how many records there are, and how the last harvest went. Without a token only
/// sources that are public.
#[utoipa::path(
    operation_id = "listSources",
    tag = "sources",
    params(Part),
    responses((status = 200, description = "A page of the sources.", body = SourcePage), StewardsOnly),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/sources")]
async fn list_sources(visitor: Visitor, Asked(asked): Asked<Part>) -> Result<HttpResponse, Problem> {
    let Visitor { audience, desk, .. } = visitor;
    let found = off_the_loop(move || desk.sources(audience)).await?;
    let page = SourcePage::of(found, asked.offset.usize(), asked.limit.usize());
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
