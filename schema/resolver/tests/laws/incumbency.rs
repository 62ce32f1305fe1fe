//! Nobody changes what an organization is called or how it is reached merely because their record got linked to it.

use model::{Record, Source};
use resolver::{Assembled, Member, assemble};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Everything, day, record, source};

fn assembled(members: &[(&Source, &Record)]) -> Assembled {
    let members: Vec<Member<'_>> =
        members.iter().map(|&(source, record)| Member { record, source }).collect();
    assemble(Uuid::from_u128(7), &members, &[], Vec::new(), &Everything, day(9)).unwrap()
}

fn noun(members: &[(&Source, &Record)]) -> Value {
    assembled(members).entity.noun.to_value()
}

/// The trust as one source tells of it, first seen on one day and changed on another.
fn trust(of: &str, phone: &str, seen: i64, changed: i64) -> Record {
    let told = json!({
        "id": "1", "name": format!("Trust of {of}"), "description": format!("As {of} has it"),
        "email": format!("info@{of}.org"), "website": format!("https://{of}.org/"), "legal_status": of,
        "phones": [{ "id": "p", "number": phone }],
    });
    let mut record = record(&format!("{of}:organization:1"), told);
    (record.first_seen, record.modified) = (day(seen), day(changed));
    record
}

const PROTECTED: [&str; 5] = ["name", "email", "website", "legal_status", "phones"];

/// Whether each protected field is the word of that source, and of that source alone.
fn all_by(organization: &Value, source: &str, phone: &str) -> bool {
    let says = |field: &str| organization[field].as_str().is_some_and(|text| text.contains(source));
    PROTECTED.iter().all(|field| *field == "phones" || says(field))
        && organization["phones"].as_array().unwrap().len() == 1
        && organization["phones"][0]["number"] == phone
}

#[test]
fn a_later_change_by_a_source_of_equal_precedence_changes_no_protected_field() {
    let (council, feed) = (source("council", 500), source("badfeed", 500));
    let ours = trust("council", "01752 668000", 0, 0);
    let theirs = trust("badfeed", "01752 305900", 3, 8);
    let organization = noun(&[(&feed, &theirs), (&council, &ours)]);
    assert!(all_by(&organization, "council", "01752 668000"), "{organization}");
    assert_eq!(organization["description"], "As badfeed has it", "other fields keep their ranking");
}

#[test]
fn a_source_to_which_the_operator_gave_a_greater_precedence_may() {
    let (council, register) = (source("council", 500), source("register", 700));
    let ours = trust("council", "01752 668000", 0, 0);
    let theirs = trust("register", "01752 305900", 3, 3);
    assert!(all_by(&noun(&[(&council, &ours), (&register, &theirs)]), "register", "01752 305900"));
}

#[test]
fn what_the_incumbent_changes_in_its_own_words_shows() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let ours = trust("council", "01752 304000", 0, 7);
    let theirs = trust("feed", "01752 305900", 3, 8);
    assert!(all_by(&noun(&[(&feed, &theirs), (&council, &ours)]), "council", "01752 304000"));
}

#[test]
fn when_the_incumbents_record_is_gone_the_next_takes_over() {
    let (council, feed, late) = (source("council", 500), source("feed", 500), source("late", 500));
    let mut ours = trust("council", "01752 668000", 0, 0);
    ours.deleted = Some(day(4));
    let next = trust("feed", "01752 305900", 3, 3);
    let last = trust("late", "01752 304000", 5, 8);
    let organization = noun(&[(&late, &last), (&council, &ours), (&feed, &next)]);
    assert!(all_by(&organization, "feed", "01752 305900"));
}

#[test]
fn a_field_of_which_the_incumbent_says_nothing_is_filled_by_the_next() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let ours = record("council:organization:1", json!({ "id": "1", "name": "Trust", "description": "x" }));
    let mut theirs = trust("feed", "01752 305900", 3, 8);
    theirs.first_seen = day(3);
    let organization = noun(&[(&council, &ours), (&feed, &theirs)]);
    assert_eq!((&organization["name"], &organization["email"]), (&json!("Trust"), &json!("info@feed.org")));
}

#[test]
fn a_second_record_of_a_source_is_no_later_than_its_first() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let ours = trust("council", "01752 668000", 2, 2);
    let early = trust("feed", "01752 305900", 0, 0);
    let mut second = trust("feed", "01752 304000", 5, 5);
    second.key.id = "2".into();
    let organization = noun(&[(&council, &ours), (&feed, &early), (&feed, &second)]);
    assert!(all_by(&organization, "feed", "01752 304000"), "its own latest word: {organization}");
}

#[test]
fn between_sources_first_seen_together_the_name_of_the_source_decides() {
    let (b, a) = (source("bees", 500), source("ants", 500));
    let (of_b, of_a) = (trust("bees", "01752 668000", 0, 8), trust("ants", "01752 305900", 0, 0));
    assert!(all_by(&noun(&[(&b, &of_b), (&a, &of_a)]), "ants", "01752 305900"));
}

#[test]
fn what_the_rule_decides_against_a_source_waits_for_a_steward() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let ours = trust("council", "01752 668000", 0, 0);
    let theirs = trust("feed", "01752 305900", 3, 8);
    let conflicts = assembled(&[(&feed, &theirs), (&council, &ours)]).conflicts;
    let phones = conflicts.iter().find(|conflict| conflict.field == "phones").unwrap();
    let claims: Vec<_> = phones.claims.iter().map(|claim| (claim.source.as_str(), claim.published)).collect();
    assert_eq!(claims, [("council", true), ("feed", false)]);
    assert_eq!(phones.why, "of equal precedence, council told of the organization first, on 2026-01-01");
}

#[test]
fn a_service_keeps_the_usual_ranking() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let club = |of: &str, email: &str| {
        record(
            &format!("{of}:service:1"),
            json!({ "id": "1", "name": "Club", "status": "active", "email": email }),
        )
    };
    let (ours, mut theirs) = (club("council", "a@council.org"), club("feed", "b@feed.org"));
    (theirs.first_seen, theirs.modified) = (day(3), day(3));
    assert_eq!(noun(&[(&council, &ours), (&feed, &theirs)])["email"], "b@feed.org");
}
