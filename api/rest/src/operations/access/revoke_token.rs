use actix_web::{HttpRequest, HttpResponse, http::header::CACHE_CONTROL, post, web};

use crate::{
    oauth::{Form, OAuthProblem, RevocationForm, off_the_loop, shown},
    state::State,
    wire::OAuthError,
};

/// Takes an access token back
///
/// By RFC 7009: a token of the client that asks counts no more from now on. What is no token of it is passed over.
#[utoipa::path(
    operation_id = "revokeToken",
    tag = "access",
    request_body(content = RevocationForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token counts no more."),
        (status = 400, description = "The request cannot be read.", body = OAuthError),
        (status = 401, description = "The client is not known, or its secret is another.", body = OAuthError),
        (status = 503, description = "The directory is still loading.", body = OAuthError)
    ),
    security(("client" = []), ())
)]
#[post("/oauth/revoke")]
async fn revoke_token(
    request: HttpRequest,
    state: web::Data<State>,
    Form(form): Form<RevocationForm>,
) -> Result<HttpResponse, OAuthProblem> {
    let (access, shown) = (state.access()?, shown(&request, form.client_id, form.client_secret)?);
    off_the_loop(move || {
        let client = access.authenticate(&shown.id, &shown.secret)?;
        Ok(access.revoke(&client, &form.token)?)
    })
    .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).finish())
}
