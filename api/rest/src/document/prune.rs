//! Leaves out of a document what none of its operations leads to.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::openapi::OpenApi;

/// Drops tags and components that nothing in the document refers to.
pub(super) fn unused(document: &mut OpenApi) {
    // A description is JSON by its making.
    let value = serde_json::to_value(&*document).unwrap_or_default();
    let mut used = BTreeSet::new();
    follow(&value, value.get("paths"), &mut used);
    let is_used = |section: &str, name: &str| used.contains(&format!("#/components/{section}/{name}"));
    if let Some(components) = &mut document.components {
        components.schemas.retain(|name, _| is_used("schemas", name));
        components.responses.retain(|name, _| is_used("responses", name));
        components.headers.retain(|name, _| is_used("headers", name));
        let schemes = named(value.get("paths"), "security");
        components.security_schemes.retain(|name, _| schemes.contains(name));
    }
    let tags = named(value.get("paths"), "tags");
    if let Some(all) = &mut document.tags {
        all.retain(|tag| tags.contains(&tag.name));
    }
}

/// Collects every reference from a part of the document onwards.
fn follow(document: &Value, part: Option<&Value>, used: &mut BTreeSet<String>) {
    match part {
        Some(Value::Object(members)) => {
            for (name, value) in members {
                match value {
                    Value::String(target) if name == "$ref" => {
                        if used.insert(target.clone()) {
                            follow(document, document.pointer(target.trim_start_matches('#')), used);
                        }
                    }
                    value => follow(document, Some(value), used),
                }
            }
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| follow(document, Some(item), used)),
        _ => {}
    }
}

/// What operations name in a list of theirs: tags, or the schemes that a token is shown by.
fn named(paths: Option<&Value>, list: &str) -> BTreeSet<String> {
    let items = paths.and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
    let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
    let lists = operations.filter_map(|operation| operation.get(list)?.as_array()).flatten();
    let names = lists.flat_map(|entry| match entry {
        Value::String(name) => vec![name.clone()],
        Value::Object(names) => names.keys().cloned().collect(),
        _ => Vec::new(),
    });
    names.collect()
}
