use actix_web::{HttpResponse, get, http::header, web};
use harvest::Template;

use crate::{
    asked::WhichSource,
    caller::{Visitor, off_the_loop},
    document::responses::UnknownSource,
    problem::Problem,
    state::State,
    wire::Source,
};

/// Tells of one source
///
/// Who publishes it, on which terms, how many records it has, and how its last harvest went.
#[utoipa::path(
    operation_id = "getSource",
    tag = "sources",
    params(WhichSource),
    responses((status = 200, description = "The source.", body = Source), UnknownSource),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/sources/{source}")]
async fn get_source(
    visitor: Visitor,
    which: WhichSource,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let (audience, id) = (visitor.audience_of(&which.source), which.source.clone());
    let desk = visitor.desk;
    let found = off_the_loop(move || desk.source(&id, audience)).await?;
    let found = found.ok_or_else(|| which.unknown())?;
    let is_list = Template::is_for(found.format);
    let source = Source::from(found).with_links(is_list, |path| state.path(path));
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(source))
}
