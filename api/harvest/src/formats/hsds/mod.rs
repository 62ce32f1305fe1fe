//! HSDS 3 and Open Referral UK 3 as JSON: from their API, or from files that hold what it answered.
//!
//! A service is the item `service/ID`, kept verbatim. What is nested in services, or listed beside them, is an item of
//! its own: `organization/ID` and `location/ID` are the fullest telling of it, `taxonomy/ID` is put together from all
//! that is said of it and its terms.

mod api;
mod envelope;
mod files;
mod marks;
mod nameless;
mod split;
mod stream;
mod told;

use std::collections::BTreeMap;

use model::Kind;
use serde_json::{Map, Value};

use super::{Adapter, Draft, split_id};
use crate::{
    SourceConfig,
    fetch::{Fetch, Refused},
    issues::Issues,
};

pub(crate) use api::{base, encoded};
pub(crate) use files::is_file;
pub(super) use split::Edition;
pub(crate) use split::Splitter;
pub(crate) use told::taxonomy_of;

/// The adapter for HSDS as JSON.
pub(super) struct Hsds;

impl Adapter for Hsds {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        self::fetch(fetch, Splitter::default())
    }

    fn is_one_file(&self, config: &SourceConfig) -> bool {
        files::is_file(&config.location)
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => match object.get("id").and_then(nameless::text_of) {
                Some(other) if other != own => {
                    unreadable(id, &format!("what is told under this id is of `{other}`"), issues)
                }
                _ => Some(draft(kind.parse().ok()?, own, object, issues)),
            },
            Ok(_) => unreadable(id, "it is no JSON object", issues),
            Err(error) => unreadable(id, &error.to_string(), issues),
        }
    }
}

/// Reads an API or files into items, taken apart by the rules of an edition.
pub(super) fn fetch(fetch: &mut Fetch<'_>, mut splitter: Splitter) -> Result<(), Refused> {
    if fetch.config.is_remote() && !files::is_file(&fetch.config.location) {
        api::fetch(fetch, &mut splitter)?;
    } else {
        files::fetch(fetch, &mut splitter)?;
    }
    splitter.finish(fetch)
}

/// The adapter for records that were written one by one: its feed is what is there.
pub(super) struct Pushed;

impl Adapter for Pushed {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        for id in fetch.known.live() {
            let body = fetch.known.body(id)?.unwrap_or_default();
            fetch.spool.put(id, super::JSON, &body)?;
        }
        Ok(())
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        Hsds.read(id, body, issues)
    }
}

fn unreadable(id: &str, reason: &str, issues: &mut Issues) -> Option<Draft> {
    let action = "correct it at the source; until then its last good version stays";
    issues.kept_out("unreadable", &id.replacen('/', ":", 1), reason, action);
    None
}

/// The draft of a record: references take the place of what is nested and split off.
pub(super) fn draft(kind: Kind, own: &str, mut value: Map<String, Value>, issues: &mut Issues) -> Draft {
    let visibility = marks::take(&mut value, &format!("{kind}:{own}"), issues);
    let record = format!("{kind}:{own}");
    let organization = ("organization", "organization_id", Kind::Organization);
    nameless::reference(&mut value, organization, (&record, ""), issues);
    name_references(&mut value);
    name_places(&mut value, &record, issues);
    Draft { kind, id: own.to_owned(), value, visibility, original: BTreeMap::new() }
}

/// Ids that came as numbers become text, as they are in the names of items.
fn name_references(value: &mut Map<String, Value>) {
    for name in ["organization_id", "location_id", "parent_organization_id"] {
        match value.get(name).and_then(nameless::text_of) {
            Some(id) => drop(value.insert(name.to_owned(), Value::String(id))),
            None => drop(value.remove(name).filter(|value| !value.is_null())),
        }
    }
}

/// Names the places of a service. One that nothing names is left out.
fn name_places(value: &mut Map<String, Value>, record: &str, issues: &mut Issues) {
    let places = value.get_mut("service_at_locations").and_then(Value::as_array_mut);
    for (number, element) in places.into_iter().flatten().enumerate() {
        let Some(place) = element.as_object_mut() else { continue };
        let around = format!("service_at_locations.{number}.");
        let location = ("location", "location_id", Kind::Location);
        let is_named = nameless::reference(place, location, (record, &around), issues);
        name_references(place);
        if !is_named {
            *element = Value::Null;
        }
    }
}
