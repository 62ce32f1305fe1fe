//! What a row says, by the mapping's keys, becomes HSDS-shaped JSON.

use std::collections::BTreeMap;

use model::{Kind, Visibility, hsds::WEEKDAYS};
use normalize::{
    address,
    schedule::{self, Hours, Opening, Recurring},
    text,
};
use serde_json::{Map, Value, json};

use crate::{
    formats::Draft,
    issues::Issues,
    mapping::{ADDRESS_KEYS, Facts},
};

/// The draft of a record from its facts.
pub(super) fn draft(kind: Kind, id: &str, facts: Facts, issues: &mut Issues) -> Draft {
    let value = Map::new();
    let mut draft =
        Draft { kind, id: id.to_owned(), value, visibility: Visibility::Public, original: BTreeMap::new() };
    let (mut address, mut contact) = (Map::new(), Map::new());
    if let Some(line) = facts.get("address").and_then(Value::as_str) {
        address = split_address(line);
        draft.original.insert("addresses".to_owned(), line.to_owned());
    }
    for (key, fact) in facts {
        match key.as_str() {
            "id" | "address" => {}
            "hours" => words_of_hours(&mut draft, &fact, issues),
            key if ADDRESS_KEYS.contains(&key) => drop(address.insert(key.to_owned(), fact)),
            key if key.starts_with("contact_") => contact_fact(&mut contact, key, fact),
            key => part(&mut draft.value, key, fact),
        }
    }
    insert_one(&mut draft.value, "addresses", address);
    insert_one(&mut draft.value, "contacts", contact);
    draft
}

/// A term of a taxonomy that is known by its name.
pub(super) fn term(name: &str, taxonomy: Option<&str>) -> Value {
    let id = [text::key(taxonomy.unwrap_or_default()), text::key(name)].join("/");
    let mut term = json!({ "id": id, "name": name });
    if let (Some(object), Some(taxonomy)) = (term.as_object_mut(), taxonomy) {
        object.insert("taxonomy".to_owned(), taxonomy.into());
        object.insert("taxonomy_id".to_owned(), text::key(taxonomy).into());
    }
    term
}

/// A key that stands for a part of the noun, or for a field of it.
fn part(value: &mut Map<String, Value>, key: &str, fact: Value) {
    let each =
        |make: &dyn Fn(&str) -> Value| Value::Array(texts(&fact).iter().map(|text| make(text)).collect());
    let (name, made) = match key {
        "phone" => ("phones", phones(&fact)),
        "languages" => ("languages", each(&|text| json!({ "name": text }))),
        "area" => ("service_areas", each(&|text| json!({ "name": text }))),
        "accessibility" => ("accessibility", each(&|text| json!({ "description": text }))),
        "charity_number" => {
            ("organization_identifiers", each(&|text| register("GB-CHC", "charity number", text)))
        }
        "company_number" => {
            ("organization_identifiers", each(&|text| register("GB-COH", "company number", text)))
        }
        "terms" => ("attributes", terms(&fact)),
        "uprn" => {
            value.insert("external_identifier_type".to_owned(), "UPRN".into());
            ("external_identifier", fact)
        }
        field => (field, fact),
    };
    match (value.get_mut(name), made) {
        (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
        (_, made) => drop(value.insert(name.to_owned(), made)),
    }
}

fn texts(fact: &Value) -> Vec<String> {
    let list = fact.as_array().map_or(std::slice::from_ref(fact), Vec::as_slice);
    list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn register(scheme: &str, kind: &str, number: &str) -> Value {
    json!({ "identifier_scheme": scheme, "identifier_type": kind, "identifier": number })
}

fn terms(fact: &Value) -> Value {
    let list = fact.as_array().map_or(std::slice::from_ref(fact), Vec::as_slice);
    let attributes = list.iter().filter_map(|entry| match entry {
        Value::String(name) => Some(term(name, None)),
        entry => Some(term(entry.get("name")?.as_str()?, entry.get("taxonomy").and_then(Value::as_str))),
    });
    Value::Array(attributes.map(|term| json!({ "link_type": "subject", "taxonomy_term": term })).collect())
}

/// Numbers in one cell, where each part between the signs could be rung.
fn phones(fact: &Value) -> Value {
    const SHORTEST: usize = 6;
    let mut numbers = Vec::new();
    for text in texts(fact) {
        let plain = text.replace(" or ", "/");
        let parts: Vec<&str> = plain.split(['/', ';', ',', '\n']).map(str::trim).collect();
        let is_number = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= SHORTEST;
        match parts.iter().all(|part| is_number(part)) {
            true => numbers.extend(parts.into_iter().map(str::to_owned)),
            false => numbers.push(text),
        }
    }
    numbers.into_iter().map(|number| json!({ "number": number })).collect()
}

/// The parts of an address that is written on one line.
pub(in crate::formats) fn split_address(line: &str) -> Map<String, Value> {
    let parts = address::split(line);
    let mut address = Map::new();
    let told = [
        ("address_1", Some(parts.address_1)),
        ("address_2", parts.address_2),
        ("city", parts.city),
        ("state_province", parts.state_province),
        ("postal_code", parts.postal_code),
    ];
    for (key, text) in told {
        address.extend(text.filter(|text| !text.is_empty()).map(|text| (key.to_owned(), text.into())));
    }
    address
}

fn contact_fact(contact: &mut Map<String, Value>, key: &str, fact: Value) {
    match key.trim_start_matches("contact_") {
        "phone" => drop(contact.insert("phones".to_owned(), phones(&fact))),
        field => drop(contact.insert(field.to_owned(), fact)),
    }
}

fn insert_one(value: &mut Map<String, Value>, key: &str, part: Map<String, Value>) {
    if !part.is_empty() {
        value.insert(key.to_owned(), Value::Array(vec![Value::Object(part)]));
    }
}

/// Opening times, on one line or by day. What cannot be read, or be held by a schedule, is kept in words.
pub(in crate::formats) fn words_of_hours(draft: &mut Draft, fact: &Value, issues: &mut Issues) {
    let record = format!("{}:{}", draft.kind, draft.id);
    let (written, read) = match fact {
        Value::Object(days) => (by_day_in_words(days), by_day(days).ok_or_else(String::new)),
        _ => {
            let written = texts(fact).join("; ");
            let read = schedule::read(&written).map_err(|issue| format!(": {issue}"));
            (written, read)
        }
    };
    let schedules = match read {
        Ok(hours) => {
            for remark in &hours.remarks {
                let reason =
                    format!("no schedule can hold `{remark}`; the times are taken, and it is kept in words");
                issues.notice("hours-in-words", &record, "hours", &written, &reason);
            }
            schedules(&hours, &written)
        }
        Err(why) => {
            let reason = format!("these opening times were not understood, and are kept in words{why}");
            issues.notice("hours-in-words", &record, "hours", &written, &reason);
            vec![json!({ "description": written })]
        }
    };
    draft.original.insert("schedules".to_owned(), written);
    draft.value.insert("schedules".to_owned(), Value::Array(schedules));
}

/// The schedules of hours in words; none where they are not understood as a whole.
pub(in crate::formats) fn schedules_of(written: &str) -> Vec<Value> {
    let read = schedule::read(written).ok().filter(|hours| !hours.openings.is_empty());
    read.map(|hours| schedules(&hours, written)).unwrap_or_default()
}

/// The schedules of hours, with what was written where they do not say all of it.
fn schedules(hours: &Hours, written: &str) -> Vec<Value> {
    if hours.openings.is_empty() {
        return vec![json!({ "description": written })];
    }
    let schedule = |recurring: &Recurring| {
        let mut schedule = Map::new();
        let told = [
            ("freq", Some(recurring.freq().to_owned())),
            ("byday", Some(recurring.byday())),
            ("opens_at", Some(recurring.opening.opens_at.clone())),
            ("closes_at", Some(recurring.opening.closes_at.clone())),
            ("valid_from", hours.valid_from.clone()),
            ("valid_to", hours.valid_to.clone()),
            ("description", Some(written.to_owned()).filter(|_| !hours.remarks.is_empty())),
        ];
        schedule.extend(told.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text?.into()))));
        Value::Object(schedule)
    };
    hours.openings.iter().map(schedule).collect()
}

/// The openings of all days, those with the same times together. `None` if any day is not understood.
fn by_day(days: &Map<String, Value>) -> Option<Hours> {
    let mut by_times: BTreeMap<(String, String), Vec<&'static str>> = BTreeMap::new();
    for day in WEEKDAYS.iter().copied() {
        let Some(text) = days.get(day).and_then(Value::as_str) else { continue };
        for opening in schedule::parse_day(day, text)? {
            by_times.entry((opening.opens_at, opening.closes_at)).or_default().extend(opening.days);
        }
    }
    let weekly = |((opens_at, closes_at), days)| Recurring {
        opening: Opening { days, opens_at, closes_at },
        weeks_of_month: Vec::new(),
    };
    Some(Hours { openings: by_times.into_iter().map(weekly).collect(), ..Hours::default() })
}

fn by_day_in_words(days: &Map<String, Value>) -> String {
    let told = WEEKDAYS.iter().filter_map(|day| Some(format!("{day} {}", days.get(*day)?.as_str()?)));
    told.collect::<Vec<_>>().join("; ")
}
