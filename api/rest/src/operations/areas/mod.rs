//! Areas, what is known of them, and where provision is thin.

mod get_area;
mod get_coverage;
mod list_areas;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes.service(list_areas::list_areas).service(get_area::get_area).service(get_coverage::get_coverage);
}
