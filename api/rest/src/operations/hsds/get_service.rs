use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Id, document::responses::ServiceFound, problem::Problem, reader::Reader, standard::Standard,
};

/// Reads one service
///
/// The service with all that is nested in it: its organization, the locations where it is given, schedules,
/// contacts and terms, and its metadata. A former id redirects to the one it was merged into.
#[utoipa::path(operation_id = "getService", tag = "services", params(Id), responses(ServiceFound))]
#[get("/services/{id}")]
async fn get_service(reader: Reader, Id { id }: Id) -> Result<HttpResponse, Problem> {
    reader.detail(ListKind::Service, id, Standard::Hsds.full())
}
