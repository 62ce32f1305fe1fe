use actix_web::{HttpResponse, http::header, post};

use crate::{
    body::{Body, OneOrMany},
    caller::{Judging, Permitted, off_the_loop},
    document::{bodies::CorrectionBody, responses::NotCorrected},
    problem::{Problem, ProblemType},
    wire::{Corrected, NewCorrection},
};

/// Corrects one field of an entity
///
/// Pins or rejects what a source claims, supplies a value, or lifts earlier corrections, and says what is published
/// before and after. It takes effect at once, until it expires; no harvest overrides it. The sources that it overrules get
/// an issue. With `dry_run` nothing is changed. For stewards.
#[utoipa::path(
    operation_id = "correct",
    tag = "stewards",
    request_body = CorrectionBody,
    responses(
        (status = 200, description = "What it would do; nothing was changed.", body = Corrected),
        (status = 201, description = "The correction as it is logged, and what it does.", body = Corrected),
        NotCorrected
    ),
    security(("oauth2" = ["judgements:write"]), ("steward" = []))
)]
#[post("/v1/corrections")]
async fn correct(steward: Permitted<Judging, Body<NewCorrection>>) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, sent: Body(sent), .. } = steward;
    let OneOrMany::One(new) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one correction, not an array"));
    };
    let dry_run = new.is_dry_run();
    let new = new.signed(&caller.name)?;
    let corrected = off_the_loop(move || match dry_run {
        true => desk.correct(&new, true),
        false => access.audited(&caller, "correct", &target(&new), || desk.correct(&new, false)),
    })
    .await?;
    let mut response = if dry_run { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).json(Corrected::from(corrected)))
}

/// The fact that is corrected, for the log of writes.
fn target(new: &reconcile::correcting::NewCorrection) -> String {
    format!("{} of {}", new.field, new.entity)
}
