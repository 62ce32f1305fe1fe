//! Records that are pushed, and what is told of them.

use harvest::{
    SourceConfig,
    push::{Condition, PushReport, Write, WrittenAs, push},
};
use model::{IssueDraft, Kind, SourceId};
use serde_json::{Value, json};

use crate::support::{Bench, with_terms};

/// A source that is written one record at a time.
struct Pushed {
    bench: Bench,
    source: SourceId,
}

impl Pushed {
    fn new() -> Self {
        let bench = Bench::new();
        let config = SourceConfig::read(&with_terms("format = \"push\""), &bench.folder()).unwrap();
        bench.store.put_source(&config.source(), &config.to_json()).unwrap();
        Self { bench, source: config.id }
    }

    fn push(&self, records: &[(&str, Value)]) -> PushReport {
        let write = |(id, record): &(&str, Value)| Write {
            kind: Kind::Service,
            id: (*id).to_owned(),
            record: Some(record.to_string()),
            condition: Condition::Any,
        };
        let writes: Vec<Write> = records.iter().map(write).collect();
        push(&self.bench.store, &self.source, &writes, false, (&self.bench.options, &self.bench.clock))
            .unwrap()
    }

    /// The issues of the only record that is put.
    fn issues(&self, record: Value) -> Vec<IssueDraft> {
        self.push(&[("1", record)]).written.remove(0).issues
    }
}

#[test]
fn of_two_writes_on_one_record_the_second_is_rejected_and_told_that_the_first_counts() {
    let pushed = Pushed::new();
    let report = pushed.push(&[
        ("60", json!({ "name": "ok", "email": "nobody" })),
        ("60", json!({ "name": "ok2" })),
        ("60", json!({ "name": "ok3" })),
    ]);
    let told: Vec<_> = report
        .written
        .iter()
        .map(|one| (one.written_as, one.issues.iter().map(|issue| issue.code.as_str()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        told,
        [
            (WrittenAs::Created, vec!["bad-value"]),
            (WrittenAs::Rejected, vec!["duplicate-id"]),
            (WrittenAs::Rejected, vec!["duplicate-id"]),
        ]
    );
    assert!(report.written[1].issues[0].reason.contains("the first counts"), "{report:?}");
    assert_eq!(pushed.bench.noun(Kind::Service, "60")["name"], "ok");
}

#[test]
fn a_field_that_nobody_reads_is_named_by_where_it_is_in_the_record() {
    let record = json!({
        "name": "Lunch club",
        "colour": "red",
        "phones": [{ "number": "01752 000001" }, { "number": "01752 000002", "foo": 1 }],
        "schedules": [{ "byday": "MO", "a": 1 }],
    });
    let issues = Pushed::new().issues(record);
    let fields: Vec<_> = issues.iter().filter_map(|issue| issue.field.as_deref()).collect();
    let mut unread: Vec<_> = fields.into_iter().filter(|field| !field.ends_with("number")).collect();
    unread.sort_unstable();
    assert_eq!(unread, ["colour", "phones.1.foo", "schedules.0.a"]);
    let colour = issues.iter().find(|issue| issue.field.as_deref() == Some("colour")).unwrap();
    assert_eq!(colour.action, "leave it out, or use a field of HSDS");
}

#[test]
fn what_is_nested_without_an_id_goes_by_its_name_and_stays_linked() {
    let pushed = Pushed::new();
    let record = json!({
        "name": "Lunch club",
        "organization": { "name": "Stoke Kitchen" },
        "service_at_locations": [{
            "location": { "name": "Hall", "addresses": [{ "address_1": "1 High St", "postal_code": "pl4 8aa" }] },
        }],
    });
    assert_eq!(pushed.issues(record.clone()), []);
    let service = pushed.bench.noun(Kind::Service, "1");
    assert_eq!(service["organization_id"], "named-stoke-kitchen");
    assert_eq!(service["service_at_locations"][0]["location_id"], "named-hall-pl4-8aa");
    assert_eq!(pushed.bench.noun(Kind::Organization, "named-stoke-kitchen")["name"], "Stoke Kitchen");
    assert_eq!(pushed.bench.noun(Kind::Location, "named-hall-pl4-8aa")["name"], "Hall");

    let before = pushed.bench.store.records(Kind::Organization, true).unwrap();
    assert_eq!(pushed.push(&[("1", record)]).written[0].written_as, WrittenAs::Unchanged);
    assert_eq!(pushed.bench.store.records(Kind::Organization, true).unwrap(), before);
}

#[test]
fn what_is_nested_and_named_by_nothing_is_told_by_where_it_is() {
    let record = json!({
        "name": "Lunch club",
        "organization": { "description": "Meals" },
        "service_at_locations": [{ "location": { "description": "Upstairs" } }],
    });
    let issues = Pushed::new().issues(record);
    let told: Vec<_> = issues.iter().map(|issue| issue.field.as_deref().unwrap_or_default()).collect();
    assert_eq!(told, ["organization", "service_at_locations.0.location"], "{issues:#?}");
}

#[test]
fn an_organization_that_is_referred_to_by_its_id_is_not_named_anew() {
    let pushed = Pushed::new();
    pushed.push(&[(
        "1",
        json!({
            "name": "Lunch club", "organization_id": "stoke", "organization": { "name": "Stoke Kitchen" },
        }),
    )]);
    assert_eq!(pushed.bench.noun(Kind::Service, "1")["organization_id"], "stoke");
    assert!(pushed.bench.ids(Kind::Organization).is_empty());
}
