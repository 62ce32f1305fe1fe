//! A small directory: a council that runs a library and two dozen groups in it, told by one public source and one
//! that is for partners only.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{Catalog, Guide, Needs};
use chrono::{DateTime, TimeDelta, Utc};
use graphql::{Ask, Schema};
use model::{
    Area, Claim, Dataset, Entity, FixedClock, Identity, IdentityState, Indicator, Kind, Licence, Noun,
    RecordKey, Source, SourceId, Visibility,
};
use serde_json::{Value, json};
use store::{Database, Publication, Store};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const COUNCIL: Uuid = Uuid::from_u128(0x0c);
pub(crate) const LIBRARY: Uuid = Uuid::from_u128(0x1b);
pub(crate) const LENDING: Uuid = Uuid::from_u128(0x5e);
pub(crate) const FORMERLY: Uuid = Uuid::from_u128(0x5f);
pub(crate) const CLOSED: Uuid = Uuid::from_u128(0xdead);
pub(crate) const TOPICS: Uuid = Uuid::from_u128(0x7a);
pub(crate) const READING: Uuid = Uuid::from_u128(0x7b);
pub(crate) const GROUPS: u32 = 24;

/// The directory, for as long as it is held.
pub(crate) struct Directory {
    pub(crate) schema: Schema,
    pub(crate) store: Store,
    _folder: TempDir,
}

impl Directory {
    pub(crate) fn new() -> Self {
        Self::of(entities())
    }

    /// The directory of these entities.
    pub(crate) fn of(entities: Vec<Entity>) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().join("directory.db"))).unwrap();
        store.put_source(&source("library-service", Visibility::Public), &json!({})).unwrap();
        store.put_source(&source("partners-only", Visibility::Partner), &json!({})).unwrap();
        publish(&store, entities, Vec::new());
        publish(&store, Vec::new(), vec![CLOSED]);
        let catalog = Catalog::load_with(&store, guide()).unwrap();
        let schema = graphql::schema(catalog, Some(store.clone())).unwrap();
        let clock = Arc::new(FixedClock::at(now()));
        Self { schema: schema.timed_by(clock), store, _folder: folder }
    }

    /// The whole answer as JSON.
    pub(crate) async fn answer(&self, query: &str) -> Value {
        serde_json::to_value(self.schema.answer(Ask::new(query)).await).unwrap()
    }

    /// What was asked for, where nothing went wrong.
    pub(crate) async fn data(&self, query: &str) -> Value {
        let mut answer = self.answer(query).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }

    /// The first error, where there is one.
    pub(crate) async fn error(&self, query: &str) -> String {
        let answer = self.answer(query).await;
        answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("{query}: {answer}")).to_owned()
    }
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-08-01T09:30:00Z".parse().unwrap()
}

pub(crate) fn source(id: &str, visibility: Visibility) -> Source {
    Source {
        id: SourceId::new(id).unwrap(),
        name: format!("Name of {id}"),
        publisher: "Plymouth City Council".to_owned(),
        licence: licence(),
        visibility,
        precedence: 500,
        duplicate_free: true,
        review: None,
        precedence_for: Vec::new(),
        supplements: false,
    }
}

/// What leads readers: a need that reading answers, two wards, and a figure of each.
fn guide() -> Guide {
    let needs = "kind,code,name,description,phrases,indicator\n\
        need,something-to-read,Something to read,To have books.,borrow a book,risk\n\
        need,gold,Gold,To be rich.,strike gold,\n\
        circumstance,older,Older,From sixty on.,pensioner,\n";
    let topics = "need,topic,weight,because\nsomething-to-read,r,1,It lends books.\n";
    let ward = |code: &str, name: &str, latitude: f64| {
        let ring = vec![[-4.2, 50.3], [-4.1, 50.3], [-4.1, 50.4], [-4.2, 50.4], [-4.2, 50.3]];
        let boundary = (name == "South").then(|| vec![vec![ring]]);
        let (code, name, kind) = (code.to_owned(), name.to_owned(), Area::WARD.to_owned());
        Area { code, name, kind, latitude, longitude: -4.14, boundary }
    };
    let figure = |area: &str, value| Indicator {
        area: area.to_owned(),
        code: "risk".to_owned(),
        value,
        period: Some("2024".to_owned()),
    };
    let dataset = |part: String, name: &str| Dataset {
        part,
        name: name.to_owned(),
        description: None,
        licence: Licence { attribution: Some(format!("Contains {name}.")), ..licence() },
        lower_is_worse: false,
    };
    Guide {
        needs: Needs::read(needs, topics).unwrap(),
        areas: vec![ward("E1", "North", 50.9), ward("E2", "South", 50.37)],
        indicators: vec![figure("E1", 3.5), figure("E2", 2.0)],
        datasets: vec![
            dataset(Dataset::areas(Area::WARD), "boundaries"),
            dataset(Dataset::indicator("risk"), "risks"),
        ],
        ..Guide::default()
    }
}

fn licence() -> Licence {
    Licence {
        id: "OGL-UK-3.0".to_owned(),
        url: None,
        attribution: Some("Contains public sector information.".to_owned()),
        republish: true,
    }
}

fn publish(store: &Store, entities: Vec<Entity>, withdrawn: Vec<Uuid>) {
    let lease = store.acquire_lease("reconcile", "test", TimeDelta::minutes(1), now()).unwrap().unwrap();
    let ids = [COUNCIL, LIBRARY, TOPICS, LENDING, FORMERLY, CLOSED];
    let identities = ids.into_iter().zip(1..).map(|(id, serial)| identity(id, serial)).collect();
    let publication = Publication {
        at: now(),
        identities,
        members: Vec::new(),
        entities,
        withdrawn,
        conflicts: Vec::new(),
        suggestions: None,
        dirty_up_to: 0,
        ..Publication::default()
    };
    store.publish(&lease, &publication).unwrap();
    store.release_lease(&lease, now()).unwrap();
}

fn identity(id: Uuid, serial: i64) -> Identity {
    let kind = match id {
        COUNCIL => Kind::Organization,
        LIBRARY => Kind::Location,
        TOPICS => Kind::Taxonomy,
        _ => Kind::Service,
    };
    let state = match id {
        FORMERLY => IdentityState::Merged(LENDING),
        _ => IdentityState::Live,
    };
    Identity { id, kind, minted_by: record(kind, &id.to_string()), generation: 0, serial, state }
}

fn record(kind: Kind, id: &str) -> RecordKey {
    RecordKey::new(SourceId::new("library-service").unwrap(), kind, id)
}

fn entities() -> Vec<Entity> {
    let mut entities = vec![council(), library(), topics(), lending(), group(CLOSED, "Closed group")];
    let groups =
        (1..=GROUPS).map(|n| group(Uuid::from_u128(0x100 + u128::from(n)), &format!("Group {n:02}")));
    entities.extend(groups);
    entities
}

/// The council describes itself at great length, so that a large answer can be asked for.
fn council() -> Entity {
    entity(
        COUNCIL,
        Kind::Organization,
        json!({ "name": "Plymouth City Council", "description": "Council. ".repeat(50_000),
            "organization_identifiers": [{
                "id": Uuid::from_u128(0xa2), "organization_id": COUNCIL, "identifier_scheme": "GB-LAE",
                "identifier_type": "local authority", "identifier": "PLY",
            }, {
                "id": Uuid::from_u128(0xa3), "organization_id": COUNCIL, "identifier_scheme": "GB-CHC",
                "identifier_type": "charity number", "identifier": "Charity no. 1123081",
            }] }),
    )
}

fn library() -> Entity {
    entity(
        LIBRARY,
        Kind::Location,
        json!({
            "location_type": "physical", "name": "Central Library", "organization_id": COUNCIL,
            "external_identifier": "000010012345678", "external_identifier_type": "UPRN", "latitude": 50.3714, "longitude": -4.1422,
            "addresses": [{
                "id": Uuid::from_u128(0xa1), "location_id": LIBRARY, "address_1": "167-171 Armada Way",
                "city": "Plymouth", "state_province": "Plymouth", "postal_code": "PL1 1HZ", "country": "GB",
                "address_type": "physical",
            }],
        }),
    )
}

fn topics() -> Entity {
    entity(
        TOPICS,
        Kind::Taxonomy,
        json!({
            "name": "Topics", "description": "What services are about.",
            "taxonomy_terms": [
                { "id": READING, "code": "r", "name": "Reading", "description": "Books.", "taxonomy_id": TOPICS },
            ],
        }),
    )
}

fn lending() -> Entity {
    let part = |n: u128| Uuid::from_u128(0xb0 + n);
    let mut lending = entity(
        LENDING,
        Kind::Service,
        json!({
            "organization_id": COUNCIL, "name": "Book lending", "status": "active", "minimum_age": 5,
            "description": "Borrow books for three weeks.", "url": "https://www.plymouth.gov.uk/libraries",
            "phones": [{ "id": part(1), "service_id": LENDING, "number": "+441752305901" }],
            "schedules": [{ "id": part(2), "service_id": LENDING, "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:30" }],
            "service_at_locations": [{ "id": part(3), "service_id": LENDING, "location_id": LIBRARY }],
            "attributes": [{
                "id": part(4), "link_id": LENDING, "link_entity": "service", "taxonomy_term_id": READING,
                "taxonomy_term": { "id": READING, "code": "r", "name": "Reading", "description": "Books.", "taxonomy_id": TOPICS },
            }],
        }),
    );
    lending.referents = vec![FORMERLY];
    lending.provenance = BTreeMap::from([
        ("name".to_owned(), vec![claim(json!("Book lending"), None)]),
        ("status".to_owned(), vec![claim(json!("active"), Some("status-active"))]),
    ]);
    lending
}

fn claim(value: Value, derived: Option<&str>) -> Claim {
    Claim {
        source: SourceId::new("library-service").unwrap(),
        record: record(Kind::Service, "42"),
        value,
        original: None,
        seen: now(),
        derived: derived.map(str::to_owned),
        correction: None,
        why: None,
    }
}

fn group(id: Uuid, name: &str) -> Entity {
    entity(id, Kind::Service, json!({ "organization_id": COUNCIL, "name": name, "status": "active" }))
}

pub(crate) fn entity(id: Uuid, kind: Kind, mut noun: Value) -> Entity {
    noun["id"] = json!(id);
    Entity {
        id,
        kind,
        noun: Noun::from_value(kind, noun).unwrap(),
        provenance: BTreeMap::new(),
        visibility: Visibility::Public,
        licences: vec![licence()],
        referents: Vec::new(),
        modified: now(),
        review: model::Review::default(),
    }
}
