use actix_web::{HttpResponse, get};

use crate::{
    asked::{Areas, Asked},
    document::responses::Told,
    problem::Problem,
    reader::Reader,
    wire::AreaPage,
};

/// Lists the areas
///
/// Wards, unless another kind is asked for, by code: their centroids, how many services are given in each, and the figures
/// that are known of them. Boundaries come with each area by itself.
#[utoipa::path(
    operation_id = "listAreas",
    tag = "areas",
    params(Areas),
    responses((status = 200, description = "A page of the areas.", body = AreaPage), Told)
)]
#[get("/v1/areas")]
async fn list_areas(reader: Reader, Asked(asked): Asked<Areas>) -> Result<HttpResponse, Problem> {
    let kind = asked.kind.map_or_else(|| model::Area::WARD.to_owned(), |kind| kind.0);
    let page = AreaPage::of(&reader.snapshot, &kind, asked.offset.usize(), asked.limit.usize());
    reader.told(|| page.licences(&reader.snapshot), |_| &page)
}
