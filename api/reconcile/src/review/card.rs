use std::collections::BTreeSet;

use model::Record;
use serde_json::Value;

/// What people look at to tell two things apart: what a record says, in its source's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What it is called.
    pub name: String,
    /// Its addresses, each on one line; of a service those of its locations.
    pub addresses: Vec<String>,
    /// Its telephone numbers.
    pub phones: Vec<String>,
    /// Its e-mail addresses.
    pub emails: Vec<String>,
    /// Its web addresses.
    pub urls: Vec<String>,
    /// What it is.
    pub description: String,
}

impl Card {
    /// The card of a record; `places` are the locations that it refers to.
    pub(crate) fn of<'r>(record: &'r Record, places: impl Iterator<Item = &'r Record>) -> Self {
        let noun = record.noun.to_value();
        let places: Vec<Value> = places.map(|place| place.noun.to_value()).collect();
        let mut addresses = Vec::new();
        for value in std::iter::once(&noun).chain(&places) {
            collect(value, "addresses", &mut |address| addresses.extend(line(address)));
        }
        Self {
            name: record.noun.name().unwrap_or_default().to_owned(),
            addresses: each_once(addresses),
            phones: texts(&noun, &["number"]),
            emails: texts(&noun, &["email"]),
            urls: texts(&noun, &["url", "website"]),
            description: text(&noun, "description").unwrap_or_default(),
        }
    }
}

/// Every text under one of these names, wherever it is nested, each once.
fn texts(noun: &Value, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        collect(noun, name, &mut |value| found.extend(value.as_str().map(str::to_owned)));
    }
    each_once(found)
}

/// Hands every value of a member of that name to a function, the elements of a list one by one.
fn collect(value: &Value, name: &str, take: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                match value {
                    Value::Array(values) if member == name => values.iter().for_each(&mut *take),
                    value if member == name => take(value),
                    value => collect(value, name, take),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, name, take)),
        _ => {}
    }
}

/// An address on one line.
fn line(address: &Value) -> Option<String> {
    let parts = ["address_1", "address_2", "city", "region", "postal_code"];
    let parts: Vec<String> = parts.iter().filter_map(|part| text(address, part)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn each_once(values: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}
