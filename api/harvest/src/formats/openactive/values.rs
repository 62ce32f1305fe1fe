//! The forms that values take in JSON-LD.

use serde_json::Value;

use super::Object;

/// The name by which a thing is referred to.
pub(super) fn key(object: &Object) -> Option<String> {
    ["@id", "id", "identifier"].iter().find_map(|name| object.get(*name).and_then(word))
}

/// All names by which a thing may be referred to.
pub(super) fn keys(object: &Object) -> impl Iterator<Item = String> {
    ["@id", "id", "identifier"].into_iter().filter_map(|name| object.get(name).and_then(word))
}

/// The type of a thing, without what stands before it.
pub(super) fn kind(object: &Object) -> Option<String> {
    let told = object.get("@type").or_else(|| object.get("type"))?;
    let first = told.as_array().map_or(Some(told), |list| list.first())?;
    Some(last(first.as_str()?).to_owned())
}

/// The last part of an address or of a name with a prefix: `https://schema.org/Monday` and `schema:Monday` are `Monday`.
pub(super) fn last(text: &str) -> &str {
    text.trim().rsplit(['/', '#', ':']).next().unwrap_or(text)
}

/// A word, or a number as its digits.
pub(super) fn word(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}

/// Takes a text out of an object.
pub(super) fn take_text(object: &mut Object, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.trim().is_empty() => {
            let text = text.clone();
            object.remove(name);
            Some(text)
        }
        Value::Number(number) => {
            let text = number.to_string();
            object.remove(name);
            Some(text)
        }
        _ => None,
    }
}

/// Takes a list out of an object; a single value is a list of one.
pub(super) fn take_list(object: &mut Object, name: &str) -> Vec<Value> {
    match object.remove(name) {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}

/// A number, also in quotation marks.
pub(super) fn number(value: Option<&Value>) -> Option<f64> {
    let value = value?;
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Puts a value in its place, where there is one.
pub(super) fn put(object: &mut Object, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value.into());
    }
}
