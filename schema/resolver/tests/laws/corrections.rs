//! What a steward's corrections make of an entity.

use model::{Correction, Record, Remedy, Source, Visibility};
use proptest::prelude::*;
use resolver::{Assembled, Corrections, FactError, Member, assemble, facts, read_fact, told};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Everything, correction, day, record, source};

fn assembled(members: &[(&Source, &Record)], log: &[Correction]) -> Assembled {
    let corrections = Corrections::new(log.to_vec(), day(20));
    let holding = corrections.of(members.iter().map(|(_, record)| &record.key));
    let members: Vec<Member<'_>> =
        members.iter().map(|&(source, record)| Member { record, source }).collect();
    assemble(Uuid::from_u128(7), &members, &holding, Vec::new(), &Everything, day(9)).unwrap()
}

fn club(of: &str, status: &str, phone: &str) -> Record {
    let phones = json!([{ "id": "p", "number": phone }]);
    record(
        &format!("{of}:service:1"),
        json!({ "id": "1", "name": "Club", "status": status, "phones": phones }),
    )
}

/// A council that is believed and a charity that is not.
fn two() -> (Source, Record, Source, Record) {
    (
        source("council", 800),
        club("council", "active", "01752 668000"),
        source("charity", 500),
        club("charity", "defunct", "01752 305900"),
    )
}

fn numbers(noun: &Value) -> Vec<&str> {
    noun["phones"].as_array().unwrap().iter().map(|phone| phone["number"].as_str().unwrap()).collect()
}

#[test]
fn a_pinned_value_is_published_and_every_other_claim_is_still_listed() {
    let (council, ours, charity, theirs) = two();
    let members = [(&council, &ours), (&charity, &theirs)];
    let pin = correction(1, Remedy::Pin, "charity:service:1", "status", "defunct");
    let of = assembled(&members, &[pin]);
    assert_eq!(of.entity.noun.to_value()["status"], "defunct");
    let claims = &of.entity.provenance["status"];
    let told: Vec<_> = claims.iter().map(|claim| (claim.source.as_str(), claim.correction)).collect();
    assert_eq!(told, [("charity", Some(1)), ("council", None)]);
    let issue = of.issues.iter().find(|issue| issue.code == "overruled-value").unwrap();
    assert_eq!(issue.record.as_deref(), Some("council:service:1"));
    assert_eq!((issue.field.as_deref(), issue.value.as_deref()), (Some("status"), Some("active")));
    assert!(issue.reason.contains("`defunct`") && issue.reason.contains("rang them"), "{}", issue.reason);
}

#[test]
fn a_pin_holds_the_value_when_its_source_changes_it_and_the_queue_asks_again() {
    let (council, ours, charity, theirs) = two();
    let mut pin = correction(1, Remedy::Pin, "charity:service:1", "status", "defunct");
    pin.known = vec!["active".into(), "defunct".into()];
    let settled = assembled(&[(&council, &ours), (&charity, &theirs)], std::slice::from_ref(&pin));
    assert!(settled.conflicts.iter().all(|conflict| conflict.field != "status"));

    let changed = club("charity", "temporarily closed", "01752 305900");
    let of = assembled(&[(&council, &ours), (&charity, &changed)], &[pin]);
    assert_eq!(of.entity.noun.to_value()["status"], "defunct");
    let first = &of.entity.provenance["status"][0];
    assert_eq!((first.source.as_str(), first.record.to_string().as_str()), ("steward", "steward:service:1"));
    assert_eq!(of.entity.provenance["status"].len(), 3, "both claims are listed behind it");
    let asked = of.conflicts.iter().find(|conflict| conflict.field == "status").unwrap();
    let values: Vec<_> = asked.claims.iter().map(|claim| (claim.value.as_str(), claim.published)).collect();
    assert_eq!(values, [("defunct", true), ("active", false), ("temporarily closed", false)]);
}

#[test]
fn a_rejected_value_is_not_used_while_it_is_that_value() {
    let (council, ours, charity, theirs) = two();
    let reject = [correction(1, Remedy::Reject, "council:service:1", "status", "active")];
    let of = assembled(&[(&council, &ours), (&charity, &theirs)], &reject);
    assert_eq!(of.entity.noun.to_value()["status"], "defunct");
    assert!(of.conflicts.iter().all(|conflict| conflict.field != "status"));
    assert_eq!(of.entity.provenance["status"].len(), 2);
    assert_eq!(of.issues.iter().filter(|issue| issue.code == "rejected-value").count(), 1);

    let changed = club("council", "inactive", "01752 668000");
    let of = assembled(&[(&council, &changed), (&charity, &theirs)], &reject);
    assert_eq!(of.entity.noun.to_value()["status"], "inactive");
}

#[test]
fn a_rejected_list_leaves_the_other_lists() {
    let (council, ours, charity, theirs) = two();
    let reject = [correction(1, Remedy::Reject, "council:service:1", "phones", "01752 668000")];
    let of = assembled(&[(&council, &ours), (&charity, &theirs)], &reject);
    assert_eq!(numbers(&of.entity.noun.to_value()), ["01752 305900"]);
}

#[test]
fn a_supplied_value_takes_the_place_of_all_that_sources_say() {
    let (council, ours, charity, theirs) = two();
    let supply =
        [correction(3, Remedy::Supply, "council:service:1", "phones", "01752 304000; 0800 731 9988")];
    let of = assembled(&[(&council, &ours), (&charity, &theirs)], &supply);
    assert_eq!(numbers(&of.entity.noun.to_value()), ["+441752304000", "+448007319988"]);
    let sources: Vec<_> = of.entity.provenance["phones"].iter().map(|claim| claim.source.as_str()).collect();
    assert_eq!(sources, ["steward", "council", "charity"]);
    assert_eq!(of.issues.iter().filter(|issue| issue.code == "overruled-value").count(), 2);
}

#[test]
fn hours_addresses_and_positions_can_be_supplied_as_people_write_them() {
    let council = source("council", 500);
    let hall = record(
        "council:location:1",
        json!({ "id": "1", "name": "Hall", "location_type": "physical", "latitude": 50.1, "longitude": -4.1,
            "addresses": [{ "address_1": "12 High Street", "city": "Plymouth", "state_province": "Devon",
                "postal_code": "PL1 1AA", "country": "GB", "address_type": "physical" }] }),
    );
    let supply = |number, field: &str, value: &str| {
        correction(number, Remedy::Supply, "council:location:1", field, value)
    };
    let log = [
        supply(1, "schedules", "Monday to Friday 9am-5pm"),
        supply(2, "position", "50.3703, -4.1427"),
        supply(3, "postal_code", "pl4 8aa"),
    ];
    let noun = assembled(&[(&council, &hall)], &log).entity.noun.to_value();
    assert_eq!(noun["schedules"][0]["byday"], "MO,TU,WE,TH,FR");
    assert_eq!((&noun["latitude"], &noun["longitude"]), (&json!(50.3703), &json!(-4.1427)));
    let address = &noun["addresses"][0];
    assert_eq!(
        (&address["postal_code"], &address["address_1"]),
        (&json!("PL4 8AA"), &json!("12 High Street"))
    );

    let whole = supply(4, "addresses", "32 Sussex Road, Plymouth, PL2 1JN");
    let noun = assembled(&[(&council, &hall)], &[whole]).entity.noun.to_value();
    let address = &noun["addresses"][0];
    let told = ["address_1", "city", "postal_code", "country"].map(|part| address[part].as_str().unwrap());
    assert_eq!(told, ["32 Sussex Road", "Plymouth", "PL2 1JN", "GB"]);
}

#[test]
fn the_latest_choice_counts_an_expired_one_does_not_and_what_it_superseded_stays_away() {
    let (council, ours, charity, theirs) = two();
    let members = [(&council, &ours), (&charity, &theirs)];
    let first = correction(1, Remedy::Supply, "council:service:1", "status", "inactive");
    let mut second = correction(2, Remedy::Pin, "charity:service:1", "status", "defunct");
    let status = |log: &[Correction]| assembled(&members, log).entity.noun.to_value()["status"].clone();
    assert_eq!(status(&[second.clone(), first.clone()]), "defunct");
    second.supersedes = vec![1];
    second.expires = Some(day(20));
    assert_eq!(status(&[first, second]), "active", "the sources decide again");
}

#[test]
fn what_a_new_correction_supersedes() {
    let pin = correction(1, Remedy::Pin, "a:service:1", "status", "active");
    let reject = correction(2, Remedy::Reject, "b:service:1", "status", "defunct");
    let other = correction(3, Remedy::Supply, "a:service:1", "name", "Club");
    let holding = [&pin, &reject, &other];
    let by = |remedy, record: &str, value: &str| {
        Corrections::superseded_by(&correction(9, remedy, record, "status", value), &holding)
    };
    assert_eq!(by(Remedy::Supply, "a:service:1", "inactive"), [1]);
    assert_eq!(by(Remedy::Pin, "b:service:1", "defunct"), [1, 2], "no longer rejected");
    assert_eq!(by(Remedy::Reject, "a:service:1", "active"), [1], "no longer pinned");
    assert_eq!(by(Remedy::Reject, "b:service:1", "active"), [0; 0]);
    assert_eq!(by(Remedy::Lift, "a:service:1", "active"), [1, 2]);
}

#[test]
fn a_pin_lapses_with_its_record_and_where_the_field_is_kept_back() {
    let (council, ours, charity, theirs) = two();
    let pin = correction(1, Remedy::Pin, "charity:service:1", "status", "defunct");
    let mut gone = theirs.clone();
    gone.deleted = Some(day(4));
    let mut closed = theirs;
    closed.field_visibility.insert("status".into(), Visibility::Private);
    for theirs in [gone, closed] {
        let of = assembled(&[(&council, &ours), (&charity, &theirs)], std::slice::from_ref(&pin));
        assert_eq!(of.entity.noun.to_value()["status"], "active");
        assert!(!format!("{:?}", of.entity).contains("defunct"));
    }
}

#[test]
fn a_pin_of_an_organizations_phone_beats_its_incumbent() {
    let (council, feed) = (source("council", 500), source("feed", 500));
    let told = |of: &str, phone: &str| {
        let phones = json!([{ "id": "p", "number": phone }]);
        record(
            &format!("{of}:organization:1"),
            json!({ "id": "1", "name": "Trust", "description": "x", "phones": phones }),
        )
    };
    let (ours, theirs) = (told("council", "01752 668000"), told("feed", "01752 305900"));
    let pin = [correction(1, Remedy::Pin, "feed:organization:1", "phones", "01752 305900")];
    let of = assembled(&[(&council, &ours), (&feed, &theirs)], &pin);
    assert_eq!(numbers(&of.entity.noun.to_value()), ["01752 305900"]);
}

#[test]
fn hours_of_certain_weeks_of_a_month_can_be_supplied() {
    let read = read_fact(
        model::Kind::Service,
        "schedules",
        "Mon 9am-5pm; 1st and 3rd Saturday of the month 10am-1pm",
    );
    assert_eq!(read.unwrap().text, "Mo 09:00-17:00; Sa[1,3] 10:00-13:00");
    let remarked = read_fact(model::Kind::Service, "schedules", "Mon 9am-5pm except bank holidays");
    assert!(matches!(remarked, Err(FactError::Value(said)) if said.contains("Sa[1]")));
}

#[test]
fn what_is_no_value_of_its_field_is_refused_with_a_reason() {
    use model::Kind::{Location, Organization, Service};
    for (kind, field, value, reason) in [
        (Service, "status", "open", "it is none of: active"),
        (Service, "url", "n/a", "it is no web address"),
        (Service, "email", "info", "it is no e-mail address"),
        (Organization, "phones", "01752 668000, 12", "`12` is no telephone number"),
        (Service, "schedules", "by appointment", "not understood"),
        (Location, "postal_code", "PL", "it is no UK postcode"),
        (Location, "addresses", "32 Sussex Road", "it has no UK postcode"),
        (Location, "position", "north", "it is no position"),
        (Service, "minimum_age", "-3", "from 0 upwards"),
        (Service, "name", "  ", "it is empty"),
    ] {
        let Err(FactError::Value(said)) = read_fact(kind, field, value) else {
            panic!("{field} took {value}")
        };
        assert!(said.contains(reason), "{field}: {said}");
    }
    for field in ["id", "organization_id", "last_modified", "service_areas", "colour"] {
        assert_eq!(read_fact(Service, field, "x"), Err(FactError::Unknown(facts(Service))), "{field}");
    }
}

proptest! {
    #[test]
    fn a_value_in_normal_form_reads_as_itself(text in "\\PC{0,40}", which in any::<prop::sample::Index>()) {
        for kind in model::Kind::ALL {
            let names = facts(kind);
            let field = names[which.index(names.len())];
            if let Ok(once) = read_fact(kind, field, &text) {
                prop_assert_eq!(&read_fact(kind, field, &once.text).unwrap().text, &once.text);
            }
        }
    }

    #[test]
    fn what_a_record_tells_of_a_fact_is_never_its_own_ids(id in "[a-z]{12}") {
        let phones = json!([{ "id": id, "service_id": id, "number": "01752 668000" }]);
        let club = record("a:service:1", json!({ "id": "1", "name": "Club", "phones": phones }));
        let told = told(&club, "phones").unwrap().unwrap();
        prop_assert!(!Value::Object(told.content).to_string().contains(&id));
    }
}
