use actix_web::{HttpResponse, http::header, patch};
use model::SourceId;
use reconcile::{Desk, matches::Audience};

use crate::{
    asked::WhichSource,
    body::{Body, OneOrMany},
    caller::{Permitted, SourceAdmin, off_the_loop},
    document::{bodies::SourcePatch, responses::SourceChanged},
    problem::{Problem, ProblemType},
    wire::Source,
};

/// Changes a source, or moves it on
///
/// By a merge patch (RFC 7396) of what it was made with. `{"state": "live"}` publishes a source that was on trial;
/// `paused` keeps what it said and harvests it no more; `retired` withdraws all of it. A source that is described in the
/// folder of sources is changed there.
#[utoipa::path(
    operation_id = "changeSource",
    tag = "sources",
    params(WhichSource),
    request_body = SourcePatch,
    responses((status = 200, description = "The source as it is now.", body = Source), SourceChanged),
    security(("oauth2" = ["sources:admin"]), ("steward" = []))
)]
#[patch("/v1/sources/{source}")]
async fn change_source(
    admin: Permitted<SourceAdmin, Body<serde_json::Value>>,
    which: WhichSource,
) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, sent: Body(sent), .. } = admin;
    let OneOrMany::One(patch) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one object, not an array"));
    };
    let (id, target) = (which.source.clone(), which.source.to_string());
    let desk = off_the_loop(move || {
        access.audited(&caller, "change source", &target, || desk.change_source(&id, &patch).map(|_| desk))
    });
    let source = shown(desk.await?, which.source).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(source))
}

/// A source as it is now.
pub(super) async fn shown(desk: Desk, id: SourceId) -> Result<Source, Problem> {
    let unknown = Problem::new(&ProblemType::UNKNOWN_SOURCE, format!("There is no source `{id}`"));
    let found = off_the_loop(move || desk.source(&id, Audience::Steward)).await?;
    found.map(Source::from).ok_or(unknown)
}
