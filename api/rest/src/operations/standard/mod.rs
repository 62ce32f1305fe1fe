//! The operations that Open Referral UK and HSDS describe in the same words: mounted below the base path of each, they speak
//! its standard.

mod get_service_at_location;
mod get_taxonomy_term;
mod list_service_at_locations;
mod list_services;
mod list_taxonomies;
mod list_taxonomy_terms;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(list_services::list_services)
        .service(list_service_at_locations::list_service_at_locations)
        .service(get_service_at_location::get_service_at_location)
        .service(list_taxonomies::list_taxonomies)
        .service(list_taxonomy_terms::list_taxonomy_terms)
        .service(get_taxonomy_term::get_taxonomy_term);
}
