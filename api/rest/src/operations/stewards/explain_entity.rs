use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::Id,
    caller::{Visitor, off_the_loop},
    document::responses::Unexplained,
    problem::Problem,
    wire::EntityMatch,
};

/// Explains what holds an entity together
///
/// Its records, and the pairs of them with all their evidence, the surest first; and of each field that is published,
/// whose word it is and why. Without a token only what is published is compared and shown; a steward sees everything.
/// The id may be a former one.
#[utoipa::path(
    operation_id = "explainEntity",
    tag = "matches",
    params(Id),
    responses((status = 200, description = "The explanation.", body = EntityMatch), Unexplained),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/entities/{id}/matches")]
async fn explain_entity(visitor: Visitor, id: Id) -> Result<HttpResponse, Problem> {
    let Visitor { audience, desk, .. } = visitor;
    let found = off_the_loop(move || desk.explain_entity(id.id, audience)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(EntityMatch::from(found)))
}
