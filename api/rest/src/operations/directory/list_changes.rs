use actix_web::{HttpRequest, HttpResponse, get};

use crate::{
    asked::{Asked, ChangesAsked},
    document::responses::ChangesFound,
    own,
    problem::Problem,
    wire::ChangePage,
};

/// Follows what changes
///
/// What was updated, merged or withdrawn after a number, in order: read all once, then ask for `next` again and again, with
/// `wait` to be answered as soon as something happens. The log is kept whole and for ever: `first` tells where it begins. A
/// number that is not in it, or of another history since the directory was restored (`epoch`), is answered 410: then read
/// everything anew.
#[utoipa::path(
    operation_id = "listChanges",
    tag = "entities",
    params(ChangesAsked),
    responses((status = 200, description = "Changes in order.", body = ChangePage), ChangesFound)
)]
#[get("/v1/changes")]
async fn list_changes(
    request: HttpRequest,
    Asked(asked): Asked<ChangesAsked>,
) -> Result<HttpResponse, Problem> {
    own::changes(&request, &asked).await
}
