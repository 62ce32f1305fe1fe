//! Each folder of `payloads` is a source; the snapshot says what becomes of it.

use std::{fs, path::Path};

use chrono::{TimeZone, Utc};
use harvest::{Silent, harvest, read_folder};
use model::{FixedClock, Kind};
use serde_json::{Map, Value, json};
use store::{Database, Store};

use crate::support::quick;

#[test]
fn every_payload_becomes_what_its_snapshot_says() {
    let payloads = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads");
    let mut folders: Vec<_> = fs::read_dir(payloads)
        .unwrap()
        .flat_map(|format| fs::read_dir(format.unwrap().path()).unwrap())
        .map(|folder| folder.unwrap().path())
        .collect();
    folders.sort();
    assert!(folders.len() >= 7);
    for folder in folders {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let snapshot = format!("{}__{}", name(folder.parent().unwrap()), name(&folder));
        insta::assert_json_snapshot!(snapshot, becomes(&folder));
    }
}

fn becomes(folder: &Path) -> Value {
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::Sqlite(data.path().join("store.sqlite"))).unwrap();
    let clock = FixedClock::at(Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap());
    let config = read_folder(folder).unwrap();
    let report = harvest(&store, &config, &quick(), &clock, &Silent).unwrap();
    let mut records = Map::new();
    for kind in Kind::ALL {
        for record in store.records(kind, false).unwrap() {
            let told = json!({
                "noun": record.noun.to_value(),
                "visibility": record.visibility,
                "fields": record.field_visibility,
                "original": record.original,
            });
            records.insert(format!("{kind}:{}", record.key.id), told);
        }
    }
    let issues: Vec<String> = report
        .issues
        .iter()
        .map(|issue| {
            let shown = |text: &Option<String>| text.clone().unwrap_or_default();
            let place = format!("{} {}", shown(&issue.record), shown(&issue.field));
            format!(
                "{} {} | {place} | {} | {}",
                issue.severity.as_str(),
                issue.code,
                shown(&issue.value),
                issue.reason
            )
        })
        .collect();
    json!({ "outcome": report.outcome, "counts": report.counts, "records": records, "issues": issues })
}
