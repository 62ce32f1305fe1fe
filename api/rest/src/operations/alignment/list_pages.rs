use actix_web::{HttpResponse, get, http::header};
use store::PageFilter;

use crate::{
    asked::{Asked, Pages},
    caller::{Visitor, off_the_loop},
    document::responses::Answered,
    problem::Problem,
    wire::WebsitePages,
};

/// Lists the pages of websites
///
/// Each with the entities that it is about or mentions, how sure that is and why.
#[utoipa::path(
    operation_id = "listPages",
    tag = "alignment",
    params(Pages),
    responses((status = 200, description = "A page of the pages.", body = WebsitePages), Answered)
)]
#[get("/v1/pages")]
async fn list_pages(visitor: Visitor, Asked(asked): Asked<Pages>) -> Result<HttpResponse, Problem> {
    let (offset, size) = (asked.offset.usize(), asked.limit.usize());
    let filter = PageFilter {
        source: asked.source.map(|source| source.0),
        section: asked.section.map(|section| section.0),
        entity: asked.entity.map(|entity| entity.0),
        aligned: asked.aligned.map(|flag| flag.0),
    };
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (found, total) =
        off_the_loop(move || visitor.desk.pages(&filter, number(size), number(offset))).await?;
    let page = WebsitePages::of(found, total, offset);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(page))
}
