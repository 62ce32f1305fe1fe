use access::ClientChange;
use actix_web::{HttpResponse, http::header, patch};

use crate::{
    asked::WhichClient,
    body::{Body, OneOrMany},
    caller::{ClientAdmin, Permitted, off_the_loop},
    document::responses::ClientChanged,
    problem::{Problem, ProblemType},
    wire::{Client, ClientPatch},
};

/// Disables a client, or enables it again
///
/// Either way the tokens that it has count no more.
#[utoipa::path(
    operation_id = "changeClient",
    tag = "access",
    params(WhichClient),
    request_body = ClientPatch,
    responses((status = 200, description = "The client as it is now.", body = Client), ClientChanged),
    security(("oauth2" = ["clients:admin"]), ("steward" = []))
)]
#[patch("/v1/clients/{client}")]
async fn change_client(
    admin: Permitted<ClientAdmin, Body<ClientPatch>>,
    which: WhichClient,
) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, sent: Body(sent), .. } = admin;
    let OneOrMany::One(patch) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one object, not an array"));
    };
    let (change, action) = match patch.disabled {
        true => (ClientChange::Disable, "disable client"),
        false => (ClientChange::Enable, "enable client"),
    };
    let changed = off_the_loop(move || {
        access.audited(&caller, action, &which.client, || access.change_client(&which.client, change))
    });
    let client = Client::from(changed.await?);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(client))
}
