//! Answers as tables in CSV.

use actix_web::{HttpRequest, HttpResponse, http::header};

use crate::{
    asked::TableFormat,
    problem::{Problem, ProblemType},
};

/// The most rows of a table.
pub(crate) const MOST_ROWS: usize = 100_000;

/// Whether a table is asked for: by a parameter, else by what is accepted.
pub(crate) fn is_asked_for(request: &HttpRequest, told: Option<TableFormat>) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    match told {
        Some(format) => format == TableFormat::Csv,
        None => accepted.is_some_and(|accept| {
            let first = accept.split(',').next().unwrap_or_default();
            first.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/csv")
        }),
    }
}

/// A table as a file of that name. Cells that a spreadsheet would take for formulas are marked as text.
pub(crate) fn answer(
    name: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<HttpResponse, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |_| Problem::new(&ProblemType::INTERNAL, "The table could not be written");
    writer.write_record(columns).map_err(failed)?;
    for row in rows {
        writer.write_record(row.into_iter().map(as_text)).map_err(failed)?;
    }
    let body = writer
        .into_inner()
        .map_err(|_| Problem::new(&ProblemType::INTERNAL, "The table could not be written"))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::VARY, "Accept"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(body))
}

/// A cell that no spreadsheet takes for a formula.
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
