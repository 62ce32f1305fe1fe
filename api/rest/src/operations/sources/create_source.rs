use actix_web::{HttpResponse, http::header, post};

use crate::{
    body::{Body, OneOrMany},
    caller::{Permitted, SourceAdmin, off_the_loop},
    document::responses::SourceMade,
    problem::{Problem, ProblemType},
    state::State,
    wire::{NewSource, Source},
};

/// Lets a source join
///
/// It is `proposed` unless told, and goes on to `trial`, in which it is harvested and matched and nothing of it published,
/// and to `live`. Its feed is at an address, uploaded (`PUT …/feed`), or pushed record by record.
#[utoipa::path(
    operation_id = "createSource",
    tag = "sources",
    request_body = NewSource,
    responses((status = 201, description = "The source.", body = Source), SourceMade),
    security(("oauth2" = ["sources:admin"]), ("steward" = []))
)]
#[post("/v1/sources")]
async fn create_source(
    admin: Permitted<SourceAdmin, Body<NewSource>>,
    state: actix_web::web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let Permitted { caller, access, desk, sent: Body(sent), .. } = admin;
    let OneOrMany::One(new) = sent else {
        return Err(Problem::new(&ProblemType::INVALID_BODY, "Send one source, not an array"));
    };
    let described = new.described();
    let name = described.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned();
    let made = off_the_loop(move || {
        access.audited(&caller, "create source", &name, || desk.join(described).map(|made| (made.id, desk)))
    });
    let (id, desk) = made.await?;
    let location = state.path(&format!("/v1/sources/{id}"));
    let source = super::change_source::shown(desk, id).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::LOCATION, location))
        .json(source))
}
