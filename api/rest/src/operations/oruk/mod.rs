//! Open Referral UK 3.0, below `/oruk/v3`: what it has or says otherwise than HSDS.

mod about;
mod get_organization;
mod get_service;
mod get_taxonomy;
mod list_organizations;
mod openapi;

use actix_web::web;
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use super::standard;
use crate::standard::Standard;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes.service(scope::scope("/oruk/v3").app_data(Standard::Oruk).configure(|routes| {
        routes.configure(standard::mount);
        routes
            .service(get_service::get_service)
            .service(list_organizations::list_organizations)
            .service(get_organization::get_organization)
            .service(get_taxonomy::get_taxonomy)
            .service(about::about)
            .service(openapi::openapi_document)
            // The standard's validators ask for the base with a slash, which linters of the document reject.
            .route("/", web::get().to(about::answer));
    }));
}
