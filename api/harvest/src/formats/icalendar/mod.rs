//! iCalendar (RFC 5545): events and what recurs, from a calendar that someone publishes.
//!
//! The file is read line by line. The events of one UID, which are a recurring event and the days on which it is
//! otherwise, are the item `service/UID`: their lines as they came, without the guests, the alarms and `DTSTAMP`, which
//! many servers write anew each time. Places, organizers and categories are items of their own.

mod compose;
mod days;
mod event;
mod lines;
mod place;
mod property;
mod recurrence;
mod schedule;
mod service;
mod when;

use std::collections::BTreeMap;

use model::{Kind, Visibility};
use serde_json::{Map, Value, json};

use super::{Adapter, Draft, hsds, split_id};
use crate::{
    fetch::{Fetch, Refused},
    issues::{Issues, shown},
};

pub(crate) use days::{CalendarEvent, events as calendar_events};

type Object = Map<String, Value>;

/// The adapter for iCalendar. A calendar is never taken to be unchanged by its server's word, as what it holds passes.
pub(super) struct ICalendar;

impl Adapter for ICalendar {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let local = fetch.local()?;
        compose::fetch(&local, fetch)
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        let kind: Kind = kind.parse().ok()?;
        let record = shown(&format!("{kind}:{own}"));
        if kind == Kind::Taxonomy {
            return hsds::Hsds.read(id, body, issues);
        }
        let mut visibility = Visibility::Public;
        let value = match kind {
            Kind::Service => service::read(body, &record, issues, &mut visibility),
            Kind::Location => serde_json::from_slice(body).ok().map(|told| place::read(&told)),
            _ => serde_json::from_slice(body).ok(),
        };
        if value.is_none() {
            let action = "correct it at the source; until then its last good version stays";
            issues.kept_out("unreadable", &record, "it holds no event that can be read", action);
        }
        Some(Draft { kind, id: own.to_owned(), value: value?, visibility, original: BTreeMap::new() })
    }

    fn is_counted(&self, id: &str) -> bool {
        split_id(id).0 == Kind::Service.as_str()
    }
}

/// An object with those of some members that say something.
fn told<const N: usize>(members: [(&str, Option<String>); N]) -> Object {
    members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))).collect()
}
