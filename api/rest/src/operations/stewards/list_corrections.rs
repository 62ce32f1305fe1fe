use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, CorrectionTrail},
    caller::{Permitted, PrivateReading, off_the_loop},
    document::responses::NoTrail,
    problem::Problem,
    wire::CorrectionPage,
};

/// Lists what stewards corrected
///
/// The log of corrections, the newest first: who pinned, rejected, supplied or lifted what, when, why and until when.
/// Nothing is ever taken out of it. For stewards.
#[utoipa::path(
    operation_id = "listCorrections",
    tag = "stewards",
    params(CorrectionTrail),
    responses((status = 200, description = "A page of the log.", body = CorrectionPage), NoTrail),
    security(("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/corrections")]
async fn list_corrections(
    steward: Permitted<PrivateReading>,
    Asked(trail): Asked<CorrectionTrail>,
) -> Result<HttpResponse, Problem> {
    let (size, before) = (trail.limit.usize(), trail.before.map(|before| before.0.into()));
    let entity = trail.entity.map(|entity| entity.0);
    // One more than is shown tells whether there is a next page.
    let found = off_the_loop(move || steward.desk.corrections(entity, before, size + 1)).await?;
    let page = CorrectionPage::of(found, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
