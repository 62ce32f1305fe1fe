use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL, web};

use crate::{
    caller::off_the_loop,
    document::responses::RefusedOrNotReady,
    problem::{Problem, ProblemType},
    state::State,
    wire::PublicKeys,
};

/// The keys that access tokens can be checked with
///
/// The public halves, as a JWK set (RFC 7517). A key that no longer signs stays here until what it signed has expired.
#[utoipa::path(
    operation_id = "getPublicKeys",
    tag = "access",
    responses((status = 200, description = "The keys.", body = PublicKeys), RefusedOrNotReady)
)]
#[get("/.well-known/jwks.json")]
async fn public_keys(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let access = state.access()?;
    let set = off_the_loop(move || access.public_keys()).await?;
    let unreadable = || Problem::new(&ProblemType::INTERNAL, "The keys could not be written");
    let keys = PublicKeys::of(set).ok_or_else(unreadable)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(keys))
}
