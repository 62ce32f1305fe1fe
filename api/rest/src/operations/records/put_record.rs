use actix_web::{HttpRequest, HttpResponse, put};

use crate::{
    asked::{Asked, Trying, WhichItem},
    caller::{Permitted, RecordWriting},
    document::{bodies::AnyRecord, responses::NotWritten},
    problem::Problem,
    push::{Job, MOST_OF_ONE, answer_one, carry_out, condition, put},
    text::Text,
    wire::Written,
};

/// Writes one record of a source
///
/// The record as HSDS has it, under the source's own id; what was there is replaced. An organization or location that is
/// nested in it is written as if it had been put itself. It is published within seconds, unless a member `visibility` of
/// it says `private`, which holds for what is nested in it as well. `If-Match` and `If-None-Match: *`
/// keep two writers apart, `Idempotency-Key` makes a request that is sent again count once for a day, and `dry_run` tries
/// all and keeps nothing.
#[utoipa::path(
    operation_id = "putRecord",
    tag = "records",
    params(WhichItem, Trying),
    request_body(content = AnyRecord, content_type = "application/json"),
    responses(
        (status = 200, description = "It is changed, or said so already; or it was only tried.", body = Written),
        (status = 201, description = "It is new.", body = Written),
        NotWritten
    ),
    security(("oauth2" = ["records:write"]), ("steward" = []))
)]
#[put("/v1/sources/{source}/records/{kind}/{id}")]
async fn put_record(
    writer: Permitted<RecordWriting, Text<MOST_OF_ONE>>,
    which: WhichItem,
    Asked(asked): Asked<Trying>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (writer, sent) = writer.split();
    writer.caller.needs_source(&which.source)?;
    let writes = vec![put(&which, &sent, condition(&request)?)?];
    let (source, dry_run) = (which.source, asked.dry_run());
    let job = Job { source, writes, dry_run, action: "put record", request, text: sent.text };
    carry_out(writer, job, answer_one).await
}
