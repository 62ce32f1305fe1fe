use std::sync::Arc;

use super::{
    Asked, Attack, Failed, Harmless, Kept, Reply, always, answer, case,
    feeds::{Feed, api, page},
    ok, run,
};

fn listed(list: impl Fn(u64) -> Reply + Send + Sync + 'static) -> Attack {
    Arc::new(move |asked: &Asked| match asked.path.split_once("page=") {
        Some((path, query)) if path.starts_with("/services?") => {
            list(query.split('&').next().and_then(|number| number.parse().ok()).unwrap_or(0))
        }
        _ => api(&asked.path, &["a", "b"]),
    })
}

const TWO: &str = r#"{"id":"a"},{"id":"b"}"#;

/// The services `a` and `b` as of a day of January 2026.
fn of_day(day: u32, name: &'static str) -> Attack {
    let one = move |id: &str| {
        format!(
            r#"{{"id":"{id}","name":"{name} {id}","status":"active","last_modified":"2026-01-{day:02}T00:00:00Z"}}"#
        )
    };
    Arc::new(move |asked: &Asked| match asked.path.strip_prefix("/services/") {
        Some(id) => ok(one(id)),
        None if asked.path.starts_with("/services?") => ok(page(1, 1, &format!("{},{}", one("a"), one("b")))),
        None => answer("404 Not Found", "", ""),
    })
}

#[test]
fn a_list_that_does_not_end_or_leads_astray_is_not_followed() {
    let fresh = |number: u64| {
        let objects: Vec<String> =
            (0..100).map(|at| format!(r#"{{"id":"{number}-{at}","x":"{}"}}"#, "x".repeat(100))).collect();
        ok(page(number, 1_000_000_000, &objects.join(",")))
    };
    let with =
        |members: &str| ok(format!(r#"{{"page_number":1,"total_pages":1,{members},"contents":[{TWO}]}}"#));
    let stamped = |moment: &str| {
        format!(r#"{{"id":"a","name":"A","status":"active","last_modified":"{moment}"}},{{"id":"b"}}"#)
    };
    let future = ok(page(1, 1, &stamped("2199-01-01T00:00:00Z")));
    run(vec![
        case(
            "one page for ever",
            Feed::Api,
            listed(|number| ok(page(number, 1_000_000_000, TWO))),
            Failed("bad-paging", "does not end"),
        ),
        case(
            "empty pages for ever",
            Feed::Api,
            listed(|number| ok(page(number, 1_000_000_000, ""))),
            Failed("bad-paging", "does not end"),
        ),
        case(
            "new pages for ever",
            Feed::Api,
            listed(fresh),
            Failed("too-large", "more than 200000 bytes over all its pages"),
        ),
        case(
            "page numbers that go backwards",
            Feed::Api,
            listed(|number| ok(page(10 - number.min(9), 3, TWO))),
            Kept("duplicate-id", "twice"),
        ),
        case(
            "more objects than it holds",
            Feed::Api,
            listed(move |_| with(r#""total_items":9"#)),
            Failed("bad-paging", "says that it has 9 objects but holds 2"),
        ),
        case(
            "a next page elsewhere",
            Feed::Api,
            listed(move |_| with(r#""next":"http://169.254.169.254/latest/meta-data/""#)),
            Harmless(2),
        ),
        case(
            "more objects than a page can hold",
            Feed::Api,
            listed(|_| ok(page(1, 1, &format!("0{}", ",0".repeat(1_000_000))))),
            Failed("unreadable", "more than 1000000 objects"),
        )
        .up_to(10_000_000),
        case(
            "a list that breaks off",
            Feed::Api,
            listed(|_| ok(r#"{"contents":[{"id":"a"}"#)),
            Failed("unreadable", "services page 1"),
        ),
        case("no list at all", Feed::Api, always(ok("\"no\"")), Failed("unreadable", "services page 1")),
        case(
            "a stamp from the future",
            Feed::Api,
            listed(move |_| future.clone()),
            Kept("future-modified", "still to come"),
        ),
    ]);
}

#[test]
fn what_a_list_and_its_details_tell_differently_is_noticed() {
    let gone: Attack = Arc::new(|asked: &Asked| match asked.path.starts_with("/services?") {
        true => api(&asked.path, &["a", "b", "c"]),
        false => api(&asked.path, &["a", "b"]),
    });
    let other: Attack = Arc::new(|asked: &Asked| match asked.path.as_str() {
        "/services/c" => ok(r#"{"id":"z","name":"Z","status":"active"}"#),
        _ if asked.path.starts_with("/services?") => api(&asked.path, &["a", "b", "c"]),
        path => api(path, &["a", "b"]),
    });
    let cut: Attack = Arc::new(|asked: &Asked| match asked.path.as_str() {
        "/services/c" => ok(r#"{"id":"c","name":"#),
        _ if asked.path.starts_with("/services?") => api(&asked.path, &["a", "b", "c"]),
        path => api(path, &["a", "b"]),
    });
    run(vec![
        case(
            "a service that is listed but not there",
            Feed::Api,
            gone,
            Failed("unreachable", "its page answers 404"),
        ),
        case("a service under another id", Feed::Api, other, Kept("unreadable", "is of `z`")),
        case(
            "a service that breaks off",
            Feed::Api,
            cut,
            Failed("unreadable", "services/c cannot be read to its end"),
        ),
    ]);
}

#[test]
fn a_feed_that_went_back_in_time_is_read_anew_and_its_later_changes_are_seen() {
    let bench = crate::support::Bench::new();
    let server = super::Hostile::start();
    let toml = Feed::Api.toml("feed", &server.base).replace("full_every = \"1m\"\n", "");
    let harvest = |attack: Attack, hours: i64| {
        server.answers(attack);
        bench.clock.advance(chrono::TimeDelta::hours(hours));
        let report = bench.taken(&toml);
        (super::published(&bench, "feed").concat(), crate::support::count(&report, "back-in-time"))
    };
    assert_eq!(harvest(of_day(20, "New"), 0).1, 0);
    let (published, told) = harvest(of_day(5, "Old"), 30);
    assert!(told == 1 && published.contains("Old a"), "{published}");
    let (published, told) = harvest(of_day(6, "Mended"), 0);
    assert!(
        told == 0 && published.contains("Mended a"),
        "what was stamped before the older watermark counts: {published}"
    );
}
