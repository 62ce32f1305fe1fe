use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Of,
    document::responses::LocationResults,
    own,
    own::{Lists, lists::Locations},
    problem::Problem,
    reader::Reader,
};

/// Lists locations
///
/// Places where services are given, by name, by distance or as told.
#[utoipa::path(operation_id = "listLocations", tag = "locations", params(Of<Locations>), responses(LocationResults))]
#[get("/v1/locations")]
async fn list_locations(reader: Reader, wanted: Of<Locations>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::Of(ListKind::Location), &wanted.0).await
}
