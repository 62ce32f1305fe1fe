use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Earlier},
    caller::{ClientAdmin, Permitted, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::WritePage,
};

/// Lists who wrote what
///
/// The log of writes, the newest first: who tried what, when, from which client, and how it ended. Nothing is ever taken
/// out of it.
#[utoipa::path(
    operation_id = "listAudit",
    tag = "access",
    params(Earlier),
    responses((status = 200, description = "A page of the log.", body = WritePage), StewardsOnly),
    security(("oauth2" = ["clients:admin"]), ("steward" = []))
)]
#[get("/v1/audit")]
async fn list_audit(
    admin: Permitted<ClientAdmin>,
    Asked(asked): Asked<Earlier>,
) -> Result<HttpResponse, Problem> {
    let (size, before) = (asked.limit.usize(), asked.before.map(|before| before.0.into()));
    // One more than is shown tells whether there is a next page.
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let found = off_the_loop(move || admin.access.audit(before, limit)).await?;
    let page = WritePage::of(found, size);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
