//! Answers that a reader may already hold: ETags, dates, 304.

use std::time::{Duration, UNIX_EPOCH};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{self, EntityTag, Header, HttpDate, IfModifiedSince, IfNoneMatch},
};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// How long an answer from what is published may be kept. What is withdrawn is to be gone within about a minute even from
/// caches that nobody purges: ten seconds as it is, and one more use of it within the next minute while it is asked anew.
pub(crate) const PUBLISHED: &str = "public, max-age=10, stale-while-revalidate=60";

/// How long an answer may be kept that only another release changes.
pub(crate) const RELEASED: &str = "public, max-age=300";

/// What changes when an answer does.
///
/// The tag is strong: the same tag stands for the same bytes. What is packed on its way gets a tag of its own there.
#[derive(Clone, Debug)]
pub(crate) struct Validators {
    tag: EntityTag,
    modified: DateTime<Utc>,
    date_decides: bool,
}

impl Validators {
    /// Those of one thing: whenever what is shown changes, so does its date.
    pub(crate) fn of_object(state: &str, modified: DateTime<Utc>) -> Self {
        Self { tag: tag(state), modified, date_decides: true }
    }

    /// Those of a list. What leaves a list does not move its date, so that only the tag decides.
    pub(crate) fn of_list(state: &str, modified: DateTime<Utc>) -> Self {
        Self { tag: tag(state), modified, date_decides: false }
    }

    /// Those of an answer that is made before it can be told whether it changed, by its bytes.
    pub(crate) fn of_bytes(bytes: &[u8], modified: DateTime<Utc>) -> Self {
        let digest: String =
            Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self::of_list(&digest, modified)
    }

    /// Whether the reader holds this answer already (RFC 9110, section 13.2.2).
    pub(crate) fn are_held(&self, request: &HttpRequest) -> bool {
        if request.headers().contains_key(header::IF_NONE_MATCH) {
            return match IfNoneMatch::parse(request) {
                Ok(IfNoneMatch::Any) => true,
                Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|tag| tag.weak_eq(&self.tag)),
                Err(_) => false,
            };
        }
        let since = IfModifiedSince::parse(request).ok().map(|IfModifiedSince(date)| date);
        self.date_decides && self.date().zip(since).is_some_and(|(modified, since)| modified <= since)
    }

    /// The date that is told, in whole seconds as HTTP has it.
    fn date(&self) -> Option<HttpDate> {
        let seconds = u64::try_from(self.modified.timestamp()).ok()?;
        Some(HttpDate::from(UNIX_EPOCH + Duration::from_secs(seconds)))
    }

    /// Whether a reader that holds a part of an answer holds a part of this one (RFC 9110, section 13.1.5). Without the
    /// condition it takes what it gets.
    pub(crate) fn go_on(&self, request: &HttpRequest) -> bool {
        let Some(held) = request.headers().get(header::IF_RANGE) else { return true };
        let held = held.to_str().ok().and_then(|text| text.parse::<EntityTag>().ok());
        held.is_some_and(|held| held.strong_eq(&self.tag))
    }

    /// Puts them on an answer.
    pub(crate) fn put(&self, answer: &mut HttpResponseBuilder) {
        answer
            .insert_header(header::ETag(self.tag.clone()))
            .insert_header((header::CACHE_CONTROL, PUBLISHED));
        if let Some(date) = self.date() {
            answer.insert_header(header::LastModified(date));
        }
    }

    /// The answer to a reader that holds this one already.
    pub(crate) fn not_modified(&self) -> HttpResponse {
        let mut answer = HttpResponse::NotModified();
        self.put(&mut answer);
        answer.finish()
    }
}

/// Marks a state of the data. Another release may write the same data in another way, so it is part of the mark.
fn tag(state: &str) -> EntityTag {
    EntityTag::new_strong(format!("{state}-{}", env!("CARGO_PKG_VERSION")))
}
