use actix_web::{HttpRequest, HttpResponse, post};

use crate::{
    asked::{Asked, Trying, WhichSource},
    batch,
    caller::{Permitted, RecordWriting},
    document::{bodies::Batch, responses::NotWritten},
    problem::Problem,
    push::{Job, MOST_OF_BATCH, answer_many, carry_out},
    text::Text,
    wire::WrittenBatch,
};

/// Writes many records of a source at once
///
/// Up to 10,000, as a JSON array or one JSON object a line (`application/x-ndjson`), each
/// `{"kind": "service", "id": "42", "record": {…}}` or `{"kind": "service", "id": "42", "delete": true}`. The answer tells
/// what became of each; what could not be read is kept out and does not hold up the others. All of it is one run, which
/// is taken as a whole.
#[utoipa::path(
    operation_id = "pushRecords",
    tag = "records",
    params(WhichSource, Trying),
    request_body(content(
        (Batch = "application/json"),
        (String = "application/x-ndjson"),
    )),
    responses((status = 200, description = "What became of each.", body = WrittenBatch), NotWritten),
    security(("oauth2" = ["records:write"]), ("steward" = []))
)]
#[post("/v1/sources/{source}/records")]
async fn push_records(
    writer: Permitted<RecordWriting, Text<MOST_OF_BATCH>>,
    which: WhichSource,
    Asked(asked): Asked<Trying>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (writer, sent) = writer.split();
    writer.caller.needs_source(&which.source)?;
    let writes = batch::read(&sent)?;
    let (source, dry_run) = (which.source, asked.dry_run());
    let job = Job { source, writes, dry_run, action: "push records", request, text: sent.text };
    carry_out(writer, job, answer_many).await
}
