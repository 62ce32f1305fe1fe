//! One value by the shape that the dictionary gives its field.

use std::borrow::Cow;

use chrono::NaiveTime;
use model::hsds::FieldKind;
use normalize::{date, email, text as words, url};
use serde_json::{Number, Value};

use super::choice;

/// Fields whose lines matter; all others are one line.
const MANY_LINES: [&str; 12] = [
    "description",
    "details",
    "notes",
    "note",
    "application_process",
    "eligibility_description",
    "fees_description",
    "fees",
    "accreditations",
    "interpretation_services",
    "transportation",
    "alert",
];

/// The text of a single value, also of one in the wrong JSON type; a list of single values is joined.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(_) | Value::Bool(_) => Some(Cow::Owned(value.to_string())),
        Value::Array(list) => {
            let texts: Option<Vec<Cow<'_, str>>> =
                list.iter().map(|value| if value.is_array() { None } else { text(value) }).collect();
            Some(Cow::Owned(texts?.join(",")))
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// The value in the form of the standard, or why it has none.
pub(super) fn clean(kind: &FieldKind, name: &str, text: &str) -> Result<Value, String> {
    let found = match kind {
        FieldKind::Number => return number(name, text),
        FieldKind::Id => id(text),
        FieldKind::Uri => url::normalize(text).ok_or("it is no web address"),
        FieldKind::Email => email::normalize(text).ok_or("it is no e-mail address"),
        FieldKind::Date => date::normalize(text).ok_or("it is no date; use YYYY-MM-DD"),
        FieldKind::DateTime => {
            moment(text).ok_or("it is no moment; use RFC 3339, such as 2026-03-01T09:00:00Z")
        }
        FieldKind::Time => time(text).ok_or("it is no time of day; use HH:MM"),
        FieldKind::Choice(allowed) => {
            return choice::find(allowed, text)
                .map(Value::from)
                .ok_or_else(|| format!("it is none of the allowed values: {}", allowed.join(", ")));
        }
        FieldKind::Text if name == "byday" => {
            choice::days(text).ok_or("it names no days; use MO, TU and so on")
        }
        FieldKind::Text => plain(name, text),
        FieldKind::List(_) | FieldKind::One(_) => Err("a single value is expected here"),
    };
    found.map(Value::from).map_err(str::to_owned)
}

fn plain(name: &str, text: &str) -> Result<String, &'static str> {
    let plain = if MANY_LINES.contains(&name) { words::plain(text) } else { words::line(text) };
    if plain.is_empty() { Err("it holds no text that can be read") } else { Ok(plain) }
}

fn id(text: &str) -> Result<String, &'static str> {
    let id = text.trim();
    if id.chars().any(char::is_control) {
        Err("an id may not hold control characters")
    } else {
        Ok(id.to_owned())
    }
}

/// Degrees have bounds; ages and amounts are not negative.
fn number(name: &str, text: &str) -> Result<Value, String> {
    let number: f64 = text.trim().parse().map_err(|_| "it is no number".to_owned())?;
    let (least, most) = match name {
        "latitude" => (-90.0, 90.0),
        "longitude" => (-180.0, 180.0),
        "timezone" => (-24.0, 24.0),
        "minimum_age" | "maximum_age" => (0.0, 150.0),
        _ => (f64::MIN, f64::MAX),
    };
    if !(least..=most).contains(&number) {
        return Err(format!("it is not between {least} and {most}"));
    }
    Number::from_f64(number).map(Value::Number).ok_or_else(|| "it is no number".to_owned())
}

/// A moment. One that is well formed already stays as it is, fractions of a second included.
fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    if chrono::DateTime::parse_from_rfc3339(text).is_ok() {
        Some(text.to_owned())
    } else {
        date::moment(text)
    }
}

/// A time of day; seconds and an offset are dropped, as opening hours are told in local time.
fn time(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('T');
    let local = text.split(['Z', '+']).next().unwrap_or(text);
    let read = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(local, form).ok());
    read.map(|time| time.format("%H:%M").to_string()).or_else(|| date::time(text))
}
