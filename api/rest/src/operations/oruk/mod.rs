//! Open Referral UK 3.0, below `/oruk/v3`.

mod about;
mod get_organization;
mod get_service;
mod get_service_at_location;
mod get_taxonomy;
mod get_taxonomy_term;
mod list_organizations;
mod list_service_at_locations;
mod list_services;
mod list_taxonomies;
mod list_taxonomy_terms;
mod openapi;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(about::about)
        .service(openapi::openapi_document)
        .service(list_services::list_services)
        .service(get_service::get_service)
        .service(list_organizations::list_organizations)
        .service(get_organization::get_organization)
        .service(list_service_at_locations::list_service_at_locations)
        .service(get_service_at_location::get_service_at_location)
        .service(list_taxonomies::list_taxonomies)
        .service(get_taxonomy::get_taxonomy)
        .service(list_taxonomy_terms::list_taxonomy_terms)
        .service(get_taxonomy_term::get_taxonomy_term)
        // The standard's validators ask for the base with a slash, which linters of the document reject.
        .route("/oruk/v3/", web::get().to(about::answer));
}
