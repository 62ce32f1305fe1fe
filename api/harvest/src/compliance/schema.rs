//! Holds a JSON value against a noun of the standard.

use chrono::DateTime;
use model::hsds::{FieldKind, NounType};
use normalize::email;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::profile::Profile;

/// What is wrong, and where.
pub(super) type Fault = (String, String);

/// Everything in an object of a list that the standard forbids: what is listed within it is described for details only.
pub(super) fn faults_of_listed(profile: Profile, noun: &NounType, value: &Value, at: &str) -> Vec<Fault> {
    let is_list = |name: &str| noun.field(name).is_some_and(|field| matches!(field.kind, FieldKind::List(_)));
    match value {
        Value::Object(members) => {
            let single = members.iter().filter(|(name, _)| !is_list(name));
            let single = single.map(|(name, value)| (name.clone(), value.clone())).collect();
            faults(profile, noun, &Value::Object(single), at)
        }
        other => faults(profile, noun, other, at),
    }
}

/// Everything in an object that the standard forbids. `at` is the path to it.
pub(super) fn faults(profile: Profile, noun: &NounType, value: &Value, at: &str) -> Vec<Fault> {
    let Value::Object(members) = value else {
        return vec![(at.to_owned(), format!("a {} is an object; this is {}", noun.name, sort(value)))];
    };
    let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let mut faults = Vec::new();
    let required =
        noun.fields.iter().filter(|field| field.required && profile.describes(noun.name, field.name));
    for name in std::iter::once("id").chain(required.map(|field| field.name)) {
        if !members.contains_key(name) {
            faults.push((path(name), format!("every {} must have it", noun.name)));
        }
    }
    for (name, value) in members {
        if name == "id" {
            faults.extend(single(FieldKind::Id, value).map(|fault| (path(name), fault)));
        }
        let Some(field) = noun.field(name).filter(|_| profile.describes(noun.name, name)) else { continue };
        faults.extend(of_field(profile, profile.kind(noun.name, field), value, &path(name)));
    }
    faults
}

fn of_field(profile: Profile, kind: FieldKind, value: &Value, at: &str) -> Vec<Fault> {
    match (kind, value) {
        (FieldKind::One(noun), _) => faults(profile, noun(), value, at),
        (FieldKind::List(noun), Value::Array(list)) => {
            let each = list.iter().enumerate();
            each.flat_map(|(place, one)| faults(profile, noun(), one, &format!("{at}[{place}]"))).collect()
        }
        (FieldKind::List(_), other) => {
            vec![(at.to_owned(), format!("it must be a list, not {}", sort(other)))]
        }
        _ => single(kind, value).map(|fault| (at.to_owned(), fault)).into_iter().collect(),
    }
}

/// What is wrong with a single value.
fn single(kind: FieldKind, value: &Value) -> Option<String> {
    let text = match (kind, value) {
        (FieldKind::Number, Value::Number(_)) => return None,
        (FieldKind::Number, other) => return Some(format!("it must be a number, not {}", sort(other))),
        (_, Value::String(text)) => text,
        (_, other) => return Some(format!("it must be text, not {}", sort(other))),
    };
    let wanted = match kind {
        FieldKind::Id if Uuid::parse_str(text).is_err() => "a UUID".to_owned(),
        FieldKind::Uri if Url::parse(text).is_err() => "an absolute URI".to_owned(),
        FieldKind::Email if email::normalize(text).is_none() => "an e-mail address".to_owned(),
        FieldKind::DateTime if DateTime::parse_from_rfc3339(text).is_err() => {
            "a moment by RFC 3339".to_owned()
        }
        FieldKind::Choice(allowed) if !allowed.contains(&text.as_str()) => {
            format!("one of {}", allowed.join(", "))
        }
        _ => return None,
    };
    Some(format!("it must be {wanted}, not `{}`", text.chars().take(80).collect::<String>()))
}

/// What sort of value it is, for people.
const fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null, which must be left out",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use model::hsds::{HsdsNoun, Service};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const ID: &str = "6a3f0a5e-6a1b-4b8e-9a52-0b7d1f6e7c11";

    fn wrong(fields: Value) -> Vec<String> {
        let mut service = json!({ "id": ID, "name": "Tea", "status": "active" });
        for (name, value) in fields.as_object().unwrap() {
            service[name.as_str()] = value.clone();
        }
        faults(Profile::Oruk, Service::noun_type(), &service, "").into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn what_the_standard_asks_for_is_enough() {
        assert!(wrong(json!({})).is_empty());
        assert!(
            wrong(json!({ "assured_date": "last week", "colour": null, "phones": "beyond the profile" }))
                .is_empty()
        );
    }

    #[test]
    fn each_fault_is_named_by_its_place() {
        assert_eq!(wrong(json!({ "id": "42" })), ["id"]);
        assert_eq!(wrong(json!({ "status": "Active" })), ["status"]);
        assert_eq!(wrong(json!({ "url": "www.example.org", "email": "nobody" })), ["email", "url"]);
        assert_eq!(wrong(json!({ "description": null, "minimum_age": "5" })), ["description", "minimum_age"]);
        let schedule = json!({ "schedules": [{ "id": ID }, { "id": ID, "freq": "DAILY" }] });
        assert_eq!(wrong(schedule), ["schedules[1].freq"]);
        let address = json!({ "service_at_locations": [{ "id": ID, "location": { "id": ID } }] });
        assert_eq!(wrong(address), ["service_at_locations[0].location.location_type"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), name in "[a-z_]{1,12}") {
            let service = json!({ "id": text, "status": text, "url": text, "last_modified": text, name: [text] });
            let _ = faults(Profile::Hsds, Service::noun_type(), &service, "");
        }
    }
}
