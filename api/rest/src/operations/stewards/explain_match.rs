use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, WhichMatch},
    caller::{Visitor, off_the_loop},
    document::responses::Unexplained,
    problem::Problem,
    wire::Match,
};

/// Explains why two records are taken for one thing, or are not
///
/// Every piece of evidence with what it weighs: the prior and the weights add up to the score. Without a token only what
/// is published is compared and shown; a steward sees everything.
#[utoipa::path(
    operation_id = "explainMatch",
    tag = "matches",
    params(WhichMatch),
    responses((status = 200, description = "The explanation.", body = Match), Unexplained),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/matches")]
async fn explain_match(visitor: Visitor, Asked(which): Asked<WhichMatch>) -> Result<HttpResponse, Problem> {
    let Visitor { audience, desk, .. } = visitor;
    let found = off_the_loop(move || desk.explain(&which.a.0, &which.b.0, audience)).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Match::from(found)))
}
