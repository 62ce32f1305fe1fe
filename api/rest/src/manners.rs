//! What every answer of the server has in common, whichever crate gives it.

use actix_web::{
    Error,
    body::{self, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    middleware::Next,
};

use crate::{
    pages,
    problem::{self, Problem},
    upload_page,
};

/// The middleware that every route is to be wrapped in: `app.wrap(middleware::from_fn(manners))`, inside compression.
///
/// It lets any web page ask and read any answer, forbids browsers to guess media types, answers HEAD wherever GET is
/// answered, and turns plain errors into problem documents that name the path they are about.
pub async fn manners<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.method() == Method::HEAD {
        // The connection remembers that it was HEAD and keeps the body to itself.
        request.head_mut().method = Method::GET;
    }
    let path = request.path().to_owned();
    let may_i = request.method() == Method::OPTIONS;
    let answer = next.call(request).await?.map_into_boxed_body();
    let mut answer = explain(answer, &path).await;
    open(answer.headers_mut());
    if may_i {
        permit(answer.headers_mut());
    }
    Ok(answer)
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
