//! When sources disagree, and when they only spell a thing differently.

use model::{Conflict, Record, Source};
use resolver::{Member, assemble};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Everything, day, record, source};

fn conflicts(members: &[(&Source, &Record)]) -> Vec<Conflict> {
    let members: Vec<Member<'_>> =
        members.iter().map(|&(source, record)| Member { record, source }).collect();
    assemble(Uuid::from_u128(7), &members, &[], Vec::new(), &Everything, day(9)).unwrap().conflicts
}

/// The fields on which two sources disagree that tell of one thing of a kind.
fn between(kind: &str, ours: Value, theirs: Value) -> Vec<String> {
    let told = |of: &str, mut more: Value| {
        more["id"] = json!("1");
        record(&format!("{of}:{kind}:1"), more)
    };
    let (a, b) = (source("council", 500), source("charity", 500));
    let found = conflicts(&[(&a, &told("council", ours)), (&b, &told("charity", theirs))]);
    found.into_iter().map(|conflict| conflict.field).collect()
}

fn phones(numbers: &[&str]) -> Value {
    let phones: Vec<_> = numbers.iter().map(|number| json!({ "number": number })).collect();
    json!({ "name": "Club", "phones": phones })
}

#[test]
fn two_phones_are_a_conflict_two_spellings_or_a_shared_number_are_none() {
    assert_eq!(between("service", phones(&["01752 668000"]), phones(&["01752 305900"])), ["phones"]);
    assert!(between("service", phones(&["01752 668000"]), phones(&["+44 (0)1752 668-000"])).is_empty());
    assert!(between("service", phones(&["01752 668000", "01752 1"]), phones(&["01752 668000"])).is_empty());
    assert!(between("service", phones(&["01752 668000"]), phones(&[])).is_empty(), "silence is no conflict");
}

#[test]
fn open_here_and_closed_there_is_a_conflict() {
    let told = |status: &str| json!({ "name": "Club", "status": status });
    assert_eq!(between("service", told("active"), told("defunct")), ["status"]);
    assert!(between("service", told("active"), json!({ "name": "Club" })).is_empty());
}

#[test]
fn names_are_a_conflict_where_neither_is_the_others_other_name() {
    let told = |name: &str| json!({ "name": name, "description": "x" });
    assert_eq!(between("organization", told("Efford Trust"), told("Harbour Trust")), ["name"]);
    assert!(between("organization", told("The Efford Trust Ltd"), told("EFFORD TRUST")).is_empty());
    let both = json!({ "name": "Harbour Trust", "alternate_name": "Efford Trust", "description": "x" });
    assert!(between("organization", told("Efford Trust"), both).is_empty());
}

#[test]
fn web_addresses_are_a_conflict_on_two_sites_and_emails_where_they_differ() {
    let told = |url: &str, email: &str| json!({ "name": "Club", "url": url, "email": email });
    let ours = told("https://www.club.org/", "Info@club.org");
    assert!(between("service", ours.clone(), told("http://club.org/home", "info@CLUB.org")).is_empty());
    assert_eq!(between("service", ours, told("https://other.org/", "b@club.org")), ["email", "url"]);
}

#[test]
fn addresses_are_a_conflict_by_postcode_or_by_house() {
    let told = |line: &str, postcode: &str| {
        json!({ "name": "Hall", "location_type": "physical", "addresses": [{ "address_1": line, "city": "Plymouth",
            "postal_code": postcode }] })
    };
    let ours = told("12 Blandford Road", "PL3 6HU");
    assert!(between("location", ours.clone(), told("12 Blandford Rd", "pl36hu")).is_empty());
    assert!(between("location", ours.clone(), told("Blandford Road", "PL3 6HU")).is_empty());
    assert_eq!(between("location", ours.clone(), told("14 Blandford Road", "PL3 6HU")), ["addresses"]);
    assert_eq!(between("location", ours, told("12 Blandford Road", "PL1 1AA")), ["addresses"]);
}

#[test]
fn hours_are_a_conflict_where_the_week_differs_not_where_it_is_written_otherwise() {
    let told = |hours: &[(&str, &str)]| {
        let one = |(days, opens): &(&str, &str)| json!({ "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": "17:00" });
        json!({ "name": "Club", "schedules": hours.iter().map(one).collect::<Vec<_>>() })
    };
    let ours = told(&[("MO,TU", "09:00")]);
    assert!(between("service", ours.clone(), told(&[("TU", "09:00:00"), ("MO", "09:00")])).is_empty());
    assert_eq!(between("service", ours, told(&[("MO,TU", "10:00")])), ["schedules"]);
}

#[test]
fn an_interval_of_one_is_no_interval() {
    let told = |opens: &str, interval: Value| {
        json!({ "name": "Club", "schedules": [{ "freq": "WEEKLY", "byday": "MO", "opens_at": opens,
            "closes_at": "17:00", "interval": interval }] })
    };
    assert!(between("service", told("09:00", json!(1)), told("09:00", Value::Null)).is_empty());
    assert_eq!(between("service", told("09:00", json!(1)), told("10:00", Value::Null)), ["schedules"]);
    assert!(
        between("service", told("09:00", json!(2)), told("10:00", Value::Null)).is_empty(),
        "not each week"
    );
}

#[test]
fn positions_are_a_conflict_beyond_two_hundred_metres() {
    let told = |north: f64| json!({ "name": "Hall", "location_type": "physical", "latitude": north, "longitude": -4.14 });
    assert!(between("location", told(50.3700), told(50.3715)).is_empty(), "167 m");
    assert_eq!(between("location", told(50.3700), told(50.3720)), ["position"], "222 m");
}

#[test]
fn two_records_of_one_source_are_no_conflict() {
    let council = source("council", 500);
    let one = record("council:service:1", phones(&["01752 668000"]));
    let two = record("council:service:2", phones(&["01752 305900"]));
    assert!(conflicts(&[(&council, &one), (&council, &two)]).is_empty());
}

#[test]
fn a_conflict_names_each_claim_when_it_changed_and_why_one_is_published() {
    let (council, charity) = (source("council", 800), source("charity", 500));
    let told = |status: &str| json!({ "id": "1", "name": "Club", "status": status });
    let ours = record("council:service:1", told("active"));
    let mut theirs = record("charity:service:1", told("defunct"));
    (theirs.modified, theirs.last_seen) = (day(2), day(3));
    let found = conflicts(&[(&charity, &theirs), (&council, &ours)]);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (conflict.field.as_str(), conflict.name.as_deref(), conflict.weight),
        ("status", Some("Club"), 10)
    );
    assert_eq!(conflict.why, "council has precedence 800, before charity with 500");
    assert_eq!((conflict.claims[0].value.as_str(), conflict.claims[0].published), ("active", true));
    let other = &conflict.claims[1];
    assert_eq!(
        (other.value.as_str(), other.published, other.changed, other.seen),
        ("defunct", false, day(2), day(3))
    );
}

#[test]
fn what_may_not_be_published_is_in_no_conflict() {
    let (council, mut secret) = (source("council", 500), source("secret", 500));
    secret.licence.republish = false;
    let ours = record("council:service:1", phones(&["01752 668000"]));
    let theirs = record("secret:service:1", phones(&["01752 305900"]));
    assert!(conflicts(&[(&council, &ours), (&secret, &theirs)]).is_empty());
}
