//! A small directory to publish and to read back: entities, and a store in a folder of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use model::{
    Claim, Entity, Identity, IdentityState, Kind, Licence, Noun, RecordKey, SourceId, Visibility,
    canonical_id, part_id,
};
use serde_json::{Value, json};
use store::{Database, Lease, Publication, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// A store in a folder that goes with it, with the lease to publish to it.
pub(crate) struct Directory {
    pub(crate) store: Store,
    lease: Lease,
    _folder: TempDir,
}

impl Directory {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
        let lease = store.acquire_lease("reconcile", "test", TimeDelta::days(1), at(0)).unwrap().unwrap();
        Self { store, lease, _folder: folder }
    }

    pub(crate) fn with(entities: &[Entity]) -> Self {
        let directory = Self::new();
        directory.publish(entities);
        directory
    }

    pub(crate) fn publish(&self, entities: &[Entity]) {
        let identities = entities.iter().map(|entity| identity(entity.id, entity.kind, IdentityState::Live));
        self.commit(identities.collect(), entities.to_vec(), Vec::new());
    }

    pub(crate) fn withdraw(&self, kind: Kind, id: Uuid) {
        self.commit(vec![identity(id, kind, IdentityState::Gone)], Vec::new(), vec![id]);
    }

    pub(crate) fn merge(&self, kind: Kind, from: Uuid, into: Uuid) {
        let survivor = identity(into, kind, IdentityState::Live);
        let merged = identity(from, kind, IdentityState::Merged(into));
        self.commit(vec![survivor, merged], Vec::new(), vec![from]);
    }

    fn commit(&self, identities: Vec<Identity>, entities: Vec<Entity>, withdrawn: Vec<Uuid>) {
        let publication = Publication {
            at: at(0),
            identities,
            members: Vec::new(),
            entities,
            withdrawn,
            conflicts: Vec::new(),
            suggestions: None,
            dirty_up_to: 0,
            ..Publication::default()
        };
        self.store.publish(&self.lease, &publication).unwrap();
    }
}

/// A minute of the first of March 2026.
pub(crate) fn at(minute: i64) -> DateTime<Utc> {
    "2026-03-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

pub(crate) fn id(kind: Kind, number: usize) -> Uuid {
    canonical_id(&key(kind, number), 0)
}

pub(crate) fn service_id(number: usize) -> Uuid {
    id(Kind::Service, number)
}

pub(crate) fn organization_id(number: usize) -> Uuid {
    id(Kind::Organization, number)
}

pub(crate) fn location_id(number: usize) -> Uuid {
    id(Kind::Location, number)
}

pub(crate) fn taxonomy_id(number: usize) -> Uuid {
    id(Kind::Taxonomy, number)
}

pub(crate) fn term_id(taxonomy: usize, code: &str) -> Uuid {
    part_id(taxonomy_id(taxonomy), "taxonomy_term", code)
}

pub(crate) fn sal_id(service: usize, location: usize) -> Uuid {
    part_id(service_id(service), "service_at_location", &location_id(location).to_string())
}

fn key(kind: Kind, number: usize) -> RecordKey {
    RecordKey::new(source("library"), kind, number.to_string())
}

pub(crate) fn source(name: &str) -> SourceId {
    SourceId::new(name).unwrap()
}

fn identity(id: Uuid, kind: Kind, state: IdentityState) -> Identity {
    let minted_by = RecordKey::new(source("library"), kind, id.to_string());
    // Any distinct number will do.
    let serial = (id.as_u128() >> 66) as i64;
    Identity { id, kind, minted_by, generation: 0, serial, state }
}

/// An entity of these fields; its id is put in, and a claim for each field.
pub(crate) fn entity(kind: Kind, number: usize, mut fields: Value) -> Entity {
    let id = id(kind, number);
    fields["id"] = json!(id);
    let claim = |(name, value): (&String, &Value)| {
        let claim = Claim {
            source: source("library"),
            record: key(kind, number),
            value: value.clone(),
            original: None,
            seen: at(0),
            derived: None,
            correction: None,
            why: None,
        };
        (name.clone(), vec![claim])
    };
    let provenance: BTreeMap<_, _> = fields.as_object().unwrap().iter().map(claim).collect();
    Entity {
        id,
        kind,
        noun: Noun::from_value(kind, fields).unwrap(),
        provenance,
        visibility: Visibility::Public,
        licences: vec![licence("OGL-UK-3.0")],
        referents: Vec::new(),
        modified: at(0),
        review: model::Review::default(),
    }
}

pub(crate) fn licence(id: &str) -> Licence {
    Licence { id: id.to_owned(), url: None, attribution: None, republish: true }
}

/// The same entity, changed at a minute.
pub(crate) fn modified(mut entity: Entity, minute: i64) -> Entity {
    entity.modified = at(minute);
    entity
}

pub(crate) fn said_by(mut entity: Entity, name: &str) -> Entity {
    entity.provenance.values_mut().flatten().for_each(|claim| claim.source = source(name));
    entity
}

pub(crate) fn organization(number: usize, name: &str) -> Entity {
    entity(Kind::Organization, number, json!({ "name": name, "description": format!("{name}.") }))
}

/// A location in a postcode at degrees north and east.
pub(crate) fn location(number: usize, name: &str, postcode: &str, point: (f64, f64)) -> Entity {
    entity(
        Kind::Location,
        number,
        json!({
            "name": name, "location_type": "physical", "latitude": point.0, "longitude": point.1,
            "addresses": [{
                "id": part_id(location_id(number), "address", postcode), "location_id": location_id(number),
                "address_1": format!("{number} High Street"), "city": "Plymouth", "state_province": "Devon",
                "postal_code": postcode, "country": "GB", "address_type": "physical"
            }]
        }),
    )
}

/// A service with further fields.
pub(crate) fn service(number: usize, name: &str, more: Value) -> Entity {
    let mut fields = json!({ "name": name, "status": "active" });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    entity(Kind::Service, number, fields)
}

/// The `service_at_locations` of a service.
pub(crate) fn at_locations(service: usize, locations: &[usize]) -> Value {
    let one = |location: &usize| {
        json!({
            "id": sal_id(service, *location), "service_id": service_id(service),
            "location_id": location_id(*location)
        })
    };
    locations.iter().map(one).collect()
}

pub(crate) fn term(taxonomy: usize, code: &str, name: &str, parent: Option<&str>) -> Value {
    let mut term = json!({
        "id": term_id(taxonomy, code), "code": code, "name": name, "description": name,
        "taxonomy_id": taxonomy_id(taxonomy)
    });
    if let Some(parent) = parent {
        term["parent_id"] = json!(term_id(taxonomy, parent));
    }
    term
}

/// An attribute of something that attaches a term to it.
pub(crate) fn attribute(owner: Uuid, term: Value) -> Value {
    json!({ "id": part_id(owner, "attribute", &term.to_string()), "link_id": owner, "taxonomy_term": term })
}

pub(crate) fn taxonomy(number: usize, name: &str, terms: Vec<Value>) -> Entity {
    let fields = json!({ "name": name, "description": format!("{name}."), "taxonomy_terms": terms });
    entity(Kind::Taxonomy, number, fields)
}
