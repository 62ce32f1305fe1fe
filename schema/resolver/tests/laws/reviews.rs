//! How long a source's word counts without being confirmed.

use chrono::{DateTime, Utc};
use model::{Entity, Freshness, Record, ReviewPeriod, Source};
use resolver::{Assembled, Member};
use serde_json::{Value, json};

use crate::common::{Everything, day, record, source};

const DAY: u64 = 24 * 60 * 60;

/// A source whose word counts for 100 days, and 50 more before it lapses.
fn reviewed(id: &str, precedence: i32) -> Source {
    Source { review: Some(ReviewPeriod { every: 100 * DAY, grace: 50 * DAY }), ..source(id, precedence) }
}

/// A lunch club, first and last changed on day 0.
fn club(source: &str, more: Value) -> Record {
    let mut noun = json!({ "id": "1", "name": "Lunch club", "status": "active" });
    noun.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    record(&format!("{source}:service:1"), noun)
}

fn on(now: i64, members: &[(Source, Record)]) -> Assembled {
    let members: Vec<_> = members.iter().map(|(source, record)| Member { record, source }).collect();
    let id = Everything::id("service:1");
    resolver::assemble(id, &members, &[], Vec::new(), &Everything, day(now)).unwrap()
}

fn alert(entity: &Entity) -> Value {
    entity.noun.to_value()["alert"].clone()
}

fn assured(entity: &Entity) -> Value {
    entity.noun.to_value()["assured_date"].clone()
}

fn at(moment: i64) -> Option<DateTime<Utc>> {
    Some(day(moment))
}

#[test]
fn a_service_is_current_then_overdue_then_lapsed_and_says_when_to_look_again() {
    let members = [(reviewed("clubs", 500), club("clubs", json!({})))];
    for (now, freshness, next) in [
        (0, Freshness::Current, at(100)),
        (99, Freshness::Current, at(100)),
        (100, Freshness::Overdue, at(150)),
        (149, Freshness::Overdue, at(150)),
        (150, Freshness::Lapsed, None),
    ] {
        let entity = on(now, &members).entity;
        assert_eq!((entity.review.freshness, entity.review.next), (freshness, next), "day {now}");
        assert_eq!(entity.is_shown(), freshness != Freshness::Lapsed);
    }
}

#[test]
fn an_overdue_service_is_marked_for_readers_and_its_source_is_told() {
    let members = [(reviewed("clubs", 500), club("clubs", json!({})))];
    let fresh = on(99, &members);
    assert_eq!((alert(&fresh.entity), fresh.issues.len()), (Value::Null, 0));
    let overdue = on(100, &members);
    assert_eq!(alert(&overdue.entity), "These details have not been confirmed since 1 January 2026.");
    let claim = &overdue.entity.provenance["alert"][0];
    assert_eq!(claim.derived.as_deref(), Some("service.alert tells since when nobody has confirmed it"));
    let [issue] = overdue.issues.as_slice() else { panic!("one issue, not {:?}", overdue.issues) };
    assert_eq!((issue.code.as_str(), issue.record.as_deref()), ("overdue", Some("clubs:service:1")));
    assert!(issue.reason.contains("counts no more from 31 May 2026"), "{}", issue.reason);
}

#[test]
fn what_a_source_alerts_to_stays_its_own_words() {
    let members = [(reviewed("clubs", 500), club("clubs", json!({ "alert": "Closed for repairs" })))];
    let entity = on(100, &members).entity;
    assert_eq!((entity.review.freshness, alert(&entity)), (Freshness::Overdue, json!("Closed for repairs")));
}

#[test]
fn a_day_that_the_source_gives_counts_but_no_later_than_it_was_read() {
    let given = |date: &str| [(reviewed("clubs", 500), club("clubs", json!({ "assured_date": date })))];
    let old = on(0, &given("2025-09-01")).entity;
    assert_eq!(old.review.freshness, Freshness::Overdue, "122 days ago");
    assert_eq!(old.review.next, at(50), "its source is left the grace to confirm it");
    let to_come = on(0, &given("2099-01-01")).entity;
    assert_eq!(to_come.review.next, at(100), "nobody confirms in advance");
}

#[test]
fn what_was_confirmed_is_current_again_and_says_so() {
    let mut record =
        club("clubs", json!({ "assured_date": "2025-09-01", "assurer_email": "ann@clubs.example" }));
    record.confirmed = at(120);
    let entity = on(150, &[(reviewed("clubs", 500), record)]).entity;
    assert_eq!((entity.review.freshness, entity.review.next), (Freshness::Current, at(220)));
    assert_eq!(assured(&entity), "2026-05-01");
    assert_eq!(entity.noun.to_value().get("assurer_email"), None, "she confirmed it on another day");
}

#[test]
fn a_change_counts_as_a_look_unless_the_source_itself_gives_days() {
    let mut changed = club("clubs", json!({}));
    changed.modified = day(90);
    assert_eq!(on(150, &[(reviewed("clubs", 500), changed)]).entity.review.next, at(190));
    let mut dated = club("clubs", json!({ "assured_date": "2026-01-01" }));
    dated.modified = day(90);
    assert_eq!(on(149, &[(reviewed("clubs", 500), dated)]).entity.review.freshness, Freshness::Overdue);
}

#[test]
fn one_word_that_counts_is_enough_and_the_latest_confirmation_is_published() {
    let mut late = club("halls", json!({ "assured_date": "2026-03-01" }));
    late.modified = day(80);
    let members = [
        (reviewed("clubs", 900), club("clubs", json!({ "assured_date": "2026-01-01" }))),
        (reviewed("halls", 100), late),
    ];
    let both = on(120, &members);
    assert_eq!((both.entity.review.freshness, both.entity.review.next), (Freshness::Current, at(159)));
    assert_eq!(assured(&both.entity), "2026-03-01");
    let [issue] = both.issues.as_slice() else { panic!("the one whose word is overdue is told") };
    assert_eq!(issue.record.as_deref(), Some("clubs:service:1"));
}

#[test]
fn the_word_of_a_source_without_reviews_counts_for_ever() {
    let register =
        (source("register", 500), record("register:service:1", json!({ "id": "1", "name": "Lunch club" })));
    let members = [(reviewed("clubs", 500), club("clubs", json!({}))), register];
    assert_eq!(on(5_000, &members).entity.review.freshness, Freshness::Current);
    assert_eq!(on(50, &members).entity.review.next, at(100), "then the clubs are told");
}

#[test]
fn only_services_are_reviewed() {
    let hall = record("clubs:location:1", json!({ "id": "1", "name": "Hall" }));
    let (source, id) = (reviewed("clubs", 500), Everything::id("location:1"));
    let member = [Member { record: &hall, source: &source }];
    let found = resolver::assemble(id, &member, &[], Vec::new(), &Everything, day(5_000)).unwrap();
    assert_eq!((found.entity.review, found.issues.len()), (model::Review::default(), 0));
}
