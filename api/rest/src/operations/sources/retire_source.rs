use actix_web::{HttpResponse, delete};
use serde_json::json;

use crate::{
    asked::WhichSource,
    caller::{Permitted, SourceAdmin, off_the_loop},
    document::responses::SourceRetired,
    problem::Problem,
};

/// Retires a source
///
/// All that it said is withdrawn within seconds; its name and its runs stay known, and it may come back by way of a trial.
#[utoipa::path(
    operation_id = "retireSource",
    tag = "sources",
    params(WhichSource),
    responses((status = 204, description = "It is retired."), SourceRetired),
    security(("oauth2" = ["sources:admin"]), ("steward" = []))
)]
#[delete("/v1/sources/{source}")]
async fn retire_source(admin: Permitted<SourceAdmin>, which: WhichSource) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, .. } = admin;
    let (id, target) = (which.source.clone(), which.source.to_string());
    off_the_loop(move || {
        let retired = json!({ "state": "retired" });
        access.audited(&caller, "retire source", &target, || desk.change_source(&id, &retired).map(drop))
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
