use actix_web::{HttpResponse, get, http::header};
use store::ConflictFilter;

use crate::{
    asked::{Asked, Disputes},
    caller::{Permitted, PrivateReading, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::ConflictPage,
};

/// Lists the facts on which sources disagree
///
/// Where different sources say what cannot both be right, the most worth deciding first: how much the field matters,
/// times how many published services show it. Spelling is no disagreement. For stewards.
#[utoipa::path(
    operation_id = "listConflicts",
    tag = "stewards",
    params(Disputes),
    responses((status = 200, description = "A page of the conflicts.", body = ConflictPage), StewardsOnly),
    security(("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/conflicts")]
async fn list_conflicts(
    steward: Permitted<PrivateReading>,
    Asked(asked): Asked<Disputes>,
) -> Result<HttpResponse, Problem> {
    let (offset, size) = (asked.offset.usize(), asked.limit.usize());
    let filter = ConflictFilter {
        source: asked.source.map(|source| source.0),
        entity: asked.entity.map(|entity| entity.0),
        field: asked.field.map(|field| field.0),
    };
    let limit = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    // One more than is shown tells whether there is a next page.
    let found = off_the_loop(move || steward.desk.conflicts(&filter, limit(size + 1), limit(offset))).await?;
    let page = ConflictPage::of(found, offset, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
