use actix_web::{HttpResponse, get};

use crate::{
    asked::{Depth, Filter, Paging},
    document::responses::ServiceAtLocationList,
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
};

/// Lists services at locations
///
/// One result for each service at each location where it is given. The conditions combine: each must hold.
#[utoipa::path(
    operation_id = "listServiceAtLocations",
    tag = "service_at_locations",
    params(Paging, Filter, Depth),
    responses(ServiceAtLocationList)
)]
#[get("/service_at_locations")]
async fn list_service_at_locations(reader: Reader, standard: Standard) -> Result<HttpResponse, Problem> {
    standard::service_at_locations(&reader, reader.query(), standard).await
}
