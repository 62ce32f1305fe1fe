use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, PRAGMA},
    post, web,
};

use crate::{
    oauth::{Form, OAuthProblem, TokenForm, off_the_loop, shown},
    state::State,
    wire::{OAuthError, Token},
};

/// Gives a client an access token
///
/// By client credentials (RFC 6749, 4.4): the client shows its id and secret in a basic header or in the form. The token
/// is for the scopes that it asks for, or for all that it may have, and counts for an hour.
#[utoipa::path(
    operation_id = "issueToken",
    tag = "access",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token.", body = Token),
        (status = 400, description = "The request cannot be granted.", body = OAuthError),
        (status = 401, description = "The client is not known, or its secret is another.", body = OAuthError),
        (status = 503, description = "The directory is still loading.", body = OAuthError)
    ),
    security(("client" = []), ())
)]
#[post("/oauth/token")]
async fn issue_token(
    request: HttpRequest,
    state: web::Data<State>,
    Form(form): Form<TokenForm>,
) -> Result<HttpResponse, OAuthProblem> {
    if form.grant_type != "client_credentials" {
        return Err(OAuthProblem::unsupported_grant(&form.grant_type));
    }
    let (access, shown) = (state.access()?, shown(&request, form.client_id, form.client_secret)?);
    let granted = off_the_loop(move || {
        let client = access.authenticate(&shown.id, &shown.secret)?;
        access.grant(&client, form.scope.as_deref())
    });
    let token = Token::from(granted.await?);
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((PRAGMA, "no-cache"))
        .json(token))
}
