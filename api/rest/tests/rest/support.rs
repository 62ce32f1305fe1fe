//! A small directory, and a reader of it.

use std::sync::{Arc, LazyLock};

use actix_web::{
    App,
    body::to_bytes,
    http::{Method, StatusCode, header::HeaderMap},
    middleware,
    test::{TestRequest, call_service, init_service},
    web,
};
use catalog::{Catalog, Guide};
use chrono::{DateTime, TimeDelta, Utc};
use model::{
    Entity, FixedClock, Identity, IdentityState, Kind, Licence, Noun, RecordKey, SourceId, Visibility,
    canonical_id, part_id,
};
use rest::{Settings, State};
use serde_json::{Value, json};
use store::{Database, Publication, Store};
use uuid::Uuid;

/// How many services the directory has: more than fit on one page.
pub(crate) const SERVICES: usize = 23;
/// The number of a service that was merged into the first.
pub(crate) const MERGED: usize = 101;
/// The number of a service that was withdrawn.
pub(crate) const WITHDRAWN: usize = 102;

/// The state of a directory with an organization, a location, a taxonomy and services.
pub(crate) fn directory() -> State {
    static STATE: LazyLock<State> = LazyLock::new(|| directory_at(Settings::default()));
    STATE.clone()
}

/// The same, seen from outside in another way.
pub(crate) fn directory_at(settings: Settings) -> State {
    directory_with(settings, Guide::default())
}

/// The same, with what leads readers.
pub(crate) fn directory_with(settings: Settings, guide: Guide) -> State {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
    publish(&store);
    // Nothing here may depend on when a test is run.
    let state = State::new(settings).timed_by(Arc::new(FixedClock::at(at(0))));
    state.give(Catalog::load_with(&store, guide).unwrap());
    state
}

fn publish(store: &Store) {
    let lease = store.acquire_lease("reconcile", "test", TimeDelta::days(1), at(0)).unwrap().unwrap();
    let mut entities = vec![organization(), location(), taxonomy(), service(WITHDRAWN), service(MERGED)];
    entities.extend((1..=SERVICES).map(service));
    let identities =
        entities.iter().map(|entity| identity(entity.id, entity.kind, IdentityState::Live)).collect();
    let all = Publication { at: at(0), identities, entities, ..Publication::default() };
    store.publish(&lease, &all).unwrap();
    let states = [(MERGED, IdentityState::Merged(service_id(1))), (WITHDRAWN, IdentityState::Gone)];
    let identities =
        states.map(|(number, state)| identity(service_id(number), Kind::Service, state)).to_vec();
    let withdrawn = states.map(|(number, _)| service_id(number)).to_vec();
    store
        .publish(&lease, &Publication { at: at(1), identities, withdrawn, ..Publication::default() })
        .unwrap();
}

pub(crate) fn at(minute: i64) -> DateTime<Utc> {
    "2026-03-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

fn key(kind: Kind, number: usize) -> RecordKey {
    RecordKey::new(SourceId::new("library").unwrap(), kind, number.to_string())
}

fn id(kind: Kind, number: usize) -> Uuid {
    canonical_id(&key(kind, number), 0)
}

pub(crate) fn service_id(number: usize) -> Uuid {
    id(Kind::Service, number)
}

pub(crate) fn organization_id() -> Uuid {
    id(Kind::Organization, 1)
}

pub(crate) fn taxonomy_id() -> Uuid {
    id(Kind::Taxonomy, 1)
}

pub(crate) fn term_id() -> Uuid {
    part_id(taxonomy_id(), "taxonomy_term", "DS")
}

fn identity(id: Uuid, kind: Kind, state: IdentityState) -> Identity {
    let minted_by = RecordKey::new(SourceId::new("library").unwrap(), kind, id.to_string());
    // Any distinct number will do.
    let serial = (id.as_u128() >> 66) as i64;
    Identity { id, kind, minted_by, generation: 0, serial, state }
}

fn entity(kind: Kind, number: usize, licence: &str, mut fields: Value) -> Entity {
    let id = id(kind, number);
    fields["id"] = json!(id);
    let licence = Licence {
        id: licence.to_owned(),
        url: Some(format!("https://licences.example.org/{licence}")),
        attribution: Some(format!("Contains data under {licence}.")),
        republish: true,
    };
    Entity {
        id,
        kind,
        noun: Noun::from_value(kind, fields).unwrap(),
        provenance: provenance(kind, number),
        visibility: Visibility::Public,
        licences: vec![licence],
        referents: Vec::new(),
        modified: at(number as i64),
        review: model::Review::default(),
    }
}

/// The library wrote the name in capitals.
fn provenance(kind: Kind, number: usize) -> model::Provenance {
    let claim = model::Claim {
        source: SourceId::new("library").unwrap(),
        record: key(kind, number),
        value: json!(format!("Service {number:03}")),
        original: Some(format!("SERVICE {number:03}")),
        seen: at(0),
        derived: None,
        correction: None,
        why: None,
    };
    if kind == Kind::Service { [("name".to_owned(), vec![claim])].into() } else { Default::default() }
}

fn organization() -> Entity {
    let fields = json!({ "name": "Plymouth Libraries", "description": "The city's libraries." });
    entity(Kind::Organization, 1, "OGL-UK-3.0", fields)
}

fn location() -> Entity {
    let address = json!({
        "id": part_id(id(Kind::Location, 1), "address", "1"), "address_1": "167-171 Armada Way",
        "city": "Plymouth", "state_province": "Plymouth", "postal_code": "PL1 1HZ", "country": "GB",
        "address_type": "physical",
    });
    let fields = json!({
        "name": "Central Library", "location_type": "physical", "latitude": 50.371, "longitude": -4.142,
        "addresses": [address],
    });
    entity(Kind::Location, 1, "CC-BY-4.0", fields)
}

fn taxonomy() -> Entity {
    let fields = json!({ "name": "Kinds of help", "description": "What people come for.", "taxonomy_terms": [term()] });
    entity(Kind::Taxonomy, 1, "OGL-UK-3.0", fields)
}

fn term() -> Value {
    json!({
        "id": term_id(), "code": "DS", "name": "Digital skills", "description": "Computers and phones.",
        "taxonomy": "Kinds of help", "taxonomy_id": taxonomy_id(),
    })
}

/// Services are called `Service 1` and so on; the first helps with computers on Mondays at the library.
fn service(number: usize) -> Entity {
    let mut fields = json!({
        "name": format!("Service {number:03}"), "status": "active", "organization_id": organization_id(),
    });
    if number == 1 {
        let location = id(Kind::Location, 1);
        fields["description"] = "Help with computers".into();
        fields["minimum_age"] = 16.into();
        fields["attributes"] = json!([{
            "id": part_id(service_id(1), "attribute", "1"), "taxonomy_term_id": term_id(), "taxonomy_term": term(),
        }]);
        fields["service_at_locations"] = json!([{
            "id": part_id(service_id(1), "service_at_location", &location.to_string()),
            "service_id": service_id(1), "location_id": location,
        }]);
        fields["schedules"] = json!([{
            "id": part_id(service_id(1), "schedule", "1"), "freq": "WEEKLY", "byday": "MO",
            "opens_at": "10:00", "closes_at": "12:00",
        }]);
    }
    entity(Kind::Service, number, "OGL-UK-3.0", fields)
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The body as it was sent.
    pub(crate) bytes: Vec<u8>,
    /// The body as text; empty where it is packed or none.
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Every value of a header, joined.
    pub(crate) fn headers(&self, name: &str) -> String {
        self.headers.get_all(name).map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let json = self.json();
        let contents = json["contents"].as_array().unwrap();
        contents.iter().map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Asks the directory for a path below `/oruk/v3`.
pub(crate) async fn get(path: &str) -> Answer {
    ask(&directory(), TestRequest::get().uri(&format!("/oruk/v3{path}"))).await
}

/// Sends a request by a method.
pub(crate) async fn send(method: Method, path: &str) -> Answer {
    ask(&directory(), TestRequest::with_uri(path).method(method)).await
}

/// Asks a directory for a path with headers.
pub(crate) async fn get_with(path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = TestRequest::get().uri(path);
    ask(&directory(), headers.iter().fold(request, |request, header| request.insert_header(*header))).await
}

/// Sends a request.
pub(crate) async fn ask(state: &State, request: TestRequest) -> Answer {
    let app = App::new()
        .app_data(web::Data::new(state.clone()))
        .wrap(middleware::from_fn(rest::manners))
        .wrap(middleware::from_fn(rest::encoded))
        .configure(rest::configure);
    let service = init_service(app).await;
    let answer = call_service(&service, request.to_request()).await;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = to_bytes(answer.into_body()).await.unwrap_or_else(|_| panic!("the body broke off"));
    let packed = headers.contains_key("content-encoding");
    let text = if packed { String::new() } else { String::from_utf8(body.to_vec()).unwrap_or_default() };
    Answer { status, headers, bytes: body.to_vec(), text }
}
