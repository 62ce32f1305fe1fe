//! Websites held against the directory.

mod decide_by_form;
mod decide_verdict;
mod get_alignment;
mod list_pages;
mod list_verdicts;
mod look_up_page;
mod show_alignment;
mod suggest_addresses;

use model::alignment::Verdict;
use store::VerdictFilter;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    caller::{Visitor, off_the_loop},
    problem::Problem,
};

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(get_alignment::get_alignment)
        .service(show_alignment::show_alignment)
        .service(decide_by_form::decide_by_form)
        .service(list_verdicts::list_verdicts)
        .service(decide_verdict::decide_verdict)
        .service(suggest_addresses::suggest_addresses)
        .service(list_pages::list_pages)
        .service(look_up_page::look_up_page);
}

/// So many of the verdicts that a filter lets through, after so many, and how many there are in all.
async fn verdicts(
    visitor: Visitor,
    filter: VerdictFilter,
    (offset, size): (usize, usize),
) -> Result<(Vec<Verdict>, u64), Problem> {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    off_the_loop(move || visitor.desk.verdicts(&filter, number(size), number(offset))).await
}
