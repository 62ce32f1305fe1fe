//! The operations, one a file.

mod about;
mod authorization_server;
mod change_client;
mod change_source;
mod check_feed;
mod confirm_records;
mod correct;
mod create_client;
mod create_source;
mod decide_by_form;
mod decide_report;
mod decide_verdict;
mod delete_record;
mod embed_service;
mod embed_services;
mod entry_points;
mod explain_entity;
mod explain_match;
mod get_alignment;
mod get_organization;
mod get_record;
mod get_service;
mod get_service_at_location;
mod get_source;
mod get_taxonomy;
mod get_taxonomy_term;
mod get_template;
mod health;
mod issue_token;
mod judge;
mod list_audit;
mod list_clients;
mod list_conflicts;
mod list_corrections;
mod list_issues;
mod list_judgements;
mod list_organizations;
mod list_pages;
mod list_questions;
mod list_reports;
mod list_runs;
mod list_service_at_locations;
mod list_services;
mod list_sources;
mod list_taxonomies;
mod list_taxonomy_terms;
mod list_verdicts;
mod look_up_page;
mod openapi;
mod problem_type;
mod public_keys;
mod push_records;
mod put_record;
mod ready;
mod renew_secret;
mod report_problem;
mod retire_source;
mod revoke_token;
mod show_alignment;
mod show_location;
mod show_organization;
mod show_service;
mod show_upload_page;
mod suggest_addresses;
mod upload_by_form;
mod upload_feed;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts every operation; what is mounted is described.
pub(crate) fn mount(routes: &mut ServiceConfig<'_>) {
    mount_pages(routes);
    mount_alignment(routes);
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
        .service(get_template::get_template)
        .service(list_runs::list_runs)
        .service(list_issues::list_issues)
        .service(get_record::get_record)
        .service(list_judgements::list_judgements)
        .service(judge::judge)
        .service(list_conflicts::list_conflicts)
        .service(list_corrections::list_corrections)
        .service(correct::correct)
        .service(create_source::create_source)
        .service(change_source::change_source)
        .service(retire_source::retire_source)
        .service(upload_feed::upload_feed)
        .service(show_upload_page::show_upload_page)
        .service(upload_by_form::upload_by_form)
        .service(push_records::push_records)
        .service(confirm_records::confirm_records)
        .service(put_record::put_record)
        .service(delete_record::delete_record)
        .service(issue_token::issue_token)
        .service(revoke_token::revoke_token)
        .service(public_keys::public_keys)
        .service(authorization_server::authorization_server)
        .service(list_clients::list_clients)
        .service(create_client::create_client)
        .service(change_client::change_client)
        .service(renew_secret::renew_secret)
        .service(list_audit::list_audit)
        .service(entry_points::entry_points)
        .service(health::health)
        .service(ready::ready)
        .service(openapi::openapi_document)
        .service(problem_type::problem_type)
        // The standard's validators ask for the base with a slash, which linters of the document reject.
        .route("/oruk/v3/", web::get().to(about::answer));
}

/// Mounts what holds websites against the directory.
fn mount_alignment(routes: &mut ServiceConfig<'_>) {
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

/// Mounts the pages and fragments, and the reports of those who read them.
fn mount_pages(routes: &mut ServiceConfig<'_>) {
    routes
        .service(show_service::show_service)
        .service(show_organization::show_organization)
        .service(show_location::show_location)
        .service(embed_services::embed_services)
        .service(embed_service::embed_service)
        .service(report_problem::report_problem)
        .service(list_reports::list_reports)
        .service(decide_report::decide_report);
}
