use actix_web::{HttpResponse, get};

use crate::{
    asked::{Asked, Chosen, Embedding, Filter},
    document::responses::FragmentList,
    embed,
    problem::Problem,
    reader::Reader,
};

/// Gives services as fragments of markup
///
/// A list to put into a page of one's own, as it is: no page around it, no style, no script. Each service stands in an
/// element with its id as `data-entity`, under stable names of classes. The same is there as linked data. With
/// `format=json` they are texts that a template prints.
#[utoipa::path(
    operation_id = "embedServices",
    tag = "websites",
    params(Chosen, Filter, Embedding),
    responses(FragmentList)
)]
#[get("/v1/embed/services")]
async fn embed_services(
    reader: Reader,
    Asked(chosen): Asked<Chosen>,
    Asked(filter): Asked<Filter>,
    Asked(embedding): Asked<Embedding>,
) -> Result<HttpResponse, Problem> {
    embed::list(&reader, &chosen, &filter, &embedding)
}
