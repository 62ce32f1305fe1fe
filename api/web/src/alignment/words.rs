//! What the page calls things.

use chrono::{DateTime, Utc};
use model::alignment::{Verdict, VerdictKind, VerdictState};

/// What a verdict is about, in a few words.
pub(super) fn subject(verdict: &Verdict) -> String {
    let thing = match verdict.kind {
        VerdictKind::PageWithoutEntry => verdict.page_value.as_ref(),
        VerdictKind::NearDuplicatePages => verdict.page_title.as_ref(),
        _ => verdict.entity_name.as_ref(),
    };
    let thing =
        thing.or(verdict.page_title.as_ref()).or(verdict.page.as_ref()).map_or("a page", String::as_str);
    match (verdict.kind, verdict.field.as_deref().and_then(field_words)) {
        (VerdictKind::Conflict, Some(field)) => format!("{field} of {thing}"),
        _ => thing.to_owned(),
    }
}

fn field_words(field: &str) -> Option<&'static str> {
    Some(match field {
        "phones" => "telephone",
        "schedules" => "opening hours",
        "addresses" => "address",
        "email" => "e-mail address",
        "url" => "web address",
        "name" => "name",
        "status" => "open or closed",
        _ => return None,
    })
}

/// A kind of verdict in plain words.
pub(super) const fn words(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Conflict => "They disagree",
        VerdictKind::Stale => "Out of date",
        VerdictKind::BrokenLink => "Broken link",
        VerdictKind::Duplicate => "Told twice",
        VerdictKind::NearDuplicatePages => "Two pages say the same",
        VerdictKind::PageWithoutEntry => "Not in the directory",
        VerdictKind::EntryWithoutPage => "Has no page",
    }
}

pub(super) const fn state_words(state: VerdictState) -> &'static str {
    match state {
        VerdictState::Open => "Nobody decided yet",
        VerdictState::Accepted => "To be mended",
        VerdictState::Dismissed => "Dismissed",
        VerdictState::Closed => "Mended",
    }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

pub(super) fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}
