use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Of,
    document::responses::ServiceResults,
    own,
    own::{Lists, lists::Services},
    problem::Problem,
    reader::Reader,
};

/// Lists services
///
/// Services by name, by relevance where words are looked for, or as told. The conditions combine: each must hold. Each service
/// comes with its own fields; `include` nests more, `fields` gives less.
#[utoipa::path(operation_id = "listServices", tag = "services", params(Of<Services>), responses(ServiceResults))]
#[get("/v1/services")]
async fn list_services(reader: Reader, wanted: Of<Services>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::Of(ListKind::Service), &wanted.0).await
}
