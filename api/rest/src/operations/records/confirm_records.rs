use actix_web::{HttpResponse, http::header, post};

use crate::{
    asked::WhichSource,
    body::{MaybeBody, OneOrMany},
    caller::{Permitted, RecordWriting, off_the_loop},
    document::responses::NotConfirmed,
    problem::{Problem, ProblemType},
    wire::{Confirmation, Confirmed},
};

/// Confirms services of a source unchanged
///
/// Those that are named, or all that it has now: they are current for another review period, their `assured_date` is
/// today's, and one that had lapsed is published again within seconds. Without a body all are confirmed. Where one that is
/// named is no service of the source, nothing is confirmed.
#[utoipa::path(
    operation_id = "confirmRecords",
    tag = "records",
    params(WhichSource),
    request_body = Confirmation,
    responses((status = 200, description = "How many are confirmed.", body = Confirmed), NotConfirmed),
    security(("oauth2" = ["records:write"]), ("steward" = []))
)]
#[post("/v1/sources/{source}/confirm")]
async fn confirm_records(
    writer: Permitted<RecordWriting, MaybeBody<Confirmation>>,
    which: WhichSource,
) -> Result<HttpResponse, Problem> {
    let (Permitted { caller, access, desk, .. }, MaybeBody(sent)) = writer.split();
    caller.needs_source(&which.source)?;
    let records = match sent {
        None => None,
        Some(OneOrMany::One(Confirmation { records })) => records,
        Some(OneOrMany::Many(_)) => {
            return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one object, not an array"));
        }
    };
    if records.as_ref().is_some_and(Vec::is_empty) {
        let detail = "`records` names none; name one or more, or leave it out to confirm all";
        return Err(Problem::new(&ProblemType::INVALID_BODY, detail).with("parameter", "records"));
    }
    let confirmed = off_the_loop(move || {
        let work = || desk.confirm(&which.source, records.as_deref());
        access.audited(&caller, "confirm records", which.source.as_str(), work)
    });
    let answer = Confirmed { confirmed: confirmed.await? };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}
