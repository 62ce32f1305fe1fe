//! Following the log of changes: the same answers as loading anew, and soon.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use catalog::{
    Catalog, Checkpoint, Facet, Guide, ListKind, Lookup, Near, OccurrenceQuery, Query, Snapshot, Sort,
};
use model::{Entity, Kind, Noun, Visibility, part_id};
use proptest::prelude::*;
use serde_json::json;
use store::{Database, Store};
use uuid::Uuid;

use crate::support::*;

const THINGS: usize = 4;

/// Everything that a snapshot can be asked in this small directory, as text.
pub(crate) fn answers(snapshot: &Snapshot) -> String {
    let mut said = format!("{} {:?} {}\n", snapshot.version(), snapshot.counts(), snapshot.last_modified());
    for kind in ListKind::ALL {
        for words in [None, Some("library"), Some("plymouth food"), Some("PL1 1AA"), Some("blue")] {
            said.push_str(&ranking(snapshot, kind, words));
        }
    }
    for kind in [ListKind::Service, ListKind::Location, ListKind::Organization] {
        said.push_str(&placed(snapshot, kind));
    }
    said.push_str(&held(snapshot));
    for id in Kind::ALL.into_iter().flat_map(|kind| (0..THINGS).map(move |number| id(kind, number))) {
        said.push_str(&match snapshot.lookup(id) {
            Lookup::Found(entry) => format!("{}\n{}\n", snapshot.full(entry), snapshot.item(entry)),
            other => format!("{other:?}\n"),
        });
    }
    said
}

/// What is counted and found by place, by value and by time of change, as text.
fn placed(snapshot: &Snapshot, kind: ListKind) -> String {
    let mut said = String::new();
    let all = Query { facets: Facet::ALL.to_vec(), ..Query::new(kind) };
    let near = Near { latitude: 50.0, longitude: -4.0, metres: 5_000.0 };
    let near = Query { near: Some(near), sort: Some(Sort::Distance), ..all.clone() };
    let mut queries = vec![all.clone(), near, Query { sort: Some(Sort::Modified), ..all.clone() }];
    if kind == ListKind::Service {
        queries.push(Query { status: Some("inactive".to_owned()), ..all.clone() });
        queries.push(Query { age: Some(9.0), ..all });
    }
    for query in queries {
        let hits = snapshot.search(&query).unwrap();
        let items = hits.items.iter().map(|hit| (hit.entry.id, hit.nearest));
        said.push_str(&format!("{} {:?} {:?}\n", hits.total, items.collect::<Vec<_>>(), hits.facets));
    }
    said
}

/// What is open at some moments, and what is on in a week, as text.
fn held(snapshot: &Snapshot) -> String {
    let mut said = String::new();
    for (kind, hour) in [(ListKind::Service, 10), (ListKind::ServiceAtLocation, 10), (ListKind::Service, 20)]
    {
        let query = Query { open_at: vec![at(60 * (24 + hour))], ..Query::new(kind) };
        let items = snapshot.search(&query).unwrap().items;
        said.push_str(&format!("{:?}\n", items.iter().map(|hit| hit.entry.id).collect::<Vec<_>>()));
    }
    let from = at(0);
    let asked = OccurrenceQuery {
        limit: 1_000,
        ..OccurrenceQuery::between(Query::new(ListKind::Service), None, None, from)
    };
    let found = snapshot.occurrences(&asked).unwrap();
    let each = found.items.iter().map(|session| (session.id(), session.held, session.attending_type()));
    said.push_str(&format!("{} {:?}\n", found.total, each.collect::<Vec<_>>()));
    said
}

fn ranking(snapshot: &Snapshot, kind: ListKind, words: Option<&str>) -> String {
    let query = Query { text: words.map(str::to_owned), ..Query::new(kind) };
    let hits = snapshot.search(&query).unwrap();
    let line = |hit: &catalog::Hit<'_>| {
        let entry = hit.entry;
        format!("{} {:?} {} {}\n", entry.id, hit.score, entry.etag(), entry.modified)
    };
    let lines: String = hits.items.iter().map(line).collect();
    format!("{kind} {words:?} {}\n{lines}", hits.total)
}

#[derive(Clone, Debug)]
enum Step {
    Publish(Entity),
    /// Something that is published says other things, but not of its name or of what it belongs to.
    Edit(Kind, usize, usize, i64),
    Withdraw(Kind, usize),
    Merge(Kind, usize, usize),
}

const WORDS: [&str; 5] = ["Library", "Food", "Plymouth", "Blue", "Room"];

fn name() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..WORDS.len(), 1..4)
        .prop_map(|words| words.into_iter().map(|word| WORDS[word]).collect::<Vec<_>>().join(" "))
}

fn any_service() -> impl Strategy<Value = Entity> {
    let places = proptest::collection::btree_set(0..THINGS, 0..3);
    (0..THINGS, name(), 0..THINGS, places, 0..THINGS).prop_map(
        |(number, name, organization, places, code)| {
            let places: Vec<_> = places.into_iter().collect();
            let mut at = at_locations(number, &places);
            if let Some(first) = at.get_mut(0) {
                first["schedules"] = json!([schedule(code)]).as_array().unwrap()[..code % 2].into();
            }
            let term = term(code % 2, &code.to_string(), WORDS[code], None);
            let more = json!({
                "organization_id": organization_id(organization),
                "service_at_locations": at,
                "schedules": [schedule(organization)],
                "attributes": [attribute(service_id(number), term)],
            });
            service(number, &name, more)
        },
    )
}

/// One of a few schedules.
fn schedule(number: usize) -> serde_json::Value {
    let days = ["MO", "MO,WE", "SU", "MO"][number % 4];
    json!({ "id": part_id(service_id(0), "schedule", &number.to_string()), "freq": "WEEKLY", "byday": days,
        "opens_at": "09:00", "closes_at": (["12:00", "23:00"][number / 2 % 2]), "attending_type": days })
}

fn any_entity() -> impl Strategy<Value = Entity> {
    let named = || (0..THINGS, name());
    let entities = prop_oneof![
        any_service(),
        named().prop_map(|(number, name)| organization(number, &name)),
        named().prop_map(|(number, name)| location(number, &name, "PL1 1AA", (50.0, -4.0))),
        named().prop_map(|(number, name)| taxonomy(number, &name, vec![term(number, "0", &name, None)])),
    ];
    (entities, 0_i64..60, proptest::bool::weighted(0.2)).prop_map(|(mut entity, minute, private)| {
        if private {
            entity.visibility = Visibility::Private;
        }
        modified(entity, minute)
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let kind = || proptest::sample::select(Kind::ALL.to_vec());
    prop_oneof![
        6 => any_entity().prop_map(Step::Publish),
        4 => (kind(), 0..THINGS, 0..THINGS, 0_i64..60)
            .prop_map(|(kind, number, word, minute)| Step::Edit(kind, number, word, minute)),
        1 => (kind(), 0..THINGS).prop_map(|(kind, number)| Step::Withdraw(kind, number)),
        1 => (kind(), 0..THINGS, 0..THINGS).prop_map(|(kind, from, into)| Step::Merge(kind, from, into)),
    ]
}

/// The same entity with other words, values and places.
fn edited(entity: &Entity, word: usize, minute: i64) -> Entity {
    let mut fields = entity.noun.to_value();
    fields["description"] = json!(WORDS[word]);
    match entity.kind {
        Kind::Service => {
            fields["status"] = json!(["active", "inactive"][word % 2]);
            fields["minimum_age"] = json!(word * 5);
            if word > 1 {
                fields["schedules"] = json!([schedule(word), schedule(word + 1)]);
            }
        }
        Kind::Location => fields["latitude"] = json!(50.0 + [0.0, 0.01, 0.0, 0.2][word % 4]),
        Kind::Organization | Kind::Taxonomy => {}
    }
    let noun = Noun::from_value(entity.kind, fields).unwrap();
    modified(Entity { noun, ..entity.clone() }, minute)
}

/// What is published, and which ids each id took over.
#[derive(Default)]
struct Told {
    published: HashMap<Uuid, Entity>,
    taken_over: HashMap<Uuid, Vec<Uuid>>,
}

impl Told {
    /// Does to the directory what reconciliation would: who takes over another's id says so from then on, and nothing is
    /// under an id that was taken over.
    fn take(&mut self, directory: &Directory, step: &Step) {
        let is_taken = |id: &Uuid| self.taken_over.values().flatten().any(|taken| taken == id);
        match step {
            Step::Publish(entity) if is_taken(&entity.id) => {}
            Step::Publish(entity) => self.publish(directory, entity.clone()),
            Step::Edit(kind, number, word, minute) => {
                if let Some(entity) = self.published.get(&id(*kind, *number)) {
                    self.publish(directory, edited(entity, *word, *minute));
                }
            }
            Step::Withdraw(kind, number) => {
                directory.withdraw(*kind, id(*kind, *number));
                self.published.remove(&id(*kind, *number));
            }
            Step::Merge(kind, from, into)
                if [from, into].map(|number| id(*kind, *number)).iter().any(is_taken) => {}
            // The log tells of a merge only where readers saw what it ended.
            Step::Merge(kind, from, into)
                if from != into && self.published.contains_key(&id(*kind, *from)) =>
            {
                let (from, into) = (id(*kind, *from), id(*kind, *into));
                directory.merge(*kind, from, into);
                self.published.remove(&from);
                self.taken_over.entry(into).or_default().push(from);
                if let Some(survivor) = self.published.get(&into).cloned() {
                    self.publish(directory, survivor);
                }
            }
            Step::Merge(..) => {}
        }
    }

    fn publish(&mut self, directory: &Directory, mut entity: Entity) {
        entity.referents = self.taken_over.get(&entity.id).cloned().unwrap_or_default();
        directory.publish(std::slice::from_ref(&entity));
        self.published.insert(entity.id, entity);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn advancing_by_the_changes_gives_the_answers_of_loading_anew(
        batches in proptest::collection::vec(proptest::collection::vec(any_step(), 1..9), 1..4),
    ) {
        let directory = Directory::new();
        let catalog = Catalog::load(&directory.store).unwrap();
        let mut told = Told::default();
        for batch in batches {
            batch.iter().for_each(|step| told.take(&directory, step));
            catalog.advance(&directory.store).unwrap();
            let anew = Catalog::load(&directory.store).unwrap().snapshot();
            prop_assert_eq!(answers(&catalog.snapshot()), answers(&anew));
        }
    }

    #[test]
    fn going_on_from_a_checkpoint_gives_the_answers_of_loading_anew(
        before in proptest::collection::vec(any_step(), 1..12),
        after in proptest::collection::vec(any_step(), 0..6),
    ) {
        let (directory, folder) = (Directory::new(), tempfile::tempdir().unwrap());
        let checkpoint = Checkpoint::at(folder.path().join("catalog"));
        let catalog = Catalog::load(&directory.store).unwrap();
        let mut told = Told::default();
        before.iter().for_each(|step| told.take(&directory, step));
        catalog.advance(&directory.store).unwrap();
        let version = catalog.snapshot().version();
        drop(catalog.keep(directory.store.clone(), checkpoint.clone()).unwrap());
        after.iter().for_each(|step| told.take(&directory, step));
        let resumed = Catalog::open(&directory.store, Guide::default(), &checkpoint).unwrap();
        prop_assert_eq!(resumed.resumed_from(), (version > 0).then_some(version));
        let anew = Catalog::load(&directory.store).unwrap().snapshot();
        prop_assert_eq!(answers(&resumed.snapshot()), answers(&anew));
    }
}

#[test]
fn a_reader_keeps_the_snapshot_it_took() {
    let directory = Directory::with(&[organization(1, "Before")]);
    let catalog = Catalog::load(&directory.store).unwrap();
    let taken = catalog.snapshot();
    directory.publish(&[organization(1, "After")]);
    catalog.advance(&directory.store).unwrap();
    let name = |snapshot: &Snapshot| snapshot.entry(organization_id(1)).unwrap().name().to_owned();
    let words = Query { text: Some("before".to_owned()), ..Query::new(ListKind::Organization) };
    assert_eq!((name(&taken), taken.search(&words).unwrap().total), ("Before".to_owned(), 1));
    assert_eq!(
        (name(&catalog.snapshot()), catalog.snapshot().search(&words).unwrap().total),
        ("After".to_owned(), 0)
    );
    assert_eq!(catalog.advance(&directory.store).unwrap(), 0);
}

#[test]
fn an_organization_that_becomes_public_appears_in_its_services() {
    let mut owner = organization(1, "Plymouth Libraries");
    owner.visibility = Visibility::Private;
    let directory =
        Directory::with(&[owner, service(1, "Books", json!({ "organization_id": organization_id(1) }))]);
    let catalog = Catalog::load(&directory.store).unwrap();
    let by_owner = Query { text: Some("libraries".to_owned()), ..Query::new(ListKind::Service) };
    assert_eq!(catalog.snapshot().search(&by_owner).unwrap().total, 0);
    directory.publish(&[organization(1, "Plymouth Libraries")]);
    catalog.advance(&directory.store).unwrap();
    assert_eq!(catalog.snapshot().search(&by_owner).unwrap().total, 1);
}

#[test]
fn an_organization_is_found_by_the_number_that_it_has_now() {
    let numbered = |number: Option<&str>| {
        let identifier = |number: &str| {
            json!({ "id": part_id(organization_id(1), "organization_identifier", "1"), "identifier_scheme": "GB-CHC",
                "identifier_type": "charity number", "identifier": number })
        };
        let identifiers: Vec<_> = number.map(identifier).into_iter().collect();
        entity(Kind::Organization, 1, json!({ "name": "Society", "organization_identifiers": identifiers }))
    };
    let directory = Directory::with(&[numbered(Some("1012345"))]);
    let catalog = Catalog::load(&directory.store).unwrap();
    let found = |number: &str| {
        catalog.advance(&directory.store).unwrap();
        let snapshot = catalog.snapshot();
        snapshot.by_identifier(ListKind::Organization, "GB-CHC", number).map(|entry| entry.id)
    };
    assert_eq!(found("1012345"), Some(organization_id(1)));
    directory.publish(&[organization(2, "Another")]);
    assert_eq!(found("1012345"), Some(organization_id(1)), "something else changed");
    directory.publish(&[numbered(Some("1054321"))]);
    assert_eq!((found("1012345"), found("1054321")), (None, Some(organization_id(1))));
    directory.publish(&[numbered(None)]);
    assert_eq!(found("1054321"), None);
}

#[test]
fn what_another_writer_publishes_is_seen_within_a_second() {
    let directory = Directory::new();
    let catalog = Catalog::load(&directory.store).unwrap();
    let follower = catalog.follow(directory.store.clone(), Duration::from_millis(50)).unwrap();
    directory.publish(&[service(1, "New", json!({}))]);
    assert!(appears(&catalog, service_id(1)), "not seen within a second");
    drop(follower);
    directory.publish(&[service(2, "Later", json!({}))]);
    std::thread::sleep(Duration::from_millis(200));
    assert!(catalog.snapshot().entry(service_id(2)).is_none(), "a follower that was dropped goes on");
}

fn appears(catalog: &Catalog, id: Uuid) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(1) {
        if catalog.snapshot().entry(id).is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn a_store_that_cannot_be_read_leaves_the_last_snapshot() {
    let directory = Directory::with(&[service(1, "Kept", json!({}))]);
    let catalog = Catalog::load(&directory.store).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let empty = Store::open_unmigrated(&Database::Sqlite(folder.path().join("empty.sqlite"))).unwrap();
    assert!(catalog.advance(&empty).is_err());
    let follower = catalog.follow(empty, Duration::from_millis(5)).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    drop(follower);
    assert!(catalog.snapshot().entry(service_id(1)).is_some());
    directory.publish(&[service(2, "New", json!({}))]);
    assert_eq!(catalog.advance(&directory.store).unwrap(), 1);
}
