//! The answer of an Open Referral UK API in one file: every service with all its parts nested.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use model::{
    Kind,
    hsds::{
        Address, Attribute, Location, Number, Organization, Phone, Schedule, Service, ServiceAtLocation,
        TaxonomyTerm,
    },
};

use super::{Out, Payload, create, ids::Ids};
use crate::{
    SeedError,
    generate::{
        telling::{Group, ToldOrganization, ToldPlace, ToldService},
        world::Times,
    },
};

/// A file that holds one page with everything.
pub(super) struct Oruk {
    out: Out,
    path: PathBuf,
    services: u64,
}

impl Oruk {
    pub(super) fn create(path: &Path) -> Result<Self, SeedError> {
        let mut out = create(path)?;
        out.write_all(b"{\"contents\":[").map_err(SeedError::at(path))?;
        Ok(Self { out, path: path.to_owned(), services: 0 })
    }

    fn item(&mut self, service: &Service) -> std::io::Result<()> {
        self.out.write_all(if self.services == 0 { b"\n" } else { b",\n" })?;
        self.services += 1;
        Ok(serde_json::to_writer(&mut self.out, service)?)
    }
}

impl Payload for Oruk {
    fn write(&mut self, ids: &Ids, group: &Group) -> Result<(), SeedError> {
        let nest = Nest { ids, organization: &group.organization };
        let mut services = group.services.iter().map(|told| nest.service(told));
        services.try_for_each(|service| self.item(&service)).map_err(SeedError::at(&self.path))
    }

    fn finish(mut self: Box<Self>) -> Result<(), SeedError> {
        let (size, empty) = (self.services, self.services == 0);
        write!(
            self.out,
            "\n],\"total_items\":{size},\"total_pages\":1,\"page_number\":1,\"size\":{size},\
             \"first_page\":true,\"last_page\":true,\"empty\":{empty}}}\n",
        )
        .and_then(|()| self.out.flush())
        .map_err(SeedError::at(&self.path))
    }
}

/// Builds nested nouns in the ids of one source.
struct Nest<'a> {
    ids: &'a Ids,
    organization: &'a ToldOrganization,
}

impl Nest<'_> {
    fn id(&self, noun: &str, number: u64) -> String {
        self.ids.of(noun, number)
    }

    fn service(&self, told: &ToldService) -> Service {
        let id = self.id(Kind::Service.as_str(), told.number);
        let age = |age: u8| Some(Number(f64::from(age))).filter(|_| age > 0);
        Service {
            name: Some(told.name.clone()),
            description: told.description.clone(),
            url: told.url.clone(),
            status: Some("active".to_owned()),
            minimum_age: age(told.ages.0),
            maximum_age: age(told.ages.1),
            phones: told.phone.iter().map(|number| self.phone(told.number, number)).collect(),
            schedules: (0..)
                .zip(&told.times)
                .map(|(nth, times)| self.schedule(told.number, nth, *times))
                .collect(),
            service_at_locations: vec![self.at_location(&id, told)],
            organization: Some(Box::new(self.organization())),
            attributes: vec![self.topic(told)],
            id,
            ..Service::default()
        }
    }

    fn organization(&self) -> Organization {
        Organization {
            id: self.id(Kind::Organization.as_str(), self.organization.number),
            name: Some(self.organization.name.clone()),
            description: Some(self.organization.description.clone()),
            website: self.organization.website.clone(),
            ..Organization::default()
        }
    }

    fn phone(&self, service: u64, number: &str) -> Phone {
        Phone { id: self.id("phone", service), number: Some(number.to_owned()), ..Phone::default() }
    }

    fn schedule(&self, service: u64, nth: u64, (days, opens, closes): Times) -> Schedule {
        Schedule {
            id: self.id("schedule", service * 8 + nth),
            freq: Some("WEEKLY".to_owned()),
            byday: Some(days.to_owned()),
            opens_at: Some(opens.to_owned()),
            closes_at: Some(closes.to_owned()),
            ..Schedule::default()
        }
    }

    fn at_location(&self, service: &str, told: &ToldService) -> ServiceAtLocation {
        let location = self.location(&told.place);
        ServiceAtLocation {
            id: self.id("service_at_location", told.number),
            service_id: Some(service.to_owned()),
            location_id: Some(location.id.clone()),
            location: Some(Box::new(location)),
            ..ServiceAtLocation::default()
        }
    }

    fn location(&self, place: &ToldPlace) -> Location {
        Location {
            id: self.id(Kind::Location.as_str(), place.number),
            location_type: Some("physical".to_owned()),
            name: Some(place.name.clone()),
            latitude: place.position.map(|position| Number(position.0)),
            longitude: place.position.map(|position| Number(position.1)),
            addresses: vec![self.address(place)],
            ..Location::default()
        }
    }

    fn address(&self, place: &ToldPlace) -> Address {
        Address {
            id: self.id("address", place.number),
            address_1: Some(place.address.clone()),
            city: Some("Plymouth".to_owned()),
            state_province: Some("Devon".to_owned()),
            postal_code: Some(place.postcode.clone()),
            country: Some("GB".to_owned()),
            address_type: Some("physical".to_owned()),
            ..Address::default()
        }
    }

    fn topic(&self, told: &ToldService) -> Attribute {
        let term = TaxonomyTerm {
            id: self.id(told.topic, 0),
            name: Some(told.topic.to_owned()),
            description: Some(format!("Services to do with {}.", told.topic.to_lowercase())),
            taxonomy: Some("Generated topics".to_owned()),
            taxonomy_id: Some(self.id(Kind::Taxonomy.as_str(), 0)),
            ..TaxonomyTerm::default()
        };
        Attribute {
            id: self.id("attribute", told.number),
            link_entity: Some("service".to_owned()),
            taxonomy_term: Some(Box::new(term)),
            ..Attribute::default()
        }
    }
}
