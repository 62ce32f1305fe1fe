//! How long 50,000 services take: to commit as one run, to publish, and to load as at a start.
//!
//! On SQLite always; on PostgreSQL in the database that `BENCH_DATABASE_URL` names. It must be empty: its tables are
//! dropped and made anew, and what the last run wrote is left in it.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on must stop")]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use divan::Bencher;
use model::{
    Claim, ContentHash, Entity, Kind, Licence, Noun, RecordKey, Source, SourceId, Visibility, canonical_id,
};
use serde_json::json;
use store::{Database, Lease, NewItem, NewRecord, Publication, RunCommit, Store};
use tempfile::TempDir;

const SERVICES: usize = 50_000;

fn main() {
    divan::main();
}

/// The databases to measure: name, and where.
fn databases() -> Vec<&'static str> {
    let postgres = std::env::var_os("BENCH_DATABASE_URL").map(|_| "postgres");
    std::iter::once("sqlite").chain(postgres).collect()
}

/// A fresh store; the folder keeps a SQLite file alive.
fn fresh(database: &str) -> (Store, TempDir) {
    let folder = TempDir::new().unwrap();
    let database = match database {
        "postgres" => Database::Postgres(std::env::var("BENCH_DATABASE_URL").unwrap()),
        _ => Database::Sqlite(folder.path().join("bench.sqlite")),
    };
    let store = Store::open(&database).unwrap();
    store.revert_all().unwrap();
    store.migrate().unwrap();
    store.put_source(&source(), &json!({})).unwrap();
    (store, folder)
}

fn source() -> Source {
    Source {
        id: SourceId::new("bench").unwrap(),
        name: "Bench".to_owned(),
        publisher: "Bench".to_owned(),
        licence: Licence { id: "CC0-1.0".to_owned(), url: None, attribution: None, republish: true },
        visibility: Visibility::Public,
        precedence: 500,
        duplicate_free: false,
        review: None,
        precedence_for: Vec::new(),
        supplements: false,
    }
}

fn key(number: usize) -> RecordKey {
    RecordKey::new(source().id, Kind::Service, number.to_string())
}

/// A service of about 1.9 kB.
fn service(id: &str) -> Noun {
    let text = "Advice on housing, money and getting online, in person and by telephone. ";
    let noun = json!({
        "id": id,
        "name": format!("Advice service {id}"),
        "description": text.repeat(12),
        "url": "https://advice.example/services",
        "email": "help@advice.example",
        "status": "active",
        "fees_description": text,
        "eligibility_description": text.repeat(2),
        "minimum_age": 18,
        "phones": [{"id": "p", "number": "+441752000000", "type": "voice"}],
        "schedules": [{"id": "s", "freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00", "closes_at": "17:00"}],
        "languages": [{"id": "l", "name": "English", "code": "en"}],
    });
    Noun::from_value(Kind::Service, noun).unwrap()
}

fn item(number: usize) -> NewItem {
    let noun = service(&number.to_string());
    let body = noun.to_json().into_bytes();
    let record = NewRecord {
        key: key(number),
        noun,
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
    };
    NewItem {
        id: number.to_string(),
        media_type: "application/json".to_owned(),
        hash: ContentHash::of(&body),
        body,
        records: Some(vec![record]),
    }
}

fn run() -> RunCommit {
    RunCommit {
        source: source().id,
        run: 1,
        after: None,
        at: DateTime::UNIX_EPOCH,
        seen: vec![],
        gone: vec![],
        state: json!({}),
    }
}

fn entity(number: usize) -> Entity {
    let id = canonical_id(&key(number), 0);
    let noun = service(&id.to_string());
    let claim = |value: &serde_json::Value| Claim {
        source: source().id,
        record: key(number),
        value: value.clone(),
        original: None,
        seen: DateTime::UNIX_EPOCH,
        derived: None,
        correction: None,
        why: None,
    };
    let fields = noun.to_value();
    let fields = fields.as_object().into_iter().flatten();
    Entity {
        id,
        kind: Kind::Service,
        provenance: fields.map(|(name, value)| (name.clone(), vec![claim(value)])).collect(),
        noun,
        visibility: Visibility::Public,
        licences: vec![source().licence],
        referents: vec![],
        modified: DateTime::UNIX_EPOCH,
        review: model::Review::default(),
    }
}

fn lease(store: &Store) -> Lease {
    let now: DateTime<Utc> = DateTime::UNIX_EPOCH;
    store.acquire_lease("reconcile", "bench", TimeDelta::hours(1), now).unwrap().unwrap()
}

fn publication() -> Publication {
    Publication { entities: (0..SERVICES).map(entity).collect(), ..Publication::default() }
}

#[divan::bench(args = databases(), sample_count = 3, sample_size = 1)]
fn commit_a_run(bencher: Bencher<'_, '_>, database: &str) {
    let items: Vec<NewItem> = (0..SERVICES).map(item).collect();
    bencher.with_inputs(|| (fresh(database), items.clone())).bench_values(|((store, folder), items)| {
        store.commit_run(&run(), items.into_iter().map(Ok)).unwrap();
        (store, folder)
    });
}

#[divan::bench(args = databases(), sample_count = 3, sample_size = 1)]
fn commit_it_again_unchanged(bencher: Bencher<'_, '_>, database: &str) {
    let (store, _folder) = fresh(database);
    store.commit_run(&run(), (0..SERVICES).map(item).map(Ok)).unwrap();
    let seen = (0..SERVICES).map(|n| n.to_string()).collect();
    let seen = RunCommit { seen, after: Some(1), ..run() };
    bencher.bench_local(|| store.commit_run(&seen, []).unwrap());
}

#[divan::bench(args = databases(), sample_count = 3, sample_size = 1)]
fn commit_it_again_all_changed(bencher: Bencher<'_, '_>, database: &str) {
    let (store, _folder) = fresh(database);
    let mut items: Vec<NewItem> = (0..SERVICES).map(item).collect();
    store.commit_run(&run(), items.clone().into_iter().map(Ok)).unwrap();
    let again = RunCommit { after: Some(1), ..run() };
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            for item in &mut items {
                item.hash = ContentHash(format!("round {round}"));
                item.records
                    .iter_mut()
                    .flatten()
                    .for_each(|r| r.original = [("name".into(), round.to_string())].into());
            }
            items.clone()
        })
        .bench_local_values(|items| store.commit_run(&again, items.into_iter().map(Ok)).unwrap());
}

#[divan::bench(args = databases(), sample_count = 3, sample_size = 1)]
fn publish_entities(bencher: Bencher<'_, '_>, database: &str) {
    let publication = publication();
    bencher.with_inputs(|| fresh(database)).bench_values(|(store, folder)| {
        store.publish(&lease(&store), &publication).unwrap();
        (store, folder)
    });
}

#[divan::bench(args = databases(), sample_count = 3, sample_size = 1)]
fn load_published_entities(bencher: Bencher<'_, '_>, database: &str) {
    let (store, _folder) = fresh(database);
    store.publish(&lease(&store), &publication()).unwrap();
    bencher.bench_local(|| {
        let mut count = 0;
        store.for_each_published(|_| count += 1).unwrap();
        assert_eq!(count, SERVICES);
    });
}
