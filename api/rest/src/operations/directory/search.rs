use actix_web::{HttpResponse, get};

use crate::{
    asked::Of,
    document::responses::SearchResults,
    own,
    own::{Lists, lists::Search},
    problem::Problem,
    reader::Reader,
};

/// Searches everything
///
/// Services, organizations, locations, classifications and terms together, those that fit the words best first; equals by name,
/// whatever they are. Each says its `kind`, and `next` leads on from page to page. A kind that a condition means nothing to has
/// nothing that meets it.
#[utoipa::path(operation_id = "search", tag = "search", params(Of<Search>), responses(SearchResults))]
#[get("/v1/search")]
async fn search(reader: Reader, wanted: Of<Search>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::across(&wanted.0)?, &wanted.0).await
}
