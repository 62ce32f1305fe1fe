use actix_web::{HttpResponse, get, http::header};
use reconcile::matches::Audience;

use crate::{
    asked::{Asked, PageAddress},
    caller::{Visitor, off_the_loop},
    document::responses::NoSuchPage,
    problem::{Problem, ProblemType},
    wire::PageLook,
};

/// Looks up a page of a website by its address
///
/// However the address is spelt, and whichever of the site's hosts it names: the page, the entities that it tells of, and
/// what may be amiss.
#[utoipa::path(
    operation_id = "lookUpPage",
    tag = "alignment",
    params(PageAddress),
    responses((status = 200, description = "The page.", body = PageLook), NoSuchPage),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/pages/lookup")]
async fn look_up_page(visitor: Visitor, Asked(asked): Asked<PageAddress>) -> Result<HttpResponse, Problem> {
    let is_whole = visitor.audience == Audience::Steward;
    let address = asked.url.0;
    let unknown = format!("No website among the sources has a page at {address}");
    let found = off_the_loop(move || visitor.desk.look_up(&address)).await?;
    let look = found.ok_or_else(|| Problem::new(&ProblemType::UNKNOWN_PAGE, unknown))?;
    let look = PageLook::of(look, is_whole);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(look))
}
