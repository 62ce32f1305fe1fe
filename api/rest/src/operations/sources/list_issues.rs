use actix_web::{HttpResponse, get, http::header};

use crate::{
    asked::{Asked, Issues, WhichSource},
    caller::{Visitor, off_the_loop},
    document::responses::UnknownSource,
    problem::Problem,
    wire::IssuePage,
};

/// Lists what is wrong with a source
///
/// The issues that are open: those of its last harvest, and those of earlier ones in records that did not change since.
/// Each names the record, the field, the value and what to do. The worst first. For stewards, and for clients of the source.
#[utoipa::path(
    operation_id = "listIssues",
    tag = "sources",
    params(WhichSource, Issues),
    responses((status = 200, description = "A page of the issues.", body = IssuePage), UnknownSource),
    security(("oauth2" = ["private:read"]), ("oauth2" = ["records:write"]), ("steward" = []))
)]
#[get("/v1/sources/{source}/issues")]
async fn list_issues(
    visitor: Visitor,
    which: WhichSource,
    Asked(asked): Asked<Issues>,
) -> Result<HttpResponse, Problem> {
    visitor.needs_insight(&which.source)?;
    let (desk, id) = (visitor.desk, which.source.clone());
    let found = off_the_loop(move || desk.open_issues(&id)).await?;
    let mut issues = found.ok_or_else(|| which.unknown())?;
    issues.retain(|issue| asked.picks(&issue.draft));
    let page = IssuePage::of(issues, asked.offset.usize(), asked.limit.usize());
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}
