use actix_web::{HttpResponse, get};

use crate::{
    asked::Of, document::responses::SearchResults, own, own::lists::Search, problem::Problem, reader::Reader,
};

/// Searches everything
///
/// The best of services, organizations, locations, classifications and terms together, those that fit the words best first.
/// Each says its `kind`. The list of a kind goes on where this ends.
#[utoipa::path(operation_id = "search", tag = "search", params(Of<Search>), responses(SearchResults))]
#[get("/v1/search")]
async fn search(reader: Reader, wanted: Of<Search>) -> Result<HttpResponse, Problem> {
    own::search(&reader, &wanted.0)
}
