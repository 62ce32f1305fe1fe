//! Who may see what a feed of HSDS tells of: the member `visibility`, which the standard itself does not have.
//!
//! A mark holds for what is nested in the object as well, unless that says otherwise itself: the place of a refuge is
//! as confidential as the refuge. Of several tellings of one thing the strictest counts.

use std::collections::BTreeMap;

use model::Visibility;
use serde_json::{Map, Value, json};

use crate::{
    fetch::{Fetch, Refused},
    formats::JSON,
    issues::Issues,
};

/// The member of an object that says who may see it.
const MEMBER: &str = "visibility";

/// The items of a feed that not everybody may see.
#[derive(Default)]
pub(super) struct Marks(BTreeMap<String, Visibility>);

impl Marks {
    /// Notes who may see an item.
    pub(super) fn note(&mut self, id: &str, mark: Visibility) {
        if !mark.is_public() {
            let known = self.0.entry(id.to_owned()).or_default();
            *known = known.and(mark);
        }
    }

    /// Notes what was known of every spooled item: what is merely told of again stays as closed as it was.
    pub(super) fn note_known(&mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        for id in fetch.spool.ids() {
            let known = fetch.known.body(id)?.unwrap_or_default();
            let object: Map<String, Value> = serde_json::from_slice(&known).unwrap_or_default();
            self.note(id, said(object.get(MEMBER)).unwrap_or_default());
        }
        Ok(())
    }

    /// Writes the marks into the spooled items that do not say so themselves.
    pub(super) fn write(self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        for (id, mark) in self.0 {
            let body = fetch.spool.body(&id)?.unwrap_or_default();
            let Ok(mut object) = serde_json::from_slice::<Map<String, Value>>(&body) else { continue };
            if said(object.get(MEMBER)) != Some(mark) {
                object.insert(MEMBER.to_owned(), json!(mark));
                fetch.spool.put(&id, JSON, &serde_json::to_vec(&object).unwrap_or_default())?;
            }
        }
        Ok(())
    }
}

/// What a mark says, if it says anything. What is no visibility was meant to close something.
pub(super) fn said(mark: Option<&Value>) -> Option<Visibility> {
    match mark? {
        Value::Null => None,
        Value::String(word) if word.trim().is_empty() => None,
        Value::String(word) => Some(word.trim().to_lowercase().parse().unwrap_or(Visibility::Private)),
        _ => Some(Visibility::Private),
    }
}

/// Takes the mark of a record out of it.
pub(super) fn take(value: &mut Map<String, Value>, record: &str, issues: &mut Issues) -> Visibility {
    let Some(mark) = value.remove(MEMBER) else { return Visibility::Public };
    let word = mark.as_str().map(|word| word.trim().to_lowercase());
    if !mark.is_null() && !word.is_some_and(|word| word.is_empty() || word.parse::<Visibility>().is_ok()) {
        let reason = "it is no visibility; the record is private until it says public, partner or private";
        issues.bad_value(record, MEMBER, mark.as_str().unwrap_or(&mark.to_string()), reason);
    }
    said(Some(&mark)).unwrap_or_default()
}
