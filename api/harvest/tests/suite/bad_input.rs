//! Whatever a feed holds, the run says what is wrong with it, and what was taken before stays.

use harvest::{SourceConfig, check};
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
}

#[test]
fn a_check_tells_what_a_harvest_would() {
    let bench = Bench::new();
    bench.write("services.ndjson", format!("{}\n{{\"id\":\"x\"}}\n", service(1)));
    let path = bench.folder().join("services.ndjson");
    let report = check(&path.display().to_string(), None, None, &quick()).unwrap();
    assert_eq!((report.items, report.rejected, report.records[&Kind::Service]), (2, 1, 1));
    assert!(report.readable && report.issues.iter().any(|issue| issue.code == "no-name"));
    assert!(!check("/no/such/feed.csv", None, None, &quick()).unwrap().readable);
}
