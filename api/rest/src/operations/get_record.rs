use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{WhichRecord, WhichSource},
    document::responses::RecordFound,
    problem::Problem,
    steward::{Steward, off_the_loop},
    wire::Record,
};

/// Tells what became of one record
///
/// The item as its source sent it, what was read out of it, the entity that it belongs to, and why each other record of
/// that entity is one thing with it. For stewards.
#[utoipa::path(
    operation_id = "getRecord",
    tag = "sources",
    params(WhichSource, WhichRecord),
    responses((status = 200, description = "The record.", body = Record), RecordFound),
    security(("steward" = []))
)]
#[get("/v1/sources/{source}/records/{record}")]
async fn get_record(steward: Steward, which: WhichRecord) -> Result<HttpResponse, Problem> {
    let found = off_the_loop(move || steward.desk.outcome(&which.record)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Record::from(found)))
}
