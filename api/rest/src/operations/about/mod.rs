//! The directory itself: where to begin, how it is described, whether it is well.

mod entry_points;
mod health;
mod openapi;
mod problem_type;
mod ready;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(entry_points::entry_points)
        .service(openapi::openapi_document)
        .service(problem_type::problem_type)
        .service(health::health)
        .service(ready::ready);
}
