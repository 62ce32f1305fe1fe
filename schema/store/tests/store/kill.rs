use std::{
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use model::Kind;
use serde_json::json;
use store::{Database, Store};

use crate::support::{Place, Run, at, commit, commits, id, item, library, on_both, record, source};

on_both!(a_writer_that_is_killed_leaves_whole_runs_and_no_lock);

const ITEMS: i64 = 300;
const DATABASE: &str = "STORE_TEST_KILLED_WRITER";

fn a_run(number: i64) -> Run {
    let name = format!("run {number}");
    let items = (0..ITEMS).map(|i| item(&i.to_string(), vec![record(&i.to_string(), &name)])).collect();
    Run { state: json!(number), ..commit(items, number) }
}

/// Not a test: what the killed process does. It is started by name and told where its store is.
#[test]
fn writer() {
    let Ok(place) = std::env::var(DATABASE) else { return };
    let database = place.parse().unwrap_or_else(|_| Database::Sqlite(place.into()));
    let store = Store::open(&database).unwrap();
    for number in 1.. {
        commits(&store, &a_run(number)).unwrap();
    }
}

fn a_writer_that_is_killed_leaves_whole_runs_and_no_lock(place: &Place) {
    let store = library(place);
    let text = match &place.database {
        Database::Sqlite(path) => path.to_str().unwrap().to_owned(),
        Database::Postgres(url) => url.clone(),
    };
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::writer"])
        .env(DATABASE, text)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let runs = || store.harvest_state(&id("library")).unwrap().and_then(|s| s.as_i64());
    let begun = Instant::now();
    while runs().is_none_or(|number| number < 3) && begun.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(7));
    }
    writer.kill().unwrap();
    writer.wait().unwrap();

    // Waits for the lock of whatever the writer had begun.
    store.put_source(&source("library"), &json!({})).unwrap();
    let last = runs().expect("several runs were committed");
    assert!(last >= 3);
    let records = place.open().records(Kind::Organization, true).unwrap();
    assert_eq!(records.len() as i64, ITEMS);
    let name = format!("run {last}");
    assert!(records.iter().all(|record| record.noun.name() == Some(&name) && record.modified == at(last)));
}
