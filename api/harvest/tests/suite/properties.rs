//! Laws that hold for every feed.

use std::fs;

use harvest::{Format, check};
use model::Kind;
use proptest::prelude::*;

use crate::support::{Bench, quick};

const LIST: &str = r#"
format = "csv"
location = "list.csv"
[map.service]
name = "name"
description = "about"
[map.location]
name = "name"
postal_code = "postcode"
[map.organization]
name = "by"
"#;

fn table(rows: &[(u8, u8, u8)]) -> String {
    let lines = rows.iter().map(|(name, postcode, by)| {
        format!("Name {name},About {name},PL{} {}AA,Body {by}\n", postcode % 9 + 1, name % 9)
    });
    format!("name,about,postcode,by\n{}", lines.collect::<String>())
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::btree_map(any::<u8>(), (any::<u8>(), 0_u8..4), 1..12)
        .prop_map(|rows| rows.into_iter().map(|(name, (postcode, by))| (name, postcode, by)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn sorting_and_inserting_rows_changes_nothing_else(rows in rows(), more in rows(), seed in any::<usize>()) {
        let bench = Bench::new();
        bench.write("list.csv", table(&rows));
        bench.taken(LIST);
        let before = bench.ids(Kind::Service);

        let mut shuffled = rows.clone();
        shuffled.rotate_left(seed % rows.len());
        bench.write("list.csv", table(&shuffled));
        let report = bench.taken(LIST);
        prop_assert_eq!((report.counts.unchanged, report.counts.records), (rows.len() as u64, 0));

        let fresh = more.into_iter().filter(|(name, ..)| rows.iter().all(|(known, ..)| known != name));
        let mut inserted: Vec<_> = fresh.collect();
        inserted.extend(shuffled);
        bench.write("list.csv", table(&inserted));
        bench.taken(LIST);
        let after = bench.ids(Kind::Service);
        prop_assert!(before.iter().all(|id| after.contains(id)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_an_adapter_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,120}") {
        let folder = tempfile::tempdir().unwrap();
        let half = format!("{{\"id\": \"1\", \"name\": {text:?}, \"phones\": [{{\"number\": {text:?}}}], ");
        for body in [bytes, text.into_bytes(), half.into_bytes()] {
            for (format, name) in [(Format::Csv, "a.csv"), (Format::Jsonl, "a.jsonl"), (Format::Oruk, "a.json"), (Format::Oruk1, "a.json"), (Format::Openactive, "a.json"), (Format::Icalendar, "a.ics"), (Format::HsdsTabular, "a.zip"), (Format::Xlsx, "a.xlsx"), (Format::Ods, "a.ods"), (Format::Tsv, "a.tsv"), (Format::Json, "b.json")] {
                let path = folder.path().join(name);
                fs::write(&path, &body).unwrap();
                check(&path.display().to_string(), Some(format), None, &quick()).unwrap();
            }
        }
    }

    #[test]
    fn no_tables_of_a_package_make_the_reader_panic(cells in prop::collection::vec("[\"a1,;\\n é-]{0,40}", 3)) {
        let folder = tempfile::tempdir().unwrap();
        let headers = [
            ("services.csv", "id,name,status,organization_id"),
            ("schedules.csv", "id,service_id,service_at_location_id,freq,byday,opens_at"),
            ("attributes.csv", "id,link_id,link_entity,taxonomy_term_id"),
        ];
        for ((name, header), cells) in headers.into_iter().zip(&cells) {
            fs::write(folder.path().join(name), format!("{header}\n1,{cells}\na,1,{cells}\n")).unwrap();
        }
        let report = check(&folder.path().display().to_string(), Some(Format::HsdsTabular), None, &quick()).unwrap();
        prop_assert!(report.readable || !report.issues.is_empty());
    }

    #[test]
    fn no_json_value_in_any_field_makes_the_reader_panic(field in "[a-z_]{1,20}", value in json(4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let fields = ["name", "phones", "schedules", "service_at_locations", "organization", "attributes", &field];
        for field in fields {
            let service = serde_json::json!([{ "id": "1", "name": "x", field: value }]);
            fs::write(&path, service.to_string()).unwrap();
            prop_assert!(check(&path.display().to_string(), None, None, &quick()).unwrap().readable);
        }
    }

    #[test]
    fn no_json_value_in_any_field_of_edition_1_makes_the_reader_panic(value in json(4)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let fields = ["service_taxonomys", "eligibilitys", "regular_schedule", "holiday_schedules", "attending_type", "contacts", "service_at_locations", "attributes", "cost_options"];
        for field in fields {
            let service = serde_json::json!([{ "id": 1, "name": "x", field: value }, { "id": 2, "name": "y", field: [value] }]);
            fs::write(&path, service.to_string()).unwrap();
            let report = check(&path.display().to_string(), Some(Format::Oruk1), None, &quick()).unwrap();
            prop_assert!(report.readable);
            prop_assert_eq!(report.records.get(&Kind::Service), Some(&2));
        }
    }
}

/// JSON of any shape, with the standard's names in it.
fn json(depth: u32) -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,20}".prop_map(Into::into),
    ];
    leaf.prop_recursive(depth, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "id",
            "name",
            "location",
            "taxonomy_term",
            "opens_at",
            "freq",
            "taxonomy",
            "taxonomys",
            "closed",
            "x",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(names.prop_map(str::to_owned), inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}
