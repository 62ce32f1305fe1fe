//! What every answer of the server has in common, whichever crate gives it.

use actix_web::{
    Error, HttpResponse, ResponseError,
    body::{self, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    middleware::Next,
};

use crate::{
    accept, otherwise, pages,
    problem::{self, Problem, ProblemType},
    upload_page,
};

/// The middleware that every route is to be wrapped in: `app.wrap(middleware::from_fn(manners))`, inside compression.
///
/// It lets any web page ask and read any answer, forbids browsers to guess media types, answers HEAD wherever GET is
/// answered, refuses addresses without end and forms that the reader does not take, has nothing kept of which it was not
/// said that it may be, and turns plain errors into problem documents that name the path they are about.
pub async fn manners<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let path = request.path().to_owned();
    if request.uri().path_and_query().is_some_and(|asked| asked.as_str().len() > LONGEST) {
        return Ok(request.into_response(told(&too_long(), &path)));
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if request.method() == Method::HEAD {
        // The connection remembers that it was HEAD and keeps the body to itself.
        request.head_mut().method = Method::GET;
    }
    let may_i = request.method() == Method::OPTIONS;
    let answer = next.call(request).await?.map_into_boxed_body();
    let answer = if is_read { in_a_form_that_is_taken(answer) } else { answer };
    let mut answer = explain(answer, &path).await;
    open(answer.headers_mut());
    keep_at_most(answer.headers_mut());
    if may_i {
        permit(answer.headers_mut());
    }
    Ok(answer)
}

/// The longest path with its parameters, in bytes.
const LONGEST: usize = 32_768;

fn too_long() -> Problem {
    let detail = format!("A path and its parameters may have {LONGEST} bytes");
    Problem::new(&ProblemType::URI_TOO_LONG, detail)
}

/// The answer to what is refused before anyone is asked.
pub(crate) fn told(problem: &Problem, path: &str) -> HttpResponse {
    let mut answer = problem.error_response().set_body(BoxBody::new(problem.document(Some(path))));
    open(answer.headers_mut());
    answer
}

/// The same answer, or the problem that the reader takes nothing of this form. Who names a form as a parameter takes it.
fn in_a_form_that_is_taken(answer: ServiceResponse) -> ServiceResponse {
    let request = answer.request();
    let is_named = request.query_string().split('&').any(|parameter| parameter.starts_with("format="));
    let is_free = is_named || !answer.status().is_success() || request.path().starts_with("/graphql");
    let media_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|media_type| media_type.split(';').next()).unwrap_or_default().trim();
    if is_free || essence.is_empty() || accept::takes(request, essence) {
        return answer;
    }
    let available = otherwise::forms(request.path()).unwrap_or_else(|| vec![essence.to_owned()]);
    let detail = format!("`Accept` rules out all that there is: {}", available.join(", "));
    let problem = Problem::new(&ProblemType::NOT_ACCEPTABLE, detail).with("available", available);
    let (request, _) = answer.into_parts();
    ServiceResponse::new(request, problem.error_response())
}

/// Where nobody said that an answer may be kept, it may not.
fn keep_at_most(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Puts the path into a problem document, and makes one of an error in plain words.
async fn explain(answer: ServiceResponse, path: &str) -> ServiceResponse {
    let known = answer.response().extensions().get::<Problem>().cloned();
    if let Some(problem) = &known
        && upload_page::is_at(path)
    {
        let (request, _) = answer.into_parts();
        return ServiceResponse::new(request, upload_page::of_problem(problem));
    }
    if let Some(problem) = &known
        && pages::is_for_people(answer.request())
    {
        let (request, _) = answer.into_parts();
        return ServiceResponse::new(request, pages::of_problem(problem));
    }
    if let Some(problem) = known {
        return answer.map_body(|_, _| BoxBody::new(problem.document(Some(path))));
    }
    if is_plain_error(&answer) { describe(answer, path).await } else { answer }
}

fn is_plain_error(answer: &ServiceResponse) -> bool {
    let media_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    failed && media_type.is_none_or(|media_type| media_type.starts_with("text/plain"))
}

async fn describe(answer: ServiceResponse, path: &str) -> ServiceResponse {
    const MOST: usize = 4096;
    let status = answer.status();
    let (request, answer) = answer.into_parts();
    let (mut answer, body) = answer.into_parts();
    let words = body::to_bytes_limited(body, MOST).await.ok().and_then(Result::ok).unwrap_or_default();
    let problem = Problem::of_status(status, String::from_utf8_lossy(&words).into_owned());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
    ServiceResponse::new(request, answer.set_body(BoxBody::new(problem.document(Some(path)))))
}

fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// The headers that a script may send: any, and by its name the one that no wildcard covers (Fetch, CORS protocol).
const ANY_HEADER: &str = "*, Authorization";

/// Answers a browser that asks before a script may send a request: the methods that are allowed here, any header.
fn permit(headers: &mut HeaderMap) {
    if let Some(allow) = headers.get(header::ALLOW).cloned() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allow);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ANY_HEADER));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
}
