//! What was sent: JSON bodies, read and checked before a handler begins.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{Problem, ProblemType};

/// The largest body, in bytes.
const MOST_BYTES: usize = 1024 * 1024;
/// The most things in one body.
const MOST_THINGS: usize = 500;

/// One thing, or several at once as an array.
#[derive(Debug)]
pub(crate) enum OneOrMany<T> {
    /// One.
    One(T),
    /// Several.
    Many(Vec<T>),
}

/// A JSON body that holds one thing or several.
pub(crate) struct Body<T>(pub(crate) OneOrMany<T>);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(
            async move { if is_json { read(&received(payload).await?).map(Self) } else { Err(not_json()) } },
        )
    }
}

/// A JSON body that may be left out, whatever its media type is then said to be.
pub(crate) struct MaybeBody<T>(pub(crate) Option<OneOrMany<T>>);

impl<T: DeserializeOwned + 'static> FromRequest for MaybeBody<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let bytes = received(payload).await?;
            match (bytes.is_empty(), is_json) {
                (true, _) => Ok(Self(None)),
                (false, true) => read(&bytes).map(|sent| Self(Some(sent))),
                (false, false) => Err(not_json()),
            }
        })
    }
}

fn not_json() -> Problem {
    let detail = "Send JSON in UTF-8 with `Content-Type: application/json`";
    Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail)
}

async fn received(
    payload: impl Future<Output = Result<web::Payload, actix_web::Error>>,
) -> Result<web::Bytes, Problem> {
    let payload = payload.await.map_err(|error| unreadable(&error.to_string()))?;
    match payload.to_bytes_limited(MOST_BYTES).await {
        Ok(bytes) => bytes.map_err(|error| unreadable(&error.to_string())),
        Err(_) => {
            let detail = format!("The body is larger than {MOST_BYTES} bytes");
            Err(Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail))
        }
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let Ok(Some(media)) = request.mime_type() else { return false };
    let charset = media.get_param("charset");
    media.essence_str() == "application/json"
        && charset.is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"))
        && !request.headers().contains_key(header::CONTENT_ENCODING)
}

/// A body that is not what it should be.
pub(crate) fn unreadable(reason: &str) -> Problem {
    Problem::new(&ProblemType::INVALID_BODY, format!("The body cannot be read: {reason}"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<OneOrMany<T>, Problem> {
    let body: Value = serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))?;
    match body {
        Value::Array(things) if things.is_empty() || things.len() > MOST_THINGS => {
            let detail = format!("An array must hold 1 to {MOST_THINGS} things, not {}", things.len());
            Err(Problem::new(&ProblemType::INVALID_BODY, detail))
        }
        Value::Array(things) => {
            let things = things.iter().enumerate().map(|(at, thing)| one(thing, Some(at)));
            things.collect::<Result<_, _>>().map(OneOrMany::Many)
        }
        thing => one(&thing, None).map(OneOrMany::One),
    }
}

/// Reads a body that holds one thing.
pub(crate) fn only<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let body: Value = serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))?;
    one(&body, None)
}

/// Reads one thing, or says which of its members is at fault.
fn one<T: DeserializeOwned>(thing: &Value, at: Option<usize>) -> Result<T, Problem> {
    if !thing.is_object() {
        return Err(no_object(thing, at));
    }
    serde_path_to_error::deserialize(thing).map_err(|error| {
        let (path, allowed) = (error.path().to_string(), error.inner().to_string());
        let member = match at {
            Some(at) => format!("[{at}].{path}"),
            None => path.clone(),
        };
        let detail = format!("`{member}` cannot be read: {allowed}");
        let problem = Problem::new(&ProblemType::INVALID_BODY, detail)
            .with("parameter", member.trim_end_matches(".."))
            .with("allowed", allowed);
        match thing.get(&path).and_then(Value::as_str) {
            Some(sent) => problem.with("value", sent.chars().take(Problem::MOST_ECHOED).collect::<String>()),
            None => problem,
        }
    })
}

fn no_object(thing: &Value, at: Option<usize>) -> Problem {
    let what = at.map_or_else(|| "The body".to_owned(), |at| format!("`[{at}]`"));
    let sent: String = thing.to_string().chars().take(Problem::MOST_ECHOED).collect();
    Problem::new(&ProblemType::INVALID_BODY, format!("{what} must be a JSON object, not {sent}"))
        .with("value", sent)
        .with("allowed", "a JSON object")
}
