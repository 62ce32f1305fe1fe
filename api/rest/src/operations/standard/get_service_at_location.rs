use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Id, document::responses::ServiceAtLocationFound, problem::Problem, reader::Reader,
    standard::Standard,
};

/// Reads one service at one location
///
/// The service and the location with all that is nested in them, and what is special about the two together.
#[utoipa::path(
    operation_id = "getServiceAtLocation",
    tag = "service_at_locations",
    params(Id),
    responses(ServiceAtLocationFound)
)]
#[get("/service_at_locations/{id}")]
async fn get_service_at_location(
    reader: Reader,
    standard: Standard,
    Id { id }: Id,
) -> Result<HttpResponse, Problem> {
    reader.detail(ListKind::ServiceAtLocation, id, standard.full())
}
