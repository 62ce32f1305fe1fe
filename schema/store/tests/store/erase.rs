use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    sql_query, sql_types::Text,
};
use model::{IssueDraft, Kind, Severity, Verdict};
use serde_json::json;
use store::{Database, EraseOutcome, NewItem, Publication, Store, StoreError, Suggestion};

use crate::support::{
    Place, Run, at, canonical, commit, commits, entity, id, identity, item, judged, key, lease, library,
    on_both, publication, record, source,
};

on_both!(
    nothing_of_an_erased_record_remains_in_any_table,
    an_erased_record_may_not_come_back,
    an_item_that_also_yields_others_loses_its_bytes_but_not_the_others,
    the_rest_of_the_cluster_is_reconciled_again,
    a_record_that_never_was_can_be_blocked,
    a_source_that_never_was_is_refused,
    what_was_read_before_it_was_erased_is_not_published_after,
    an_id_that_occurs_inside_other_words_takes_nothing_else_along,
    what_a_run_left_for_the_next_forgets_an_erased_item_and_blocks_its_other_names,
    no_issue_is_logged_on_an_erased_record,
);

const SECRET: &str = "Marigold Quillfeather";

/// A store in which many tables tell of `library:organization:secret-1`.
fn told_everywhere(place: &Place) -> Store {
    let store = library(place);
    let other = item("2", vec![record("other", "Other")]);
    let body = br#"{"part_of":{"id":"secret-1","name":"Marigold Quillfeather"}}"#.to_vec();
    let embeds = NewItem { body, ..other };
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    commits(&store, &commit(vec![item("1", vec![record("secret-1", SECRET)]), embeds], 0)).unwrap();
    let longer = format!("{SECRET} and Friends");
    commits(&store, &commit(vec![item("1", vec![record("secret-1", &longer)])], 1)).unwrap();

    let issue = |reason: &str| IssueDraft::new(Severity::Warning, "bad-value", reason, "mend it");
    let named = issue("no such day").in_record("organization:secret-1").with_value("M. Quillfeather");
    let quoting = issue("too long").in_record("row 7").with_value(&longer);
    let unrelated = issue("too short").in_record("row 8");
    store.log_issues(run, &id("library"), at(1), &[named, quoting, unrelated]).unwrap();
    let (a, b) = (key("library:organization:other"), key("library:organization:secret-1"));
    judged(&store, (&a, &b), Verdict::Negative, ("ann", "Quillfeather told me"), 1);
    let published = Publication {
        identities: vec![identity("secret-1", 1)],
        members: vec![(b.clone(), canonical("secret-1"))],
        suggestions: Some(vec![Suggestion { a, b, score: 1 }]),
        ..publication(vec![entity("secret-1", &longer)], vec![])
    };
    store.publish(&lease(&store), &published).unwrap();
    store
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every row of every table as text, bytes included.
fn everything(database: &Database) -> String {
    const TABLES: &[(&str, &str)] = &[
        ("issue", "record || value || reason || action"),
        ("item", "id || hash"),
        ("item_version", "BYTES"),
        ("record", "key || noun || original || field_visibility"),
        ("judgement", "a || b || reason"),
        ("suggestion", "a || b"),
        ("entity", "noun || provenance"),
        ("source", "config || harvest_state"),
        ("tombstone", "record || reason"),
    ];
    let select = |bytes: &str| {
        let one = |(table, text): &(&str, &str)| {
            format!("SELECT coalesce({}, '') AS line FROM {table}", text.replace("BYTES", bytes))
        };
        TABLES.iter().map(one).collect::<Vec<_>>().join(" UNION ALL ")
    };
    let lines: Vec<Line> = match database {
        Database::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            sql_query(select("CAST(body AS TEXT)")).load(&mut connection).unwrap()
        }
        Database::Postgres(url) => {
            let mut connection = PgConnection::establish(url).unwrap();
            sql_query(select("convert_from(body, 'UTF8')")).load(&mut connection).unwrap()
        }
    };
    lines.into_iter().map(|line| line.line).collect::<Vec<_>>().join("\n")
}

/// The bytes of a SQLite file and of its write-ahead log.
fn raw(database: &Database) -> Vec<u8> {
    let Database::Sqlite(path) = database else { return Vec::new() };
    let log = path.with_extension("sqlite-wal");
    [std::fs::read(path).unwrap(), std::fs::read(log).unwrap_or_default()].concat()
}

fn nothing_of_an_erased_record_remains_in_any_table(place: &Place) {
    let store = told_everywhere(place);
    assert!(everything(&place.database).matches("Quillfeather").count() >= 6);
    let outcome = store.erase(&key("library:organization:secret-1"), "asked to be forgotten", at(9)).unwrap();
    assert_eq!(outcome, EraseOutcome { found: true, versions: 3, issues: 2, entities: 1, pending: false });

    let left = everything(&place.database);
    assert!(!left.contains("Quillfeather"), "{left}");
    let raw = raw(&place.database);
    assert!(!raw.windows(12).any(|bytes| bytes == b"Quillfeather"), "the pages of the file are overwritten");
    assert_eq!(store.withdrawn().unwrap(), [canonical("secret-1")]);
    assert_eq!(store.issues(None, None, 9, 0).unwrap().len(), 1);
    assert_eq!(store.judgements().unwrap()[0].verdict, Verdict::Negative);
    assert_eq!(store.tombstones().unwrap()[0].reason, "asked to be forgotten");
}

fn an_erased_record_may_not_come_back(place: &Place) {
    let store = told_everywhere(place);
    let erased = key("library:organization:secret-1");
    store.erase(&erased, "asked to be forgotten", at(9)).unwrap();
    let embeds = item("3", vec![record("third", "Third"), record("secret-1", SECRET)]);
    let again = vec![item("1", vec![record("secret-1", SECRET)]), embeds];
    let outcome = commits(&store, &commit(again, 10)).unwrap();
    assert_eq!((outcome.records_written, outcome.records_blocked), (1, 2));
    assert_eq!(store.tombstones().unwrap()[0].record, erased);
    assert_eq!(store.record(&erased).unwrap(), None);
    assert!(!everything(&place.database).contains("Quillfeather"));
    assert!(store.item(&id("library"), "3").unwrap().unwrap().body.is_empty());
}

fn an_item_that_also_yields_others_loses_its_bytes_but_not_the_others(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a1", "Alpha"), record("b1", "Beta")])], 0)).unwrap();
    store.erase(&key("library:organization:a1"), "asked to", at(1)).unwrap();
    let kept = store.item(&id("library"), "1").unwrap().unwrap();
    assert!(kept.body.is_empty());
    let records = store.records(Kind::Organization, true).unwrap();
    assert_eq!(records.iter().map(|r| r.key.id.as_str()).collect::<Vec<_>>(), ["b1"]);
}

fn the_rest_of_the_cluster_is_reconciled_again(place: &Place) {
    let store = library(place);
    let items = vec![item("1", vec![record("a", "Alpha")]), item("2", vec![record("b", "Beta")])];
    commits(&store, &commit(items, 0)).unwrap();
    let (a, b) = (key("library:organization:a"), key("library:organization:b"));
    let published = Publication {
        identities: vec![identity("a", 1)],
        members: vec![(a.clone(), canonical("a")), (b.clone(), canonical("a"))],
        dirty_up_to: store.dirty().unwrap().0,
        ..publication(vec![entity("a", "Alpha")], vec![])
    };
    store.publish(&lease(&store), &published).unwrap();
    store.erase(&a, "asked to", at(1)).unwrap();
    assert_eq!(store.dirty().unwrap().1, [a.clone(), b.clone()]);
    assert_eq!(store.records_of(&[a.clone(), b]).unwrap().len(), 1);
    assert_eq!(store.members(Kind::Organization).unwrap()[&a], canonical("a"));
}

fn a_record_that_never_was_can_be_blocked(place: &Place) {
    let store = library(place);
    let blocked = key("library:organization:a");
    assert!(!store.erase(&blocked, "asked to", at(1)).unwrap().found);
    let outcome = commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 2)).unwrap();
    assert_eq!((outcome.records_written, outcome.records_blocked), (0, 1));
}

fn a_source_that_never_was_is_refused(place: &Place) {
    let refused = library(place).erase(&key("museum:organization:a"), "asked to", at(1));
    assert!(matches!(refused, Err(StoreError::UnknownSource(_))));
}

fn what_was_read_before_it_was_erased_is_not_published_after(place: &Place) {
    let store = library(place);
    let items = vec![item("1", vec![record("a", SECRET)]), item("2", vec![record("b", "Beta")])];
    commits(&store, &commit(items, 0)).unwrap();
    let (a, b) = (key("library:organization:a"), key("library:organization:b"));
    let lease = lease(&store);
    let read_before = Publication {
        identities: vec![identity("a", 1)],
        members: vec![(a.clone(), canonical("a")), (b.clone(), canonical("a"))],
        suggestions: Some(vec![Suggestion { a: a.clone(), b: b.clone(), score: 1 }]),
        ..publication(vec![entity("a", SECRET), entity("c", "Gamma")], vec![])
    };
    store.publish(&lease, &read_before).unwrap();
    store.erase(&a, "asked to", at(2)).unwrap();
    let late = Publication { dirty_up_to: store.dirty().unwrap().0, ..read_before };
    let outcome = store.publish(&lease, &late).unwrap();

    assert_eq!((outcome.updated, outcome.unchanged), (0, 1));
    assert_eq!(store.withdrawn().unwrap(), [canonical("a")]);
    assert_eq!(store.dirty().unwrap().1, [a, b], "the rest is assembled by the next one");
    let left = everything(&place.database);
    assert!(!left.contains("Quillfeather"), "{left}");
    assert_eq!(store.suggestions(9).unwrap(), []);
}

fn an_id_that_occurs_inside_other_words_takes_nothing_else_along(place: &Place) {
    let store = library(place);
    store.put_source(&source("museum"), &json!({})).unwrap();
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    let body = |text: &str, item: NewItem| NewItem { body: text.as_bytes().to_vec(), ..item };
    let street = body(r#"{"id":"110","at":"10 High Street"}"#, item("110", vec![record("110", "Ten")]));
    let refers = body(r#"{"id":"7","part_of":10}"#, item("7", vec![record("7", "Seven")]));
    let items = vec![item("10", vec![record("10", "Alpha")]), street, refers];
    commits(&store, &commit(items, 0)).unwrap();
    let elsewhere = Run { source: id("museum"), ..commit(vec![body("10", item("x", vec![]))], 0) };
    commits(&store, &elsewhere).unwrap();
    let issue = |record: &str, value: &str| {
        IssueDraft::new(Severity::Warning, "bad-value", "10 are too many", "mend it")
            .in_record(record)
            .with_value(value)
    };
    let kept = [issue("organization:110", "at 10"), issue("service:10", "10 Alpha Street")];
    let deleted = [issue("organization:10", "x"), issue("row 3", "10"), issue("row 4", "Alpha")];
    store.log_issues(run, &id("library"), at(1), &[&kept[..], &deleted].concat()).unwrap();

    let outcome = store.erase(&key("library:organization:10"), "asked to", at(2)).unwrap();
    assert_eq!((outcome.versions, outcome.issues), (2, 3));
    let is_empty = |name: &str, item: &str| store.item(&id(name), item).unwrap().unwrap().body.is_empty();
    assert_eq!(
        (is_empty("library", "110"), is_empty("library", "7"), is_empty("museum", "x")),
        (false, true, false)
    );
    let left: Vec<_> = store.issues(None, None, 9, 0).unwrap().into_iter().map(|issue| issue.draft).collect();
    assert_eq!(left, kept);
}

fn what_a_run_left_for_the_next_forgets_an_erased_item_and_blocks_its_other_names(place: &Place) {
    let store = library(place);
    let state = json!({
        "rejected": ["organization/a", "organization/b"],
        "aliases": {"organization/renamed": "organization/a", "organization/x": "organization/y"},
    });
    let items = vec![item("organization/a", vec![record("a", "Alpha")])];
    commits(&store, &Run { state, ..commit(items, 0) }).unwrap();
    store.erase(&key("library:organization:a"), "asked to", at(1)).unwrap();
    let left = json!({"rejected": ["organization/b"], "aliases": {"organization/x": "organization/y"}});
    assert_eq!(store.harvest_state(&id("library")).unwrap(), Some(left));
    let blocked: Vec<_> = store.tombstones().unwrap().iter().map(|stone| stone.record.to_string()).collect();
    assert_eq!(blocked, ["library:organization:a", "library:organization:renamed"]);
}

fn no_issue_is_logged_on_an_erased_record(place: &Place) {
    let store = library(place);
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    store.erase(&key("library:organization:a"), "asked to", at(1)).unwrap();
    let issue =
        |record: &str| IssueDraft::new(Severity::Warning, "bad-value", "odd", "mend it").in_record(record);
    let drafts = [issue("organization:a"), issue("organization:ab")];
    store.log_issues(run, &id("library"), at(2), &drafts).unwrap();
    let logged = store.issues(None, None, 9, 0).unwrap();
    assert_eq!((logged.len(), logged[0].number, &logged[0].draft), (1, 1, &drafts[1]));
}

#[test]
fn what_a_reader_keeps_in_the_log_of_a_file_is_said_to_be_pending() {
    let place = Place::sqlite();
    let store = told_everywhere(&place);
    let Database::Sqlite(path) = &place.database else { return };
    let mut reader = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    reader.batch_execute("BEGIN; SELECT count(*) FROM record;").unwrap();
    let erased = key("library:organization:secret-1");
    let outcome = store.erase(&erased, "asked to be forgotten", at(9)).unwrap();
    assert!(outcome.found && outcome.pending);
    reader.batch_execute("COMMIT").unwrap();
    assert!(!store.erase(&erased, "asked to be forgotten", at(9)).unwrap().pending);
    assert!(!raw(&place.database).windows(12).any(|bytes| bytes == b"Quillfeather"));
}
