//! JSON that is no Open Referral feed: the objects of one array are rows.

use harvest::{Format, check};
use model::{Kind, Outcome};

use crate::support::{Bench, count, quick, with_terms};

const LIST: &str = "format = \"json\"\nlocation = \"list.json\"";
const TEA: &str = r#"{"Name": "Tea", "Postcode": "PL1 1AA", "seats": 12, "open": {"mon": "10:00-16:00"}}"#;
const CHAT: &str = r#"{"Name": "Chat", "Postcode": "PL2 2BB"}"#;

#[test]
fn the_rows_are_an_array_wherever_it_stands() {
    let bench = Bench::new();
    for document in [
        format!("[{TEA}, {CHAT}]"),
        format!(
            "\u{feff} {{\"count\": 2, \"tags\": [\"a\"], \"data\": {{\"items\": [{TEA}, {CHAT}]}}, \"errors\": []}}"
        ),
    ] {
        bench.write("list.json", document);
        let report = bench.taken(LIST);
        assert_eq!(report.counts.items, 2);
        assert_eq!(bench.ids(Kind::Service), ["chat-pl2-2bb", "tea-pl1-1aa"]);
    }
    bench.write("list.json", format!("{{\"data\": {{\"items\": [{TEA}], \"old\": [{CHAT}]}}}}"));
    bench.taken(&format!("{LIST}\nrows = \"data.old\""));
    assert_eq!(bench.ids(Kind::Service), ["chat-pl2-2bb"]);
}

#[test]
fn a_member_of_a_nested_object_is_named_by_its_path() {
    let bench = Bench::new();
    bench.write("list.json", format!("[{TEA}]"));
    let report =
        bench.taken(&format!("{LIST}\n[map.service]\nname = \"Name\"\nhours = {{ monday = \"open.mon\" }}"));
    assert_eq!(bench.noun(Kind::Service, "tea")["schedules"][0]["opens_at"], "10:00");
    let unread: Vec<_> = report.issues.iter().filter_map(|issue| issue.field.as_deref()).collect();
    assert_eq!(unread, ["Postcode", "seats"]);
}

#[test]
fn which_array_is_meant_is_asked_where_it_is_not_clear() {
    let bench = Bench::new();
    for (document, rows, told) in [
        (
            format!("{{\"a\": [{TEA}], \"b\": {{\"c\": [{CHAT}]}}}}"),
            "",
            "several arrays of objects: `a`, `b.c`",
        ),
        (format!("{{\"a\": [{TEA}]}}"), "rows = \"a.b\"", "holds no array at `a.b`"),
        ("{\"a\": [1, 2]}".to_owned(), "", "holds no array of objects"),
    ] {
        bench.write("list.json", document);
        let report = bench.harvest(&format!("{LIST}\n{rows}"));
        let refused = report.issues.iter().find(|issue| issue.code == "no-rows").unwrap();
        assert!(refused.reason.contains(told), "{refused:?}");
        assert_eq!(report.outcome, Outcome::Failed);
    }
    let read = harvest::SourceConfig::read(
        &with_terms("format = \"csv\"\nlocation = \"x\"\nrows = \"a\""),
        "feed".as_ref(),
    );
    assert!(read.unwrap_err().to_string().contains("`rows` is a; only json has rows to be named"));
}

#[test]
fn a_document_that_breaks_off_takes_nothing_and_an_element_that_is_no_object_is_kept_out() {
    let bench = Bench::new();
    let whole = format!("{{\"items\": [{TEA}, 7, {CHAT}]}}");
    bench.write("list.json", &whole);
    let report = bench.taken(LIST);
    assert_eq!((report.counts.items, count(&report, "no-object")), (2, 1));
    for cut in [whole.len() - 1, whole.len() / 2, 1] {
        bench.write("list.json", &whole[..cut]);
        assert_eq!(bench.harvest(LIST).outcome, Outcome::Failed, "{cut}");
    }
    bench.write("list.json", "Name,Postcode\nTea,PL1 1AA\n");
    assert_eq!(count(&bench.harvest(LIST), "wrong-format"), 1);
    assert_eq!(bench.ids(Kind::Service).len(), 2);
}

#[test]
fn a_file_is_taken_for_rows_by_its_ending_or_because_it_is_no_service_of_the_standard() {
    let bench = Bench::new();
    bench.write("rows.json", format!("[{TEA}]"));
    bench.write("services.json", r#"[{"id": "s1", "name": "Tea", "status": "active"}]"#);
    bench.write("list.tsv", "Name\tPostcode\nTea, cake\tPL1 1AA\n");
    let path = |name: &str| bench.folder().join(name).display().to_string();
    for (name, format) in [
        ("rows.json", Format::Json),
        ("services.json", Format::Oruk),
        ("list.tsv", Format::Tsv),
        ("a.xlsx", Format::Xlsx),
    ] {
        assert_eq!(Format::guess(&path(name)), format, "{name}");
    }
    for name in ["rows.json", "services.json", "list.tsv"] {
        let report = check(&path(name), None, None, &quick()).unwrap();
        assert_eq!((report.readable, report.records[&Kind::Service]), (true, 1), "{name}");
    }
}

#[test]
fn tabs_alone_separate_the_cells_of_tsv() {
    let bench = Bench::new();
    bench.write("list.tsv", "Name, of a club;Venue, or hall;Postcode\tName\nx\tTea\n");
    bench.taken("format = \"tsv\"\nlocation = \"list.tsv\"");
    assert_eq!(bench.ids(Kind::Service), ["tea"]);
}
