//! The items of a run: each service with the days of its sessions, and what is nested in it.

use chrono::NaiveDate;
use model::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

use super::{
    Object,
    concept::{List, OF_SERVICES},
    party, place,
    schedule::local,
    session::Session,
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{JSON, hsds::Splitter},
};

/// A thing of a feed as its item holds it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Composed {
    /// What the feed says of it, as it is written.
    pub(super) data: Box<RawValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) modified: Option<i64>,
    /// Whether only its sessions tell of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_told_by_sessions: bool,
    /// Its sessions that are still to come; where it says itself when it recurs, those that were called off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sessions: Vec<Session>,
    /// Whether all that it was is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_over: bool,
}

/// What is nested in a thing.
#[derive(Deserialize)]
struct Nested<'a> {
    #[serde(borrow, default)]
    organizer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    provider: Option<&'a RawValue>,
    #[serde(borrow, default)]
    location: Option<&'a RawValue>,
}

/// Spools a thing with what is nested in it.
pub(super) fn spool(
    fetch: &mut Fetch<'_>,
    terms: &mut Splitter,
    id: &str,
    mut composed: Composed,
) -> Result<(), Refused> {
    let object: Object = serde_json::from_str(composed.data.get()).unwrap_or_default();
    composed.sessions.sort_by(|one, other| (&one.starts, &one.id).cmp(&(&other.starts, &other.id)));
    composed.is_over = is_over(&object, &composed.sessions, fetch.now.date_naive());
    if is_recurring(&object) && !composed.is_told_by_sessions {
        composed.sessions.retain(|session| session.is_cancelled);
    }
    nested(fetch, terms, composed.data.get())?;
    note(terms, &OF_SERVICES, &object);
    let body = serde_json::to_vec(&composed).unwrap_or_default();
    fetch.item(&format!("{}/{id}", Kind::Service), JSON, &body)
}

fn nested(fetch: &mut Fetch<'_>, terms: &mut Splitter, text: &str) -> Result<(), Refused> {
    let Ok(nested) = serde_json::from_str::<Nested<'_>>(text) else { return Ok(()) };
    if let Some((told, party)) = nested.organizer.or(nested.provider).and_then(object)
        && !party::is_person(&party)
        && let Some(id) = party::id(&party)
    {
        fetch.spool.offer(&format!("{}/{id}", Kind::Organization), JSON, told.as_bytes())?;
    }
    if let Some((told, place)) = nested.location.and_then(object)
        && let Some(id) = place::id(&place)
    {
        fetch.spool.offer(&format!("{}/{id}", Kind::Location), JSON, told.as_bytes())?;
        place::amenity_terms(&place).for_each(|term| terms.term(term));
    }
    Ok(())
}

fn object(told: &RawValue) -> Option<(&str, Object)> {
    Some((told.get(), serde_json::from_str(told.get()).ok()?))
}

fn note(terms: &mut Splitter, lists: &[List], object: &Object) {
    lists.iter().flat_map(|list| list.terms(object)).for_each(|term| terms.term(term));
}

/// Whether a thing says itself when it recurs.
pub(super) fn is_recurring(object: &Object) -> bool {
    list(object, "eventSchedule").iter().any(Value::is_object)
}

pub(super) fn list<'o>(object: &'o Object, name: &str) -> &'o [Value] {
    match object.get(name) {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// Whether the last day that is told of a thing is past. What tells no last day is not over.
fn is_over(object: &Object, sessions: &[Session], today: NaiveDate) -> bool {
    let day = |text: &str| local(text).map(|local| local.day);
    let end =
        |told: &Value, names: &[&str]| names.iter().find_map(|name| told.get(*name)?.as_str().and_then(day));
    if list(object, "eventSchedule").iter().any(|told| end(told, &["endDate"]).is_none()) {
        return false;
    }
    let whole = Value::Object(object.clone());
    let mut last: Vec<NaiveDate> = end(&whole, &["endDate", "startDate"]).into_iter().collect();
    last.extend(list(object, "eventSchedule").iter().filter_map(|told| end(told, &["endDate"])));
    last.extend(list(object, "subEvent").iter().filter_map(|told| end(told, &["endDate", "startDate"])));
    last.extend(sessions.iter().filter_map(|told| day(told.ends.as_deref().unwrap_or(&told.starts))));
    last.into_iter().max().is_some_and(|last| last < today)
}
