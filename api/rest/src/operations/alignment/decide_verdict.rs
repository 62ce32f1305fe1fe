use actix_web::{HttpResponse, http::header, patch};
use reconcile::alignment::DecideError;

use crate::{
    asked::Id,
    body::{Body, OneOrMany},
    caller::{Judging, Permitted, off_the_loop},
    document::responses::NotDecided,
    problem::{Problem, ProblemType},
    wire::{Verdict, VerdictPatch, invalid_decision},
};

/// Decides a verdict
///
/// Accepts it, dismisses it for a reason until the facts change, says who looks after it, or takes that back. For stewards.
#[utoipa::path(
    operation_id = "decideVerdict",
    tag = "alignment",
    params(Id),
    request_body = VerdictPatch,
    responses((status = 200, description = "The verdict as it is now.", body = Verdict), NotDecided),
    security(("oauth2" = ["judgements:write"]), ("steward" = []))
)]
#[patch("/v1/alignment/verdicts/{id}")]
async fn decide_verdict(
    id: Id,
    steward: Permitted<Judging, Body<VerdictPatch>>,
) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, sent: Body(sent), .. } = steward;
    let OneOrMany::One(patch) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one object, not an array"));
    };
    let decisions = patch.decisions().map_err(invalid_decision)?;
    let (id, target) = (id.id, id.id.to_string());
    let decided = off_the_loop(move || {
        let who = caller.name.clone();
        access.audited(&caller, "decide verdict", &target, || desk.decide(id, &decisions, &who))
    })
    .await?;
    let verdict = Verdict::of(decided, true);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(verdict))
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Unknown(_) => Self::new(&ProblemType::UNKNOWN_ID, error.to_string()),
            DecideError::Closed(_) => Self::new(&ProblemType::VERDICT_CLOSED, error.to_string()),
            DecideError::NoReason | DecideError::TooLong { .. } => {
                Self::new(&ProblemType::INVALID_BODY, error.to_string()).with("parameter", "reason")
            }
            DecideError::Store(error) => error.into(),
        }
    }
}
