//! A made-up directory as it is published, with nothing behind it: for measuring what readers are answered with.

use chrono::{DateTime, TimeDelta, Utc};
use model::{
    Claim, Entity, Kind, Licence, Noun, Provenance, RecordKey, Review, SourceId, Visibility, canonical_id,
    part_id,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    GenerateOptions,
    world::{Organization, Place, Service, World},
};
use crate::SeedError;

/// The id of the source that all of it is said to come from.
const SOURCE: &str = "made-up";

/// What tells one time of publishing from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Its number.
    pub number: u32,
    /// Whether the names of services say it too, so that they move in lists.
    pub in_names: bool,
}

/// The entities of a made-up directory, an organization with its places and services at a time. Of each service one
/// encoding takes about 2 kB. The same services are the same whatever their number.
///
/// The number of the round is said in the description of every service, so that another round changes them all.
pub fn published(
    services: u64,
    round: Round,
) -> Result<impl Iterator<Item = Result<Vec<Entity>, SeedError>>, SeedError> {
    let options = GenerateOptions { services, sources: 1, seed: 1 };
    super::check(options)?;
    let source = SourceId::new(SOURCE)?;
    let (mut organization, mut next) = (0, 0);
    Ok(std::iter::from_fn(move || {
        if next >= services {
            return None;
        }
        let world = World::around(options, organization, next);
        organization += 1;
        next += world.services.len() as u64;
        let maker = Maker { source: &source, world: &world, round };
        Some(maker.entities().map_err(SeedError::from))
    }))
}

/// Makes the entities of one organization.
struct Maker<'a> {
    source: &'a SourceId,
    world: &'a World,
    round: Round,
}

impl Maker<'_> {
    fn entities(&self) -> Result<Vec<Entity>, serde_json::Error> {
        let World { organization, places, services } = self.world;
        let first = self.entity(Kind::Organization, organization.number, self.organization(organization));
        let places = places.iter().map(|place| self.entity(Kind::Location, place.number, self.place(place)));
        let services =
            services.iter().map(|service| self.entity(Kind::Service, service.number, self.service(service)));
        std::iter::once(first).chain(places).chain(services).collect()
    }

    fn id(&self, kind: Kind, number: u64) -> Uuid {
        canonical_id(&self.key(kind, number), 0)
    }

    fn key(&self, kind: Kind, number: u64) -> RecordKey {
        RecordKey::new(self.source.clone(), kind, number.to_string())
    }

    fn entity(&self, kind: Kind, number: u64, mut fields: Value) -> Result<Entity, serde_json::Error> {
        let id = self.id(kind, number);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("id".to_owned(), json!(id));
        }
        Ok(Entity {
            id,
            kind,
            provenance: self.provenance(kind, number, &fields),
            noun: Noun::from_value(kind, fields)?,
            visibility: Visibility::Public,
            licences: vec![licence()],
            referents: Vec::new(),
            modified: moment(number),
            review: Review::default(),
        })
    }

    fn provenance(&self, kind: Kind, number: u64, fields: &Value) -> Provenance {
        let claim = |value: &Value| Claim {
            source: self.source.clone(),
            record: self.key(kind, number),
            value: value.clone(),
            original: None,
            seen: moment(number),
            derived: None,
            correction: None,
            why: None,
        };
        let fields = fields.as_object().into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), vec![claim(value)])).collect()
    }

    fn organization(&self, organization: &Organization) -> Value {
        json!({
            "name": organization.name, "description": organization.description, "website": organization.website,
            "phones": [{ "id": self.part(Kind::Organization, organization.number, "phone", 0),
                "number": organization.phone }],
        })
    }

    fn place(&self, place: &Place) -> Value {
        let (id, number) = (self.id(Kind::Location, place.number), place.number);
        json!({
            "name": place.name, "location_type": "physical", "latitude": place.latitude, "longitude": place.longitude,
            "organization_id": self.id(Kind::Organization, self.world.organization.number),
            "addresses": [{
                "id": self.part(Kind::Location, number, "address", 0), "location_id": id,
                "address_1": format!("{} {} {}", place.house, place.street, place.road.0), "city": "Plymouth",
                "state_province": "Plymouth", "postal_code": place.postcode, "country": "GB", "address_type": "physical"
            }],
            "accessibility": [{ "id": self.part(Kind::Location, number, "accessibility", 0), "location_id": id,
                "description": if number % 3 == 0 { "Level access and a hearing loop." } else { "There are steps." } }],
        })
    }

    fn service(&self, service: &Service) -> Value {
        let (number, id) = (service.number, self.id(Kind::Service, service.number));
        let World { organization, places, .. } = self.world;
        let about = format!(
            "{} {} Edition {}. {}",
            service.description, organization.description, self.round.number, service.activity.about
        );
        let place = places.get(service.place);
        json!({
            "name": self.name(service, place),
            "description": about, "status": if number % 19 == 0 { "inactive" } else { "active" },
            "organization_id": self.id(Kind::Organization, organization.number),
            "url": format!("{}/what-we-do/{number}", organization.website),
            "email": format!("enquiries-{}@example.org", organization.number),
            "fees_description": if number % 3 == 0 { "Ask for prices." } else { "Free of charge." },
            "application_process": "Come along, or ring beforehand to ask whether there is room.",
            "assured_date": moment(number).date_naive().to_string(),
            "phones": [{ "id": self.part(Kind::Service, number, "phone", 0), "number": organization.phone }],
            "schedules": self.schedules(service),
            "service_areas": [{ "id": self.part(Kind::Service, number, "area", 0), "name": "Plymouth" }],
            "attributes": [{ "id": self.part(Kind::Service, number, "attribute", 0), "link_id": id,
                "link_entity": "service", "taxonomy_term": self.term(service.activity.topic) }],
            "service_at_locations": place.map(|place| json!({
                "id": self.part(Kind::Service, number, "at", 0), "service_id": id,
                "location_id": self.id(Kind::Location, place.number) })).into_iter().collect::<Vec<_>>(),
            "minimum_age": (number % 4 == 0).then_some(number % 60),
        })
    }

    fn name(&self, service: &Service, place: Option<&Place>) -> String {
        let name = format!("{} at {}", service.activity.name, place.map_or("home", |place| &place.name));
        if self.round.in_names { format!("{name}, edition {}", self.round.number) } else { name }
    }

    fn schedules(&self, service: &Service) -> Vec<Value> {
        let schedule = |(at, (days, opens, closes)): (usize, &(&str, &str, &str))| {
            json!({ "id": self.part(Kind::Service, service.number, "schedule", at), "freq": "WEEKLY", "byday": days,
                "opens_at": opens, "closes_at": closes })
        };
        service.times.iter().enumerate().map(schedule).collect()
    }

    fn term(&self, topic: &str) -> Value {
        let taxonomy = self.id(Kind::Taxonomy, 0);
        json!({ "id": part_id(taxonomy, "taxonomy_term", topic), "name": topic, "description": topic,
            "code": topic, "taxonomy_id": taxonomy, "taxonomy": "Made-up topics" })
    }

    fn part(&self, kind: Kind, number: u64, noun: &str, at: usize) -> Uuid {
        part_id(self.id(kind, number), noun, &at.to_string())
    }
}

/// When a thing of a number changed and was assured: some day of a year.
fn moment(number: u64) -> DateTime<Utc> {
    let days = i64::try_from(number * 7 % 365).unwrap_or_default();
    DateTime::UNIX_EPOCH + TimeDelta::days(20_500 + days)
}

fn licence() -> Licence {
    Licence { id: "CC0-1.0".to_owned(), url: None, attribution: None, republish: true }
}
