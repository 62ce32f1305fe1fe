//! The directory as it is published, by its own interface.

mod get_entity;
mod get_provenance;
mod list_changes;
mod list_locations;
mod list_occurrences;
mod list_organizations;
mod list_services;
mod list_taxonomies;
mod list_taxonomy_terms;
mod search;
mod suggest;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(list_services::list_services)
        .service(list_occurrences::list_occurrences)
        .service(list_organizations::list_organizations)
        .service(list_locations::list_locations)
        .service(list_taxonomies::list_taxonomies)
        .service(list_taxonomy_terms::list_taxonomy_terms)
        .service(search::search)
        .service(suggest::suggest)
        .service(get_entity::get_entity)
        .service(get_provenance::get_provenance)
        .service(list_changes::list_changes);
}
