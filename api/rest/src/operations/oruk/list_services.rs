use actix_web::{HttpResponse, get};
use catalog::{ListKind, Snapshot};

use crate::{
    asked::{Asked, Brevity, Depth, Filter, Paging},
    document::responses::ServiceList,
    list::List,
    problem::Problem,
    reader::{Encode, Reader},
};

/// Lists services
///
/// Services by name, or by relevance where words are searched for. The conditions combine: each must hold.
/// Each service comes with its one-to-one fields and its organization; ask for `full` to have all that is nested.
#[utoipa::path(
    operation_id = "listServices",
    tag = "services",
    params(Paging, Filter, Depth, Brevity),
    responses(ServiceList)
)]
#[get("/oruk/v3/services")]
async fn list_services(
    reader: Reader,
    Asked(paging): Asked<Paging>,
    Asked(filter): Asked<Filter>,
    Asked(depth): Asked<Depth>,
    Asked(brevity): Asked<Brevity>,
) -> Result<HttpResponse, Problem> {
    let encode: Encode = match (brevity.minimal.0, depth.full.0) {
        (true, _) => |_, entry| stamp(entry),
        (false, true) => Snapshot::full,
        (false, false) => Snapshot::item,
    };
    let query = filter.query(ListKind::Service, &reader)?;
    List::new(query, paging, encode).on_one_page(brevity.minimal.0).answer(&reader).await
}

/// The id of a service and when it changed: enough to find out what to fetch again.
fn stamp(service: &catalog::Entry) -> String {
    serde_json::json!({ "id": service.id, "modified_date": service.modified }).to_string()
}
