use actix_web::{HttpResponse, get};

use crate::{
    asked::{Asked, Embedding, Id},
    document::responses::FragmentFound,
    embed,
    problem::Problem,
    reader::Reader,
};

/// Gives one service as a fragment of markup
///
/// Everything that its own page tells, to put into a page of one's own. With `format=json` it is texts that a template
/// prints. A former id redirects to the one it was merged into.
#[utoipa::path(
    operation_id = "embedService",
    tag = "websites",
    params(Id, Embedding),
    responses(FragmentFound)
)]
#[get("/v1/embed/services/{id}")]
async fn embed_service(
    reader: Reader,
    Id { id }: Id,
    Asked(embedding): Asked<Embedding>,
) -> Result<HttpResponse, Problem> {
    embed::one(&reader, id, &embedding)
}
