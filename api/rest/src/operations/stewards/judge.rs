use actix_web::{HttpResponse, http::header, post};

use crate::{
    body::{Body, OneOrMany},
    caller::{Judging, Permitted, off_the_loop},
    document::{bodies::NewJudgements, responses::NotJudged},
    problem::Problem,
    wire::{Judgement, Judgements, NewJudgement},
};

/// Decides whether records are one thing
///
/// Logs one decision, or several at once as an array: all of them or none. It takes effect at once and no later harvest
/// overrides it; it is taken back by deciding `unsure`. What the same person already decided last on a pair is not
/// logged again. For stewards.
#[utoipa::path(
    operation_id = "judge",
    tag = "stewards",
    request_body = NewJudgements,
    responses(
        (status = 200, description = "Nothing new: it was decided so already.", body = Judgements),
        (status = 201, description = "The decisions as they are logged.", body = Judgements),
        NotJudged
    ),
    security(("oauth2" = ["judgements:write"]), ("steward" = []))
)]
#[post("/v1/judgements")]
async fn judge(steward: Permitted<Judging, Body<NewJudgement>>) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, sent: Body(sent), .. } = steward;
    let (new, is_one) = match sent {
        OneOrMany::One(one) => (vec![one], true),
        OneOrMany::Many(many) => (many, false),
    };
    let new: Vec<_> = new.into_iter().map(|new| new.signed(&caller.name)).collect();
    let judged =
        off_the_loop(move || access.audited(&caller, "judge", &target(&new), || desk.judge(&new))).await?;
    let is_new = judged.iter().any(|judged| judged.is_new);
    let mut logged: Vec<Judgement> = judged.into_iter().map(|judged| judged.judgement.into()).collect();
    let answer = match logged.pop() {
        Some(only) if is_one => Judgements::One(only),
        last => Judgements::Many(logged.into_iter().chain(last).collect()),
    };
    let mut response = if is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// The pairs that are decided, for the log of writes.
fn target(new: &[store::NewJudgement]) -> String {
    let pairs: Vec<String> = new.iter().map(|new| format!("{} {}", new.a, new.b)).collect();
    pairs.join(", ")
}
