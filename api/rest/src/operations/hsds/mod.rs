//! HSDS 3.1, below `/hsds/v3`: what it has or says otherwise than Open Referral UK.

mod about;
mod get_organization;
mod get_service;
mod get_taxonomy;
mod list_organizations;
mod openapi;
mod query_organizations;
mod query_service_at_locations;
mod query_services;
mod query_taxonomies;
mod query_taxonomy_terms;

use actix_web::web;
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use super::standard;
use crate::standard::Standard;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes.service(scope::scope("/hsds/v3").app_data(Standard::Hsds).configure(|routes| {
        routes.configure(standard::mount);
        routes
            .service(query_services::query_services)
            .service(query_service_at_locations::query_service_at_locations)
            .service(query_organizations::query_organizations)
            .service(query_taxonomies::query_taxonomies)
            .service(query_taxonomy_terms::query_taxonomy_terms)
            .service(get_service::get_service)
            .service(list_organizations::list_organizations)
            .service(get_organization::get_organization)
            .service(get_taxonomy::get_taxonomy)
            .service(about::about)
            .service(openapi::openapi_document)
            .route("/", web::get().to(about::answer));
    }));
}
