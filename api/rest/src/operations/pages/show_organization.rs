use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{asked::Id, document::pages::PageShown, pages, problem::Problem, reader::Reader};

/// Shows the page of one organization
///
/// What it does, how to reach it, its services and places, who told so and when: a page for
/// people, to be read and to be printed. Its address is the canonical one of the organization, for ever. With
/// `Accept: application/ld+json` it is the same in the words of schema.org.
#[utoipa::path(operation_id = "showOrganization", tag = "websites", params(Id), responses(PageShown))]
#[get("/organizations/{id}")]
async fn show_organization(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    pages::show(&reader, ListKind::Organization, id)
}
