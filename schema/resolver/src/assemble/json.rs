use model::hsds::NounType;
use serde_json::{Map, Value};

/// A noun as a JSON object.
pub(crate) type Object = Map<String, Value>;

/// The text in a field, trimmed; `None` where it is absent, empty or no text.
pub(crate) fn text<'o>(object: &'o Object, field: &str) -> Option<&'o str> {
    object.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a value says nothing: null, blank text, an empty list or object.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first field, in the standard's order, that is required and absent. An attribute needs no single field, but
/// a term or words of its own, or it says nothing.
pub(crate) fn missing(noun: &NounType, object: &Object) -> Option<&'static str> {
    let is_absent = |name: &&str| object.get(*name).is_none_or(is_empty);
    if noun.name == "attribute" {
        return ["taxonomy_term", "value", "label"].iter().all(is_absent).then_some("taxonomy_term");
    }
    let required = noun.fields.iter().filter(|field| field.required);
    required.map(|field| field.name).find(is_absent)
}

/// The one text of a value: keys sorted at every depth, no white space. Ids are made from it, so it must never
/// depend on how a map happens to be ordered.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(fields) => canonical_object(fields),
        scalar => scalar.to_string(),
    }
}

/// The one text of an object; see [`canonical`].
pub(crate) fn canonical_object(object: &Object) -> String {
    let mut fields: Vec<(&String, &Value)> = object.iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    let field =
        |(name, value): (&String, &Value)| format!("{}:{}", Value::String(name.clone()), canonical(value));
    format!("{{{}}}", fields.into_iter().map(field).collect::<Vec<_>>().join(","))
}
