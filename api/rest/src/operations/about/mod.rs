//! The directory itself: where to begin, how it is described, whether it is well.

mod docs;
mod entry_points;
mod health;
pub(super) mod openapi;
mod problem_type;
mod ready;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(entry_points::entry_points)
        .service(openapi::openapi_document)
        .service(problem_type::problem_type)
        .service(health::health)
        .service(ready::ready)
        .service(docs::show_reference)
        .route("/docs/", web::get().to(docs::moved))
        .route("/docs/{file}", web::get().to(docs::asset))
        .route("/openapi.json", web::get().to(openapi::moved));
}
