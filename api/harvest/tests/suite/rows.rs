//! Rows keep their ids, and what they share outlives any one of them.

use model::{Kind, Outcome};

use crate::support::{Bench, count};

const LIST: &str = r#"
format = "csv"
location = "list.csv"
[map.service]
name = "Title"
phone = "Phone"
[map.location]
name = "Venue"
address = "Address"
[map.organization]
name = "Run by"
"#;

const HEADER: &str = "Title,Phone,Venue,Address,Run by\n";

fn list(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

const TEA: &str = "Tea,01752 668001,Hall,\"1 High St, Plymouth PL1 1AA\",Trust";
const CHAT: &str = "Chat,01752 668002,Hall,\"1 High St, Plymouth PL1 1AA\",Trust";
const CHESS: &str = "Chess,01752 668003,Club,\"2 Low St, Plymouth PL2 2BB\",Society";

#[test]
fn rows_that_share_a_place_and_an_organization_make_one_of_each() {
    let bench = Bench::new();
    bench.write("list.csv", list(&[TEA, CHAT, CHESS]));
    let report = bench.taken(LIST);
    assert_eq!((report.counts.items, report.counts.records), (3, 7));
    assert_eq!(bench.ids(Kind::Service), ["chat-pl1-1aa", "chess-pl2-2bb", "tea-pl1-1aa"]);
    assert_eq!(bench.ids(Kind::Location), ["club-pl2-2bb", "hall-pl1-1aa"]);
    assert_eq!(bench.ids(Kind::Organization).len(), 2);
    let tea = bench.noun(Kind::Service, "tea-pl1-1aa");
    assert_eq!(tea["service_at_locations"][0]["location_id"], "hall-pl1-1aa");
}

#[test]
fn what_rows_share_stays_while_one_of_them_tells_of_it() {
    let bench = Bench::new();
    bench.write("list.csv", list(&[TEA, CHAT, CHESS]));
    bench.taken(LIST);
    bench.write("list.csv", list(&[TEA]));
    let report = bench.taken(LIST);
    assert_eq!((report.counts.deleted, report.counts.unchanged), (2, 1));
    assert_eq!(bench.ids(Kind::Location), ["hall-pl1-1aa"]);
    assert_eq!(bench.ids(Kind::Organization), ["trust"]);
}

#[test]
fn a_row_whose_key_changes_goes_on_under_its_old_id_run_after_run() {
    let bench = Bench::new();
    bench.write("list.csv", list(&[TEA, CHESS]));
    bench.taken(LIST);
    let moved = TEA.replace("PL1 1AA", "PL3 3DD");
    bench.write("list.csv", list(&[&moved, CHESS]));
    let report = bench.taken(LIST);
    assert_eq!((report.counts.reidentified, report.counts.changed, report.counts.new), (1, 1, 0));
    assert_eq!((report.counts.deleted, bench.ids(Kind::Service).len()), (0, 2));
    let place = bench.noun(Kind::Service, "tea-pl1-1aa")["service_at_locations"][0]["location_id"].clone();
    assert_eq!(bench.noun(Kind::Location, place.as_str().unwrap())["addresses"][0]["postal_code"], "PL3 3DD");

    let again = bench.taken(LIST);
    assert_eq!((again.counts.unchanged, again.counts.reidentified, again.counts.records), (2, 0, 0));

    let rung = moved.replace("668001", "668009");
    bench.write("list.csv", list(&[&rung, CHESS]));
    let later = bench.taken(LIST);
    assert_eq!((later.counts.changed, later.counts.new, later.counts.deleted), (1, 0, 0));
    assert_eq!(bench.noun(Kind::Service, "tea-pl1-1aa")["phones"][0]["number"], "01752 668009");
}

#[test]
fn of_all_keys_that_a_row_has_had_only_the_latest_leads_to_it() {
    let bench = Bench::new();
    bench.write("list.csv", list(&[TEA, CHESS]));
    bench.taken(LIST);
    let (second, third) = (TEA.replace("PL1 1AA", "PL3 3DD"), TEA.replace("PL1 1AA", "PL4 4EE"));
    for moved in [&second, &third] {
        bench.write("list.csv", list(&[moved, CHESS]));
        assert_eq!(bench.taken(LIST).counts.reidentified, 1);
    }
    let another = second.replace("668001", "668007");
    bench.write("list.csv", list(&[&another, &third, CHESS]));
    let report = bench.taken(LIST);
    assert_eq!((report.counts.new, report.counts.changed, report.counts.deleted), (1, 0, 0));
    let number = |id: &str| bench.noun(Kind::Service, id)["phones"][0]["number"].clone();
    assert_eq!(number("tea-pl1-1aa"), "01752 668001");
    assert_eq!(number("tea-pl3-3dd"), "01752 668007");
}

#[test]
fn a_missing_column_is_named_and_one_that_tells_rows_apart_ends_the_run() {
    let bench = Bench::new();
    bench.write("list.csv", "Title,Venue,Address\nTea,Hall,PL1 1AA\n");
    let report = bench.taken(LIST);
    let missing: Vec<_> = report.issues.iter().filter(|issue| issue.code == "missing-column").collect();
    let fields: Vec<_> = missing.iter().filter_map(|issue| issue.field.as_deref()).collect();
    assert_eq!(fields, ["Phone", "Run by"]);

    bench.write("list.csv", "Name,Phone,Venue,Address,Run by\nTea,,Hall,PL1 1AA,Trust\n");
    let report = bench.harvest(LIST);
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(report.issues.iter().any(|issue| issue.field.as_deref() == Some("Title")));
    assert_eq!(bench.ids(Kind::Service), ["tea-pl1-1aa"]);
}

#[test]
fn a_changed_mapping_reads_unchanged_rows_anew() {
    let bench = Bench::new();
    bench.write("list.csv", list(&[TEA, CHESS]));
    bench.taken(LIST);
    let report = bench.taken(&LIST.replace("phone = \"Phone\"\n", ""));
    assert_eq!((report.counts.unchanged, report.counts.records), (2, 2));
    assert!(bench.noun(Kind::Service, "tea-pl1-1aa").get("phones").is_none());
    assert_eq!(count(&report, "unread-field"), 1);
}

/// The schedules of a service whose cell of opening times says this, and what is told of them.
fn opening_times(cell: &str) -> (Vec<[String; 5]>, Vec<String>) {
    let bench = Bench::new();
    bench.write("list.csv", format!("Title,Open\nTea,\"{cell}\"\n"));
    let report = bench.taken(
        "format = \"csv\"\nlocation = \"list.csv\"\n[map.service]\nname = \"Title\"\nhours = \"Open\"",
    );
    let tea = bench.noun(Kind::Service, "tea");
    let schedules = tea.get("schedules").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    let texts = |schedule: &serde_json::Value| {
        ["freq", "byday", "opens_at", "closes_at", "description"].map(|field| {
            schedule.get(field).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        })
    };
    let told = report.issues.iter().filter(|issue| issue.code == "hours-in-words");
    (schedules.iter().map(texts).collect(), told.map(|issue| issue.reason.clone()).collect())
}

#[test]
fn hours_of_certain_weeks_of_a_month_become_schedules() {
    let cell = "Tuesday and Thursday: 10am to 12 noon, first Saturday of the month 9am-1pm";
    let (schedules, told) = opening_times(cell);
    assert_eq!(
        schedules,
        [["WEEKLY", "TU,TH", "10:00", "12:00", ""], ["MONTHLY", "1SA", "09:00", "13:00", ""]]
    );
    assert!(told.is_empty(), "{told:?}");
    let (schedules, told) = opening_times("1st and 3rd Sat of the month 8.30am til 10");
    assert_eq!(schedules, [["MONTHLY", "1SA,3SA", "08:30", "10:00", ""]]);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn what_no_schedule_can_hold_is_told_and_kept_in_words_beside_the_hours() {
    let cell = "Daily 11:30-14:00 except Bank Holidays";
    let (schedules, told) = opening_times(cell);
    assert_eq!(schedules, [["WEEKLY", "MO,TU,WE,TH,FR,SA,SU", "11:30", "14:00", cell]]);
    assert_eq!(
        told,
        ["no schedule can hold `except Bank Holidays`; the times are taken, and it is kept in words"]
    );
}

#[test]
fn hours_that_are_not_understood_are_kept_in_words_and_told_why() {
    let (schedules, told) = opening_times("Fortnightly on Mondays 10am-12pm");
    assert_eq!(schedules, [["", "", "", "", "Fortnightly on Mondays 10am-12pm"]]);
    assert!(told[0].contains("were not understood, and are kept in words: `fortnightly`"), "{told:?}");
}
