use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Runs, WhichSource},
    caller::{Visitor, off_the_loop},
    document::responses::UnknownSource,
    problem::Problem,
    wire::RunList,
};

/// Lists the harvests of a source
///
/// When each began and ended, how, and what it did; the latest first.
#[utoipa::path(
    operation_id = "listRuns",
    tag = "sources",
    params(WhichSource, Runs),
    responses((status = 200, description = "The harvests.", body = RunList), UnknownSource),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/sources/{source}/runs")]
async fn list_runs(
    visitor: Visitor,
    which: WhichSource,
    Asked(asked): Asked<Runs>,
) -> Result<HttpResponse, Problem> {
    let audience = visitor.audience_of(&which.source);
    let desk = visitor.desk;
    let (id, limit) = (which.source.clone(), i64::from(asked.limit.0));
    let found = off_the_loop(move || desk.runs(&id, audience, limit)).await?;
    let runs = found.map(RunList::of).ok_or_else(|| which.unknown())?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(runs))
}
