//! OpenActive: sport and activity sessions, as Realtime Paged Data Exchange (RPDE) 1.0 feeds tell of them.
//!
//! A feed is a chain of pages: each names the next, and the last is empty and names itself. The first run, and one every
//! `full_every`, follows it from the beginning; the others go on where the last one ended, and keep what the pages do
//! not mention. A source may be several feeds that tell of one another.
//!
//! A series, event, course or facility is the item `service/KIND:ID`: what the feed says of it, verbatim, together with
//! the days of its sessions that are still to come. Organizers and places are items of their own, as in the other
//! formats. Sessions of a series that says when it recurs are left to that; bookable slots of facilities are no part of
//! a directory.

mod compose;
mod concept;
mod feed;
mod feeds;
mod page;
mod party;
mod place;
mod schedule;
mod service;
mod session;
mod values;
mod work;

use std::collections::BTreeMap;

use model::{Kind, Visibility};
use serde_json::{Map, Value};

use super::{Adapter, Draft, hsds, split_id};
use crate::{
    fetch::{Fetch, Refused},
    issues::{Issues, shown},
};

type Object = Map<String, Value>;

/// The adapter for OpenActive.
pub(super) struct OpenActive;

impl Adapter for OpenActive {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        feeds::fetch(fetch)
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        let kind: Kind = kind.parse().ok()?;
        let record = shown(&format!("{kind}:{own}"));
        if kind == Kind::Taxonomy {
            return hsds::Hsds.read(id, body, issues);
        }
        let value = match (kind, serde_json::from_slice::<Value>(body)) {
            (Kind::Service, Ok(value)) => service::read(value, &record, issues),
            (Kind::Organization, Ok(Value::Object(told))) => Some(party::read(told, &record, issues)),
            (Kind::Location, Ok(Value::Object(told))) => Some(place::read(told, &record, issues)),
            _ => None,
        };
        if value.is_none() {
            let action = "correct it at the source; until then its last good version stays";
            issues.kept_out("unreadable", &record, "it holds no data that can be read", action);
        }
        let visibility = Visibility::Public;
        Some(Draft { kind, id: own.to_owned(), value: value?, visibility, original: BTreeMap::new() })
    }

    fn is_counted(&self, id: &str) -> bool {
        split_id(id).0 == Kind::Service.as_str()
    }
}
