//! How long what sources say of a service counts without being confirmed.

use chrono::{DateTime, TimeDelta, Utc};
use model::{Freshness, IssueDraft, Kind, Review, ReviewPeriod, Severity};
use serde_json::Value;

use super::{json::Object, merge::Findings, voice::Voice};

/// The rule by which an overdue service is marked.
const ALERT: &str = "service.alert tells since when nobody has confirmed it";

/// Until when one voice counts.
struct Term {
    reviewed: DateTime<Utc>,
    due: DateTime<Utc>,
    lapses: DateTime<Utc>,
}

impl Term {
    /// What was old when it came in is hidden no sooner than a grace after that: its source must have been told.
    fn of(voice: &Voice<'_>, period: ReviewPeriod) -> Self {
        let reviewed = voice.record.reviewed();
        let due = after(reviewed, period.every);
        Self { reviewed, due, lapses: after(due.max(voice.record.modified), period.grace) }
    }
}

fn after(moment: DateTime<Utc>, seconds: u64) -> DateTime<Utc> {
    let span = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds);
    span.and_then(|span| moment.checked_add_signed(span)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// How the things that the voices tell of stand to the review of it at this moment: one word that counts is enough.
/// Only services are reviewed, as the standard has `assured_date` of them alone: what is nested in them, or gives them,
/// is as current as they are.
pub(super) fn of(kind: Kind, voices: &[Voice<'_>], now: DateTime<Utc>) -> Review {
    if kind != Kind::Service {
        return Review::default();
    }
    let terms: Vec<Term> = terms(voices).map(|(_, term)| term).collect();
    let lasts = terms.len() < voices.len();
    let due = terms.iter().map(|term| term.due).max();
    let lapses = terms.iter().map(|term| term.lapses).max();
    let freshness = match (due, lapses) {
        (Some(due), _) if lasts || now < due => Freshness::Current,
        (Some(_), Some(lapses)) if now < lapses => Freshness::Overdue,
        (Some(_), Some(_)) => Freshness::Lapsed,
        _ => Freshness::Current,
    };
    let moments = terms.iter().map(|term| term.due).chain(lapses.filter(|_| !lasts));
    let next = moments.filter(|moment| *moment > now && *moment < DateTime::<Utc>::MAX_UTC).min();
    Review { freshness, next }
}

/// Marks an overdue service for its readers, unless a source alerts them to something else.
pub(super) fn mark(review: Review, voices: &[Voice<'_>], said: &mut Object, findings: &mut Findings) {
    let Some(since) = terms(voices).map(|(_, term)| term.reviewed).max() else { return };
    if review.freshness == Freshness::Current || said.contains_key("alert") {
        return;
    }
    let alert = format!("These details have not been confirmed since {}.", day(since));
    said.insert("alert".to_owned(), Value::String(alert.clone()));
    findings.derived("alert", ALERT, 0, Value::String(alert));
}

/// Tells each source which of its records nobody has confirmed in time.
pub(super) fn issues(kind: Kind, voices: &[Voice<'_>], now: DateTime<Utc>) -> Vec<IssueDraft> {
    let overdue = terms(voices).filter(|(_, term)| kind == Kind::Service && term.due <= now);
    overdue.map(|(voice, term)| issue(voice, &term, now)).collect()
}

fn issue(voice: &Voice<'_>, term: &Term, now: DateTime<Utc>) -> IssueDraft {
    let becomes = match now < term.lapses {
        true => format!("it is marked and found last, and counts no more from {}", day(term.lapses)),
        false => "it counts no more: what no other source confirms is not published".to_owned(),
    };
    let reason = format!("it has not been confirmed since {}; {becomes}", day(term.reviewed));
    let action = format!(
        "confirm what still holds with POST /v1/sources/{0}/confirm or `directory confirm {0}`; change or delete the rest",
        voice.source.id
    );
    IssueDraft::new(Severity::Warning, IssueDraft::OVERDUE, reason, action)
        .in_record(voice.record.key.to_string())
        .in_field("assured_date")
        .with_value(&term.reviewed.date_naive().to_string())
}

/// The voices whose word must be confirmed.
fn terms<'v>(voices: &'v [Voice<'v>]) -> impl Iterator<Item = (&'v Voice<'v>, Term)> {
    voices.iter().filter_map(|voice| Some((voice, Term::of(voice, voice.source.review?))))
}

fn day(moment: DateTime<Utc>) -> String {
    moment.format("%-d %B %Y").to_string()
}
