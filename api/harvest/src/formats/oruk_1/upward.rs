//! From the names and nesting of edition 1 to those of edition 3.

use normalize::text;
use serde_json::{Map, Value, json};

use super::eligibility;
use crate::formats::taxonomy_of;

type Object = Map<String, Value>;

/// Members of a service that only edition 1 has.
const OWN_NAMES: [&str; 5] = [
    "\"service_taxonomys\"",
    "\"eligibilitys\"",
    "\"link_taxonomies\"",
    "\"deliverable_type\"",
    "\"attending_access\"",
];

/// Words of closed lists that edition 3 leaves to taxonomies: the member, and the taxonomy that stands for its list.
const CLOSED_LISTS: [(&str, &str); 3] = [
    ("deliverable_type", "Open Referral UK deliverable types"),
    ("attending_type", "Open Referral UK attending types"),
    ("attending_access", "Open Referral UK attending access"),
];

/// The members that hold links to terms, in the spellings that feeds use.
const LINKS: [&str; 5] =
    ["service_taxonomys", "service_taxonomies", "link_taxonomies", "link_taxonomy", "link_taxonomys"];

/// Whether the text of a service uses names that only edition 1 has.
pub(crate) fn is_edition_1(text: &str) -> bool {
    OWN_NAMES.iter().any(|name| text.contains(name))
}

/// A term of edition 1, which calls it a taxonomy and its taxonomy a vocabulary.
pub(crate) fn term(mut term: Object) -> Object {
    if let Some(vocabulary) = term.remove("vocabulary").filter(is_told) {
        term.entry("taxonomy").or_insert(vocabulary);
    }
    if let Some(Value::Object(parent)) = term.remove("parent")
        && let Some(id) = parent.get("id")
    {
        term.entry("parent_id").or_insert_with(|| id.clone());
    }
    if let Some(taxonomy) = taxonomy_of(&term, None) {
        term.entry("taxonomy_id").or_insert_with(|| taxonomy.into());
    }
    term
}

/// The terms that stand for the words of closed lists in a service.
pub(crate) fn closed_terms(service: &Object) -> Vec<Object> {
    let of_list = |(name, taxonomy): (&str, &'static str)| {
        let words = service.get(name).map_or(&[][..], |told| match told {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        });
        let words: Vec<&str> = words.iter().filter_map(|told| word(name, told)).collect();
        words.into_iter().map(move |word| closed_term(taxonomy, word))
    };
    CLOSED_LISTS.into_iter().flat_map(of_list).collect()
}

/// A service with everything that is nested in it.
pub(super) fn service(service: &mut Object) {
    eligibility::lift(service);
    links(service);
    for (name, taxonomy) in CLOSED_LISTS {
        closed_list(service, name, taxonomy);
    }
    schedules(service);
    for name in ["cost_options", "service_areas", "phones", "contacts"] {
        objects(service, name).for_each(part);
    }
    for place in objects(service, "service_at_locations") {
        schedules(place);
        part(place);
        objects(place, "contacts").for_each(part);
    }
}

/// A location.
pub(super) fn location(location: &mut Object) {
    schedules(location);
    links(location);
    objects(location, "phones").for_each(part);
    for (name, address_type) in [("physical_addresses", "physical"), ("postal_addresses", "postal")] {
        for mut address in taken(location, name) {
            if let Value::Object(address) = &mut address {
                address.entry("address_type").or_insert_with(|| address_type.into());
            }
            push(location, "addresses", address);
        }
    }
}

/// An organization.
pub(super) fn organization(organization: &mut Object) {
    links(organization);
    for name in ["phones", "contacts"] {
        objects(organization, name).for_each(part);
    }
}

/// Any nested object: its links to terms, and the one language of a phone.
fn part(part: &mut Object) {
    links(part);
    if let Some(language) = part.remove("language").filter(is_told) {
        push(part, "languages", if language.is_object() { language } else { json!({ "name": language }) });
    }
    objects(part, "phones").for_each(self::part);
}

/// Links to terms become attributes.
pub(super) fn links(object: &mut Object) {
    for name in LINKS {
        for link in taken(object, name) {
            let attribute = match link {
                Value::Object(link) => attribute(link),
                other => other,
            };
            push(object, "attributes", attribute);
        }
    }
}

pub(super) fn attribute(mut link: Object) -> Value {
    match link.remove("taxonomy") {
        Some(Value::Object(told)) => {
            link.insert("taxonomy_term".to_owned(), Value::Object(term(told)));
        }
        Some(id) if is_told(&id) => drop(link.entry("taxonomy_term_id").or_insert(id)),
        _ => {}
    }
    if let Some(id) = link.remove("taxonomy_id").filter(is_told) {
        link.entry("taxonomy_term_id").or_insert(id);
    }
    Value::Object(link)
}

/// One word of a closed list, or several, become terms of the taxonomy that stands for it. What is no word stays where
/// it was, so that it is told of as unread.
fn closed_list(service: &mut Object, name: &str, taxonomy: &'static str) {
    for told in taken(service, name) {
        match word(name, &told).map(|word| closed_term(taxonomy, word)) {
            Some(term) => push(service, "attributes", json!({ "link_type": name, "taxonomy_term": term })),
            None if is_told(&told) => drop(service.insert(name.to_owned(), told)),
            None => {}
        }
    }
}

/// A word of a closed list: alone, or as the member of an object.
fn word<'v>(name: &str, told: &'v Value) -> Option<&'v str> {
    let told = told.get(name).unwrap_or(told).as_str()?.trim();
    (!text::key(told).is_empty()).then_some(told)
}

fn closed_term(taxonomy: &str, word: &str) -> Object {
    let id = text::key(taxonomy);
    let told = [
        ("id", [&id, text::key(word).as_str()].join("/")),
        ("name", word.to_owned()),
        ("taxonomy", taxonomy.to_owned()),
        ("taxonomy_id", id.clone()),
    ];
    told.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect()
}

/// Regular hours and those of holidays are schedules both.
fn schedules(object: &mut Object) {
    for name in ["regular_schedules", "regular_schedule"] {
        for schedule in taken(object, name) {
            push(object, "schedules", schedule);
        }
    }
    for name in ["holiday_schedules", "holiday_schedule"] {
        for holiday in taken(object, name) {
            let schedule = match holiday {
                Value::Object(holiday) => self::holiday(holiday),
                other => other,
            };
            push(object, "schedules", schedule);
        }
    }
}

/// A holiday: its days become those on which the schedule is valid, and a closure is said in words, as edition 3 has no
/// other way to say it.
fn holiday(mut holiday: Object) -> Value {
    for (old, new) in [("start_date", "valid_from"), ("end_date", "valid_to")] {
        if let Some(day) = holiday.remove(old) {
            holiday.entry(new).or_insert(day);
        }
    }
    match holiday.remove("closed") {
        Some(closed) if is_yes(&closed) => {
            holiday.remove("opens_at");
            holiday.remove("closes_at");
            holiday.entry("description").or_insert_with(|| "Closed".into());
        }
        _ => drop(holiday.entry("description").or_insert_with(|| "Holiday hours".into())),
    }
    Value::Object(holiday)
}

fn is_yes(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(word) => ["true", "yes", "1"].iter().any(|yes| word.trim().eq_ignore_ascii_case(yes)),
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    }
}

pub(super) fn is_told(value: &Value) -> bool {
    !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty())
}

/// Takes a list out of an object; a single value is a list of one.
pub(super) fn taken(object: &mut Object, name: &str) -> Vec<Value> {
    match object.remove(name) {
        Some(Value::Array(list)) => list,
        Some(value) if is_told(&value) => vec![value],
        _ => Vec::new(),
    }
}

pub(super) fn push(object: &mut Object, name: &str, value: Value) {
    match object.entry(name).or_insert_with(|| json!([])) {
        Value::Array(list) => list.push(value),
        other => {
            let first = std::mem::take(other);
            *other = if is_told(&first) { json!([first, value]) } else { json!([value]) };
        }
    }
}

fn objects<'o>(object: &'o mut Object, name: &str) -> impl Iterator<Item = &'o mut Object> {
    object.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}
