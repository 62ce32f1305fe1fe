use model::Kind;
use serde_json::{Value, json};

use super::Reader;
use crate::issues::Issues;

/// What becomes of a service with these fields: the noun, what was kept beside it, and the codes of its issues.
fn service(fields: Value) -> (Value, Vec<String>, Vec<String>) {
    let Value::Object(mut object) = fields else { panic!("fields are an object") };
    object.entry("name").or_insert("x".into());
    let mut issues = Issues::default();
    let read = Reader::read(Kind::Service, "1", object, &mut issues).unwrap();
    let codes = issues
        .into_list()
        .into_iter()
        .map(|issue| format!("{} {}", issue.code, issue.field.unwrap_or_default()));
    (read.noun.to_value(), read.original.into_keys().collect(), codes.collect())
}

#[test]
fn a_cleaned_value_keeps_what_was_written_beside_it() {
    let (noun, original, issues) = service(
        json!({ "status": "Temporarily_Closed", "description": "<p>Hello</p>", "minimum_age": "11" }),
    );
    assert_eq!(noun["status"], "temporarily closed");
    assert_eq!((&noun["description"], &noun["minimum_age"]), (&json!("Hello"), &json!(11)));
    assert_eq!(original, ["description", "status"], "a number in quotation marks is the same number");
    assert!(issues.is_empty(), "{issues:?}");
}

#[test]
fn a_value_that_cannot_be_used_is_left_out_and_told() {
    let (noun, _, issues) = service(
        json!({ "email": "ask inside", "assured_date": "last week", "status": {}, "phones": "none" }),
    );
    assert_eq!(noun, json!({ "id": "1", "name": "x" }));
    assert_eq!(issues.len(), 4, "{issues:?}");
}

#[test]
fn a_daily_schedule_becomes_weekly_with_all_days() {
    let (noun, _, _) = service(
        json!({ "schedules": [{ "freq": "DAILY", "opens_at": "9:00 am", "closes_at": "17:30:00" }] }),
    );
    let expected = json!([{ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "09:00", "closes_at": "17:30" }]);
    assert_eq!(noun["schedules"], expected);
}

#[test]
fn days_that_are_taken_out_of_a_schedule_are_kept_and_doubted_where_they_are_none() {
    let (noun, _, issues) = service(
        json!({ "schedules": [{ "byday": "MO", "exdate": "2026-12-28, 2027-01-04" }, { "byday": "TU", "cancelled": "soon" }] }),
    );
    assert_eq!(noun["schedules"][0]["exdate"], "2026-12-28, 2027-01-04");
    assert_eq!(issues, ["doubtful-value schedules.1.cancelled"]);
}

#[test]
fn a_part_that_lacks_what_it_cannot_do_without_is_left_out_and_told_once() {
    let (noun, _, issues) = service(
        json!({ "phones": [{ "number": "ask" }, { "type": "voice" }], "service_at_locations": [{ "id": "a" }] }),
    );
    assert_eq!(noun, json!({ "id": "1", "name": "x" }));
    assert_eq!(
        issues,
        ["bad-value phones.0.number", "bad-value phones.1", "bad-value service_at_locations.0"]
    );
}

/// What becomes of a location with these addresses and telephone numbers, and the values that are doubted.
fn location(addresses: Value, numbers: &[&str]) -> (Value, Vec<String>) {
    let phones: Vec<Value> = numbers.iter().map(|number| json!({ "number": number })).collect();
    let Value::Object(object) = json!({ "addresses": addresses, "phones": phones }) else { unreachable!() };
    let mut issues = Issues::default();
    let read = Reader::read(Kind::Location, "1", object, &mut issues).unwrap();
    let doubted = issues.into_list().into_iter().filter(|issue| issue.code == "doubtful-value");
    (read.noun.to_value(), doubted.filter_map(|issue| issue.value).collect())
}

#[test]
fn a_malformed_postcode_is_kept_and_told_once() {
    let (noun, doubted) = location(
        json!([
            { "postal_code": "PL7 2B" },
            { "postal_code": "PL7 2B", "country": "GB" },
            { "postal_code": "Plymouth", "country": "United Kingdom" },
            { "postal_code": "pl72bx" },
            { "postal_code": "33101" },
            { "postal_code": "K1A 0B1", "country": "CA" },
        ]),
        &[],
    );
    assert_eq!(noun["addresses"][0]["postal_code"], "PL7 2B");
    assert_eq!(doubted, ["PL7 2B", "Plymouth"]);
}

#[test]
fn a_number_that_no_plan_has_is_kept_and_told_once() {
    let numbers = ["01752 30623", "01752 30623", "+44 1752 30623", "01752 306230", "111", "(305) 358-8888"];
    let (noun, doubted) = location(json!([]), &numbers);
    assert_eq!(noun["phones"][0]["number"], "01752 30623");
    assert_eq!(doubted, ["01752 30623", "+44 1752 30623"]);
}

#[test]
fn a_control_character_is_left_out_and_told() {
    let (noun, _, issues) = service(json!({ "fees": "none\u{0} at all" }));
    assert_eq!(noun["fees"], "none at all");
    assert_eq!(issues, ["control-characters fees"]);
}
