//! Templates on their way out.

use actix_web::{HttpResponse, http::header};
use harvest::Template;
use model::SourceId;

use crate::{asked::TemplateFormat, problem::Problem};

/// The media type of workbooks.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A template as a file that a browser saves under the name of its source.
pub(crate) fn answer(
    source: &SourceId,
    template: &Template,
    format: TemplateFormat,
) -> Result<HttpResponse, Problem> {
    let (ending, media_type, file) = match format {
        TemplateFormat::Xlsx => ("xlsx", XLSX, template.to_xlsx()?),
        TemplateFormat::Csv => ("csv", "text/csv; charset=utf-8; header=present", template.to_csv()?),
    };
    // Short names of sources are letters, digits, `-` and `_`: nothing in them ends the quotes.
    let name = format!("attachment; filename=\"{source}.{ending}\"");
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .content_type(media_type)
        .body(file))
}
