//! What is answered where no operation is: OPTIONS, other methods, other paths.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ResourceDef,
    http::{Method, header},
};
use utoipa::openapi::{PathItem, RefOr};

use crate::{
    document,
    problem::{Problem, ProblemType},
};

/// A path of the directory and the methods that it takes.
struct Place {
    path: ResourceDef,
    allow: String,
    forms: Vec<String>,
}

/// Every path in the documents, and their aliases: what is described is what exists.
static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let paths = document::openapi().paths.paths;
    let place = |(path, item): (String, PathItem)| Place {
        path: ResourceDef::new(path),
        allow: allow(&item),
        forms: given(&item),
    };
    let alias =
        |path: &str| Place { path: ResourceDef::new(path), allow: READ_ONLY.to_owned(), forms: Vec::new() };
    let aliases = ALIASES.map(alias);
    paths.into_iter().map(place).chain(aliases).collect()
});

/// What is read beside the paths in the documents: other spellings of them, and the parts of the reference page.
const ALIASES: [&str; 4] = ["/oruk/v3/", "/hsds/v3/", "/openapi.json", "/docs/{file}"];

const READ_ONLY: &str = "GET, HEAD, OPTIONS";

fn allow(item: &PathItem) -> String {
    let described = [
        ("GET, HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    let methods = described.iter().filter(|(_, there)| *there).map(|(method, _)| *method);
    methods.chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
}

/// The media types that reading what is there is answered in.
fn given(item: &PathItem) -> Vec<String> {
    let answer = item.get.as_ref().and_then(|get| get.responses.responses.get("200"));
    let Some(RefOr::T(answer)) = answer else { return Vec::new() };
    answer.content.keys().cloned().collect()
}

/// The media types that a path is read in, where the documents name them.
pub(crate) fn forms(path: &str) -> Option<Vec<String>> {
    let place = PLACES.iter().find(|place| place.path.is_match(path))?;
    (!place.forms.is_empty()).then(|| place.forms.clone())
}

/// Answers for every path and method that no operation takes.
pub(crate) async fn otherwise(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path();
    let place = PLACES.iter().find(|place| place.path.is_match(path));
    match place {
        None => Err(unknown_path(path)),
        Some(place) if request.method() == Method::OPTIONS => Ok(options(&place.allow)),
        Some(place) => Err(not_allowed(request.method(), &place.allow)),
    }
}

/// The answer to OPTIONS. What a browser wants to hear with it is among the manners of all answers.
fn options(allow: &str) -> HttpResponse {
    HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish()
}

fn unknown_path(path: &str) -> Problem {
    Problem::new(
        &ProblemType::UNKNOWN_PATH,
        format!("There is nothing at `{path}`; the entry points are listed at `/`"),
    )
}

fn not_allowed(method: &Method, allow: &str) -> Problem {
    Problem::new(&ProblemType::METHOD_NOT_ALLOWED, format!("`{method}` is not one of {allow}"))
        .header(header::ALLOW, allow)
}
