use actix_web::{
    HttpResponse, get,
    http::header::{self, HeaderValue},
};

use crate::{
    asked::{Asked, Coverage, Form},
    document::responses::Told,
    problem::Problem,
    reader::Reader,
    table,
    wire::CoverageReport,
};

/// Shows where provision for a need is thin
///
/// For each ward: how many services that answer the need are given in it, how far its centroid is from the nearest, and the
/// figure of an indicator, such as the risk of digital exclusion. `thinness` is the mean, over those of the three that are
/// known, of the share of other wards that fare better; rank 1 is where provision is thinnest. With `format=csv`, or
/// `Accept: text/csv`, one row for each ward, with the attribution that must be repeated.
#[utoipa::path(
    operation_id = "getCoverage",
    tag = "areas",
    params(Coverage),
    responses(
        (status = 200, description = "The wards, where provision is thinnest first.", content(
            (CoverageReport = "application/json"),
            (String = "text/csv")
        )),
        Told
    )
)]
#[get("/v1/coverage")]
async fn get_coverage(reader: Reader, Asked(asked): Asked<Coverage>) -> Result<HttpResponse, Problem> {
    let (need, indicator) = (&asked.need.0, asked.indicator.as_ref().map(|code| code.0.as_str()));
    let provision = reader.snapshot.provision(need, indicator)?;
    let report = CoverageReport::of(&reader.snapshot, &provision);
    if table::is_asked_for(&reader.request, asked.format) {
        let validators = reader.validators_of(Form::Csv);
        if validators.are_held(&reader.request) {
            return Ok(validators.not_modified());
        }
        let mut answer = HttpResponse::Ok();
        validators.put(&mut answer);
        report.licences(&reader.snapshot).put(&mut answer);
        return table::put(answer, "coverage.csv", &CoverageReport::COLUMNS, report.rows());
    }
    let mut answer = reader.told(|| report.licences(&reader.snapshot), |_| &report)?;
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
    Ok(answer)
}
