use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{asked::Id, document::pages::PageShown, pages, problem::Problem, reader::Reader};

/// Shows the page of one service
///
/// What it is, when it is next on, how to reach it, what it costs, who told so and when: a page for
/// people, to be read and to be printed. Its address is the canonical one of the service, for ever. With
/// `Accept: application/ld+json` it is the same in the words of schema.org.
#[utoipa::path(operation_id = "showService", tag = "websites", params(Id), responses(PageShown))]
#[get("/services/{id}")]
async fn show_service(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    pages::show(&reader, ListKind::Service, id)
}
