use actix_web::{HttpResponse, http::header, patch};

use crate::{
    asked::WhichReport,
    body::{Body, OneOrMany},
    caller::{Judging, Permitted, off_the_loop},
    document::responses::ReportNotDecided,
    problem::{Problem, ProblemType},
    wire::{ReportPatch, SettledReport},
};

/// Accepts or dismisses a report
///
/// Once, and with a note. The sources of what was reported rightly get an issue `reported` with the note, for each of their
/// records. Where the reader may be asked is deleted either way. For stewards.
#[utoipa::path(
    operation_id = "decideReport",
    tag = "stewards",
    params(WhichReport),
    request_body = ReportPatch,
    responses((status = 200, description = "The report as it was decided.", body = SettledReport), ReportNotDecided),
    security(("oauth2" = ["judgements:write"]), ("steward" = []))
)]
#[patch("/v1/reports/{number}")]
async fn decide_report(
    steward: Permitted<Judging, Body<ReportPatch>>,
    which: WhichReport,
) -> Result<HttpResponse, Problem> {
    let (Permitted { caller, access, desk, .. }, Body(sent)) = steward.split();
    let OneOrMany::One(patch) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one object, not an array"));
    };
    let settled = off_the_loop(move || {
        let (verdict, who) = (patch.state.0, patch.who.as_deref().unwrap_or(&caller.name));
        let work = || desk.decide_report(which.number, verdict, (who, &patch.note));
        access.audited(&caller, "decide a report", &which.number.to_string(), work)
    });
    let settled = SettledReport::from(settled.await?);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(settled))
}
