//! Parameters that are sent in a body, so that no log of addresses has them.

use std::{collections::HashSet, future::Future, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::read;
use crate::{
    body::unreadable,
    problem::{Problem, ProblemType},
};

/// The largest body, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// The parameters of the address and of the body together, as they would stand after `?`. What both have, the body
/// decides; it may be left out.
pub(crate) struct Posted {
    asked: String,
    together: String,
}

/// Parameters as they stand after `?`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameters<'a> {
    /// Those of the address, also where a body decides otherwise.
    asked: &'a str,
    /// Those that count.
    counted: &'a str,
}

impl<'a> From<&'a str> for Parameters<'a> {
    fn from(asked: &'a str) -> Self {
        Self { asked, counted: asked }
    }
}

impl<'a> From<&'a Posted> for Parameters<'a> {
    fn from(posted: &'a Posted) -> Self {
        Self { asked: &posted.asked, counted: &posted.together }
    }
}

impl Parameters<'_> {
    /// Reads some of them. What cannot be read is refused wherever it stands, whether it counts or not.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Problem> {
        if self.asked != self.counted {
            read::<T>(self.asked)?;
        }
        read(self.counted)
    }
}

impl FromRequest for Posted {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (asked, media_type) =
            (request.query_string().to_owned(), request.content_type().to_ascii_lowercase());
        let is_packed = request.headers().contains_key(header::CONTENT_ENCODING);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|error| unreadable(&error.to_string()))?;
            let bytes = match payload.to_bytes_limited(MOST_BYTES).await {
                Ok(bytes) => bytes.map_err(|error| unreadable(&error.to_string()))?,
                Err(_) => {
                    let detail = format!("The parameters take more than {MOST_BYTES} bytes");
                    return Err(Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail));
                }
            };
            let sent = match (bytes.is_empty(), media_type.as_str()) {
                (true, _) => String::new(),
                (false, "application/x-www-form-urlencoded") if !is_packed => of_form(&bytes)?,
                (false, "application/json") if !is_packed => of_json(&bytes)?,
                _ => return Err(not_read()),
            };
            Ok(Self { together: together(&asked, &sent), asked })
        })
    }
}

/// What is in the body counts, and of the address what the body does not have.
fn together(asked: &str, sent: &str) -> String {
    let names: HashSet<_> = form_urlencoded::parse(sent.as_bytes()).map(|(name, _)| name).collect();
    let asked = form_urlencoded::parse(asked.as_bytes()).filter(|(name, _)| !names.contains(name));
    let sent = form_urlencoded::parse(sent.as_bytes());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).extend_pairs(sent).finish()
}

fn not_read() -> Problem {
    let detail = "Send the parameters as a form, as a JSON object, or in the address, and nothing packed";
    Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail)
}

fn of_form(bytes: &[u8]) -> Result<String, Problem> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| unreadable(&error.to_string()))
}

fn of_json(bytes: &[u8]) -> Result<String, Problem> {
    let members: Map<String, Value> = serde_json::from_slice(bytes)
        .map_err(|error| unreadable(&format!("it is no JSON object: {error}")))?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &members {
        let values = if let Value::Array(values) = value { values.iter().collect() } else { vec![value] };
        for value in values {
            match value {
                Value::String(text) => query.append_pair(name, text),
                Value::Number(_) | Value::Bool(_) => query.append_pair(name, &value.to_string()),
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let allowed = "text, a number, true or false, or an array of these";
                    return Err(Problem::new(
                        &ProblemType::INVALID_BODY,
                        format!("`{name}` must be {allowed}"),
                    )
                    .with("parameter", name.as_str())
                    .with("allowed", allowed));
                }
            };
        }
    }
    Ok(query.finish())
}
