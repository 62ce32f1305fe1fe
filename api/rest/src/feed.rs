//! A feed that is sent to be checked: where it is, or the file itself.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use harvest::{ConfigError, Format, SourceConfig};
use model::SourceId;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use tempfile::TempDir;

use crate::{
    asked::{Asked, HowToCheck},
    body,
    problem::{Problem, ProblemType},
    wire::FeedToCheck,
};

/// The largest file, in bytes.
pub(crate) const MOST_BYTES: usize = 10 * 1024 * 1024;
/// How many feeds are checked at once.
const AT_ONCE: usize = 2;

/// The turns in which feeds are checked. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<AtomicUsize>);

/// Leave to check a feed, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn(Arc<AtomicUsize>);

impl Turns {
    /// A turn, unless all are taken.
    pub(crate) fn take(&self) -> Option<Turn> {
        let free = |taken| (taken < AT_ONCE).then_some(taken + 1);
        let taken = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, free);
        taken.ok().map(|_| Turn(Arc::clone(&self.0)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What was sent.
#[derive(Debug)]
pub(crate) enum Sent {
    /// Where the feed is, and how to read it.
    Address(Box<FeedToCheck>),
    /// The feed.
    File(Format, web::Bytes),
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let how = Asked::<HowToCheck>::from_request(request, payload).into_inner();
        let (media_type, is_packed) =
            (request.content_type().to_owned(), request.headers().contains_key(header::CONTENT_ENCODING));
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let format = how?.0.format.map(|format| format.0).or_else(|| format_of(&media_type));
            let is_json = media_type == "application/json";
            if is_packed || (format.is_none() && !is_json) {
                return Err(unsupported());
            }
            let payload = payload.await.map_err(|error| body::unreadable(&error.to_string()))?;
            let bytes = match payload.to_bytes_limited(MOST_BYTES).await {
                Ok(bytes) => bytes.map_err(|error| body::unreadable(&error.to_string()))?,
                Err(_) => return Err(too_large()),
            };
            match format {
                Some(format) if !is_json => Ok(Self::File(format, bytes)),
                format if is_list(&bytes) => {
                    are_rows(&bytes).map(|()| Self::File(format.unwrap_or(Format::Json), bytes))
                }
                _ => body::only(&bytes).map(|feed| Self::Address(Box::new(feed))),
            }
        })
    }
}

/// Whether JSON begins as an array does.
fn is_list(json: &[u8]) -> bool {
    json.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[')
}

/// Refuses what is no array of JSON objects. Nothing of them is kept.
fn are_rows(json: &[u8]) -> Result<(), Problem> {
    let rows: Result<Vec<Row>, _> = serde_json::from_slice(json);
    rows.map(drop).map_err(|error| body::unreadable(&error.to_string()))
}

/// A JSON object that is passed over.
struct Row;

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Passed)
    }
}

/// Passes over the members of an object.
struct Passed;

impl<'de> Visitor<'de> for Passed {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Row, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Row)
    }
}

/// The form of a feed that its media type names.
fn format_of(media_type: &str) -> Option<Format> {
    Some(match media_type {
        "text/csv" => Format::Csv,
        "text/tab-separated-values" => Format::Tsv,
        "application/x-ndjson" | "application/jsonl" => Format::Jsonl,
        "application/zip" => Format::HsdsTabular,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Format::Xlsx,
        "application/vnd.oasis.opendocument.spreadsheet" => Format::Ods,
        _ => return None,
    })
}

fn unsupported() -> Problem {
    let detail = "Send a JSON object with the `location` of a feed, or a JSON array of its rows; or the file itself, not \
                  packed, with its media type or with another and `?format=`, such as `?format=csv`";
    Problem::new(&ProblemType::UNSUPPORTED_MEDIA_TYPE, detail)
}

fn too_large() -> Problem {
    let detail =
        format!("The file is larger than {MOST_BYTES} bytes; give its location instead, or send a part");
    Problem::new(&ProblemType::CONTENT_TOO_LARGE, detail)
}

impl Sent {
    /// The source that it describes, and the folder that holds what was sent for as long as it is read.
    pub(crate) fn into_source(self) -> Result<(SourceConfig, Option<TempDir>), Problem> {
        let id = || SourceId::new("check").map_err(|error| body::unreadable(&error.to_string()));
        match self {
            Self::Address(feed) => {
                let format = feed.format.map_or_else(|| Format::guess(&feed.location), |format| format.0);
                let config = SourceConfig::of_feed(id()?, format, &feed.location, feed.map)?;
                // What is on the server's own disk is nobody's business.
                if config.is_remote() { Ok((config, None)) } else { Err(not_remote(&feed.location)) }
            }
            Self::File(format, bytes) => {
                let failed = |error: std::io::Error| {
                    tracing::error!(%error, "what was sent cannot be put aside");
                    Problem::new(&ProblemType::INTERNAL, "There is no room for the file")
                };
                let folder = TempDir::new().map_err(failed)?;
                let path = folder.path().join(format!("feed.{}", ending(format)));
                std::fs::write(&path, &bytes).map_err(failed)?;
                let config = SourceConfig::of_feed(id()?, format, &path.to_string_lossy(), None)?;
                Ok((config, Some(folder)))
            }
        }
    }
}

/// The ending of a file that holds a feed.
const fn ending(format: Format) -> &'static str {
    match format {
        Format::Oruk | Format::Oruk1 | Format::Hsds => "json",
        Format::HsdsTabular => "zip",
        other => other.as_str(),
    }
}

fn not_remote(location: &str) -> Problem {
    let allowed = "an address that begins with http:// or https://";
    let sent: String = location.chars().take(Problem::MOST_ECHOED).collect();
    Problem::new(&ProblemType::INVALID_BODY, format!("`location` must be {allowed}"))
        .with("parameter", "location")
        .with("value", sent)
        .with("allowed", allowed)
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        let problem = Self::new(&ProblemType::INVALID_BODY, error.to_string());
        match error {
            ConfigError::Value { key, value, allowed } => {
                problem.with("parameter", key).with("value", value).with("allowed", allowed)
            }
            ConfigError::Read(_) => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_feeds_are_checked_at_once() {
        let turns = Turns::default();
        let taken: Vec<_> = (0..AT_ONCE).map(|_| turns.take().unwrap()).collect();
        assert!(turns.take().is_none());
        drop(taken);
        assert!(turns.take().is_some());
    }

    #[test]
    fn what_lies_on_the_server_is_not_read() {
        for location in ["/etc/passwd", "file:///etc/passwd", "../data", "ftp://example.org/x.csv"] {
            let feed = FeedToCheck { location: location.to_owned(), format: None, map: None };
            assert!(Sent::Address(Box::new(feed)).into_source().is_err(), "{location}");
        }
    }
}
