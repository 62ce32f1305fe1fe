//! OpenActive feeds, read from a server that does whatever servers do.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use harvest::{Format, SourceConfig, check};
use model::{Kind, Outcome};
use proptest::prelude::*;

use crate::{
    server::{Answer, Server},
    support::{Bench, count, quick, with_terms},
};

/// One item of a feed: kind, id, what it is; nothing where it was deleted. Its place in the list is its change number.
type Items = Vec<(&'static str, String, Option<String>)>;

/// A feed that changes: an item that changes goes to the end.
#[derive(Clone, Default)]
struct Feed(Arc<Mutex<Items>>);

/// By what a feed asks where a reader left off.
#[derive(Clone, Copy)]
enum Order {
    ChangeNumber,
    Timestamp,
}

impl Feed {
    fn series(ids: impl IntoIterator<Item = u32>) -> Self {
        let feed = Self::default();
        ids.into_iter().for_each(|id| feed.tell("SessionSeries", &format!("s{id}"), &series(id, 1)));
        feed
    }

    fn tell(&self, kind: &'static str, id: &str, data: &str) {
        self.0.lock().unwrap().push((kind, id.to_owned(), Some(data.to_owned())));
    }

    fn delete(&self, kind: &'static str, id: &str) {
        self.0.lock().unwrap().push((kind, id.to_owned(), None));
    }

    /// A page of two items, of which each thing shows only the latest.
    fn page(&self, base: &str, path: &str, order: Order) -> Answer {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name));
        let after: usize = match order {
            Order::ChangeNumber => value("afterChangeNumber="),
            Order::Timestamp => value("afterTimestamp="),
        }
        .map_or(0, |after| after.parse().unwrap());
        let items = self.0.lock().unwrap();
        let is_latest = |place: usize, (kind, id): (&str, &str)| {
            !items.iter().skip(place + 1).any(|(other, later, _)| (*other, later.as_str()) == (kind, id))
        };
        let latest = items.iter().enumerate().filter(|(place, (kind, id, _))| is_latest(*place, (kind, id)));
        let page: Vec<_> = latest.skip_while(|(place, _)| *place < after).take(2).collect();
        let (last, id) = page.last().map_or((after, ""), |(place, (_, id, _))| (place + 1, id.as_str()));
        let shown: Vec<String> = page.iter().map(|(place, told)| item(told, place + 1)).collect();
        let next = match order {
            _ if page.is_empty() => query.to_owned(),
            Order::ChangeNumber => format!("afterChangeNumber={last}"),
            Order::Timestamp => format!("afterTimestamp={last}&afterId={id}"),
        };
        let path = path.split('?').next().unwrap();
        Answer::Json(format!(
            r#"{{"next":"{base}{path}?{next}","items":[{}],"license":"l"}}"#,
            shown.join(",")
        ))
    }
}

fn item((kind, id, data): &(&'static str, String, Option<String>), modified: usize) -> String {
    match data {
        Some(data) => {
            format!(
                r#"{{"state":"updated","kind":"{kind}","id":"{id}","modified":{modified},"data":{data}}}"#
            )
        }
        None => format!(r#"{{"state":"deleted","kind":"{kind}","id":"{id}","modified":{modified}}}"#),
    }
}

fn series(id: u32, edition: u32) -> String {
    format!(
        r#"{{"@type":"SessionSeries","@id":"https://example.org/series/{id}","name":"Series {id} in edition {edition}",
            "organizer":{{"@type":"Organization","@id":"o","name":"Org"}}}}"#
    )
}

fn session(series: u32, day: &str) -> String {
    format!(
        r#"{{"@type":"ScheduledSession","superEvent":"https://example.org/series/{series}","startDate":"{day}T10:00:00Z","remainingAttendeeCapacity":5}}"#
    )
}

/// A server whose address is known to what it answers.
fn served(answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Server {
    let base = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&base);
    let server = Server::start(move |path| answer(&told.lock().unwrap().clone(), path));
    base.lock().unwrap().clone_from(&server.base);
    server
}

fn toml(server: &Server) -> String {
    format!("format = \"openactive\"\nlocation = \"{}/series\"\nallow_private_networks = true", server.base)
}

#[test]
fn a_feed_is_read_whole_and_later_only_what_changed() {
    for order in [Order::ChangeNumber, Order::Timestamp] {
        let feed = Feed::series(1..=5);
        let shown = feed.clone();
        let server = served(move |base, path| shown.page(base, path, order));
        let bench = Bench::new();
        let report = bench.taken(&toml(&server));
        assert_eq!((report.counts.items, report.counts.new), (5, 5));
        assert_eq!(bench.ids(Kind::Organization), ["o"]);
        let asked = server.asked();
        assert_eq!(asked.len(), 5, "the location itself, then four pages: {asked:?}");

        let report = bench.taken(&toml(&server));
        assert_eq!((report.counts.unchanged, report.counts.records), (5, 0), "the same again writes nothing");
        assert_eq!(server.asked(), asked[4..], "only the last page is read");

        feed.tell("SessionSeries", "s2", &series(2, 2));
        feed.delete("SessionSeries", "s4");
        feed.tell("SessionSeries", "s6", &series(6, 1));
        let report = bench.taken(&toml(&server));
        let counts = report.counts;
        assert_eq!((counts.changed, counts.deleted, counts.new, counts.unchanged), (1, 1, 1, 3));
        assert_eq!(bench.noun(Kind::Service, "SessionSeries:s2")["name"], "Series 2 in edition 2");
        assert_eq!(bench.ids(Kind::Service).len(), 5, "what the pages do not mention stays");
        assert_eq!(server.asked().len(), 3);
    }
}

#[test]
fn every_so_often_a_feed_is_read_from_its_beginning_and_what_it_lost_is_gone() {
    let feed = Feed::series(1..=4);
    let shown = feed.clone();
    let server = served(move |base, path| shown.page(base, path, Order::ChangeNumber));
    let bench = Bench::new();
    bench.taken(&toml(&server));
    feed.0.lock().unwrap()[1].1 = "s9".to_owned();
    let report = bench.taken(&toml(&server));
    assert_eq!(report.counts.deleted, 0, "a feed that drops an item without a tombstone tells nobody");
    bench.clock.advance(TimeDelta::hours(24));
    let report = bench.taken(&toml(&server));
    assert_eq!((report.counts.deleted, report.counts.new), (1, 1));
}

#[test]
fn a_place_in_the_feed_that_is_no_more_is_told_and_the_feed_is_read_from_its_beginning() {
    let feed = Feed::series(1..=3);
    let (shown, is_lost) = (feed.clone(), Arc::new(Mutex::new(false)));
    let lost = Arc::clone(&is_lost);
    let server =
        served(move |base, path| match path.contains("afterChangeNumber=3") && *lost.lock().unwrap() {
            true => Answer::Status(404),
            false => shown.page(base, path, Order::ChangeNumber),
        });
    let bench = Bench::new();
    bench.taken(&toml(&server));
    *is_lost.lock().unwrap() = true;
    feed.tell("SessionSeries", "s3", &series(3, 2));
    feed.tell("SessionSeries", "s4", &series(4, 1));
    let report = bench.taken(&toml(&server));
    assert_eq!(count(&report, "feed-restarted"), 1, "{:?}", report.issues);
    assert_eq!((report.counts.changed, report.counts.new, report.counts.deleted), (1, 1, 0));
}

#[test]
fn a_failure_in_the_middle_takes_nothing() {
    for failure in [500, 403, 404, 0, 1] {
        let feed = Feed::series(1..=2);
        let (shown, fails) = (feed.clone(), Arc::new(Mutex::new(false)));
        let failing = Arc::clone(&fails);
        let server = served(move |base, path| {
            match (path.contains("afterChangeNumber=4"), *failing.lock().unwrap()) {
                (true, true) if failure == 0 => Answer::Never,
                (true, true) if failure == 1 => Answer::Truncated,
                (true, true) => Answer::Status(failure),
                _ => shown.page(base, path, Order::ChangeNumber),
            }
        });
        let bench = Bench::new();
        bench.taken(&toml(&server));
        (3..=6).for_each(|id| feed.tell("SessionSeries", &format!("s{id}"), &series(id, 1)));
        *fails.lock().unwrap() = true;
        let report = bench.harvest(&toml(&server));
        assert_eq!(report.outcome, Outcome::Failed, "{failure}: {:?}", report.issues);
        assert_eq!(bench.ids(Kind::Service).len(), 2, "{failure}");
        *fails.lock().unwrap() = false;
        assert_eq!(
            bench.taken(&toml(&server)).counts.new,
            4,
            "the next run goes on where the last whole one ended"
        );
    }
}

#[test]
fn a_feed_that_leads_to_another_host_or_in_circles_is_not_followed() {
    let page = |next: &str| {
        Answer::Json(format!(
            r#"{{"next":"{next}","items":[{{"state":"updated","kind":"Event","id":1,"modified":1,"data":{{"name":"x"}}}}]}}"#
        ))
    };
    for (next, code) in [
        ("http://elsewhere.example/feed", "other-host"),
        ("BASE/series", "bad-paging"),
        ("BASE/circle", "bad-paging"),
        ("file:///etc/passwd", "other-host"),
        ("http://[", "bad-paging"),
        ("", "bad-paging"),
    ] {
        let server = served(move |base, path| match path {
            "/circle" => page("/series"),
            _ => page(&next.replace("BASE", base)),
        });
        let bench = Bench::new();
        let report = bench.harvest(&toml(&server));
        assert_eq!(
            (report.outcome, count(&report, code)),
            (Outcome::Failed, 1),
            "{next}: {:?}",
            report.issues
        );
        assert!(bench.ids(Kind::Service).is_empty());
    }
}

#[test]
fn a_feed_that_goes_back_in_time_is_told_and_read_from_its_beginning_each_time() {
    let feed = Feed::series(1..=3);
    let server = served(move |base, path| match feed.page(base, path, Order::ChangeNumber) {
        Answer::Json(page) => Answer::Json(page.replace("\"modified\":3", "\"modified\":0")),
        other => other,
    });
    let bench = Bench::new();
    let report = bench.taken(&toml(&server));
    assert_eq!(count(&report, "out-of-order"), 1, "{:?}", report.issues);
    let whole = server.asked();
    bench.taken(&toml(&server));
    assert_eq!(server.asked(), whole);
}

#[test]
fn a_thing_that_comes_twice_without_a_change_is_told_and_counts_as_it_came_last() {
    let server = served(|base, path| {
        let twice: Vec<String> = (1..=2)
            .map(|edition| item(&("SessionSeries", "s1".to_owned(), Some(series(1, edition))), 1))
            .collect();
        let items = if path.contains("end") { String::new() } else { twice.join(",") };
        Answer::Json(format!(r#"{{"next":"{base}/end","items":[{items}]}}"#))
    });
    let bench = Bench::new();
    let report = bench.taken(&toml(&server));
    assert_eq!(count(&report, "duplicate-id"), 1, "{:?}", report.issues);
    assert_eq!(bench.noun(Kind::Service, "SessionSeries:s1")["name"], "Series 1 in edition 2");
}

#[test]
fn sessions_of_a_feed_of_their_own_join_their_series_whichever_comes_first() {
    let (of_series, of_sessions) = (Feed::series(1..=2), Feed::default());
    of_sessions.tell("ScheduledSession", "a", &session(1, "2026-06-02"));
    of_sessions.tell("ScheduledSession", "b", &session(3, "2026-06-03"));
    let (shown, days) = (of_series.clone(), of_sessions.clone());
    let server = served(move |base, path| match path.split('?').next().unwrap() {
        "/series" => shown.page(base, path, Order::ChangeNumber),
        "/sessions" => days.page(base, path, Order::Timestamp),
        _ => Answer::Status(404),
    });
    let toml = format!("{}\nfeeds = [\"sessions\", \"series\"]", toml(&server));
    let bench = Bench::new();
    let days = |id: u32| {
        let service = bench.noun(Kind::Service, &format!("SessionSeries:s{id}"));
        let schedules = service["schedules"].as_array().cloned().unwrap_or_default();
        schedules.iter().map(|day| day["dtstart"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let report = bench.taken(&toml);
    assert_eq!(count(&report, "dangling-key"), 1, "{:?}", report.issues);
    assert_eq!((days(1), days(2)), (vec!["2026-06-02".to_owned()], vec![]));

    of_series.tell("SessionSeries", "s3", &series(3, 1));
    let report = bench.taken(&toml);
    assert_eq!((report.counts.new, count(&report, "dangling-key")), (1, 0), "{:?}", report.issues);
    assert_eq!(days(3), ["2026-06-03"], "the session had waited for its series");

    let fuller = session(1, "2026-06-02").replace(":5}", ":4}");
    of_sessions.tell("ScheduledSession", "a", &fuller);
    assert_eq!(bench.taken(&toml).counts.records, 0, "a place that was taken changes nothing");

    of_sessions.delete("ScheduledSession", "a");
    assert_eq!(bench.taken(&toml).counts.changed, 1);
    assert!(days(1).is_empty());
}

#[test]
fn a_data_set_leads_to_its_feeds() {
    let (of_series, of_sessions) = (Feed::series(1..=1), Feed::default());
    of_sessions.tell("ScheduledSession", "a", &session(1, "2026-06-02"));
    let server = served(move |base, path| match path.split('?').next().unwrap() {
        "/series" => Answer::Json(format!(
            r#"{{"@type":"Dataset","distribution":[{{"contentUrl":"{base}/one"}},{{"contentUrl":"{base}/two"}}]}}"#
        )),
        "/one" => of_series.page(base, path, Order::ChangeNumber),
        _ => of_sessions.page(base, path, Order::ChangeNumber),
    });
    let bench = Bench::new();
    bench.taken(&toml(&server));
    assert_eq!(bench.noun(Kind::Service, "SessionSeries:s1")["schedules"][0]["dtstart"], "2026-06-02");
    server.asked();
    assert_eq!(bench.taken(&toml(&server)).counts.records, 0);
    assert_eq!(server.asked().len(), 2, "later runs go on in each feed");
}

#[test]
fn several_feeds_are_for_openactive_on_the_web_alone() {
    let folder = std::path::Path::new("feed");
    for (toml, is_right) in [
        ("format = \"openactive\"\nlocation = \"https://example.org\"\nfeeds = [\"a\", \"b\"]", true),
        ("format = \"openactive\"\nlocation = \"pages\"\nfeeds = [\"a\"]", false),
        ("format = \"oruk\"\nlocation = \"https://example.org\"\nfeeds = [\"a\"]", false),
    ] {
        assert_eq!(SourceConfig::read(&with_terms(toml), folder).is_ok(), is_right, "{toml}");
    }
}

/// JSON of any shape, with OpenActive's names in it.
fn anything() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
        prop::sample::select(vec![
            "P1W",
            "2026-05-01",
            "2026-05-01T10:00:00Z",
            "https://schema.org/Monday",
            "Person"
        ])
        .prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "@type",
            "@id",
            "name",
            "address",
            "geo",
            "value",
            "startDate",
            "endDate",
            "repeatFrequency",
            "byDay",
            "dayOfWeek",
            "prefLabel",
            "inScheme",
            "price",
            "minValue",
            "eventStatus",
            "duration",
            "superEvent",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(names.prop_map(str::to_owned), inner, 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_value_in_any_member_makes_a_run_panic_or_break(value in anything(), kind in prop::sample::select(vec!["SessionSeries", "ScheduledSession", "FacilityUse", "Event", "x"])) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.json");
        let members = ["name", "organizer", "provider", "location", "eventSchedule", "subEvent", "superEvent", "offers",
            "activity", "ageRange", "programme", "hoursAvailable", "startDate", "level", "@id", "@type", "image"];
        let items: Vec<_> = members.iter().enumerate().map(|(id, member)| {
            let data = serde_json::json!({ "name": "x", "startDate": "2026-06-01T10:00:00Z", *member: value });
            serde_json::json!({ "state": "updated", "kind": kind, "id": id, "modified": value, "data": data })
        }).collect();
        fs::write(&path, serde_json::json!({ "next": "x", "items": items }).to_string()).unwrap();
        let report = check(&path.display().to_string(), Some(Format::Openactive), None, &quick()).unwrap();
        prop_assert!(report.readable, "{:?}", report.issues);
    }

    #[test]
    fn a_page_that_was_damaged_is_read_whole_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let page = include_bytes!("../payloads/openactive/leisure/pages/1.json");
        let place = at.index(page.len());
        let mut damaged = page.to_vec();
        if cut { damaged.truncate(place) } else { damaged[place] = byte }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.json");
        fs::write(&path, &damaged).unwrap();
        let report = check(&path.display().to_string(), Some(Format::Openactive), None, &quick()).unwrap();
        let is_whole = damaged.trim_ascii().ends_with(b"}");
        prop_assert!(!cut || !report.readable || is_whole);
    }
}
