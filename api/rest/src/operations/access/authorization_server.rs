use actix_web::{HttpRequest, HttpResponse, get, http::header::CACHE_CONTROL, web};

use crate::{
    document::responses::RefusedOrNotReady, problem::Problem, state::State, wire::AuthorizationServer,
};

/// What the authorization server can do
///
/// Its metadata by RFC 8414: where tokens are given and taken back, for whom, and where the keys are.
#[utoipa::path(
    operation_id = "getAuthorizationServer",
    tag = "access",
    responses((status = 200, description = "The metadata.", body = AuthorizationServer), RefusedOrNotReady)
)]
#[get("/.well-known/oauth-authorization-server")]
async fn authorization_server(
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let metadata = AuthorizationServer::at(state.access()?.issuer(), &state.base(&request));
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(metadata))
}
