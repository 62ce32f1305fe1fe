//! One flat row a service, as CSV or as JSON Lines.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use model::Kind;
use serde::Serialize;

use super::{Out, Payload, create, ids::Ids};
use crate::{
    SeedError,
    generate::{
        telling::{Group, ToldService},
        text,
    },
};

/// A service with its place and organization; the names of the members are the columns.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(rename = "ref")]
    id: String,
    service: &'a str,
    about: Option<&'a str>,
    topic: &'a str,
    hours: Option<String>,
    youngest: Option<u8>,
    oldest: Option<u8>,
    phone: Option<&'a str>,
    website: Option<&'a str>,
    place_ref: String,
    place: &'a str,
    address: &'a str,
    postcode: &'a str,
    latitude: Option<f64>,
    longitude: Option<f64>,
    organization_ref: String,
    organization: &'a str,
    organization_about: &'a str,
    organization_website: Option<&'a str>,
}

fn row<'a>(ids: &Ids, group: &'a Group, service: &'a ToldService) -> Row<'a> {
    let (place, organization) = (&service.place, &group.organization);
    let (youngest, oldest) = service.ages;
    Row {
        id: ids.of(Kind::Service.as_str(), service.number),
        service: &service.name,
        about: service.description.as_deref(),
        topic: service.topic,
        hours: Some(text::hours(&service.times)).filter(|hours| !hours.is_empty()),
        youngest: Some(youngest).filter(|age| *age > 0),
        oldest: Some(oldest).filter(|age| *age > 0),
        phone: service.phone.as_deref(),
        website: service.url.as_deref(),
        place_ref: ids.of(Kind::Location.as_str(), place.number),
        place: &place.name,
        address: &place.address,
        postcode: &place.postcode,
        latitude: place.position.map(|position| position.0),
        longitude: place.position.map(|position| position.1),
        organization_ref: ids.of(Kind::Organization.as_str(), organization.number),
        organization: &organization.name,
        organization_about: &organization.description,
        organization_website: organization.website.as_deref(),
    }
}

/// A CSV file with a head line.
pub(super) struct Csv {
    table: csv::Writer<Out>,
    path: PathBuf,
}

impl Csv {
    pub(super) fn create(path: &Path) -> Result<Self, SeedError> {
        Ok(Self { table: csv::Writer::from_writer(create(path)?), path: path.to_owned() })
    }
}

impl Payload for Csv {
    fn write(&mut self, ids: &Ids, group: &Group) -> Result<(), SeedError> {
        let mut rows = group.services.iter().map(|service| row(ids, group, service));
        rows.try_for_each(|row| self.table.serialize(row)).map_err(SeedError::at(&self.path))
    }

    fn finish(mut self: Box<Self>) -> Result<(), SeedError> {
        self.table.flush().map_err(SeedError::at(&self.path))
    }
}

/// One JSON object a line.
pub(super) struct Jsonl {
    out: Out,
    path: PathBuf,
}

impl Jsonl {
    pub(super) fn create(path: &Path) -> Result<Self, SeedError> {
        Ok(Self { out: create(path)?, path: path.to_owned() })
    }

    fn line(&mut self, row: &Row<'_>) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.out, row)?;
        self.out.write_all(b"\n")
    }
}

impl Payload for Jsonl {
    fn write(&mut self, ids: &Ids, group: &Group) -> Result<(), SeedError> {
        let mut rows = group.services.iter().map(|service| row(ids, group, service));
        rows.try_for_each(|row| self.line(&row)).map_err(SeedError::at(&self.path))
    }

    fn finish(mut self: Box<Self>) -> Result<(), SeedError> {
        self.out.flush().map_err(SeedError::at(&self.path))
    }
}
