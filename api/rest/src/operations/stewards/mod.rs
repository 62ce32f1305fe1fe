//! What stewards look at and decide, and why records are taken for one thing.

mod correct;
mod decide_report;
mod explain_entity;
mod explain_match;
mod judge;
mod list_conflicts;
mod list_corrections;
mod list_judgements;
mod list_questions;
mod list_reports;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(explain_match::explain_match)
        .service(explain_entity::explain_entity)
        .service(list_questions::list_questions)
        .service(list_judgements::list_judgements)
        .service(judge::judge)
        .service(list_conflicts::list_conflicts)
        .service(list_corrections::list_corrections)
        .service(correct::correct)
        .service(list_reports::list_reports)
        .service(decide_report::decide_report);
}
