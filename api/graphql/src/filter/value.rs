//! Values of arguments, read. The engine has held them against their types before.

use async_graphql::{Result, Value};
use uuid::Uuid;

use crate::{
    errors::{Code, coded},
    limits,
};

/// A text.
pub(crate) fn text(value: &Value) -> Result<&str> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(format!("`{other}` is no text").into()),
    }
}

/// Whether.
pub(crate) fn boolean(value: &Value) -> Result<bool> {
    match value {
        Value::Boolean(whether) => Ok(*whether),
        other => Err(format!("`{other}` is neither true nor false").into()),
    }
}

/// A number.
pub(crate) fn number(value: &Value) -> Result<f64> {
    match value {
        Value::Number(number) => {
            number.as_f64().ok_or_else(|| format!("`{number}` is too large a number").into())
        }
        other => Err(format!("`{other}` is no number").into()),
    }
}

/// A whole number.
pub(crate) fn whole(value: &Value) -> Result<i64> {
    match value {
        Value::Number(number) => {
            number.as_i64().ok_or_else(|| format!("`{number}` is no whole number").into())
        }
        other => Err(format!("`{other}` is no number").into()),
    }
}

/// The name of an enumeration's value, which variables give as text.
pub(crate) fn name(value: &Value) -> Result<&str> {
    match value {
        Value::Enum(name) => Ok(name),
        other => text(other),
    }
}

/// The items of a list; the language lets one be written without brackets.
pub(crate) fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// Reads each item of a list, unless there are more than one argument may name.
pub(crate) fn each<'a, T>(value: &'a Value, read: impl Fn(&'a Value) -> Result<T>) -> Result<Vec<T>> {
    let items = items(value);
    if items.len() > limits::GIVEN {
        let reason = format!("{} things are named; name at most {}", items.len(), limits::GIVEN);
        return Err(coded(Code::SizeLimit, reason));
    }
    items.iter().map(read).collect()
}

/// A member of an object, unless it is null.
pub(crate) fn member<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    match object {
        Value::Object(object) => object.get(name).filter(|value| **value != Value::Null),
        _ => None,
    }
}

/// An id. The language lets it be written as a number, which no id of ours is.
pub(crate) fn uuid(value: &Value) -> Result<Uuid> {
    let id = |text: &str| text.parse().map_err(|_| format!("`{text}` is no id; ids are UUIDs").into());
    match value {
        Value::String(text) => id(text),
        other => id(&other.to_string()),
    }
}
