use actix_web::{HttpResponse, get};

use crate::{
    asked::{Brevity, Depth, Filter, Paging},
    document::responses::ServiceList,
    problem::Problem,
    reader::Reader,
    standard::{self, Standard},
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
#[get("/services")]
async fn list_services(reader: Reader, standard: Standard) -> Result<HttpResponse, Problem> {
    standard::services(&reader, reader.query(), standard).await
}
