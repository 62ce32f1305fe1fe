use actix_web::{HttpResponse, get};

use crate::{asked::Paging, document::responses::TaxonomyList, problem::Problem, reader::Reader, standard};

/// Lists classifications
///
/// The taxonomies whose terms classify services, by name.
#[utoipa::path(operation_id = "listTaxonomies", tag = "taxonomies", params(Paging), responses(TaxonomyList))]
#[get("/taxonomies")]
async fn list_taxonomies(reader: Reader) -> Result<HttpResponse, Problem> {
    standard::taxonomies(&reader, reader.query()).await
}
