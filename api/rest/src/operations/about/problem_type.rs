use actix_web::{HttpRequest, HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    condition::RELEASED,
    document::responses::RefusedOrUnknown,
    problem::{Problem, ProblemType, TYPES},
};

/// What a type of problem means.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemExplanation {
    /// The type's URI, relative to the address of the directory.
    #[schema(format = UriReference, example = "/problems/gone")]
    r#type: String,
    /// What it is.
    #[schema(example = "What had that id is no longer published")]
    title: &'static str,
    /// The status that it answers with.
    #[schema(minimum = 400, maximum = 599, value_type = i32, example = 410)]
    status: u16,
    /// Why it happens and what to do.
    #[schema(example = "It was withdrawn by those who published it.")]
    advice: &'static str,
}

/// Which type.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it only describes the parameter, which is read from the path")]
struct Slug {
    /// The last part of the type's URI.
    #[param(max_length = 64, example = "gone")]
    slug: String,
}

/// Explains a type of problem
///
/// Each error names its type as a path; this is what stands there.
#[utoipa::path(operation_id = "getProblemType", tag = "about", params(Slug), responses((status = 200, description = "What the type means.", body = ProblemExplanation), RefusedOrUnknown))]
#[get("/problems/{slug}")]
async fn problem_type(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let slug = request.match_info().get("slug").unwrap_or_default();
    let kind = ProblemType::ALL.iter().find(|kind| kind.slug == slug);
    let kind = kind.ok_or_else(|| {
        Problem::new(&ProblemType::UNKNOWN_PATH, format!("No type of problem is called `{slug}`"))
    })?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, RELEASED)).json(ProblemExplanation {
        r#type: format!("{TYPES}{}", kind.slug),
        title: kind.title,
        status: kind.status.as_u16(),
        advice: kind.advice,
    }))
}
