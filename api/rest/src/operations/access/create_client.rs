use actix_web::{HttpResponse, http::header, post};

use crate::{
    body::{Body, OneOrMany},
    caller::{ClientAdmin, Permitted, off_the_loop},
    document::responses::ClientMade,
    problem::{Problem, ProblemType},
    wire::{ClientSecret, NewClient},
};

/// Makes a client
///
/// The answer holds its secret, which is never shown again. A client may
/// be given `records:write`, and of the other scopes those that who makes it has.
#[utoipa::path(
    operation_id = "createClient",
    tag = "access",
    request_body = NewClient,
    responses((status = 201, description = "The client with its secret.", body = ClientSecret), ClientMade),
    security(("oauth2" = ["clients:admin"]), ("steward" = []))
)]
#[post("/v1/clients")]
async fn create_client(admin: Permitted<ClientAdmin, Body<NewClient>>) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, sent: Body(sent), .. } = admin;
    let OneOrMany::One(new) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one client, not an array"));
    };
    let new = new.checked()?;
    caller.may_grant(&new.scopes)?;
    let made = off_the_loop(move || {
        access.audited(&caller, "create client", &new.name, || access.create_client(&new))
    });
    let made = ClientSecret::from(made.await?);
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}
