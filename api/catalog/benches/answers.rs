//! How long the catalog takes to load, to advance and to answer, on 50,000 services.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]

use std::{hint::black_box, path::Path, sync::LazyLock};

use catalog::{Catalog, ListKind, Query, Snapshot};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use divan::Bencher;
use model::{
    CalendarKind, CalendarPeriod, Claim, Entity, Identity, IdentityState, Kind, Licence, Noun, RecordKey,
    SourceId, Visibility, canonical_id, part_id,
};
use serde_json::{Value, json};
use store::{CalendarSpan, Database, Lease, Publication, Store};
use uuid::Uuid;

const SERVICES: usize = 50_000;
const ORGANIZATIONS: usize = 8_000;
const LOCATIONS: usize = 20_000;
const TERMS: usize = 400;
const WORDS: [&str; 24] = [
    "advice",
    "art",
    "boat",
    "book",
    "carer",
    "child",
    "club",
    "community",
    "computer",
    "dance",
    "debt",
    "family",
    "food",
    "garden",
    "health",
    "help",
    "home",
    "lunch",
    "music",
    "parent",
    "sport",
    "support",
    "walk",
    "youth",
];

fn main() {
    divan::main();
}

struct Directory {
    store: Store,
    lease: Lease,
    _folder: tempfile::TempDir,
}

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let directory = open(folder);
    let all = (0..ORGANIZATIONS).map(organization).chain((0..LOCATIONS).map(location));
    let all: Vec<Entity> = all.chain((0..SERVICES).map(|number| service(number, 0))).collect();
    all.chunks(10_000).for_each(|chunk| directory.publish(chunk));
    directory.store.replace_calendar(&calendar()).unwrap();
    directory
});

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let before = memory();
    let catalog = Catalog::load(&DIRECTORY.store).unwrap();
    println!("memory taken by the catalog: {} MB ({:?})", memory() - before, catalog.snapshot().counts());
    catalog
});

/// Resident memory of the process in MB.
fn memory() -> usize {
    let pages = std::fs::read_to_string(Path::new("/proc/self/statm")).unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() / 256
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>) {
    let store = &DIRECTORY.store;
    bencher.bench_local(|| Catalog::load(store).unwrap());
}

#[divan::bench(args = [1, 100], sample_count = 10, sample_size = 1)]
fn advance(bencher: Bencher<'_, '_>, changed: usize) {
    let catalog = CATALOG.clone();
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            let changes: Vec<Entity> = (0..changed).map(|number| service(number * 7, round)).collect();
            DIRECTORY.publish(&changes);
        })
        .bench_local_values(|()| catalog.advance(&DIRECTORY.store).unwrap());
}

#[divan::bench]
fn by_id(bencher: Bencher<'_, '_>) {
    let (snapshot, id) = (CATALOG.snapshot(), id(Kind::Service, 777));
    bencher.bench_local(|| snapshot.full(snapshot.entry(black_box(id)).unwrap()));
}

#[divan::bench(args = [0, 49_000])]
fn page_of_50(bencher: Bencher<'_, '_>, offset: usize) {
    let snapshot = CATALOG.snapshot();
    let query = Query { offset, ..Query::new(ListKind::Service) };
    bencher.bench_local(|| page(&snapshot, black_box(&query)));
}

#[divan::bench(args = ["dance", "community garden", "lunch club plymouth", "PL1 1AA"])]
fn search(bencher: Bencher<'_, '_>, words: &str) {
    let snapshot = CATALOG.snapshot();
    let query = Query { text: Some(words.to_owned()), ..Query::new(ListKind::Service) };
    bencher.bench_local(|| page(&snapshot, black_box(&query)));
}

#[divan::bench]
fn services_of_a_term(bencher: Bencher<'_, '_>) {
    let snapshot = CATALOG.snapshot();
    let query = Query { taxonomy_term_ids: vec![term_id(7)], ..Query::new(ListKind::Service) };
    bencher.bench_local(|| page(&snapshot, black_box(&query)));
}

#[divan::bench]
fn services_within_a_kilometre(bencher: Bencher<'_, '_>) {
    let snapshot = CATALOG.snapshot();
    let near = catalog::Near { latitude: 50.4, longitude: -4.1, metres: 1_000.0 };
    let query = Query { near: Some(near), ..Query::new(ListKind::Service) };
    bencher.bench_local(|| page(&snapshot, black_box(&query)));
}

/// A week of sessions near a point, by when they begin and by how near they are.
#[divan::bench(args = ["start", "distance"])]
fn occurrences_within_a_kilometre(bencher: Bencher<'_, '_>, sort: &str) {
    let near = catalog::Near { latitude: 50.4, longitude: -4.1, metres: 1_000.0 };
    let query = Query { near: Some(near), ..Query::new(ListKind::Service) };
    sessions(bencher, query, sort);
}

/// A week of sessions of one term, wherever they are.
#[divan::bench]
fn occurrences_of_a_term(bencher: Bencher<'_, '_>) {
    sessions(
        bencher,
        Query { taxonomy_term_ids: vec![term_id(7)], ..Query::new(ListKind::Service) },
        "start",
    );
}

/// A week of every session there is.
#[divan::bench(sample_count = 20)]
fn occurrences_of_everything(bencher: Bencher<'_, '_>) {
    sessions(bencher, Query::new(ListKind::Service), "start");
}

/// What is open at a moment.
#[divan::bench(sample_count = 20)]
fn open_at(bencher: Bencher<'_, '_>) {
    let snapshot = CATALOG.snapshot();
    let moment = "2026-11-24T10:00:00Z".parse().unwrap();
    let query = Query { open_at: vec![moment], ..Query::new(ListKind::Service) };
    bencher.bench_local(|| snapshot.search(black_box(&query)).unwrap().total);
}

fn sessions(bencher: Bencher<'_, '_>, query: Query, sort: &str) {
    let snapshot = CATALOG.snapshot();
    let asked = catalog::OccurrenceQuery {
        query,
        from: "2026-11-23T00:00:00".parse().unwrap(),
        to: "2026-11-30T00:00:00".parse().unwrap(),
        sort: catalog::OccurrenceSort::ALL.into_iter().find(|known| known.as_str() == sort).unwrap(),
        limit: 50,
        cursor: None,
    };
    bencher.bench_local(|| snapshot.occurrences(black_box(&asked)).unwrap().items.len());
}

fn page(snapshot: &Snapshot, query: &Query) -> String {
    let mut out = String::with_capacity(64 << 10);
    for hit in snapshot.search(query).unwrap().items {
        snapshot.write_item(hit.entry, &mut out);
        out.push(',');
    }
    out
}

fn open(folder: tempfile::TempDir) -> Directory {
    let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
    let lease = store.acquire_lease("reconcile", "bench", TimeDelta::days(1), now()).unwrap().unwrap();
    Directory { store, lease, _folder: folder }
}

impl Directory {
    fn publish(&self, entities: &[Entity]) {
        let publication = Publication {
            at: now(),
            identities: entities.iter().map(identity).collect(),
            members: Vec::new(),
            entities: entities.to_vec(),
            withdrawn: Vec::new(),
            conflicts: Vec::new(),
            suggestions: None,
            dirty_up_to: 0,
            ..Publication::default()
        };
        self.store.publish(&self.lease, &publication).unwrap();
    }
}

fn identity(entity: &Entity) -> Identity {
    Identity {
        id: entity.id,
        kind: entity.kind,
        minted_by: RecordKey::new(source(), entity.kind, entity.id.to_string()),
        generation: 0,
        serial: (entity.id.as_u128() >> 66) as i64,
        state: IdentityState::Live,
    }
}

fn now() -> DateTime<Utc> {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

fn source() -> SourceId {
    SourceId::new("bench").unwrap()
}

fn id(kind: Kind, number: usize) -> Uuid {
    canonical_id(&RecordKey::new(source(), kind, number.to_string()), 0)
}

fn term_id(number: usize) -> Uuid {
    part_id(id(Kind::Taxonomy, 0), "taxonomy_term", &number.to_string())
}

/// A text of many different words.
fn prose(number: usize, count: usize) -> String {
    let word =
        |step: usize| format!("{}{}", WORDS[(number + step) % WORDS.len()], (number * 7 + step * 13) % 199);
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

/// Some words that depend on the number alone.
fn words(number: usize, count: usize) -> String {
    let word = |step: usize| WORDS[(number * 31 + step * step * 7 + number / 24 * step) % WORDS.len()];
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

fn entity(kind: Kind, number: usize, mut fields: Value) -> Entity {
    fields["id"] = json!(id(kind, number));
    let claim = |(name, value): (&String, &Value)| {
        let record = RecordKey::new(source(), kind, number.to_string());
        let value = value.clone();
        let claim = Claim {
            source: source(),
            record,
            value,
            original: None,
            seen: now(),
            derived: None,
            correction: None,
            why: None,
        };
        (name.clone(), vec![claim])
    };
    Entity {
        id: id(kind, number),
        kind,
        provenance: fields.as_object().unwrap().iter().map(claim).collect(),
        noun: Noun::from_value(kind, fields).unwrap(),
        visibility: Visibility::Public,
        licences: vec![Licence {
            id: "OGL-UK-3.0".to_owned(),
            url: None,
            attribution: None,
            republish: true,
        }],
        referents: Vec::new(),
        modified: now(),
        review: model::Review::default(),
    }
}

fn organization(number: usize) -> Entity {
    let name = format!("{} trust {number}", words(number, 2));
    entity(Kind::Organization, number, json!({ "name": name, "description": words(number, 30) }))
}

fn location(number: usize) -> Entity {
    let id = id(Kind::Location, number);
    let postcode = format!("PL{} {}AA", number % 20 + 1, number / 20 % 9 + 1);
    let fields = json!({
        "name": format!("{} hall {number}", words(number, 1)), "location_type": "physical",
        "latitude": 50.0 + (number % 1_000) as f64 / 1_000.0, "longitude": -4.5 + (number / 1_000) as f64 / 20.0,
        "addresses": [{
            "id": part_id(id, "address", "0"), "location_id": id, "address_1": format!("{number} High Street"),
            "city": "Plymouth", "state_province": "Devon", "postal_code": postcode, "country": "GB",
            "address_type": "physical"
        }]
    });
    entity(Kind::Location, number, fields)
}

fn service(number: usize, round: usize) -> Entity {
    let id_ = id(Kind::Service, number);
    let place = id(Kind::Location, number % LOCATIONS);
    let part = |noun: &str| part_id(id_, noun, "0");
    let code = number % TERMS;
    let fields = json!({
        "name": format!("{} {number}", words(number, 3)), "description": prose(number + round, 90),
        "status": "active", "organization_id": id(Kind::Organization, number % ORGANIZATIONS),
        "email": "help@example.org", "url": "https://example.org/service", "minimum_age": number % 70,
        "schedules": schedules(number, part("schedule")),
        "phones": [{ "id": part("phone"), "number": "01752 000000" }],
        "service_at_locations": [{ "id": part("at"), "service_id": id_, "location_id": place }],
        "attributes": [{ "id": part("attribute"), "link_id": id_, "taxonomy_term": {
            "id": term_id(code), "name": words(code, 2), "description": "A term.", "code": code.to_string(),
            "taxonomy_id": id(Kind::Taxonomy, 0) } }],
    });
    entity(Kind::Service, number, fields)
}

/// Schedules as directories have them: most are weekly and repeat, some have days of their own.
fn schedules(number: usize, id: Uuid) -> Vec<Value> {
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU", "MO,WE,FR", "TU,TH", "MO,TU,WE,TH,FR", "SA,SU"];
    let day = |shift: usize| {
        (NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(((number + shift) % 363) as i64))
            .to_string()
    };
    let opens = 8 + number / 11 % 12;
    let mut schedule = json!({ "id": id, "freq": "WEEKLY", "byday": (days[number % days.len()]),
        "opens_at": format!("{opens:02}:{:02}", number / 5 % 2 * 30), "closes_at": format!("{:02}:00", opens + 2 + number % 3) });
    let more = match number % 13 {
        0 => json!({ "dtstart": day(0), "until": day(180) }),
        1 => json!({ "dtstart": day(0), "interval": 2 }),
        2 => json!({ "exdate": format!("{},2026-11-25", day(0)) }),
        3 => json!({ "notes": "Term time only" }),
        4 => json!({ "notes": "Closed bank holidays" }),
        5 => json!({ "freq": "MONTHLY", "byday": (["1MO", "2WE", "-1FR"][number / 13 % 3]) }),
        6 => json!({ "freq": null, "byday": null, "dtstart": day(0) }),
        7 => json!({ "closes_at": "01:00", "cancelled": day(7) }),
        _ => json!({}),
    };
    schedule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let evening = json!({ "id": part_id(id, "schedule", "1"), "freq": "WEEKLY", "byday": "WE", "opens_at": "18:00",
        "closes_at": "20:30" });
    if number.is_multiple_of(5) { vec![schedule, evening] } else { vec![schedule] }
}

/// The bank holidays of a winter, and two terms around them.
fn calendar() -> Vec<CalendarSpan> {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let span = |kind, periods: &[(&str, &str)]| {
        let period = |(first, last): &(&str, &str)| CalendarPeriod {
            kind,
            first: day(first),
            last: day(last),
            name: "x".to_owned(),
        };
        let periods = periods.iter().map(period).collect();
        CalendarSpan { kind, between: day("2026-01-01")..=day("2027-12-31"), periods }
    };
    vec![
        span(
            CalendarKind::BankHoliday,
            &[("2026-12-25", "2026-12-25"), ("2026-12-28", "2026-12-28"), ("2027-01-01", "2027-01-01")],
        ),
        span(
            CalendarKind::Term,
            &[("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-04", "2027-02-12")],
        ),
    ]
}
