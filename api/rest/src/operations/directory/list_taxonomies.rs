use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Of,
    document::responses::TaxonomyResults,
    own,
    own::{Lists, lists::Taxonomies},
    problem::Problem,
    reader::Reader,
};

/// Lists classifications
///
/// Classifications by name, each without its terms unless `include=details`.
#[utoipa::path(operation_id = "listTaxonomies", tag = "taxonomies", params(Of<Taxonomies>), responses(TaxonomyResults))]
#[get("/v1/taxonomies")]
async fn list_taxonomies(reader: Reader, wanted: Of<Taxonomies>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::Of(ListKind::Taxonomy), &wanted.0).await
}
