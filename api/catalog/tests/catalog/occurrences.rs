//! Schedules as dated sessions, and what is open when.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, LazyLock},
};

use catalog::{
    Attendance, Catalog, ListKind, Near, OccurrenceCursor, OccurrenceQuery, OccurrenceSort, Precision, Query,
    QueryError, Snapshot, moment_of,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use model::{CalendarKind, CalendarPeriod};
use normalize::recurrence::{Calendar, Held, Occurrence, Recurrence};
use proptest::prelude::*;
use serde_json::{Value, json};
use store::CalendarSpan;

use crate::support::*;

mod laws;

const LIBRARY: (f64, f64) = (50.371, -4.142);
const HUB: (f64, f64) = (50.386, -4.105);

fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn schedule(fields: Value) -> Value {
    let mut schedule = json!({ "id": sal_id(99, 99) });
    schedule.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    schedule
}

fn weekly(days: &str, opens: &str, closes: &str) -> Value {
    schedule(json!({ "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes }))
}

/// A directory in which service 1 is given at the library by its own schedule, and at the hub by another.
fn directory() -> Directory {
    let mut places = at_locations(1, &[1, 2]);
    places[1]["schedules"] = json!([weekly("WE", "14:00", "15:00")]);
    let lessons = json!({ "service_at_locations": places, "schedules": [with(weekly("MO", "10:00", "12:00"), json!({
        "notes": "Except bank holidays", "exdate": "2026-12-07", "cancelled": "2026-12-14" }))] });
    let helpline = json!({ "schedules": [with(weekly("MO,TU,WE,TH,FR", "09:00", "17:00"), json!({ "attending_type": "By telephone" }))] });
    let chat = json!({ "service_at_locations": at_locations(3, &[3]),
        "schedules": [schedule(json!({ "dtstart": "2026-12-08", "opens_at": "19:00" }))] });
    let pantry = json!({ "service_at_locations": at_locations(4, &[2]), "schedules": [weekly("FR", "22:00", "02:00")] });
    let old = json!({ "status": "inactive", "schedules": [weekly("MO", "09:00", "10:00")] });
    let shut = json!({ "status": "temporarily closed", "schedules": [weekly("SA", "09:00", "10:00")] });
    let mut online = location(3, "Online", "PL1 1AA", (0.0, 0.0));
    online.noun = model::Noun::from_value(
        model::Kind::Location,
        json!({ "id": location_id(3), "name": "Zoom", "location_type": "virtual" }),
    )
    .unwrap();
    let mut hub = location(2, "Efford Hub", "PL3 6LF", HUB);
    hub.provenance.get_mut("latitude").unwrap()[0].derived = Some("the middle of its postcode".to_owned());
    let directory = Directory::with(&[
        location(1, "Central Library", "PL1 1HZ", LIBRARY),
        hub,
        online,
        service(1, "Computer lessons", lessons),
        service(2, "Helpline", helpline),
        service(3, "Evening chat", chat),
        service(4, "Night pantry", pantry),
        service(5, "Old club", old),
        service(6, "Shut club", shut),
    ]);
    directory.store.replace_calendar(&[holidays()]).unwrap();
    directory
}

fn with(mut schedule: Value, more: Value) -> Value {
    schedule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    schedule
}

fn holidays() -> CalendarSpan {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let period = |at: &str| CalendarPeriod {
        kind: CalendarKind::BankHoliday,
        first: day(at),
        last: day(at),
        name: "Christmas".to_owned(),
    };
    CalendarSpan {
        kind: CalendarKind::BankHoliday,
        between: day("2026-01-01")..=day("2026-12-31"),
        periods: vec![period("2026-12-25"), period("2026-12-28")],
    }
}

static SNAPSHOT: LazyLock<Arc<Snapshot>> =
    LazyLock::new(|| Catalog::load(&directory().store).unwrap().snapshot());

fn asked(from: &str, to: &str, set: impl FnOnce(&mut OccurrenceQuery)) -> OccurrenceQuery {
    let mut asked = OccurrenceQuery {
        query: Query::new(ListKind::Service),
        from: moment(&format!("{from} 00:00")),
        to: moment(&format!("{to} 00:00")) + TimeDelta::days(1),
        sort: OccurrenceSort::Start,
        limit: 1000,
        cursor: None,
    };
    set(&mut asked);
    asked
}

fn named(name: &str) -> impl FnOnce(&mut OccurrenceQuery) {
    let text = name.to_owned();
    move |asked| asked.query.text = Some(text)
}

/// The sessions as `Mon 07 10:00-12:00 Central Library`, with what is the matter.
fn told(asked: &OccurrenceQuery) -> Vec<String> {
    let found = SNAPSHOT.occurrences(asked).unwrap();
    assert_eq!(found.total, found.items.len());
    let each = found.items.iter().map(|session| {
        let time = |at: Option<NaiveDateTime>| at.map_or("?".to_owned(), |at| at.format("%H:%M").to_string());
        let occurrence = &session.held.occurrence;
        let place = session.location.map_or("nowhere", |location| location.name());
        let off = if session.held.is_cancelled { " cancelled" } else { "" };
        let doubts: String = session.doubts().iter().map(|doubt| format!(" {doubt}?")).collect();
        let date = occurrence.date.format("%a %d");
        format!("{date} {}-{} {place}{off}{doubts}", time(occurrence.opens), time(occurrence.closes))
    });
    each.collect()
}

#[test]
fn a_place_without_schedules_takes_those_of_its_service() {
    let expected = ["Mon 30 10:00-12:00 Central Library", "Wed 02 14:00-15:00 Efford Hub"];
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", named("lessons"))), expected);
}

#[test]
fn exceptions_cancellations_and_bank_holidays_are_applied() {
    let monday = |asked: &mut OccurrenceQuery| {
        asked.query.text = Some("lessons".to_owned());
        asked.query.days = vec!["MO".to_owned()];
    };
    let expected = [
        "Mon 30 10:00-12:00 Central Library",
        "Mon 14 10:00-12:00 Central Library cancelled",
        "Mon 21 10:00-12:00 Central Library",
    ];
    assert_eq!(
        told(&asked("2026-11-30", "2026-12-31", monday)),
        expected,
        "not on 7, nor on the bank holiday"
    );
}

#[test]
fn on_a_bank_holiday_of_which_nothing_is_said_nobody_can_be_sure() {
    let expected = ["Thu 24 09:00-17:00 nowhere", "Fri 25 09:00-17:00 nowhere bank-holiday?"];
    assert_eq!(told(&asked("2026-12-24", "2026-12-25", named("helpline"))), expected);
}

#[test]
fn what_does_not_run_has_no_sessions_and_what_is_closed_for_a_time_has_cancelled_ones() {
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", named("old"))), Vec::<String>::new());
    assert_eq!(
        told(&asked("2026-11-30", "2026-12-06", named("shut"))),
        ["Sat 05 09:00-10:00 nowhere cancelled"]
    );
}

#[test]
fn near_a_place_only_what_is_held_there_comes_and_the_nearest_may_come_first() {
    let near = |asked: &mut OccurrenceQuery| {
        asked.query.near = Some(Near { latitude: HUB.0, longitude: HUB.1, metres: 500.0 });
    };
    let expected = ["Wed 02 14:00-15:00 Efford Hub", "Fri 04 22:00-02:00 Efford Hub"];
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", near)), expected);
    let nearest = |asked: &mut OccurrenceQuery| {
        asked.query.near = Some(Near { latitude: HUB.0, longitude: HUB.1, metres: Near::ANYWHERE });
        asked.query.text = Some("lessons".to_owned());
        asked.sort = OccurrenceSort::Distance;
    };
    let expected = ["Wed 02 14:00-15:00 Efford Hub", "Mon 30 10:00-12:00 Central Library"];
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", nearest)), expected);
    let asked = asked("2026-11-30", "2026-12-06", nearest);
    let found = SNAPSHOT.occurrences(&asked).unwrap();
    assert!(found.items[0].distance.unwrap() < 1.0 && found.items[1].distance.unwrap() > 2_000.0);
    assert_eq!(found.items[0].precision(), Some(Precision::Derived));
    assert_eq!(found.items[1].precision(), Some(Precision::Given));
}

#[test]
fn sessions_on_line_and_by_telephone_are_marked() {
    let attendance = |name: &str| {
        let found = SNAPSHOT.occurrences(&asked("2026-12-07", "2026-12-13", named(name))).unwrap();
        found.items.first().and_then(|session| session.attendance())
    };
    assert_eq!(attendance("chat"), Some(Attendance::Online));
    assert_eq!(attendance("helpline"), Some(Attendance::Phone));
    assert_eq!(attendance("pantry"), Some(Attendance::InPerson));
}

#[test]
fn days_and_times_that_are_asked_for_are_those_of_the_session() {
    let early = |asked: &mut OccurrenceQuery| asked.query.end_time = Some("15:00".to_owned());
    let expected = [
        "Mon 30 10:00-12:00 Central Library",
        "Wed 02 14:00-15:00 Efford Hub",
        "Sat 05 09:00-10:00 nowhere cancelled",
    ];
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", early)), expected);
}

#[test]
fn the_sessions_of_one_service_or_one_place_can_be_asked_for() {
    let of_one = |asked: &mut OccurrenceQuery| asked.query.ids = vec![service_id(4)];
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", of_one)), ["Fri 04 22:00-02:00 Efford Hub"]);
    let at_one = |asked: &mut OccurrenceQuery| asked.query.location_id = Some(location_id(1));
    assert_eq!(told(&asked("2026-11-30", "2026-12-06", at_one)), ["Mon 30 10:00-12:00 Central Library"]);
}

#[test]
fn windows_that_are_none_or_too_long_are_refused() {
    for (from, to) in [("2026-12-02", "2026-11-30"), ("2026-01-01", "2026-06-01")] {
        assert!(matches!(SNAPSHOT.occurrences(&asked(from, to, |_| {})), Err(QueryError::Window { .. })));
    }
    let by_distance = asked("2026-12-01", "2026-12-02", |asked| asked.sort = OccurrenceSort::Distance);
    assert!(matches!(SNAPSHOT.occurrences(&by_distance), Err(QueryError::Sort(_))));
}

#[test]
fn a_calendar_that_is_imported_later_is_taken_up() {
    let directory = directory();
    let catalog = Catalog::load(&directory.store).unwrap();
    let helpline = |from: &str| asked(from, from, named("helpline"));
    let doubts = |catalog: &Catalog, at: &str| {
        catalog.snapshot().occurrences(&helpline(at)).unwrap().items[0].doubts().is_empty()
    };
    assert!(doubts(&catalog, "2027-01-01"));
    let mut next = holidays();
    next.between = "2027-01-01".parse().unwrap()..="2027-12-31".parse().unwrap();
    next.periods.truncate(1);
    next.periods[0].first = "2027-01-01".parse().unwrap();
    next.periods[0].last = next.periods[0].first;
    directory.store.replace_calendar(&[next]).unwrap();
    assert_eq!(catalog.advance(&directory.store).unwrap(), 0);
    assert!(!doubts(&catalog, "2027-01-01"));
}

/// Whether a service with one schedule is open at a moment on a wall clock.
fn is_open(fields: &Value, at: &str) -> bool {
    is_open_at(fields, moment_of(moment(at)).to_utc())
}

fn is_open_at(fields: &Value, at: chrono::DateTime<chrono::Utc>) -> bool {
    let directory = Directory::with(&[service(1, "It", json!({ "schedules": [fields] }))]);
    directory.store.replace_calendar(&[holidays()]).unwrap();
    let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
    let query = Query { open_at: vec![at], ..Query::new(ListKind::Service) };
    snapshot.search(&query).unwrap().total == 1
}

#[test]
fn what_is_open_when() {
    let always = weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00");
    let bar = weekly("FR", "20:00", "02:00");
    let last_friday =
        schedule(json!({ "freq": "MONTHLY", "byday": "-1FR", "opens_at": "10:00", "closes_at": "12:00" }));
    let fortnightly = schedule(
        json!({ "freq": "WEEKLY", "interval": 2, "byday": "WE", "dtstart": "2026-11-04", "opens_at": "10:00", "closes_at": "12:00" }),
    );
    let office = weekly("MO,TU,WE,TH,FR", "09:00", "17:00");
    let office_without = with(office.clone(), json!({ "notes": "Closed bank holidays" }));
    let office_with = with(office.clone(), json!({ "notes": "Open bank holidays" }));
    let endless = schedule(json!({ "byday": "MO", "opens_at": "09:00" }));
    for (schedule, at, open) in [
        (&bar, "2026-11-06 20:00", true),
        (&bar, "2026-11-07 01:59", true),
        (&bar, "2026-11-07 02:00", false),
        (&bar, "2026-11-06 01:00", false),
        (&always, "2026-11-06 23:59", true),
        (&always, "2026-11-07 00:00", true),
        (&last_friday, "2026-11-27 11:00", true),
        (&last_friday, "2026-11-20 11:00", false),
        (&fortnightly, "2026-11-18 11:00", true),
        (&fortnightly, "2026-11-11 11:00", false),
        (&office, "2026-12-24 10:00", true),
        (&office, "2026-12-28 10:00", false),
        (&office_without, "2026-12-28 10:00", false),
        (&office_without, "2026-12-29 10:00", true),
        (&office_with, "2026-12-28 10:00", true),
        (&endless, "2026-11-09 09:30", false),
    ] {
        assert_eq!(is_open(schedule, at), open, "{schedule} at {at}");
    }
}

#[test]
fn a_night_in_which_clocks_are_changed_is_an_hour_longer_or_shorter() {
    let bar = weekly("SA", "22:00", "01:30");
    let utc = |text: &str| moment(text).and_utc();
    // On 25 October 2026 half past one comes twice: the first ends it.
    assert!(is_open_at(&bar, utc("2026-10-25 00:29")));
    assert!(!is_open_at(&bar, utc("2026-10-25 00:30")) && !is_open_at(&bar, utc("2026-10-25 01:15")));
    // On 28 March 2027 half past one does not come: it ends half an hour after one, when clocks show half past two.
    assert!(is_open_at(&bar, utc("2027-03-28 01:29")) && !is_open_at(&bar, utc("2027-03-28 01:30")));
}
