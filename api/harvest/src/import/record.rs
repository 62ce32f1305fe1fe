//! From an item to its record.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, RecordKey, Visibility};
use serde_json::{Map, Value};
use store::NewRecord;

use super::{
    echo,
    terms::{self, Terms},
};
use crate::{
    fetch::{Fetch, Refused},
    fields,
    formats::{Adapter, Draft},
    nouns::{Read, Reader},
};

/// What a record is read in the light of.
pub(super) struct Around<'a> {
    /// New item id to the old one that it goes on under.
    pub(super) aliases: &'a BTreeMap<String, String>,
    /// Every term of the feed.
    pub(super) terms: &'a Terms,
    /// The records that only stewards may see, as `kind:id`.
    pub(super) confidential: &'a BTreeSet<String>,
}

/// Reads the record of an item. `None`, with an issue, if there is none that can be used.
pub(super) fn read(
    adapter: &dyn Adapter,
    fetch: &mut Fetch<'_>,
    around: &Around<'_>,
    id: &str,
    body: &[u8],
) -> Result<Option<NewRecord>, Refused> {
    let Some(mut draft) = adapter.read(id, body, &mut fetch.issues) else { return Ok(None) };
    echo::drop_references(fetch, &mut draft)?;
    for (_, reference, kind) in references(&mut draft) {
        if let Some(old) =
            around.aliases.get(&format!("{kind}/{reference}")).and_then(|id| id.split_once('/'))
        {
            old.1.clone_into(reference);
        }
    }
    note_dangling(fetch, &mut draft);
    terms::settle(&mut draft, around.terms, &mut fetch.issues);
    let read = Reader::read(draft.kind, &draft.id, draft.value, &mut fetch.issues);
    Ok(read
        .map(|read| written(fetch, around, draft.original, (draft.kind, draft.id, draft.visibility), read)))
}

fn written(
    fetch: &Fetch<'_>,
    around: &Around<'_>,
    told: BTreeMap<String, String>,
    (kind, id, visibility): (Kind, String, Visibility),
    read: Read,
) -> NewRecord {
    let mut original = read.original;
    original.extend(told);
    let is_closed = around.confidential.contains(&format!("{kind}:{id}"));
    NewRecord {
        key: RecordKey::new(fetch.config.id.clone(), kind, id),
        noun: read.noun,
        visibility: if is_closed { Visibility::Private } else { visibility },
        field_visibility: fields::visibility(&fetch.config.fields, kind),
        original,
    }
}

/// A reference stays in the record as the source's own word; assembly follows only those that lead somewhere.
fn note_dangling(fetch: &mut Fetch<'_>, draft: &mut Draft) {
    let record = format!("{}:{}", draft.kind, draft.id);
    for (field, reference, kind) in references(draft) {
        let id = format!("{kind}/{reference}");
        if !reference.is_empty() && !fetch.spool.contains(&id) && !fetch.known.stays(&id) {
            fetch.issues.dangling(&record, field, reference, kind.as_str());
        }
    }
}

/// A reference to another record: the field, the id, and the kind that it leads to.
pub(super) type Reference<'d> = (&'static str, &'d mut String, Kind);

pub(super) fn references(draft: &mut Draft) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    for (name, value) in &mut draft.value {
        match (name.as_str(), value) {
            ("organization_id", Value::String(id)) => found.push(("organization_id", id, Kind::Organization)),
            ("parent_organization_id", Value::String(id)) => {
                found.push(("parent_organization_id", id, Kind::Organization));
            }
            ("service_at_locations", Value::Array(list)) => {
                found.extend(list.iter_mut().filter_map(Value::as_object_mut).filter_map(location_of));
            }
            _ => {}
        }
    }
    found
}

fn location_of(place: &mut Map<String, Value>) -> Option<Reference<'_>> {
    match place.get_mut("location_id")? {
        Value::String(id) => Some(("service_at_locations.location_id", id, Kind::Location)),
        _ => None,
    }
}
