//! Records in a few words.

use std::collections::BTreeMap;

use chrono::DateTime;
use matching::{Context, Statement};
use model::hsds::{
    Address, Location, Number, Organization, OrganizationIdentifier, Phone, Service, Taxonomy,
};
use model::{Kind, Noun, Record, RecordKey, SourceId, Visibility};
use uuid::Uuid;

/// A record's key, from `source:id`.
pub(crate) fn key(kind: Kind, name: &str) -> RecordKey {
    let (source, id) = name.split_once(':').unwrap();
    RecordKey::new(SourceId::new(source).unwrap(), kind, id)
}

fn statement(name: &str, noun: Noun, context: Context) -> Statement {
    let moment = DateTime::UNIX_EPOCH;
    let record = Record {
        key: key(noun.kind(), name),
        item: name.to_owned(),
        noun,
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
        first_seen: moment,
        last_seen: moment,
        modified: moment,
        deleted: None,
        confirmed: None,
    };
    Statement::of(&record, context)
}

fn phones(number: Option<&str>) -> Vec<Phone> {
    let phone = |number: &str| Phone { number: Some(number.to_owned()), ..Phone::default() };
    number.map(phone).into_iter().collect()
}

/// A location under construction.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    pub(crate) position: Option<(f64, f64)>,
    pub(crate) phone: Option<&'a str>,
    pub(crate) uprn: Option<&'a str>,
}

impl Place<'_> {
    /// Its features, as the record `source:id`.
    pub(crate) fn read(self, key: &str) -> Statement {
        let parts = normalize::address::split(self.address);
        let address = Address {
            address_1: Some(parts.address_1),
            address_2: parts.address_2,
            city: parts.city,
            postal_code: parts.postal_code,
            ..Address::default()
        };
        let noun = Location {
            name: Some(self.name.to_owned()),
            addresses: vec![address],
            latitude: self.position.map(|(latitude, _)| Number(latitude)),
            longitude: self.position.map(|(_, longitude)| Number(longitude)),
            phones: phones(self.phone),
            external_identifier: self.uprn.map(str::to_owned),
            external_identifier_type: self.uprn.map(|_| "UPRN".to_owned()),
            ..Location::default()
        };
        statement(key, Noun::Location(Box::new(noun)), Context::default())
    }
}

/// An organization under construction.
#[derive(Clone, Copy, Default)]
pub(crate) struct Body<'a> {
    pub(crate) name: &'a str,
    pub(crate) website: Option<&'a str>,
    pub(crate) phone: Option<&'a str>,
    pub(crate) charity: Option<&'a str>,
}

impl Body<'_> {
    /// Its features, as the record `source:id`.
    pub(crate) fn read(self, key: &str) -> Statement {
        let number = |number: &str| OrganizationIdentifier {
            identifier_scheme: Some("GB-CHC".to_owned()),
            identifier: Some(number.to_owned()),
            ..OrganizationIdentifier::default()
        };
        let noun = Organization {
            name: Some(self.name.to_owned()),
            website: self.website.map(str::to_owned),
            phones: phones(self.phone),
            organization_identifiers: self.charity.map(number).into_iter().collect(),
            ..Organization::default()
        };
        statement(key, Noun::Organization(Box::new(noun)), Context::default())
    }
}

/// A service of an organization at some locations, each named by a number.
pub(crate) fn service(key: &str, name: &str, organization: Option<u128>, locations: &[u128]) -> Statement {
    let context = Context {
        organization: organization.map(Uuid::from_u128),
        locations: locations.iter().map(|&id| Uuid::from_u128(id)).collect(),
        places: Vec::new(),
    };
    activity(key, name, None, context)
}

/// What organization 1 gives at a place of that name, which is location 7; perhaps under another name as well.
pub(crate) fn activity_at(key: &str, name: &str, other_name: Option<&str>, place: &str) -> Statement {
    let context = Context {
        organization: Some(Uuid::from_u128(1)),
        locations: vec![Uuid::from_u128(7)],
        places: vec![place.to_owned()],
    };
    activity(key, name, other_name, context)
}

/// What somebody gives somewhere, with a web site and a text.
pub(crate) fn activity_told(key: &str, name: &str, url: Option<&str>, text: Option<&str>) -> Statement {
    let noun = Service {
        name: Some(name.to_owned()),
        url: url.map(str::to_owned),
        description: text.map(str::to_owned),
        ..Service::default()
    };
    statement(key, Noun::Service(Box::new(noun)), Context::default())
}

fn activity(key: &str, name: &str, other_name: Option<&str>, context: Context) -> Statement {
    let noun = Service {
        name: Some(name.to_owned()),
        alternate_name: other_name.map(str::to_owned),
        ..Service::default()
    };
    statement(key, Noun::Service(Box::new(noun)), context)
}

/// A taxonomy.
pub(crate) fn taxonomy(key: &str, name: &str, uri: Option<&str>) -> Statement {
    let noun = Taxonomy { name: Some(name.to_owned()), uri: uri.map(str::to_owned), ..Taxonomy::default() };
    statement(key, Noun::Taxonomy(Box::new(noun)), Context::default())
}
