//! Values of facts in one form, so that those of a page and those of the directory can be held against each other.

use std::collections::BTreeSet;

use model::alignment::{Fact, FactKind};
use normalize::{email, name, phone, postcode, text, url};
use serde_json::Value;

/// Where telephone numbers are read as dialled.
const HERE: &str = "GB";

/// The values of a field of a noun in normal form; empty where it says nothing that can be compared.
pub(super) fn of_field(kind: FactKind, value: &Value) -> BTreeSet<String> {
    match kind {
        FactKind::Phone => each(value, "number", |number| phone::normalize(number, HERE)),
        FactKind::Postcode => each(value, "postal_code", postcode::normalize),
        FactKind::Hours => hours(value).into_iter().collect(),
        FactKind::Address | FactKind::Ends => BTreeSet::new(),
        FactKind::Name | FactKind::Email | FactKind::Url | FactKind::Status => {
            value.as_str().and_then(|text| one(kind, text)).into_iter().collect()
        }
    }
}

/// A field of a noun for people.
pub(super) fn shown(kind: FactKind, value: &Value) -> String {
    let told = match kind {
        FactKind::Phone => members(value, &["number"]),
        FactKind::Postcode => members(value, &["address_1", "address_2", "city", "postal_code"]),
        FactKind::Hours => hours(value).map(|hours| in_words(&hours)).into_iter().collect(),
        _ => value.as_str().map(str::to_owned).into_iter().collect(),
    };
    told.join(", ")
}

/// The value of a fact of a page in normal form.
pub(super) fn of_fact(fact: &Fact) -> Option<String> {
    match fact.kind {
        FactKind::Hours => hours(&serde_json::to_value(&fact.schedules).ok()?),
        FactKind::Address => postcode::find(&fact.value),
        kind => one(kind, &fact.value),
    }
}

/// One text of a kind in normal form.
fn one(kind: FactKind, value: &str) -> Option<String> {
    match kind {
        FactKind::Name => Some(text::phrase(value)).filter(|name| !name.is_empty()),
        FactKind::Phone => phone::normalize(value, HERE),
        FactKind::Email => email::normalize(value),
        FactKind::Url => url::normalize(value),
        FactKind::Postcode => postcode::normalize(value),
        FactKind::Status => Some(value.trim().to_lowercase()),
        FactKind::Address | FactKind::Hours | FactKind::Ends => Some(value.trim().to_owned()),
    }
}

fn hours(value: &Value) -> Option<String> {
    resolver::opening_hours(value.as_array()?)
}

/// The days of opening hours in the form of OpenStreetMap, in words.
const DAYS: [(&str, &str); 7] = [
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
];

fn in_words(hours: &str) -> String {
    let days = |text: String, (short, long): &(&str, &str)| text.replace(short, long);
    let told = hours.split_inclusive(|c: char| !c.is_ascii_alphabetic());
    let words = told.map(|part| {
        DAYS.iter()
            .find(|(short, _)| part.starts_with(short))
            .map_or_else(|| part.to_owned(), |day| days(part.to_owned(), day))
    });
    words.collect::<String>().replace("day-", "day to ").replace("day,", "day, ")
}

fn each(value: &Value, member: &str, read: impl Fn(&str) -> Option<String>) -> BTreeSet<String> {
    let parts = value.as_array().into_iter().flatten();
    parts.filter_map(|part| read(part.get(member)?.as_str()?)).collect()
}

fn members(value: &Value, names: &[&str]) -> Vec<String> {
    let parts = value.as_array().into_iter().flatten();
    let of = |part: &Value| {
        let told: Vec<&str> = names.iter().filter_map(|name| part.get(*name)?.as_str()).collect();
        told.join(", ")
    };
    parts.map(of).filter(|told| !told.is_empty()).collect()
}

/// Whether a status of HSDS, or of an organization, means that it is closed for good.
pub(super) fn is_closed(status: &str) -> bool {
    ["inactive", "defunct", "closed", "dissolved", "removed"].contains(&status)
}

/// Whether two names are plainly of different things, or one is none: neither has all the telling words of the other.
pub(super) fn are_other_names(a: &str, b: &str) -> bool {
    let words = |name: &str| name::normalize(name).tokens.into_iter().collect::<BTreeSet<String>>();
    let (a, b) = (words(a), words(b));
    a.is_empty() || b.is_empty() || !(a.is_subset(&b) || b.is_subset(&a))
}

/// The day that a text tells of, as ISO 8601 writes it.
pub(super) fn day(value: &str) -> Option<chrono::NaiveDate> {
    value.get(..10).unwrap_or(value).parse().ok()
}
