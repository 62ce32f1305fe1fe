//! Clients and their tokens, and the log of what they wrote.

mod authorization_server;
mod change_client;
mod create_client;
mod issue_token;
mod list_audit;
mod list_clients;
mod public_keys;
mod renew_secret;
mod revoke_token;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(issue_token::issue_token)
        .service(revoke_token::revoke_token)
        .service(public_keys::public_keys)
        .service(authorization_server::authorization_server)
        .service(list_clients::list_clients)
        .service(create_client::create_client)
        .service(change_client::change_client)
        .service(renew_secret::renew_secret)
        .service(list_audit::list_audit);
}
