use actix_web::{HttpResponse, get, http::header};

use crate::{
    caller::{ClientAdmin, Permitted, off_the_loop},
    document::responses::StewardsOnly,
    problem::Problem,
    wire::ClientList,
};

/// Lists the clients
///
/// The programs that may do more than read, and what each may do.
#[utoipa::path(
    operation_id = "listClients",
    tag = "access",
    responses((status = 200, description = "The clients.", body = ClientList), StewardsOnly),
    security(("oauth2" = ["clients:admin"]), ("steward" = []))
)]
#[get("/v1/clients")]
async fn list_clients(admin: Permitted<ClientAdmin>) -> Result<HttpResponse, Problem> {
    let clients = off_the_loop(move || admin.access.clients()).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(ClientList::from(clients)))
}
