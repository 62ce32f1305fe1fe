use actix_web::{HttpRequest, HttpResponse, delete};
use harvest::push::Write;

use crate::{
    asked::{Asked, Trying, WhichItem},
    caller::{Permitted, RecordWriting},
    document::responses::NotDeleted,
    problem::Problem,
    push::{Job, answer_one, carry_out, condition},
    wire::Written,
};

/// Deletes one record of a source
///
/// It is withdrawn within seconds; what other sources say of the same thing stays. It can be put again under its id.
#[utoipa::path(
    operation_id = "deleteRecord",
    tag = "records",
    params(WhichItem, Trying),
    responses(
        (status = 200, description = "It would be deleted; it was only tried.", body = Written),
        (status = 204, description = "It is deleted."),
        NotDeleted
    ),
    security(("oauth2" = ["records:write"]), ("steward" = []))
)]
#[delete("/v1/sources/{source}/records/{kind}/{id}")]
async fn delete_record(
    writer: Permitted<RecordWriting>,
    which: WhichItem,
    Asked(asked): Asked<Trying>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    writer.caller.needs_source(&which.source)?;
    let condition = condition(&request)?;
    let writes = vec![Write { kind: which.kind, id: which.id, record: None, condition }];
    let (source, dry_run) = (which.source, asked.dry_run());
    let job = Job { source, writes, dry_run, action: "delete record", request, text: String::new() };
    carry_out(writer, job, answer_one).await
}
