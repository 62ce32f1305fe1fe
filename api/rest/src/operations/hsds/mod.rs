//! HSDS 3.1, below `/hsds/v3`.

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
mod query_organizations;
mod query_service_at_locations;
mod query_services;
mod query_taxonomies;
mod query_taxonomy_terms;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(about::about)
        .service(openapi::openapi_document)
        .service(list_services::list_services)
        .service(query_services::query_services)
        .service(list_organizations::list_organizations)
        .service(query_organizations::query_organizations)
        .service(list_service_at_locations::list_service_at_locations)
        .service(query_service_at_locations::query_service_at_locations)
        .service(list_taxonomies::list_taxonomies)
        .service(query_taxonomies::query_taxonomies)
        .service(list_taxonomy_terms::list_taxonomy_terms)
        .service(query_taxonomy_terms::query_taxonomy_terms)
        .service(get_service::get_service)
        .service(get_service_at_location::get_service_at_location)
        .service(get_taxonomy::get_taxonomy)
        .service(get_taxonomy_term::get_taxonomy_term)
        .service(get_organization::get_organization)
        .route("/hsds/v3/", web::get().to(about::answer));
}
