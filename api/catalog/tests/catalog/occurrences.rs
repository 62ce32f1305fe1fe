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

/// Any schedule of a few sorts.
fn any_schedule() -> impl Strategy<Value = Value> {
    let days = "(MO|TU|WE)(,(TH|SA|SU))?";
    let words = prop_oneof![
        Just(""),
        Just("closed bank holidays"),
        Just("open bank holidays"),
        Just("not on 2026-12-25")
    ];
    (days, 0..24_u32, 1..25_u32, 1..3_u32, words, any::<bool>()).prop_map(|(days, opens, hours, interval, words, monthly)| {
        let freq = if monthly { "MONTHLY" } else { "WEEKLY" };
        schedule(json!({ "freq": freq, "byday": days, "interval": interval, "dtstart": "2026-10-01", "notes": words,
            "opens_at": format!("{opens:02}:00"), "closes_at": format!("{:02}:30", (opens + hours) % 24) }))
    })
}

/// A service by the numbers of its schedules, and of those of each of its places.
#[derive(Clone, Debug)]
struct Sketch {
    status: &'static str,
    own: Vec<usize>,
    places: Vec<Vec<usize>>,
}

/// Services that share a few schedules.
fn any_sketches() -> impl Strategy<Value = (Vec<Value>, Vec<Sketch>)> {
    let once = (0..60_i64, 0..4_i64).prop_map(|(from, days)| {
        let day = |days| (moment("2026-11-20 00:00") + TimeDelta::days(days)).date().to_string();
        schedule(json!({ "dtstart": day(from), "until": day(from + days), "opens_at": "08:00", "closes_at": "20:00" }))
    });
    let off = any_schedule().prop_map(|plain| with(plain, json!({ "cancelled": "2026-12-01,2026-12-08" })));
    let schedule = prop_oneof![4 => any_schedule(), 1 => once, 1 => off];
    let few = || prop::collection::vec(0..4_usize, 0..3);
    let status = prop::sample::select(vec!["active", "active", "active", "temporarily closed", "inactive"]);
    let sketch = (status, few(), prop::collection::vec(few(), 0..3))
        .prop_map(|(status, own, places)| Sketch { status, own, places });
    (prop::collection::vec(schedule, 4), prop::collection::vec(sketch, 1..6))
}

impl Sketch {
    fn entity(&self, number: usize, schedules: &[Value]) -> model::Entity {
        let of = |numbers: &[usize]| -> Vec<&Value> { numbers.iter().map(|one| &schedules[*one]).collect() };
        let mut places = at_locations(number, &(1..=self.places.len()).collect::<Vec<_>>());
        self.places.iter().enumerate().for_each(|(at, own)| places[at]["schedules"] = json!(of(own)));
        let more =
            json!({ "status": self.status, "schedules": of(&self.own), "service_at_locations": places });
        service(number, "It", more)
    }

    /// The numbers of the schedules that hold at each of its places, and at none.
    fn held<'a>(&'a self, schedules: &'a [Value]) -> Vec<(Option<usize>, Vec<usize>)> {
        let at = |own: &Vec<usize>| if own.is_empty() { self.own.clone() } else { own.clone() };
        let is_taken = |one: &usize| {
            let is_same = |other: &usize| schedules[*other] == schedules[*one];
            self.places.iter().any(|own| own.is_empty() || own.iter().any(is_same))
        };
        let nowhere = self.own.iter().copied().filter(|one| !is_taken(one)).collect();
        let places = self.places.iter().zip(1..).map(|(own, place)| (Some(place), at(own)));
        places.chain([(None, nowhere)]).collect()
    }
}

/// When something of a service is at a place, and whether it was called off.
type Placed = (uuid::Uuid, Option<uuid::Uuid>, Told);

impl Sketch {
    /// What is on in a window.
    fn on(
        &self,
        number: usize,
        schedules: &[Value],
        calendar: &Calendar,
        window: Range<NaiveDateTime>,
    ) -> Vec<Placed> {
        let each = self.held(schedules).into_iter().flat_map(|(place, held)| {
            let follow = |one: &usize| followed(&schedules[*one], calendar, window.start.date(), 100);
            let within =
                held.iter().flat_map(follow).filter(|held| window.contains(&held.occurrence.opens.unwrap()));
            let at = place.map(|place| sal_id(number, place));
            together(within.collect(), self.status)
                .into_iter()
                .map(move |told| (service_id(number), at, told))
        });
        each.collect()
    }

    /// The ids of what is open at a moment: of the service, and of itself at places.
    fn open(
        &self,
        number: usize,
        schedules: &[Value],
        calendar: &Calendar,
        wall: NaiveDateTime,
    ) -> Vec<uuid::Uuid> {
        let now = moment_of(wall);
        let is_on = |held: &Held| {
            let Occurrence { opens, closes, .. } = held.occurrence;
            held.is_sure() && moment_of(opens.unwrap()) <= now && now < moment_of(closes.unwrap())
        };
        let first = wall.date() - TimeDelta::days(15);
        let is_open = |one: &usize| followed(&schedules[*one], calendar, first, 16).iter().any(is_on);
        let held = self.held(schedules).into_iter().filter(|_| self.status == "active");
        let open = held.filter(|(_, held)| held.iter().any(is_open));
        open.flat_map(|(place, _)| {
            place.map(|place| sal_id(number, place)).into_iter().chain([service_id(number)])
        })
        .collect()
    }
}

/// What a snapshot tells to be on in a window.
fn on_within(snapshot: &Snapshot, window: Range<NaiveDateTime>) -> BTreeSet<Placed> {
    let asked =
        asked("2026-11-01", "2026-11-01", |asked| (asked.from, asked.to) = (window.start, window.end));
    let found = snapshot.occurrences(&asked).unwrap();
    let told = |session: &catalog::Session<'_>| {
        let Occurrence { date, opens, closes } = session.held.occurrence;
        (session.service.id, session.at.map(|at| at.id), (date, opens, closes, session.held.is_cancelled))
    };
    let all: BTreeSet<Placed> = found.items.iter().map(told).collect();
    assert_eq!((found.total, found.items.len()), (all.len(), all.len()));
    all
}

/// The ids of what a snapshot tells to be open.
fn open_at(snapshot: &Snapshot, wall: NaiveDateTime) -> BTreeSet<uuid::Uuid> {
    let kinds = [ListKind::Service, ListKind::ServiceAtLocation];
    let queries = kinds.map(|kind| Query { open_at: vec![moment_of(wall).to_utc()], ..Query::new(kind) });
    queries.iter().flat_map(|query| snapshot.search(query).unwrap().items).map(|hit| hit.entry.id).collect()
}

/// What a schedule holds from a day on for so many days, followed by itself.
fn followed(schedule: &Value, calendar: &Calendar, from: NaiveDate, days: usize) -> Vec<Held> {
    let recurrence = Recurrence::of(&serde_json::from_value(schedule.clone()).unwrap());
    let held = |recurrence: &Recurrence| -> Vec<Held> {
        from.iter_days().take(days).filter_map(|day| recurrence.held(&calendar.day(day))).collect()
    };
    recurrence.as_ref().map(held).unwrap_or_default()
}

/// When something is, and whether it was called off.
type Told = (NaiveDate, Option<NaiveDateTime>, Option<NaiveDateTime>, bool);

/// What several schedules of one place hold together.
fn together(all: Vec<Held>, status: &str) -> BTreeSet<Told> {
    let mut by_begin: BTreeMap<_, (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
    for Held { occurrence: Occurrence { date, opens, closes }, is_cancelled, .. } in all {
        let (on, off) = by_begin.entry((date, opens)).or_default();
        match status {
            "inactive" if !is_cancelled => false,
            "temporarily closed" => off.insert(closes),
            _ => {
                if is_cancelled {
                    off.insert(closes)
                } else {
                    on.insert(closes)
                }
            }
        };
    }
    let each = by_begin.into_iter().flat_map(|((date, opens), (on, off))| {
        let off = off.into_iter().next();
        let on = if off.is_some() { BTreeSet::new() } else { on };
        let all =
            off.map(|closes| (closes, true)).into_iter().chain(on.into_iter().map(|closes| (closes, false)));
        all.map(move |(closes, is_off)| (date, opens, closes, is_off)).collect::<Vec<_>>()
    });
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn services_that_share_schedules_are_on_and_open_as_if_each_were_followed_by_itself(
        (schedules, sketches) in any_sketches(), minutes in 0..80_000_i64, hours in 1..1_500_i64, other in 0..4_usize,
    ) {
        let entities = |sketches: &[Sketch]| -> Vec<model::Entity> {
            sketches.iter().zip(1..).map(|(sketch, number)| sketch.entity(number, &schedules)).collect()
        };
        let places = [location(1, "A", "PL1 1HZ", LIBRARY), location(2, "B", "PL3 6LF", HUB)];
        let directory = Directory::with(&[entities(&sketches), places.to_vec()].concat());
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let catalog = Catalog::load(&directory.store).unwrap();
        let mut changed = sketches.clone();
        changed[0].own = vec![other];
        let wall = moment("2026-11-01 00:00") + TimeDelta::minutes(minutes);
        for sketches in [sketches, changed] {
            directory.publish(&entities(&sketches));
            catalog.advance(&directory.store).unwrap();
            let snapshot = catalog.snapshot();
            let numbered = || sketches.iter().zip(1..);
            let window = wall..wall + TimeDelta::hours(hours);
            let on = numbered().flat_map(|(sketch, number)| sketch.on(number, &schedules, snapshot.calendar(), window.clone()));
            prop_assert_eq!(on_within(&snapshot, window.clone()), on.collect());
            let open = numbered().flat_map(|(sketch, number)| sketch.open(number, &schedules, snapshot.calendar(), wall));
            prop_assert_eq!(open_at(&snapshot, wall), open.collect());
        }
    }

    #[test]
    fn sessions_lie_in_their_window_in_order_and_pages_are_the_whole(
        schedules in prop::collection::vec(any_schedule(), 1..6), from in 0..60_i64, hours in 1..700_i64, limit in 1..9_usize,
        by_distance: bool,
    ) {
        let places = |number: usize| at_locations(number, &[1, 2]);
        let services = schedules.iter().zip(1..).map(|(schedule, number)| {
            service(number, "It", json!({ "schedules": [schedule], "service_at_locations": places(number) }))
        });
        let all: Vec<model::Entity> = services
            .chain([location(1, "A", "PL1 1HZ", LIBRARY), location(2, "B", "PL3 6LF", HUB)])
            .collect();
        let directory = Directory::with(&all);
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
        let begin = moment("2026-11-20 07:30") + TimeDelta::days(from);
        let mut asked = asked("2026-11-20", "2026-11-20", |asked| {
            (asked.from, asked.to) = (begin, begin + TimeDelta::hours(hours));
            asked.query.near = Some(Near { latitude: HUB.0, longitude: HUB.1, metres: Near::ANYWHERE });
            asked.sort = if by_distance { OccurrenceSort::Distance } else { OccurrenceSort::Start };
        });
        let whole = snapshot.occurrences(&asked).unwrap();
        let ids: Vec<uuid::Uuid> = whole.items.iter().map(|session| session.id()).collect();
        for session in &whole.items {
            let opens = session.held.occurrence.opens.unwrap();
            prop_assert!(asked.from <= opens && opens < asked.to);
            // What is open is what is surely under way.
            let at = (session.starts().unwrap() + session.lasts().unwrap() / 2).to_utc();
            if session.held.is_sure() && session.lasts().unwrap() > TimeDelta::zero() {
                let query = Query { open_at: vec![at], ..Query::new(ListKind::ServiceAtLocation) };
                let open = snapshot.search(&query).unwrap();
                prop_assert!(open.items.iter().any(|hit| Some(hit.entry.id) == session.at.map(|at| at.id)));
            }
        }
        let rank = |session: &catalog::Session<'_>| {
            let away = session.distance.unwrap();
            if by_distance { (away, session.starts()) } else { (0.0, session.starts()) }
        };
        prop_assert!(whole.items.windows(2).all(|two| rank(&two[0]) <= rank(&two[1])));
        asked.limit = limit;
        let mut paged = Vec::new();
        loop {
            let page = snapshot.occurrences(&asked).unwrap();
            prop_assert_eq!(page.total, whole.total);
            paged.extend(page.items.iter().map(|session| session.id()));
            prop_assert!(page.items.len() == limit || !page.has_more);
            let Some(last) = page.items.last().filter(|_| page.has_more) else { break };
            asked.cursor = Some(last.cursor().to_string().parse::<OccurrenceCursor>().unwrap());
        }
        prop_assert_eq!(paged, ids);
    }

    #[test]
    fn nothing_is_open_outside_of_its_sessions(schedule in any_schedule(), minutes in 0..80_000_i64) {
        let directory = Directory::with(&[service(1, "It", json!({ "schedules": [schedule] }))]);
        directory.store.replace_calendar(&[holidays()]).unwrap();
        let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
        let wall = moment("2026-11-01 00:00") + TimeDelta::minutes(minutes);
        let at = moment_of(wall).to_utc();
        let query = Query { open_at: vec![at], ..Query::new(ListKind::Service) };
        let is_open = snapshot.search(&query).unwrap().total == 1;
        let around = asked("2026-11-01", "2026-11-01", |asked| {
            asked.from = wall.date().and_time(NaiveTime::MIN) - TimeDelta::days(2);
            asked.to = wall + TimeDelta::days(1);
        });
        let sessions = snapshot.occurrences(&around).unwrap().items;
        let is_on = sessions.iter().any(|session| {
            session.held.is_sure() && session.starts().unwrap() <= at && at < session.ends().unwrap()
        });
        prop_assert_eq!(is_open, is_on);
    }
}
