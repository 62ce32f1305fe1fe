use actix_web::{HttpResponse, get};

use crate::{
    asked::AreaCode,
    document::responses::AreaTold,
    problem::{Problem, ProblemType},
    reader::Reader,
    wire::AreaDetail,
};

/// Gets one area
///
/// With its boundary as GeoJSON, where that was imported, and the figures that are known of it.
#[utoipa::path(
    operation_id = "getArea",
    tag = "areas",
    params(AreaCode),
    responses((status = 200, description = "The area.", body = AreaDetail), AreaTold)
)]
#[get("/v1/areas/{code}")]
async fn get_area(reader: Reader, asked: AreaCode) -> Result<HttpResponse, Problem> {
    let unknown = || Problem::new(&ProblemType::UNKNOWN_AREA, format!("No area has the code {}", asked.code));
    let area = reader.snapshot.geography().area(&asked.code).ok_or_else(unknown)?;
    let detail = AreaDetail::of(&reader.snapshot, area);
    reader.told(|| detail.licences(&reader.snapshot), |_| &detail)
}
