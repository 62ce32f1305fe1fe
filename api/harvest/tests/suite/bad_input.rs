//! Whatever a feed holds, the run says what is wrong with it, and what was taken before stays.

use std::net::TcpListener;

use harvest::{Format, SourceConfig, check, gather};
use model::{Kind, Outcome, Severity};

use crate::support::{Bench, count, quick, with_terms};

const ORUK: &str = "format = \"oruk\"\nlocation = \"services.json\"";
const LINES: &str = "format = \"oruk\"\nlocation = \"services.ndjson\"";

fn service(number: usize) -> String {
    format!(r#"{{"id":"s{number}","name":"Service {number}","status":"active"}}"#)
}

fn services(count: usize) -> Vec<String> {
    (0..count).map(service).collect()
}

#[test]
fn a_truncated_feed_takes_nothing_and_leaves_what_was_there() {
    let bench = Bench::new();
    let whole = format!("[{}]", services(3).join(","));
    bench.write("services.json", &whole);
    bench.taken(ORUK);
    for cut in [whole.len() - 1, whole.len() / 2, 1, 0] {
        bench.write("services.json", &whole[..cut]);
        let report = bench.harvest(ORUK);
        assert_eq!((report.outcome, count(&report, "unreadable")), (Outcome::Failed, 1), "{cut}");
        assert_eq!(bench.ids(Kind::Service), ["s0", "s1", "s2"]);
    }
    let lines = services(3).join("\n");
    bench.write("services.ndjson", &lines[..lines.len() - 5]);
    assert_eq!(bench.harvest(LINES).outcome, Outcome::Failed);
    bench.write("list.csv", "name,postcode\nTea,PL1 1AA\n\"Chat,PL1");
    assert_eq!(bench.harvest("format = \"csv\"\nlocation = \"list.csv\"").outcome, Outcome::Failed);
}

#[test]
fn an_unreadable_line_keeps_everything_that_may_have_stood_there() {
    let bench = Bench::new();
    bench.write("services.ndjson", services(3).join("\n"));
    bench.taken(LINES);
    let mut broken = services(3).join("\n").into_bytes();
    let at = broken.windows(2).position(|pair| pair == b"s1").unwrap();
    broken[at + 10] = 0xff;
    bench.write("services.ndjson", broken);
    let report = bench.taken(LINES);
    assert_eq!((count(&report, "unreadable-line"), count(&report, "missing-kept")), (1, 1));
    assert_eq!(bench.ids(Kind::Service).len(), 3);
}

#[test]
fn an_invalid_new_version_keeps_the_last_good_one_and_says_so_each_time() {
    let bench = Bench::new();
    bench.write("services.ndjson", services(2).join("\n"));
    bench.taken(LINES);
    bench.write("services.ndjson", format!("{}\n{{\"id\":\"s1\",\"name\":null}}\n", service(0)));
    for _ in 0..2 {
        let report = bench.taken(LINES);
        assert_eq!((report.counts.rejected, count(&report, "no-name")), (1, 1));
        assert_eq!(bench.noun(Kind::Service, "s1")["name"], "Service 1");
    }
}

#[test]
fn of_two_with_one_id_the_first_stays_and_the_second_is_an_issue() {
    let bench = Bench::new();
    bench.write("services.ndjson", [service(1), service(2).replace("s2", "s1"), service(1)].join("\n"));
    let report = bench.taken(LINES);
    let severities: Vec<_> = report
        .issues
        .iter()
        .filter(|issue| issue.code == "duplicate-id")
        .map(|issue| issue.severity)
        .collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
    assert_eq!(bench.noun(Kind::Service, "s1")["name"], "Service 1");
}

#[test]
fn the_brake_holds_a_run_that_deletes_too_much_until_it_is_released() {
    let mut bench = Bench::new();
    bench.write("services.ndjson", services(40).join("\n"));
    bench.taken(LINES);
    bench.write("services.ndjson", services(32).join("\n"));
    assert_eq!(bench.taken(LINES).counts.deleted, 8, "a fifth may go");

    bench.write("services.ndjson", services(20).join("\n"));
    let held = bench.harvest(LINES);
    assert_eq!(
        (held.outcome, held.counts.deleted, bench.ids(Kind::Service).len()),
        (Outcome::Braked, 12, 32)
    );
    assert_eq!(bench.harvest(LINES).outcome, Outcome::Braked, "it holds until it is released");

    bench.options.accept_deletions = true;
    assert_eq!(bench.taken(LINES).counts.deleted, 12);
    assert_eq!(bench.ids(Kind::Service).len(), 20);
}

#[test]
fn the_brake_counts_all_sorts_of_items_together() {
    let nested = |number| {
        format!(
            r#"{{"id":"s{number}","name":"S","status":"active","organization":{{"id":"o{number}","name":"O"}},
            "service_at_locations":[{{"location":{{"id":"l{number}","name":"L"}}}}]}}"#
        )
        .replace('\n', "")
    };
    let bench = Bench::new();
    let write = |count| bench.write("services.ndjson", (0..count).map(nested).collect::<Vec<_>>().join("\n"));
    write(30);
    bench.taken(LINES);
    write(27);
    bench.taken(LINES);
    write(21);
    let held = bench.harvest(LINES);
    assert_eq!(held.outcome, Outcome::Braked, "6 of 27 services are below the floor, 18 of 81 items are not");
    let told = held.issues.iter().find(|issue| issue.code == "deletion-brake").unwrap();
    assert!(told.reason.contains("18 of 81 items of all sorts"), "{}", told.reason);
    assert_eq!(bench.ids(Kind::Service).len(), 27);
}

#[test]
fn few_deletions_pass_whatever_their_share() {
    let bench = Bench::new();
    bench.write("services.ndjson", services(12).join("\n"));
    bench.taken(LINES);
    bench.write("services.ndjson", services(3).join("\n"));
    assert_eq!(bench.taken(LINES).counts.deleted, 9);
}

#[test]
fn an_empty_feed_is_held_where_something_was_and_noted_where_nothing_was() {
    let bench = Bench::new();
    bench.write("services.json", "[]");
    assert_eq!(count(&bench.taken(ORUK), "empty-feed"), 1);
    bench.write("services.json", format!("[{}]", service(1)));
    bench.taken(ORUK);
    bench.write("services.json", "{\"contents\": []}");
    assert_eq!(bench.harvest(ORUK).outcome, Outcome::Braked);
    assert_eq!(bench.ids(Kind::Service), ["s1"]);
}

#[test]
fn a_key_that_source_toml_does_not_have_is_named_with_those_it_has() {
    let read = |toml: &str| SourceConfig::read(&with_terms(toml), "feed".as_ref()).unwrap_err().to_string();
    let unknown = read("format = \"csv\"\nlocation = \"x\"\ncolour = 1");
    assert!(unknown.contains("colour") && unknown.contains("precedence"), "{unknown}");
    let unmapped = read("format = \"csv\"\nlocation = \"x\"\n[map.service]\nname = \"a\"\nnmae = \"b\"");
    assert!(unmapped.contains("map.service.nmae") && unmapped.contains("alternate_name"), "{unmapped}");
    let precedence = read("format = \"oruk\"\nlocation = \"x\"\nprecedence = 2000");
    assert!(precedence.contains("precedence") && precedence.contains("0 to 1000"), "{precedence}");
    let rule =
        |rule: &str| read(&format!("format = \"oruk\"\nlocation = \"x\"\nprecedence_for = [{{ {rule} }}]"));
    let field = rule("fields = [\"phone\"], precedence = 800");
    assert!(field.contains("precedence_for 1: fields") && field.contains("did you mean phones?"), "{field}");
    let number = rule("fields = [\"phones\"], precedence = -1");
    assert!(number.contains("precedence_for 1: precedence") && number.contains("0 to 1000"), "{number}");
    let position = rule("fields = [\"position\"], precedence = 1");
    assert!(position.contains("latitude"), "{position}");
    let steward = read("id = \"steward\"\nformat = \"oruk\"\nlocation = \"x\"");
    assert!(steward.contains("`id` is steward; use another"), "{steward}");
}

#[test]
fn a_check_tells_what_a_harvest_would() {
    let bench = Bench::new();
    bench.write("services.ndjson", format!("{}\n{{\"id\":\"x\"}}\n", service(1)));
    let path = bench.folder().join("services.ndjson");
    let report = check(&path.display().to_string(), None, None, &quick()).unwrap();
    assert_eq!((report.items, report.rejected, report.records[&Kind::Service]), (2, 1, 1));
    assert!(report.readable && report.issues.iter().any(|issue| issue.code == "no-name"));
}

#[test]
fn a_location_that_is_not_there_is_named_with_what_to_do() {
    let bench = Bench::new();
    for (location, format) in [
        ("/no/such/feed.csv", None),
        ("/no/such/folder", None),
        ("/no/such/folder", Some(Format::HsdsTabular)),
        ("no/such.zip", None),
    ] {
        let report = check(location, format, None, &quick()).unwrap();
        let [issue] = &report.issues[..] else { panic!("{location}: {:?}", report.issues) };
        assert!(!report.readable && issue.reason == format!("{location} is not there"), "{issue:?}");
        assert!(issue.action.contains("correct the location"), "{issue:?}");
    }
    let (_, errors) = gather(&bench.folder().join("none"));
    let error = errors[0].to_string();
    assert!(error.contains("feed/none cannot be read") && error.contains("correct the path"), "{error}");
}

#[test]
fn a_server_that_refuses_is_named_with_its_reason() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let location = format!("https://{}/feed.csv", listener.local_addr().unwrap());
    drop(listener);
    for location in [location.clone(), location.replace("feed.csv", "services")] {
        let report = check(&location, None, None, &quick()).unwrap();
        let issue = &report.issues[0];
        assert_eq!((report.readable, issue.code.as_str()), (false, "unreachable"));
        assert!(issue.reason.contains(&location) && issue.reason.contains("refused"), "{issue:?}");
    }
}
