use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Value, WhichMatch},
    document::responses::Unexplained,
    problem::Problem,
    steward::{Visitor, off_the_loop},
    wire::MatchAnswer,
};

/// Explains why records are taken for one thing
///
/// Of two records (`a` and `b`), every piece of evidence with what it weighs: the prior and the weights add up to the
/// score. Of an entity (`entity`), the pairs of its records, the surest first. Without a token only what is published
/// is compared and shown; a steward sees everything.
#[utoipa::path(
    operation_id = "explainMatch",
    tag = "matches",
    params(WhichMatch),
    responses((status = 200, description = "The explanation.", body = MatchAnswer), Unexplained),
    security((), ("steward" = []))
)]
#[get("/v1/matches")]
async fn explain_match(visitor: Visitor, Asked(which): Asked<WhichMatch>) -> Result<HttpResponse, Problem> {
    let Visitor { audience, desk } = visitor;
    let answer = match (which.a, which.b, which.entity) {
        (Some(a), Some(b), None) => {
            let found = off_the_loop(move || desk.explain(&a.0, &b.0, audience)).await?;
            MatchAnswer::Pair(Box::new(found.into()))
        }
        (None, None, Some(id)) => {
            let found = off_the_loop(move || desk.explain_entity(id.0, audience)).await?;
            MatchAnswer::Entity(found.into())
        }
        (a, b, _) => return Err(not_both(a.as_ref().map(|_| "a"), b.as_ref().map(|_| "b"))),
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// The problem where neither a pair nor an entity was named, or both.
fn not_both(a: Option<&str>, b: Option<&str>) -> Problem {
    let missing = match (a, b) {
        (Some(_), None) => "b",
        (None, Some(_)) => "a",
        _ => "entity",
    };
    let allowed =
        format!("either `a` and `b`, each {}, or `entity` alone", crate::asked::RecordName::ALLOWED);
    Problem::parameter(missing, "", &allowed)
}
