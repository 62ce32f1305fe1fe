//! What a feed tells that is the directory's own: its canonical records, published anew by someone else.
//!
//! Such an echo is nobody's word. It becomes no record, so that it neither claims nor confirms anything, and nothing leads
//! to it.

use model::{IssueDraft, Severity};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    fetch::{Fetch, Refused},
    formats::{Draft, split_id},
    issues::shown,
};

/// Whether an item is known by a canonical id of the directory; that is told.
pub(super) fn is_echo(fetch: &mut Fetch<'_>, item: &str) -> Result<bool, Refused> {
    let (sort, own) = split_id(item);
    if !is_canonical(fetch, own)? {
        return Ok(false);
    }
    let reason = "it goes by a canonical id of this directory: it was read from here, and is not taken as a word of its own";
    let action = "nothing needs doing; a feed that leaves out what it took from here is quicker to read";
    let issue = IssueDraft::new(Severity::Notice, "echo", reason, action);
    fetch.issues.push(issue.in_record(shown(&format!("{sort}:{own}"))));
    Ok(true)
}

/// Takes out of a record what leads to records of the directory itself.
pub(super) fn drop_references(fetch: &mut Fetch<'_>, draft: &mut Draft) -> Result<(), Refused> {
    let record = format!("{}:{}", draft.kind, draft.id);
    for field in ["organization_id", "parent_organization_id"] {
        let Some(id) = draft.value.get(field).and_then(Value::as_str).map(str::to_owned) else { continue };
        if is_canonical(fetch, &id)? {
            draft.value.remove(field);
            told(fetch, &record, field, &id);
        }
    }
    let Some(Value::Array(mut places)) = draft.value.remove("service_at_locations") else { return Ok(()) };
    let mut echoes = Vec::new();
    for place in &places {
        if let Some(id) = place.get("location_id").and_then(Value::as_str)
            && is_canonical(fetch, id)?
        {
            echoes.push(id.to_owned());
        }
    }
    let is_echo = |place: &Value| {
        place
            .get("location_id")
            .and_then(Value::as_str)
            .is_some_and(|id| echoes.iter().any(|echo| echo == id))
    };
    places.retain(|place| !is_echo(place));
    draft.value.insert("service_at_locations".to_owned(), Value::Array(places));
    echoes.iter().for_each(|id| told(fetch, &record, "service_at_locations.location_id", id));
    Ok(())
}

fn told(fetch: &mut Fetch<'_>, record: &str, field: &str, id: &str) {
    let reason =
        "it is the canonical id of a record of this directory, not of one of this source; it is left out";
    let issue = IssueDraft::new(Severity::Notice, "echo", reason, "name a record of the feed itself");
    fetch.issues.push(issue.in_record(shown(record)).in_field(field).with_value(&shown(id)));
}

/// Whether an id of a source is one of the directory's. Only what has the form of one is looked for.
fn is_canonical(fetch: &Fetch<'_>, id: &str) -> Result<bool, Refused> {
    match id.parse::<Uuid>() {
        Ok(id) => fetch.known.is_canonical(&id),
        Err(_) => Ok(false),
    }
}
