use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Reports},
    caller::{Permitted, PrivateReading, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::ReportPage,
};

/// Lists what readers reported
///
/// What waits, or what became of it; the eldest first. For stewards: it may tell of persons.
#[utoipa::path(
    operation_id = "listReports",
    tag = "stewards",
    params(Reports),
    responses((status = 200, description = "A page of reports.", body = ReportPage), StewardsOnly),
    security(("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/reports")]
async fn list_reports(
    steward: Permitted<PrivateReading>,
    Asked(which): Asked<Reports>,
) -> Result<HttpResponse, Problem> {
    let (state, size) = (which.state.0, which.limit.usize());
    let after = which.after.map_or(0, |after| after.0.into());
    // One more than is shown tells whether there is a next page.
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let found = off_the_loop(move || steward.desk.reports(state, after, limit)).await?;
    let page = ReportPage::of(found, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
