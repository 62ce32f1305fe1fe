use actix_web::{HttpResponse, get};

use crate::{
    asked::{Asked, TemplateForm, WhichSource},
    caller::{Visitor, off_the_loop},
    document::{responses::NoTemplate, sent::File},
    problem::Problem,
    template,
};

/// Gives the empty list that is filled in for a source
///
/// Its columns are those that the mapping of the source reads, or have the usual names where it has no mapping. The
/// workbook offers the words that are read and has a page that says what goes into each column. Filled in, it is sent by
/// `PUT /v1/sources/{source}/feed`, or with a browser by `/v1/sources/{source}/upload`.
#[utoipa::path(
    operation_id = "getTemplate",
    tag = "sources",
    params(WhichSource, TemplateForm),
    responses(
        (
            status = 200,
            description = "The list.",
            content(
                (File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                (String = "text/csv", example = "Name,Description,Website"),
            )
        ),
        NoTemplate
    ),
    security((), ("oauth2" = ["private:read"]), ("oauth2" = ["records:write"]), ("steward" = []))
)]
#[get("/v1/sources/{source}/template")]
async fn get_template(
    visitor: Visitor,
    which: WhichSource,
    Asked(asked): Asked<TemplateForm>,
) -> Result<HttpResponse, Problem> {
    let (id, audience) = (which.source.clone(), visitor.audience_of(&which.source));
    let found = off_the_loop(move || {
        let is_known = visitor.desk.source(&id, audience)?.is_some();
        is_known.then(|| visitor.desk.template(&id)).transpose()
    });
    let found = found.await?.ok_or_else(|| which.unknown())?;
    template::answer(&which.source, &found, asked.format)
}
