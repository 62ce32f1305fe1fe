use actix_web::{HttpResponse, http::header, post};

use crate::{
    asked::WhichClient,
    caller::{ClientAdmin, Permitted, off_the_loop},
    document::responses::ClientFound,
    problem::Problem,
    wire::ClientSecret,
};

/// Gives a client a new secret
///
/// The old one and the tokens that it got count no more. The answer holds the new one, which is never shown again.
#[utoipa::path(
    operation_id = "renewSecret",
    tag = "access",
    params(WhichClient),
    responses((status = 200, description = "The client with its new secret.", body = ClientSecret), ClientFound),
    security(("oauth2" = ["clients:admin"]), ("steward" = []))
)]
#[post("/v1/clients/{client}/secret")]
async fn renew_secret(admin: Permitted<ClientAdmin>, which: WhichClient) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, .. } = admin;
    let renewed = off_the_loop(move || {
        access.audited(&caller, "renew secret", &which.client, || access.renew_secret(&which.client))
    });
    let renewed = ClientSecret::from(renewed.await?);
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(renewed))
}
