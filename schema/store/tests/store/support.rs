//! A fresh database for each test, and short ways to say what is put in.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use model::{
    Claim, Conflict, ContentHash, Contention, Correction, Entity, Identity, IdentityState, Judgement, Kind,
    Licence, Noun, RecordKey, Remedy, Source, SourceId, Verdict, Visibility, canonical_id,
};
use serde_json::{Value, json};
use store::{
    CommitOutcome, Database, Lease, NewItem, NewJudgement, NewRecord, Publication, RunCommit, Store,
    StoreError,
};
use tempfile::TempDir;
use uuid::Uuid;

/// Makes two tests of each function named: one on SQLite, one on PostgreSQL.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&crate::support::Place::sqlite()); })*
        }
        mod postgres {
            $(#[test] fn $name() { crate::support::on_postgres(super::$name); })*
        }
    };
}
pub(crate) use on_both;

/// Somewhere to keep one store; gone when dropped.
pub(crate) struct Place {
    pub(crate) database: Database,
    folder: TempDir,
    admin: Option<(String, String)>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        Self { database: Database::Sqlite(folder.path().join("directory.sqlite")), folder, admin: None }
    }

    fn postgres(admin: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("store_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(admin, &format!("CREATE DATABASE {name}"));
        let mut url = url::Url::parse(admin).unwrap();
        url.set_path(&name);
        let database = Database::Postgres(url.into());
        Self { database, folder: TempDir::new().unwrap(), admin: Some((admin.to_owned(), name)) }
    }

    /// Another place in the same kind of database.
    pub(crate) fn another(&self) -> Self {
        self.admin.as_ref().map_or_else(Self::sqlite, |(admin, _)| Self::postgres(admin))
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.database).unwrap()
    }

    /// A path for a file beside the store.
    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((admin, name)) = &self.admin {
            run(admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn run(url: &str, statement: &str) {
    PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
}

pub(crate) fn on_postgres(test: impl Fn(&Place)) {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(admin) => test(&Place::postgres(&admin)),
        Err(_) => eprintln!("skipped: TEST_DATABASE_URL names no PostgreSQL server"),
    }
}

/// Seconds after a fixed moment.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 250_001_000).unwrap() + TimeDelta::seconds(seconds)
}

pub(crate) fn id(name: &str) -> SourceId {
    SourceId::new(name).unwrap()
}

pub(crate) fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

pub(crate) fn source(name: &str) -> Source {
    Source {
        id: id(name),
        name: format!("The {name}"),
        publisher: "Plymouth".to_owned(),
        licence: Licence { id: "OGL-UK-3.0".to_owned(), url: None, attribution: None, republish: true },
        visibility: Visibility::Public,
        precedence: 500,
        duplicate_free: false,
        review: None,
        precedence_for: Vec::new(),
        supplements: false,
    }
}

/// A store with one source named `library`.
pub(crate) fn library(place: &Place) -> Store {
    let store = place.open();
    store.put_source(&source("library"), &json!({})).unwrap();
    store
}

pub(crate) fn organization(id: &str, name: &str) -> Noun {
    Noun::from_value(Kind::Organization, json!({"id": id, "name": name, "description": "x"})).unwrap()
}

/// A record named `library:organization:ID`.
pub(crate) fn record(id: &str, name: &str) -> NewRecord {
    NewRecord {
        key: key(&format!("library:organization:{id}")),
        noun: organization(id, name),
        visibility: Visibility::Public,
        field_visibility: BTreeMap::from([("email".to_owned(), Visibility::Private)]),
        original: BTreeMap::from([("name".to_owned(), name.to_uppercase())]),
    }
}

/// An item that yields these records, with a body that tells of them.
pub(crate) fn item(id: &str, records: Vec<NewRecord>) -> NewItem {
    let told: Vec<Value> = records.iter().map(|record| record.noun.to_value()).collect();
    let body = serde_json::to_vec(&told).unwrap();
    NewItem {
        id: id.to_owned(),
        media_type: "application/json".to_owned(),
        hash: ContentHash::of(&body),
        body,
        records: Some(records),
    }
}

/// A run with the items that it found.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) items: Vec<NewItem>,
    pub(crate) source: SourceId,
    pub(crate) run: i64,
    pub(crate) after: Option<i64>,
    pub(crate) seen: Vec<String>,
    pub(crate) gone: Vec<String>,
    pub(crate) state: Value,
    pub(crate) at: DateTime<Utc>,
}

impl Run {
    /// Commits it as it is.
    pub(crate) fn commit(self, store: &Store) -> Result<CommitOutcome, StoreError> {
        let Self { items, source, run, after, at, seen, gone, state } = self;
        let commit = RunCommit { source, run, after, at, seen, gone, state };
        store.commit_run(&commit, items.into_iter().map(Ok))
    }
}

/// A run of the library that found these items.
pub(crate) fn commit(items: Vec<NewItem>, seconds: i64) -> Run {
    Run {
        items,
        source: id("library"),
        run: 0,
        after: None,
        at: at(seconds),
        seen: Vec::new(),
        gone: Vec::new(),
        state: json!({"read": seconds}),
    }
}

/// Commits as the next run of the source, after whatever has committed before.
pub(crate) fn commits(store: &Store, run: &Run) -> Result<CommitOutcome, StoreError> {
    let after = store.committed_run(&run.source).unwrap();
    Run { run: after.unwrap_or(0) + 1, after, ..run.clone() }.commit(store)
}

pub(crate) fn lease(store: &Store) -> Lease {
    let lease = store.acquire_lease("reconcile", "test", TimeDelta::hours(1), at(0)).unwrap();
    lease.expect("nobody else leads")
}

/// The id minted by `library:organization:ID`.
pub(crate) fn canonical(id: &str) -> Uuid {
    canonical_id(&key(&format!("library:organization:{id}")), 0)
}

pub(crate) fn identity(id: &str, serial: i64) -> Identity {
    let minted_by = key(&format!("library:organization:{id}"));
    Identity {
        id: canonical(id),
        kind: Kind::Organization,
        minted_by,
        generation: 0,
        serial,
        state: IdentityState::Live,
    }
}

pub(crate) fn entity(id: &str, name: &str) -> Entity {
    let record = key(&format!("library:organization:{id}"));
    let claim = Claim {
        source: record.source.clone(),
        record,
        value: json!(name),
        original: None,
        seen: at(0),
        derived: None,
        correction: None,
        why: None,
    };
    Entity {
        id: canonical(id),
        kind: Kind::Organization,
        noun: organization(&canonical(id).to_string(), name),
        provenance: BTreeMap::from([("name".to_owned(), vec![claim])]),
        visibility: Visibility::Public,
        licences: vec![source("library").licence],
        referents: Vec::new(),
        modified: at(1),
        review: model::Review::default(),
    }
}

/// Publishes entities and withdrawals; each entity is the only record of its cluster.
/// What somebody says of two records, as it is logged.
pub(crate) fn judged(
    store: &Store,
    (a, b): (&RecordKey, &RecordKey),
    verdict: Verdict,
    (who, reason): (&str, &str),
    when: i64,
) -> Judgement {
    let (who, reason) = (who.to_owned(), reason.to_owned());
    let new = NewJudgement { a: a.clone(), b: b.clone(), verdict, who, reason };
    store.judge(&[new], at(when)).unwrap().remove(0).judgement
}

pub(crate) fn publication(entities: Vec<Entity>, withdrawn: Vec<Uuid>) -> Publication {
    Publication { at: at(5), entities, withdrawn, ..Publication::default() }
}

/// A pin of a name, attached to a record, that expires a hundred seconds in.
pub(crate) fn correction(record: &str) -> Correction {
    Correction {
        number: 0,
        record: key(record),
        field: "name".to_owned(),
        remedy: Remedy::Pin,
        value: "Alpha".to_owned(),
        content: serde_json::Map::from_iter([("name".to_owned(), json!("Alpha"))]),
        known: vec!["Alpha".to_owned(), "Beta".to_owned()],
        supersedes: vec![7],
        who: "ann".to_owned(),
        at: at(1),
        reason: "rang them".to_owned(),
        expires: Some(at(100)),
    }
}

/// A conflict about the entity that `library:organization:ID` minted.
pub(crate) fn conflict(entity: &str, field: &str, source: &str, priority: i64) -> Conflict {
    let record = key(&format!("{source}:organization:{entity}"));
    let claim = Contention {
        source: record.source.clone(),
        record,
        value: "Alpha".to_owned(),
        changed: at(1),
        seen: at(2),
        published: true,
    };
    Conflict {
        entity: canonical(entity),
        kind: Kind::Organization,
        name: Some("Alpha".to_owned()),
        field: field.to_owned(),
        weight: 3,
        services: 2,
        priority,
        claims: vec![claim],
        why: "because".to_owned(),
    }
}

/// The bank holidays of one Christmas.
pub(crate) fn christmas() -> store::CalendarSpan {
    use model::{CalendarKind::BankHoliday, CalendarPeriod};
    let day = |text: &str| text.parse().unwrap();
    let period = |at: &str, name: &str| CalendarPeriod {
        kind: BankHoliday,
        first: day(at),
        last: day(at),
        name: name.to_owned(),
    };
    store::CalendarSpan {
        kind: BankHoliday,
        between: day("2026-01-01")..=day("2026-12-31"),
        periods: vec![period("2026-12-25", "Christmas Day"), period("2026-12-28", "Boxing Day")],
    }
}
