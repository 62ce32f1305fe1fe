use actix_web::{HttpResponse, get};
use catalog::ListKind;

use crate::{
    asked::Of,
    document::responses::TaxonomyTermResults,
    own,
    own::{Lists, lists::TaxonomyTerms},
    problem::Problem,
    reader::Reader,
};

/// Lists terms
///
/// Terms of classifications by name; from `top_only` and by `parent` down the tree.
#[utoipa::path(operation_id = "listTaxonomyTerms", tag = "taxonomies", params(Of<TaxonomyTerms>), responses(TaxonomyTermResults))]
#[get("/v1/taxonomy-terms")]
async fn list_taxonomy_terms(reader: Reader, wanted: Of<TaxonomyTerms>) -> Result<HttpResponse, Problem> {
    own::answer(&reader, &Lists::Of(ListKind::TaxonomyTerm), &wanted.0).await
}
