use actix_web::{HttpResponse, get};
use catalog::{ListKind, Query, Snapshot};

use crate::{
    asked::{Asked, Paging},
    document::responses::TaxonomyList,
    list::List,
    problem::Problem,
    reader::Reader,
};

/// Lists classifications
///
/// The taxonomies whose terms classify services, by name.
#[utoipa::path(operation_id = "listTaxonomies", tag = "taxonomies", params(Paging), responses(TaxonomyList))]
#[get("/oruk/v3/taxonomies")]
async fn list_taxonomies(reader: Reader, Asked(paging): Asked<Paging>) -> Result<HttpResponse, Problem> {
    List::new(Query::new(ListKind::Taxonomy), paging, Snapshot::item).answer(&reader).await
}
