use actix_web::{HttpResponse, http::header, put};

use crate::{
    asked::{Accepting, Asked, WhichSource},
    caller::{Permitted, RecordWriting, off_the_loop},
    document::{
        responses::NotTaken,
        sent::{File, Rows},
    },
    problem::Problem,
    upload::{self, How, Upload},
    wire::Taken,
};

/// Takes a whole file as the feed of a source
///
/// CSV, TSV, JSON, JSON Lines, an Excel workbook, an OpenDocument spreadsheet or a zipped HSDS package, up to 64 MiB, by
/// the mapping of the source. It is a harvest like any other: what is gone from the file is deleted, unless it is too much;
/// then nothing is taken until it is sent with `accept_deletions=true`. It is published within seconds. With
/// `dry_run=true` nothing is kept, and the answer tells what would become of it.
#[utoipa::path(
    operation_id = "uploadFeed",
    tag = "records",
    params(WhichSource, Accepting),
    request_body(content(
        (String = "text/csv"),
        (String = "text/tab-separated-values"),
        (Rows = "application/json"),
        (String = "application/x-ndjson"),
        (File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (File = "application/vnd.oasis.opendocument.spreadsheet"),
        (File = "application/zip"),
    )),
    responses((status = 200, description = "What became of it.", body = Taken), NotTaken),
    security(("oauth2" = ["records:write"]), ("steward" = []))
)]
#[put("/v1/sources/{source}/feed")]
async fn upload_feed(
    writer: Permitted<RecordWriting, Upload>,
    which: WhichSource,
    Asked(asked): Asked<Accepting>,
) -> Result<HttpResponse, Problem> {
    let (Permitted { caller, access, desk, .. }, upload) = writer.split();
    caller.needs_source(&which.source)?;
    let how = How { accepts_deletions: asked.deletions(), is_tried: asked.dry_run() };
    let report = off_the_loop(move || upload::take(&desk, &access, &caller, &which.source, &upload, how));
    let taken = Taken::of(report.await?)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(taken))
}
