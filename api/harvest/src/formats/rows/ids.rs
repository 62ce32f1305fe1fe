//! Ids made of what a row says, where its publisher gives none.

use model::Kind;
use normalize::{name, phone, postcode, text, url};
use serde_json::Value;

use crate::{
    Mapping,
    mapping::{ADDRESS_KEYS, Facts, IDS, Row},
    reidentify::Traits,
};

/// The id of a row: the publisher's own, or the words of its key columns, or of its name and postcode. `None` where
/// it says nothing of the kind.
pub(super) fn row(row: &Row<'_>, mapping: &Mapping) -> Option<String> {
    if let Some(column) = &mapping.id {
        return row.text(column).map(|id| id.into_owned()).filter(|id| !id.chars().any(char::is_control));
    }
    if mapping.is_usual
        && let Some(id) = IDS.iter().find_map(|column| row.text(column))
    {
        return Some(id.into_owned()).filter(|id| !id.chars().any(char::is_control));
    }
    if !mapping.key.is_empty() {
        let words = mapping.key.iter().filter_map(|column| row.text(column));
        return joined(words.map(|words| text::key(&words)));
    }
    let main = row.facts(mapping, mapping.main()?).0;
    let place = row.facts(mapping, Kind::Location).0;
    let name = text::key(string(&main, "name")?);
    let place = postcode_of(&place).or_else(|| postcode_of(&main)).or_else(|| street_of(&place));
    Some(name)
        .filter(|name| !name.is_empty())
        .and_then(|name| joined([name, text::key(&place.unwrap_or_default())]))
}

/// The id of what rows share: told by a column, or an organization's name, or a place's name and postcode or address
/// or point.
pub(in crate::formats) fn shared(kind: Kind, facts: &Facts) -> Option<String> {
    if let Some(id) = string(facts, "id") {
        return Some(id.to_owned()).filter(|id| !id.chars().any(char::is_control));
    }
    let named = string(facts, "name").unwrap_or_default();
    if kind == Kind::Organization {
        return joined([text::key(&name::normalize(named).text)]);
    }
    let street = if postcode_of(facts).is_some() && !named.is_empty() { None } else { street_of(facts) };
    let place = [Some(named.to_owned()), street, postcode_of(facts)].into_iter().flatten();
    joined(place.map(|words| text::key(&words))).or_else(|| point(facts))
}

/// By what a row may be known again when its key has changed.
pub(super) fn traits(of: &[&Facts]) -> Traits {
    let first = |find: &dyn Fn(&Facts) -> Option<String>| of.iter().find_map(|facts| find(facts));
    let named = first(&|facts| string(facts, "name").map(str::to_owned)).map(|named| name::normalize(&named));
    let phone = first(&|facts| phone::normalize(&first_of(facts.get("phone")?)?, "GB"));
    let (name, words) = named.map(|named| (named.text, named.tokens)).unzip();
    Traits {
        name: name.filter(|name| !name.is_empty()),
        words: words.unwrap_or_default(),
        postcode: first(&postcode_of),
        phone,
        url: first(&|facts| url::normalize(string(facts, "url").or_else(|| string(facts, "website"))?)),
        street: first(&street_of).map(|street| text::key(&street)).filter(|street| !street.is_empty()),
        site: None,
    }
}

fn joined(words: impl IntoIterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| words.join("-"))
}

fn string<'f>(facts: &'f Facts, key: &str) -> Option<&'f str> {
    facts.get(key)?.as_str()
}

fn first_of(value: &Value) -> Option<String> {
    let value = value.as_array().map_or(Some(value), |list| list.first())?;
    value.as_str().map(str::to_owned)
}

fn postcode_of(facts: &Facts) -> Option<String> {
    let told = string(facts, "postal_code").and_then(postcode::normalize);
    told.or_else(|| postcode::find(string(facts, "address")?))
}

/// The address in words, without its postcode.
fn street_of(facts: &Facts) -> Option<String> {
    if let Some(line) = string(facts, "address") {
        return Some(line.to_owned());
    }
    let lines: Vec<&str> = ADDRESS_KEYS
        .iter()
        .filter(|key| **key != "postal_code")
        .filter_map(|key| string(facts, key))
        .collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn point(facts: &Facts) -> Option<String> {
    Some(format!("{} {}", string(facts, "latitude")?, string(facts, "longitude")?))
}
