use model::Kind;
use serde_json::{Value, json};

use super::Reader;
use crate::issues::Issues;

/// What becomes of a service with these fields: the noun, what was kept beside it, and the codes of its issues.
fn service(fields: Value) -> (Value, Vec<String>, Vec<String>) {
    let Value::Object(mut object) = fields else { panic!("fields are an object") };
    object.entry("name").or_insert("x".into());
    let mut issues = Issues::default();
    let read = Reader::read(Kind::Service, "1", object, &mut issues).unwrap();
    let codes = issues
        .into_list()
        .into_iter()
        .map(|issue| format!("{} {}", issue.code, issue.field.unwrap_or_default()));
    (read.noun.to_value(), read.original.into_keys().collect(), codes.collect())
}

#[test]
fn a_cleaned_value_keeps_what_was_written_beside_it() {
    let (noun, original, issues) = service(
        json!({ "status": "Temporarily_Closed", "description": "<p>Hello</p>", "minimum_age": "11" }),
    );
    assert_eq!(noun["status"], "temporarily closed");
    assert_eq!((&noun["description"], &noun["minimum_age"]), (&json!("Hello"), &json!(11)));
    assert_eq!(original, ["description", "minimum_age", "status"]);
    assert!(issues.is_empty(), "{issues:?}");
}

#[test]
fn a_value_that_cannot_be_used_is_left_out_and_told() {
    let (noun, _, issues) = service(
        json!({ "email": "ask inside", "assured_date": "last week", "status": {}, "phones": "none" }),
    );
    assert_eq!(noun, json!({ "id": "1", "name": "x" }));
    assert_eq!(issues.len(), 4, "{issues:?}");
}

#[test]
fn a_daily_schedule_becomes_weekly_with_all_days() {
    let (noun, _, _) = service(
        json!({ "schedules": [{ "freq": "DAILY", "opens_at": "9:00 am", "closes_at": "17:30:00" }] }),
    );
    let expected = json!([{ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "09:00", "closes_at": "17:30" }]);
    assert_eq!(noun["schedules"], expected);
}

#[test]
fn nesting_without_end_is_cut() {
    let mut term = json!({ "name": "leaf" });
    for _ in 0..40 {
        term = json!({ "name": "t", "taxonomy_detail": { "name": "d", "taxonomy_terms": [term] } });
    }
    let (_, _, issues) = service(json!({ "attributes": [{ "taxonomy_term": term }] }));
    assert_eq!(issues.len(), 1);
}
