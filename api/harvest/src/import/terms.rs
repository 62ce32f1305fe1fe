//! The terms of attributes: told in full, or named by an id that the feed explains elsewhere.

use std::collections::BTreeMap;

use model::Kind;
use serde_json::{Map, Value};

use crate::{
    fetch::{Fetch, Refused},
    formats::{Draft, taxonomy_of},
    issues::Issues,
};

/// Every term of a feed by id.
pub(crate) type Terms = BTreeMap<String, Map<String, Value>>;

/// Reads the terms out of the taxonomies of the spool.
pub(super) fn load(fetch: &mut Fetch<'_>) -> Result<Terms, Refused> {
    let mut terms = Terms::new();
    let mut next = fetch.spool.next_of(Kind::Taxonomy.as_str(), None);
    while let Some(id) = next {
        let body = fetch.spool.body(&id)?.unwrap_or_default();
        let mut taxonomy: Map<String, Value> = serde_json::from_slice(&body).unwrap_or_default();
        for term in taxonomy.remove("taxonomy_terms").and_then(list).unwrap_or_default() {
            if let (Value::Object(object), Some(id)) = (&term, term.get("id").and_then(text)) {
                terms.insert(id, object.clone());
            }
        }
        next = fetch.spool.next_of(Kind::Taxonomy.as_str(), Some(&id));
    }
    Ok(terms)
}

/// Gives every attribute of a draft its term, and every term its taxonomy. An attribute whose term nobody explains is
/// left out with an issue.
pub(super) fn settle(draft: &mut Draft, terms: &Terms, issues: &mut Issues) {
    let record = format!("{}:{}", draft.kind, draft.id);
    within(&mut draft.value, &record, terms, issues);
}

fn within(object: &mut Map<String, Value>, record: &str, terms: &Terms, issues: &mut Issues) {
    if let Some(Value::Array(attributes)) = object.get_mut("attributes") {
        attributes.retain_mut(|attribute| match attribute {
            Value::Object(attribute) => explained(attribute, record, terms, issues),
            _ => true,
        });
    }
    for value in object.values_mut() {
        match value {
            Value::Object(inner) => within(inner, record, terms, issues),
            Value::Array(list) => {
                list.iter_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(|inner| within(inner, record, terms, issues));
            }
            _ => {}
        }
    }
}

fn explained(attribute: &mut Map<String, Value>, record: &str, terms: &Terms, issues: &mut Issues) -> bool {
    if let Some(Value::Object(term)) = attribute.get_mut("taxonomy_term") {
        name_taxonomy(term);
        return true;
    }
    let Some(id) = attribute.get("taxonomy_term_id").and_then(text) else { return true };
    match terms.get(&id) {
        Some(term) => {
            attribute.insert("taxonomy_term".to_owned(), Value::Object(term.clone()));
            true
        }
        None => {
            issues.dangling(record, "attributes.taxonomy_term_id", &id, "taxonomy_term");
            false
        }
    }
}

/// Names the taxonomy of a term by id and name, in place of one that is nested in it.
fn name_taxonomy(term: &mut Map<String, Value>) {
    let detail = term.remove("taxonomy_detail");
    let detail = detail.as_ref().and_then(Value::as_object);
    if let Some(name) = detail.and_then(|detail| detail.get("name")).filter(|name| name.is_string()) {
        term.entry("taxonomy").or_insert_with(|| name.clone());
    }
    if let Some(id) = taxonomy_of(term, detail) {
        term.insert("taxonomy_id".to_owned(), Value::String(id));
    }
}

fn list(value: Value) -> Option<Vec<Value>> {
    if let Value::Array(list) = value { Some(list) } else { None }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
