use actix_web::{HttpResponse, get, http::header};
use reconcile::judging::About;

use crate::{
    asked::{Asked, Trail},
    caller::{Permitted, PrivateReading, off_the_loop},
    document::responses::NoTrail,
    problem::Problem,
    wire::JudgementPage,
};

/// Lists what people decided
///
/// The log of decisions, the newest first: who decided what, when and why. Nothing is ever taken out of it. For
/// stewards.
#[utoipa::path(
    operation_id = "listJudgements",
    tag = "stewards",
    params(Trail),
    responses((status = 200, description = "A page of the log.", body = JudgementPage), NoTrail),
    security(("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/judgements")]
async fn list_judgements(
    steward: Permitted<PrivateReading>,
    Asked(trail): Asked<Trail>,
) -> Result<HttpResponse, Problem> {
    let about =
        About { record: trail.record.map(|record| record.0), entity: trail.entity.map(|entity| entity.0) };
    let (size, before) = (trail.limit.usize(), trail.before.map(|before| before.0.into()));
    // One more than is shown tells whether there is a next page.
    let found = off_the_loop(move || steward.desk.judgements(&about, before, size + 1)).await?;
    let page = JudgementPage::of(found, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
