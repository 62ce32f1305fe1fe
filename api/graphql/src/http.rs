//! GraphQL over HTTP: the specification's own handler, because the stock one runs mutations by GET, takes `text/plain`
//! and answers 200 where the newer media type wants the truth.

use std::sync::{Arc, OnceLock};

use access::Refusal;
use actix_web::{
    HttpRequest, HttpResponse,
    error::PayloadError,
    http::{Method, StatusCode, header},
    web,
};
use async_graphql::parser::types::OperationType;

use crate::{
    Answer, Ask, Schema,
    ask::Unreadable,
    errors::Code,
    keeping::{self, VARY, kept},
    limits,
    media::{self, Media},
};

const ALLOWED: (header::HeaderName, &str) = (header::ALLOW, "GET, HEAD, OPTIONS, POST");

/// What the handlers share. Cheap to clone. Until a schema is given, questions are answered 503.
#[derive(Clone, Default)]
pub struct State(Arc<OnceLock<Schema>>);

impl State {
    /// Gives the schema over a loaded catalog: from now on the graph can be asked. The first one given stays.
    pub fn give(&self, schema: Schema) {
        // A second schema would be over the same catalog: nothing is lost by keeping the first.
        let _ = self.0.set(schema);
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("ready", &self.0.get().is_some()).finish()
    }
}

/// Puts the graph at `/graphql`, and an editor for it at `/graphiql`. Headers for other sites' scripts (CORS) are the server's to add.
pub fn configure(cfg: &mut web::ServiceConfig, state: State) {
    crate::graphiql::configure(cfg);
    cfg.service(
        web::resource("/graphql")
            .app_data(web::Data::new(state))
            .route(web::get().to(get))
            .route(web::head().to(get))
            .route(web::post().to(post))
            .route(web::method(Method::OPTIONS).to(options))
            .default_service(web::to(other_method)),
    );
}

async fn options() -> HttpResponse {
    HttpResponse::NoContent().insert_header(ALLOWED).finish()
}

async fn other_method(request: HttpRequest) -> HttpResponse {
    let reason = format!("{} is not taken here; use GET or POST", request.method());
    let mut response = refuse(Media::Json, StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, reason);
    response.headers_mut().insert(ALLOWED.0, header::HeaderValue::from_static(ALLOWED.1));
    response
}

async fn get(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let asked = Ask::from_url(request.query_string());
    if matches!(asked, Err(Unreadable::NoQuery)) && media::is_for_people(&request) {
        return to_the_editor();
    }
    let Some(media) = Media::negotiate(&request) else { return not_acceptable() };
    match asked {
        Ok(ask) => respond(&state, &request, ask, media).await,
        Err(unreadable) => bad_request(media, &unreadable),
    }
}

/// Leads whoever opens the address in a browser to where queries are written. The way is told from here, so that it holds
/// behind any proxy.
fn to_the_editor() -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, "graphiql")).insert_header((header::VARY, VARY)).finish()
}

async fn post(request: HttpRequest, body: web::Payload, state: web::Data<State>) -> HttpResponse {
    let Some(media) = Media::negotiate(&request) else { return not_acceptable() };
    if !is_json(&request) {
        let reason = "send `Content-Type: application/json` in UTF-8, without a content encoding";
        return refuse(media, StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType, reason);
    }
    let body = match body.to_bytes_limited(limits::BODY).await {
        Ok(Ok(body)) => body,
        Ok(Err(broken)) => return broken_off(media, &broken),
        Err(_) => {
            let reason = format!("the body is larger than {} bytes", limits::BODY);
            return refuse(media, StatusCode::PAYLOAD_TOO_LARGE, Code::SizeLimit, reason);
        }
    };
    match Ask::from_body(&body) {
        Ok(ask) => respond(&state, &request, ask, media).await,
        Err(unreadable) => bad_request(media, &unreadable),
    }
}

async fn respond(state: &State, request: &HttpRequest, ask: Ask, media: Media) -> HttpResponse {
    let Some(schema) = state.0.get() else { return not_ready(media) };
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let caller = match schema.admit(authorization).await {
        Ok(caller) => caller,
        Err(refusal) => return not_admitted(media, refusal),
    };
    let parsed = match schema.parse(&ask) {
        Ok(parsed) => parsed,
        Err(refusal) => return answer(media, &refusal),
    };
    let operation = parsed.operation_type(ask.operation_name.as_deref());
    if request.method() != Method::POST
        && operation.is_some_and(|operation| operation != OperationType::Query)
    {
        let reason = "only queries run by GET; use POST";
        let mut response = refuse(media, StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, reason);
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
        return response;
    }
    let may_be_kept = keeping::may_be_kept(request);
    if let Some(text) = schema.planned(&ask, &parsed) {
        let body = text.into_bytes();
        return if may_be_kept { kept(request, media, body) } else { send(media, StatusCode::OK, body) };
    }
    let found = schema.run(ask, parsed, caller).await;
    let is_kept = may_be_kept && found.errors.is_empty() && !found.is_passing;
    match is_kept.then(|| serde_json::to_vec(&found)) {
        Some(Ok(body)) => kept(request, media, body),
        _ => answer(media, &found),
    }
}

/// Whether the body is declared as JSON in UTF-8.
fn is_json(request: &HttpRequest) -> bool {
    let Ok(Some(media)) = actix_web::HttpMessage::mime_type(request) else { return false };
    let is_utf8 =
        media.get_param("charset").is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    let is_encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    media.essence_str() == "application/json" && is_utf8 && !is_encoded
}

/// A well-formed request answers 200 in the older media type, whatever came of it; the newer one says 400 where it
/// could not be run.
fn answer(media: Media, answer: &Answer) -> HttpResponse {
    let status = match (media, &answer.data) {
        (Media::Response, None) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    write(media, status, answer)
}

fn bad_request(media: Media, unreadable: &Unreadable) -> HttpResponse {
    refuse(media, StatusCode::BAD_REQUEST, Code::BadRequest, unreadable)
}

/// The body did not come to its end, or not in time.
fn broken_off(media: Media, error: &actix_web::Error) -> HttpResponse {
    let is_late = |error: &PayloadError| matches!(error, PayloadError::Io(cause) if cause.kind() == std::io::ErrorKind::TimedOut);
    let status = match error.as_error::<PayloadError>() {
        Some(error) if is_late(error) => StatusCode::REQUEST_TIMEOUT,
        _ => StatusCode::BAD_REQUEST,
    };
    refuse(media, status, Code::BadRequest, error)
}

fn not_ready(media: Media) -> HttpResponse {
    let reason = "the directory is still loading; try again in a second";
    let mut response = refuse(media, StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, reason);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    response
}

fn not_admitted(media: Media, refusal: Refusal) -> HttpResponse {
    if let Refusal::Unavailable(_) = refusal {
        let mut response = refuse(media, StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, refusal);
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        return response;
    }
    let mut response = refuse(media, StatusCode::UNAUTHORIZED, Code::Unauthenticated, refusal);
    let challenge = header::HeaderValue::from_static("Bearer realm=\"directory\", error=\"invalid_token\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn not_acceptable() -> HttpResponse {
    let reason = "answers are `application/graphql-response+json` or `application/json`; accept one of them";
    refuse(Media::Json, StatusCode::NOT_ACCEPTABLE, Code::NotAcceptable, reason)
}

fn refuse(media: Media, status: StatusCode, code: Code, reason: impl std::fmt::Display) -> HttpResponse {
    write(media, status, &Answer::refusal(code, reason))
}

fn send(media: Media, status: StatusCode, body: Vec<u8>) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, media.content_type()))
        .insert_header((header::VARY, VARY))
        .body(body)
}

fn write(media: Media, status: StatusCode, answer: &Answer) -> HttpResponse {
    match serde_json::to_vec(answer) {
        Ok(body) => send(media, status, body),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            HttpResponse::InternalServerError().finish()
        }
    }
}
