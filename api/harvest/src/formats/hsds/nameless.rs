//! The ids of objects, and of what is nested in a record without one: made of its name, as those of rows are.

use model::Kind;
use serde_json::{Map, Value, value::RawValue};

use super::split::own_id;
use crate::{
    formats::rows,
    issues::Issues,
    mapping::{ADDRESS_KEYS, Facts},
};

/// What stands before the name, so that none of these ids is one that the publisher gives something else.
const PREFIX: &str = "named-";

/// The id of what is nested in an object: its own, or made of its name where the object refers to nothing by an id.
pub(super) fn nested(kind: Kind, text: &str, reference: Option<&RawValue>) -> Option<String> {
    let refers = || reference.and_then(|id| text_of(&serde_json::from_str(id.get()).ok()?)).is_some();
    own_id(text).or_else(|| if refers() { None } else { id(kind, &serde_json::from_str(text).ok()?) })
}

/// The id of a nested organization or location: its own, or made of an organization's name, of a place's name and
/// postcode or address or point. `None` where it says nothing of the kind.
pub(super) fn id(kind: Kind, nested: &Value) -> Option<String> {
    id_of(nested).or_else(|| Some(format!("{PREFIX}{}", rows::shared_id(kind, &facts(nested.as_object()?))?)))
}

/// What is said of a thing, by the keys of rows.
fn facts(nested: &Map<String, Value>) -> Facts {
    let addresses = ["addresses", "physical_addresses"].iter().find_map(|name| nested.get(*name));
    let address = addresses.and_then(|list| list.get(0)).and_then(Value::as_object);
    let own = ["name", "latitude", "longitude"].iter().map(|key| (*key, nested.get(*key)));
    let of_address = ADDRESS_KEYS.iter().map(|key| (*key, address.and_then(|address| address.get(*key))));
    let told =
        own.chain(of_address).filter_map(|(key, value)| Some((key.to_owned(), text_of(value?)?.into())));
    told.collect()
}

/// Puts the reference to what is nested in an object. Answers whether it could; where nothing names what is nested, that
/// is an issue.
pub(super) fn reference(
    value: &mut Map<String, Value>,
    (member, field, kind): (&str, &str, Kind),
    (record, path): (&str, &str),
    issues: &mut Issues,
) -> bool {
    let Some(nested) = value.get(member).filter(|nested| nested.is_object()) else { return true };
    if value.get(field).and_then(text_of).is_some() {
        return true;
    }
    let id = id(kind, nested);
    let is_named = id.is_some();
    if let Some(id) = id {
        value.insert(field.to_owned(), Value::String(id));
    } else {
        let reason =
            format!("this {kind} has neither an id nor a name, so it is left out and no link is made");
        let action = "give it an id and a name";
        issues.left_out(record, &format!("{path}{member}"), &nested.to_string(), (&reason, action));
    }
    is_named
}

/// The id of a nested object.
fn id_of(value: &Value) -> Option<String> {
    text_of(value.get("id")?)
}

/// An id as text: a number counts as its digits, and an id holds no control characters.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}
