//! Calendars, as those who publish them do.

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use harvest::{Format, SourceConfig, check};
use model::{Kind, Outcome, Visibility};
use proptest::prelude::*;

use crate::{
    server::{Answer, Server},
    support::{Bench, count, quick, with_terms},
};

const TOML: &str = "format = \"icalendar\"\nlocation = \"events.ics\"";

/// An event of a UID with further lines.
fn event(uid: u32, lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:e{uid}\r\nSUMMARY:Event {uid}\r\n{lines}\r\nEND:VEVENT\r\n")
}

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn on(day: u32) -> String {
    format!("DTSTAMP:20260101T00000{day}Z\r\nDTSTART:202604{day:02}T100000\r\nDTEND:202604{day:02}T110000")
}

#[test]
fn a_calendar_that_is_only_stamped_anew_writes_nothing_and_what_changed_is_taken() {
    let bench = Bench::new();
    let events = |days: &[(u32, u32)]| {
        calendar(&days.iter().map(|(uid, day)| event(*uid, &on(*day))).collect::<String>())
    };
    bench.write("events.ics", events(&[(1, 1), (2, 2), (3, 3)]));
    assert_eq!(bench.taken(TOML).counts.new, 3);
    bench.write("events.ics", events(&[(3, 3), (2, 2), (1, 1)]).replace("DTSTAMP:2026", "DTSTAMP:2027"));
    let report = bench.taken(TOML);
    assert_eq!((report.counts.unchanged, report.counts.records), (3, 0));
    bench.write("events.ics", events(&[(1, 1), (3, 9), (4, 4)]));
    let counts = bench.taken(TOML).counts;
    assert_eq!((counts.unchanged, counts.changed, counts.new, counts.deleted), (1, 1, 1, 1));
}

#[test]
fn an_event_that_has_passed_is_inactive_although_its_calendar_stays_the_same() {
    let bench = Bench::new();
    let events = [
        event(1, &on(1)),
        event(2, "DTSTART:20260401\r\nRRULE:FREQ=DAILY"),
        event(3, "DTSTART:20260401T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2"),
    ];
    bench.write("events.ics", calendar(&events.concat()));
    bench.taken(TOML);
    let states = || ["e1", "e2", "e3"].map(|uid| bench.noun(Kind::Service, uid)["status"].clone());
    assert_eq!(states(), ["active", "active", "active"]);
    bench.clock.advance(TimeDelta::days(60));
    let report = bench.taken(TOML);
    assert_eq!(states(), ["inactive", "active", "inactive"]);
    assert_eq!((report.counts.changed, report.counts.deleted), (2, 0));
}

#[test]
fn a_calendar_that_breaks_off_or_is_something_else_takes_nothing() {
    let whole = calendar(&(event(1, &on(1)) + &event(2, &on(2))));
    let half: String = whole.chars().take(whole.len() / 2).collect();
    for (broken, code) in [
        (whole.replace("END:VCALENDAR\r\n", ""), "unreadable"),
        (half, "unreadable"),
        (whole.replacen("END:VEVENT", "END:VJOURNAL", 1), "unreadable"),
        ("<!doctype html><html>Sign in</html>".to_owned(), "wrong-format"),
        (String::new(), "wrong-format"),
        ("name,postcode\nTea,PL1 1AA\n".to_owned(), "wrong-format"),
        (calendar(&event(1, &format!("DESCRIPTION:{}", "x".repeat(5 << 20)))), "too-large"),
    ] {
        let bench = Bench::new();
        bench.write("events.ics", &whole);
        bench.taken(TOML);
        bench.write("events.ics", &broken);
        let report = bench.harvest(TOML);
        assert_eq!((report.outcome, count(&report, code)), (Outcome::Failed, 1), "{:?}", report.issues);
        assert_eq!(bench.ids(Kind::Service), ["e1", "e2"]);
    }
}

#[test]
fn no_person_and_no_address_of_one_gets_into_a_record() {
    let bench = Bench::new();
    let people = "ORGANIZER;CN=Ann Example:mailto:ann@example.org\r\n\
                  ATTENDEE;CN=Bob Example:mailto:bob@example.org\r\nCONTACT:Cat\\, cat@example.org";
    let body = "ORGANIZER;CN=\"Example Library\":mailto:ann@example.org";
    let events = [event(1, &format!("{}\r\n{people}", on(1))), event(2, &format!("{}\r\n{body}", on(2)))];
    bench.write("events.ics", calendar(&events.concat()));
    let report = bench.taken(TOML);
    assert_eq!(bench.ids(Kind::Organization), ["example-library"]);
    for record in Kind::ALL.into_iter().flat_map(|kind| bench.records(kind)) {
        let told = format!("{} {:?}", record.noun.to_value(), record.original);
        assert!(!told.contains('@') && !told.contains("Ann") && !told.contains("Bob"), "{told}");
    }
    assert_eq!(count(&report, "person-left-out"), 1, "{:?}", report.issues);
    let values: Vec<_> = report.issues.iter().filter_map(|issue| issue.value.as_deref()).collect();
    assert!(values.iter().all(|value| !value.contains('@')), "{values:?}");
}

#[test]
fn an_event_that_is_not_public_is_private() {
    let bench = Bench::new();
    let events = [
        event(1, "DTSTART:20260401\r\nCLASS:CONFIDENTIAL\r\nLOCATION:At home\r\nCATEGORIES:Secret"),
        event(2, "DTSTART:20260401\r\nCLASS:PUBLIC"),
    ];
    bench.write("events.ics", calendar(&events.concat()));
    bench.taken(TOML);
    let visibilities: Vec<_> = bench.records(Kind::Service).iter().map(|record| record.visibility).collect();
    assert_eq!(visibilities, [Visibility::Private, Visibility::Public]);
    assert!(bench.ids(Kind::Location).is_empty() && bench.ids(Kind::Taxonomy).is_empty());
}

#[test]
fn a_calendar_is_read_from_the_web_and_one_to_subscribe_to_over_https() {
    let text = Arc::new(Mutex::new(calendar(&event(1, &on(1)))));
    let shown = Arc::clone(&text);
    let server = Server::start(move |_| Answer::Json(shown.lock().unwrap().clone()));
    let bench = Bench::new();
    let location = format!("location = \"{}/events.ics\"\nallow_private_networks = true", server.base);
    bench.taken(&format!("format = \"icalendar\"\n{location}"));
    assert_eq!(bench.ids(Kind::Service), ["e1"]);

    let toml = "format = \"icalendar\"\nlocation = \"webcal://example.org/events.ics\"";
    let subscribed = SourceConfig::read(&with_terms(toml), Path::new("feed")).unwrap();
    assert_eq!(
        (subscribed.location.as_str(), subscribed.is_remote()),
        ("https://example.org/events.ics", true)
    );
    for location in ["webcal://example.org/events", "https://example.org/a.ics?key=1", "events.ics"] {
        assert_eq!(Format::guess(location), Format::Icalendar, "{location}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_line_of_an_event_makes_a_run_panic_or_break(
        name in prop::sample::select(vec![
            "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "GEO", "LOCATION",
            "CATEGORIES", "ORGANIZER", "SEQUENCE", "STATUS", "X", "",
        ]),
        params in "(;[A-Z]{0,5}=?\"?[a-zA-Z/]{0,9}\"?){0,2}",
        value in prop_oneof![
            "[^\r\n]{0,40}",
            "[0-9TZP:;,=/+-]{0,24}",
            "FREQ=(WEEKLY|MONTHLY|YEARLY|DAILY);(COUNT|INTERVAL|BYSETPOS|UNTIL|BYDAY)=[0-9A-Z-]{0,12}",
        ],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ics");
        let lines = format!("{name}{params}:{value}");
        let events = event(1, &lines) + &event(2, &format!("DTSTART:20260401T100000Z\r\n{lines}")) + &event(2, &lines);
        fs::write(&path, calendar(&events)).unwrap();
        let report = check(&path.display().to_string(), None, None, &quick()).unwrap();
        prop_assert!(report.readable, "{lines:?}: {:?}", report.issues);
    }

    #[test]
    fn a_calendar_that_was_damaged_is_read_whole_or_refused(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let whole = include_bytes!("../payloads/icalendar/library/events.ics");
        let place = at.index(whole.len());
        let mut damaged = whole.to_vec();
        if cut { damaged.truncate(place) } else { damaged[place] = byte }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ics");
        fs::write(&path, &damaged).unwrap();
        let report = check(&path.display().to_string(), None, None, &quick()).unwrap();
        let is_whole = String::from_utf8_lossy(&damaged).trim_end().ends_with("END:VCALENDAR");
        prop_assert!(!cut || !report.readable || is_whole);
    }
}
