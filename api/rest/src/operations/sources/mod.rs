//! Sources: who publishes what, and what became of it.

mod change_source;
mod check_feed;
mod create_source;
mod get_source;
mod get_template;
mod list_issues;
mod list_runs;
mod list_sources;
mod retire_source;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(list_sources::list_sources)
        .service(get_source::get_source)
        .service(create_source::create_source)
        .service(change_source::change_source)
        .service(retire_source::retire_source)
        .service(get_template::get_template)
        .service(list_runs::list_runs)
        .service(list_issues::list_issues)
        .service(check_feed::check_feed);
}
