//! Answers as tables in CSV.

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::header};

use serde::Serialize;

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

/// How things are written as a table.
pub(crate) struct Table<T> {
    /// What its file is called.
    pub(crate) name: &'static str,
    /// Its columns.
    pub(crate) columns: &'static [&'static str],
    /// The cells of one thing, in their order.
    pub(crate) cells: fn(T) -> Vec<String>,
}

/// What was found as a table where one is asked for, and as JSON otherwise; to be asked for anew each time.
pub(crate) fn or_json<T, J: Serialize>(
    is_table: bool,
    table: &Table<T>,
    found: Vec<T>,
    json: impl FnOnce(Vec<T>) -> J,
) -> Result<HttpResponse, Problem> {
    if is_table {
        return answer(table.name, table.columns, found.into_iter().map(table.cells));
    }
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(json(found)))
}

/// A table as a file of that name. Cells that a spreadsheet would take for formulas are marked as text.
pub(crate) fn answer(
    name: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<HttpResponse, Problem> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-cache"));
    put(answer, name, columns, rows)
}

/// The same as the body of an answer that has its other headers already.
pub(crate) fn put(
    mut answer: HttpResponseBuilder,
    name: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<HttpResponse, Problem> {
    let failed = || Problem::new(&ProblemType::INTERNAL, "The table could not be written");
    let body = text(columns, rows).ok_or_else(failed)?;
    Ok(answer
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::VARY, "Accept"))
        .body(body))
}

/// A table in CSV; writing to memory does not fail.
pub(crate) fn text(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Option<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).ok()?;
    for row in rows {
        writer.write_record(row.into_iter().map(as_text)).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// A cell that no spreadsheet takes for a formula.
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
