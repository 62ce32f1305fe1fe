//! HSDS `metadata` of a thing, told from its provenance.
//!
//! For each field that is published there is one entry, about the claim that won. What the standard calls an action is what was
//! done to get it: `import` where a source says it, `normalize` where the source's words were cleaned, `derive` where a rule made
//! it of other fields, `correct` where a steward did. `previous_value` is what the source wrote before it was cleaned, and empty
//! otherwise: what a field held before, the directory does not keep. `updated_by` is the source, and `last_action_date` the day
//! on which its record was last seen.

use catalog::{Entry, ListKind, Snapshot};
use model::{Claim, Provenance, part_id};
use serde_json::{Map, Value, json};

/// An object with the metadata of the entry.
pub(crate) fn with_metadata(entry: &Entry, mut object: String) -> String {
    if matches!(entry.kind, ListKind::ServiceAtLocation | ListKind::TaxonomyTerm) {
        // The provenance of a part is that of the thing it belongs to.
        return object;
    }
    let metadata = metadata(entry);
    if metadata.is_empty() {
        return object;
    }
    if object.contains("\"metadata\":") {
        return beside_what_sources_sent(&object, metadata).unwrap_or(object);
    }
    if object.pop() == Some('}') {
        object.push_str(",\"metadata\":");
        object.push_str(&Value::Array(metadata).to_string());
        object.push('}');
    }
    object
}

/// Adds to the member where the thing, or something nested in it, has one already.
fn beside_what_sources_sent(object: &str, mut metadata: Vec<Value>) -> Option<String> {
    let mut members: Map<String, Value> = serde_json::from_str(object).ok()?;
    if let Some(Value::Array(sent)) = members.remove("metadata") {
        metadata.extend(sent);
    }
    members.insert("metadata".to_owned(), metadata.into());
    Some(Value::Object(members).to_string())
}

fn metadata(entry: &Entry) -> Vec<Value> {
    // It was written from the same type.
    let provenance: Provenance = serde_json::from_str(&entry.provenance()).unwrap_or_default();
    let published = provenance.iter().filter_map(|(field, claims)| Some((field, claims.first()?)));
    published.map(|(field, claim)| told(entry, field, claim)).collect()
}

fn told(entry: &Entry, field: &str, claim: &Claim) -> Value {
    let action = match claim {
        Claim { correction: Some(_), .. } => "correct",
        Claim { derived: Some(_), .. } => "derive",
        Claim { original: Some(_), .. } => "normalize",
        _ => "import",
    };
    json!({
        "id": part_id(entry.id, "metadata", field),
        "resource_id": entry.id,
        "resource_type": entry.kind.as_str(),
        "last_action_date": claim.seen.date_naive(),
        "last_action_type": action,
        "field_name": field,
        "previous_value": claim.original.as_deref().unwrap_or_default(),
        "replacement_value": claim.value.as_str().map_or_else(|| claim.value.to_string(), str::to_owned),
        "updated_by": claim.source.as_str(),
    })
}

/// The entry with everything nested in it, and its metadata.
pub(crate) fn full(snapshot: &Snapshot, entry: &Entry) -> String {
    with_metadata(entry, snapshot.full(entry))
}
