use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{asked::Id, document::pages::PageShown, pages, problem::Problem, reader::Reader};

/// Shows the page of one location
///
/// Where it is, when it is open, how to get in, what is on there, who told so and when: a page for
/// people, to be read and to be printed. Its address is the canonical one of the location, for ever. With
/// `Accept: application/ld+json` it is the same in the words of schema.org.
#[utoipa::path(operation_id = "showLocation", tag = "websites", params(Id), responses(PageShown))]
#[get("/locations/{id}")]
async fn show_location(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    pages::show(&reader, ListKind::Location, id)
}
