//! What people need, and what answers it.

mod get_need;
mod list_needs;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes.service(list_needs::list_needs).service(get_need::get_need);
}
