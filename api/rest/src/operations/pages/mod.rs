//! Pages for people, fragments for websites, and the reports of those who read them.

mod embed_service;
mod embed_services;
mod report_problem;
mod show_location;
mod show_organization;
mod show_service;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(show_service::show_service)
        .service(show_organization::show_organization)
        .service(show_location::show_location)
        .service(embed_services::embed_services)
        .service(embed_service::embed_service)
        .service(report_problem::report_problem);
}
