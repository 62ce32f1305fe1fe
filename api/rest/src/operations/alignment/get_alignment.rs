use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Part},
    caller::{Visitor, off_the_loop},
    document::responses::Answered,
    problem::Problem,
    wire::AlignmentReport,
};

/// Tells how websites stand to the directory
///
/// How many pages tell of what the directory holds, how far the two agree, and how that has changed: the history has
/// every alignment that found anything new, the newest first, as many as `limit`.
#[utoipa::path(
    operation_id = "getAlignment",
    tag = "alignment",
    params(Part),
    responses((status = 200, description = "The figures.", body = AlignmentReport), Answered)
)]
#[get("/v1/alignment")]
async fn get_alignment(visitor: Visitor, Asked(asked): Asked<Part>) -> Result<HttpResponse, Problem> {
    let (offset, size) = (asked.offset.usize(), asked.limit.usize());
    let limit = i64::try_from(offset + size).unwrap_or(i64::MAX);
    let found = off_the_loop(move || visitor.desk.alignments(limit)).await?;
    let report = AlignmentReport::of(&found).after(offset);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(report))
}
