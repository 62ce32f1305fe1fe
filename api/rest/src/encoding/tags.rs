//! The tags of packed answers: each encoding's bytes have one of their own.

use actix_web::{
    HttpMessage,
    dev::ServiceResponse,
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};

use super::negotiate::Coding;

/// The tags that a reader holds, as it sent them.
#[derive(Clone, Debug)]
pub(super) struct Held(String);

/// Takes the names of encodings off the tags of conditions, so that handlers compare what the answers were made of. A
/// range goes on where it does only in the same bytes, so that its condition is left as it is.
pub(super) fn unpack(headers: &mut HeaderMap) -> Option<Held> {
    let held = joined(headers, &header::IF_NONE_MATCH);
    for name in [header::IF_NONE_MATCH, header::IF_MATCH] {
        let Some(told) = joined(headers, &name) else { continue };
        let plain =
            Coding::ALL.iter().fold(told.clone(), |tags, coding| tags.replace(&ending(*coding), "\""));
        if let Some(value) =
            HeaderValue::try_from(plain).ok().filter(|plain| plain.as_bytes() != told.as_bytes())
        {
            headers.insert(name, value);
        }
    }
    held.map(Held)
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let told: Vec<_> = headers.get_all(name).filter_map(|value| value.to_str().ok()).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// What the tag of a packed answer ends with.
fn ending(coding: Coding) -> String {
    format!("-{}\"", coding.as_str())
}

/// Gives a packed answer the tag of its own bytes.
pub(super) fn pack(headers: &mut HeaderMap, coding: Coding) {
    let tag = headers.get(header::ETAG).and_then(|value| value.to_str().ok());
    let stem = tag.and_then(|tag| tag.strip_suffix('"')).map(str::to_owned);
    if let Some(Ok(value)) = stem.map(|stem| HeaderValue::try_from(stem + &ending(coding))) {
        headers.insert(header::ETAG, value);
    }
}

/// Gives a 304 the tag of what the reader holds: of the encoding that it would be sent in now, where it holds that;
/// otherwise of the first that it holds.
pub(super) fn not_modified(answer: &mut ServiceResponse, coding: Option<Coding>) {
    let held = answer.request().extensions().get::<Held>().cloned();
    let tag = answer.headers().get(header::ETAG).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let Some(stem) = tag.as_deref().and_then(|tag| tag.strip_suffix('"')) else { return };
    let packed = |coding: Coding| format!("{stem}{}", ending(coding));
    let now = coding.map_or_else(|| format!("{stem}\""), packed);
    let holds = |tag: &str| held.as_ref().is_some_and(|Held(tags)| tags.contains(tag));
    let others = [format!("{stem}\"")].into_iter().chain(Coding::ALL.map(packed));
    let tag = if holds(&now) { now } else { others.into_iter().find(|tag| holds(tag)).unwrap_or(now) };
    if let Ok(value) = HeaderValue::try_from(tag) {
        answer.headers_mut().insert(header::ETAG, value);
    }
}
