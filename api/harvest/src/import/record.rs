//! From an item to its record.

use std::collections::BTreeMap;

use model::{Kind, RecordKey};
use serde_json::{Map, Value};
use store::NewRecord;

use crate::{
    fetch::Fetch,
    fields,
    formats::{Adapter, Draft},
    nouns::Reader,
};

/// Reads the record of an item. `None`, with an issue, if there is none that can be used.
pub(super) fn read(
    adapter: &dyn Adapter,
    fetch: &mut Fetch<'_>,
    aliases: &BTreeMap<String, String>,
    id: &str,
    body: &[u8],
) -> Option<NewRecord> {
    let mut draft = adapter.read(id, body, &mut fetch.issues)?;
    for (reference, kind) in references(&mut draft) {
        if let Some(old) = aliases.get(&format!("{kind}/{reference}")).and_then(|id| id.split_once('/')) {
            old.1.clone_into(reference);
        }
    }
    note_dangling(fetch, &mut draft);
    let read = Reader::read(draft.kind, &draft.id, draft.value, &mut fetch.issues)?;
    let mut original = read.original;
    original.extend(draft.original);
    Some(NewRecord {
        key: RecordKey::new(fetch.config.id.clone(), draft.kind, draft.id),
        noun: read.noun,
        visibility: draft.visibility,
        field_visibility: fields::visibility(&fetch.config.fields, draft.kind),
        original,
    })
}

/// A reference stays in the record as the source's own word; assembly follows only those that lead somewhere.
fn note_dangling(fetch: &mut Fetch<'_>, draft: &mut Draft) {
    let record = format!("{}:{}", draft.kind, draft.id);
    for (reference, kind) in references(draft) {
        let id = format!("{kind}/{reference}");
        if !reference.is_empty() && !fetch.spool.contains(&id) {
            let field =
                if kind == Kind::Location { "service_at_locations.location_id" } else { "organization_id" };
            fetch.issues.dangling(&record, field, reference, kind.as_str());
        }
    }
}

/// The references of a draft to other records, and the kinds that they lead to.
fn references(draft: &mut Draft) -> Vec<(&mut String, Kind)> {
    let mut found = Vec::new();
    for (name, value) in &mut draft.value {
        match (name.as_str(), value) {
            ("organization_id" | "parent_organization_id", Value::String(id)) => {
                found.push((id, Kind::Organization))
            }
            ("service_at_locations", Value::Array(list)) => {
                found.extend(list.iter_mut().filter_map(Value::as_object_mut).filter_map(location_of));
            }
            _ => {}
        }
    }
    found
}

fn location_of(place: &mut Map<String, Value>) -> Option<(&mut String, Kind)> {
    match place.get_mut("location_id")? {
        Value::String(id) => Some((id, Kind::Location)),
        _ => None,
    }
}
