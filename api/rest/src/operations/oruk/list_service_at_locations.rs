use actix_web::{HttpResponse, get};
use catalog::{ListKind, Snapshot};

use crate::{
    asked::{Asked, Depth, Filter, Paging},
    document::responses::ServiceAtLocationList,
    list::List,
    problem::Problem,
    reader::{Encode, Reader},
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
#[get("/oruk/v3/service_at_locations")]
async fn list_service_at_locations(
    reader: Reader,
    Asked(paging): Asked<Paging>,
    Asked(filter): Asked<Filter>,
    Asked(depth): Asked<Depth>,
) -> Result<HttpResponse, Problem> {
    let encode: Encode = if depth.full.0 { Snapshot::full } else { Snapshot::item };
    let query = filter.query(ListKind::ServiceAtLocation, &reader)?;
    List::new(query, paging, encode).answer(&reader).await
}
