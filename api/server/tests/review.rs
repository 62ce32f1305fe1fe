//! Deciding the doubtful ones as its users do: in the terminal, and in a workbook that goes out and comes back.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what cannot be set up fails the test")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use calamine::{Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

const FIRST: &str = "\
    Knitting,Age UK,Stoke Chapel,\"1 Chapel Street, Plymouth\",PL1 4QT\n\
    Reading group,,Efford Library,\"Blandford Road, Plymouth\",PL3 6JQ\n";
const SECOND: &str = "\
    Knit and natter,Age UK Plymouth,Stoke Chapel Rooms,\"1 Chapel Street, Plymouth\",PL1 4QT\n\
    Reading circle,,Efford Library,\"29 Blandford Road, Plymouth\",PL3 6LG\n";

const HALL: [&str; 2] = ["first:location:stoke-chapel-pl1-4qt", "second:location:stoke-chapel-rooms-pl1-4qt"];

fn directory(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directory"));
    command
        .env_clear()
        .env("DIRECTORY_LOG", "error")
        .env("DIRECTORY_STEWARD_NAME", "Ann of the library")
        .current_dir(data)
        .arg("--data-dir")
        .arg(data.join("data"));
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    directory(data).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn json(data: &Path, args: &[&str]) -> Value {
    let output = run(data, &[args, &["--json"]].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{args:?} ({error}): {}", said(&output)))
}

fn source(data: &Path, id: &str, rows: &str) {
    let folder = data.join("sources").join(id);
    fs::create_dir_all(&folder).unwrap();
    let toml = "name = \"Clubs\"\nformat = \"csv\"\nlocation = \"clubs.csv\"\n[licence]\nid = \"OGL-UK-3.0\"\n\
                [map.service]\nname = \"Club\"\n[map.organization]\nname = \"By\"\n\
                [map.location]\nname = \"Venue\"\naddress = \"Address\"\npostal_code = \"Postcode\"\n";
    fs::write(folder.join("source.toml"), toml).unwrap();
    fs::write(folder.join("clubs.csv"), format!("Club,By,Venue,Address,Postcode\n{rows}")).unwrap();
}

/// A directory with doubtful pairs.
fn in_doubt() -> TempDir {
    let data = TempDir::new().unwrap();
    source(data.path(), "first", FIRST);
    source(data.path(), "second", SECOND);
    let harvested = run(data.path(), &["harvest", "--sources", "sources"]);
    assert!(harvested.status.success(), "{}", said(&harvested));
    data
}

/// Runs a command whose questions are answered by these lines.
fn answers(data: &Path, args: &[&str], lines: &str) -> Output {
    let mut child = directory(data).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn waiting(data: &Path) -> usize {
    let queue = json(data, &["review", "--list"]);
    queue.as_array().unwrap().iter().filter(|question| question["kind"] == "same_thing").count()
}

/// The cells of a workbook or of CSV, headings first.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let mut workbook = open_workbook_auto(file).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn write(file: &Path, cells: &[Vec<String>]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save(file).unwrap();
}

#[test]
fn an_explanation_is_a_table_that_adds_up() {
    let data = in_doubt();
    let told = said(&run(data.path(), &["explain", HALL[0], HALL[1]]));
    for part in
        ["prior", "postcode", "PL1 4QT", "score", "probable", "blocks: ", HALL[0], "Stoke Chapel Rooms"]
    {
        assert!(told.contains(part), "{part} is missing: {told}");
    }
    let found = json(data.path(), &["explain", HALL[0], HALL[1]]);
    let weights = found["comparisons"].as_array().unwrap().iter();
    let sum =
        weights.map(|one| one["weight"].as_f64().unwrap()).sum::<f64>() + found["prior"].as_f64().unwrap();
    assert!((sum - found["score"].as_f64().unwrap()).abs() < 1e-9);
    let entity = found["a"]["entity"].as_str().unwrap();
    assert!(said(&run(data.path(), &["explain", entity])).contains(HALL[0]));
    for (args, part) in [
        (["explain", "nonsense", HALL[1]], "nonsense"),
        (["explain", "first:location:nowhere", HALL[1]], "first:location:nowhere"),
        (["explain", "first:service:knitting-pl1-4qt", HALL[1]], "one kind"),
    ] {
        let output = run(data.path(), &args);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(part), "{}", said(&output));
    }
}

#[test]
fn a_decision_and_its_undoing_show_at_once_and_stay_in_the_log() {
    let data = in_doubt();
    let judge = ["judge", HALL[0], HALL[1], "positive", "--reason", "one hall", "--who", "Bob"];
    assert_eq!(json(data.path(), &judge)["reconciled"]["kinds"]["location"]["merged"], 1);
    assert_eq!(json(data.path(), &judge)["is_new"], false);
    assert_eq!(json(data.path(), &["explain", HALL[0], HALL[1]])["same_entity"], true);
    let undone = json(data.path(), &["undo", "1", "--reason", "they moved"]);
    assert_eq!(undone["judgements"][0]["reason"], "undoes judgement 1 (positive by Bob): they moved");
    assert_eq!(json(data.path(), &["explain", HALL[0], HALL[1]])["same_entity"], false);
    for (number, part) in [("1", "judgement 2"), ("2", "nothing to undo"), ("7", "no judgement 7")] {
        let output = run(data.path(), &["undo", number]);
        assert!(output.status.code() == Some(2) && said(&output).contains(part), "{}", said(&output));
    }
    let log = json(data.path(), &["judgements", "--record", HALL[1]]);
    let who: Vec<_> = log["judgements"].as_array().unwrap().iter().map(|one| one["who"].clone()).collect();
    assert_eq!(who, ["Ann of the library", "Bob"]);
}

#[test]
fn questions_are_answered_line_by_line() {
    let data = in_doubt();
    let before = waiting(data.path());
    assert!(before >= 2);
    let output = answers(data.path(), &["review"], "perhaps\ny\nsame hall\nu\n\nq\n");
    let told = said(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("`perhaps` is no answer") && told.contains("2 of"), "{told}");
    let log = json(data.path(), &["judgements"])["judgements"].clone();
    assert_eq!((&log[1]["verdict"], &log[1]["reason"]), (&"positive".into(), &"same hall".into()));
    assert_eq!(
        (&log[0]["verdict"], &log[0]["reason"]),
        (&"unsure".into(), &"looked at both in the terminal".into())
    );
    assert_eq!(waiting(data.path()), before - 2);
}

#[test]
fn a_queue_goes_out_as_a_workbook_and_comes_back_decided() {
    let data = in_doubt();
    let file = data.path().join("queue.xlsx");
    let export = ["review", "--export", "queue.xlsx"];
    assert_eq!(json(data.path(), &export)["questions"], waiting(data.path()));
    let mut rows = cells(&file);
    let column = |name: &str| rows[0].iter().position(|heading| heading == name).unwrap();
    let (verdict, reason, a) = (column("verdict"), column("reason"), column("record_a"));
    let name = rows[1][column("name_a")].clone();
    assert!(["Efford Library", "Stoke Chapel", "Age UK"].contains(&name.as_str()), "{name}");
    rows[1][verdict] = " Positive".to_owned();
    rows[1][reason] = "=1+1 is no formula".to_owned();
    rows[2][verdict] = "maybe".to_owned();
    let mut strange = rows[1].clone();
    strange[a] = "first:location:nowhere".to_owned();
    rows.push(strange);
    write(&file, &rows);
    let import = ["review", "--import", "queue.xlsx", "--who", "Cat"];
    let output = run(data.path(), &import);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("row 3: `maybe` is no verdict"), "{told}");
    assert!(told.contains(&format!("row {}: ", rows.len())) && told.contains("nowhere"), "{told}");
    let log = json(data.path(), &["judgements"])["judgements"].clone();
    assert_eq!(log.as_array().unwrap().len(), 1, "what is right is kept: {log}");
    assert_eq!((&log[0]["who"], &log[0]["reason"]), (&"Cat".into(), &"=1+1 is no formula".into()));
    rows[2][verdict] = String::new();
    rows.pop();
    write(&file, &rows);
    let again = json(data.path(), &import);
    assert_eq!((&again["already"], again["refused"].as_array().unwrap().len()), (&1.into(), 0));
    rows[1][verdict] = "negative".to_owned();
    write(&file, &rows);
    let contrary = json(data.path(), &import);
    assert!(
        contrary["refused"][0]["reason"].as_str().unwrap().contains("judged positive by Cat"),
        "{contrary}"
    );
}

#[test]
fn a_record_that_changed_since_the_export_is_not_decided_unseen() {
    let data = in_doubt();
    let export = ["review", "--export", "queue.csv"];
    assert!(run(data.path(), &export).status.success());
    let file = data.path().join("queue.csv");
    let decided = fs::read_to_string(&file).unwrap().replace("\n,,", "\npositive,,");
    fs::write(&file, &decided).unwrap();
    source(data.path(), "second", &SECOND.replace("29 Blandford Road", "31 Blandford Road"));
    assert!(run(data.path(), &["harvest", "--sources", "sources"]).status.success());
    let taken = json(data.path(), &["review", "--import", "queue.csv"]);
    let refused = taken["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 1, "{taken}");
    assert!(refused[0]["reason"].as_str().unwrap().contains("changed after the row was written"));
    assert!(!taken["decided"].as_array().unwrap().is_empty());
    let strange = run(data.path(), &["review", "--import", "sources/first/clubs.csv"]);
    assert!(
        strange.status.code() == Some(2) && said(&strange).contains("no column `record_a`"),
        "{}",
        said(&strange)
    );
}

#[test]
fn the_steward_token_is_never_printed_and_a_short_one_is_refused() {
    let data = TempDir::new().unwrap();
    let with = |token: &str, args: &[&str]| {
        directory(data.path()).args(args).env("DIRECTORY_STEWARD_TOKEN", token).output().unwrap()
    };
    let shown = with("a-s3cret-that-is-long-enough", &["config"]);
    assert!(shown.status.success() && !said(&shown).contains("s3cret"), "{}", said(&shown));
    let refused = with("s3cret", &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said(&refused).contains("at least 16") && !said(&refused).contains("s3cret"),
        "{}",
        said(&refused)
    );
}

#[test]
fn a_disputed_fact_is_asked_in_the_terminal_and_the_number_of_a_claim_pins_it() {
    let data = TempDir::new().unwrap();
    source(data.path(), "first", "Reading group,,Efford Library,\"1 Blandford Road, Plymouth\",PL3 6JQ\n");
    source(data.path(), "second", "Reading group,,Efford Library,\"1 Blandford Road, Plymouth\",PL3 6LG\n");
    assert!(run(data.path(), &["harvest", "--sources", "sources"]).status.success());
    let queue = json(data.path(), &["review", "--list"]);
    let asked: Vec<_> =
        queue.as_array().unwrap().iter().filter(|question| question["kind"] == "which_fact").collect();
    assert_eq!(asked.len(), 1, "{queue}");
    let before = json(data.path(), &["conflicts"]);
    let published = |conflicts: &Value, published: bool| {
        let claims = conflicts["conflicts"][0]["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["published"] == published).map(|claim| claim["value"].clone())
    };
    let other = published(&before, false).unwrap();
    let session = answers(data.path(), &["review", "--json"], "2\nrang them\n");
    let session: Value = serde_json::from_slice(&session.stdout).unwrap();
    assert_eq!(session["corrections"][0]["who"], "Ann of the library");
    assert_eq!(session["corrections"][0]["value"], other);
    let after = json(data.path(), &["review", "--list"]);
    assert!(!after.as_array().unwrap().iter().any(|question| question["kind"] == "which_fact"), "{after}");
}
