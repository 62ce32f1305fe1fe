//! Records: written one by one, many at once, or as a list.

mod confirm_records;
mod delete_record;
mod get_record;
mod push_records;
mod put_record;
mod show_upload_page;
mod upload_by_form;
mod upload_feed;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts them.
pub(super) fn mount(routes: &mut ServiceConfig<'_>) {
    routes
        .service(get_record::get_record)
        .service(put_record::put_record)
        .service(delete_record::delete_record)
        .service(push_records::push_records)
        .service(confirm_records::confirm_records)
        .service(upload_feed::upload_feed)
        .service(show_upload_page::show_upload_page)
        .service(upload_by_form::upload_by_form);
}
