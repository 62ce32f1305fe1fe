//! The operations, one a file.

mod about;
mod check_feed;
mod correct;
mod entry_points;
mod explain_entity;
mod explain_match;
mod get_organization;
mod get_record;
mod get_service;
mod get_service_at_location;
mod get_source;
mod get_taxonomy;
mod get_taxonomy_term;
mod health;
mod judge;
mod list_conflicts;
mod list_corrections;
mod list_issues;
mod list_judgements;
mod list_organizations;
mod list_questions;
mod list_runs;
mod list_service_at_locations;
mod list_services;
mod list_sources;
mod list_taxonomies;
mod list_taxonomy_terms;
mod openapi;
mod problem_type;
mod ready;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts every operation; what is mounted is described.
pub(crate) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(about::about)
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
        .service(explain_match::explain_match)
        .service(explain_entity::explain_entity)
        .service(list_questions::list_questions)
        .service(check_feed::check_feed)
        .service(list_sources::list_sources)
        .service(get_source::get_source)
        .service(list_runs::list_runs)
        .service(list_issues::list_issues)
        .service(get_record::get_record)
        .service(list_judgements::list_judgements)
        .service(judge::judge)
        .service(list_conflicts::list_conflicts)
        .service(list_corrections::list_corrections)
        .service(correct::correct)
        .service(entry_points::entry_points)
        .service(health::health)
        .service(ready::ready)
        .service(openapi::openapi_document)
        .service(problem_type::problem_type)
        // The standard's validators ask for the base with a slash, which linters of the document reject.
        .route("/oruk/v3/", web::get().to(about::answer));
}
