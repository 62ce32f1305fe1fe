use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{WhichRecord, WhichSource},
    caller::{Visitor, off_the_loop},
    document::responses::RecordFound,
    problem::Problem,
    push::tag,
    wire::Record,
};

/// Tells what became of one record
///
/// The item as its source sent it, what was read out of it, the entity that it belongs to, and why each other record of
/// that entity is one thing with it. For stewards, and for clients of the source. The `ETag` is what `If-Match` takes when the
/// record is written again.
#[utoipa::path(
    operation_id = "getRecord",
    tag = "sources",
    params(WhichSource, WhichRecord),
    responses((status = 200, description = "The record.", body = Record), RecordFound),
    security(("oauth2" = ["private:read"]), ("oauth2" = ["records:write"]), ("steward" = []))
)]
#[get("/v1/sources/{source}/records/{record}")]
async fn get_record(visitor: Visitor, which: WhichRecord) -> Result<HttpResponse, Problem> {
    visitor.needs_insight(&which.record.source)?;
    let Visitor { audience, desk, .. } = visitor;
    let found = off_the_loop(move || desk.outcome(&which.record, audience)).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(item) = found.item.as_ref().filter(|item| item.deleted.is_none()) {
        answer.insert_header((header::ETAG, tag(&item.hash)));
    }
    Ok(answer.json(Record::from(found)))
}
