//! An HSDS tabular data package: a folder of CSV tables that refer to one another by id.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use model::Kind;

use super::{Out, Payload, create, ids::Ids};
use crate::{
    SeedError,
    generate::{
        activities::ACTIVITIES,
        telling::{Group, ToldPlace, ToldService},
    },
};

/// The tables of a package that is being written.
pub(super) struct Tabular {
    organizations: Table,
    services: Table,
    locations: Table,
    addresses: Table,
    at_locations: Table,
    phones: Table,
    schedules: Table,
    attributes: Table,
}

const TAXONOMY: &str = "taxonomy-1";

impl Tabular {
    pub(super) fn create(folder: &Path) -> Result<Self, SeedError> {
        fs::create_dir_all(folder).map_err(SeedError::at(folder))?;
        write_topics(folder)?;
        let table = |name: &str, head: &[&str]| Table::create(folder, name, head);
        Ok(Self {
            organizations: table("organizations", &["id", "name", "description", "website"])?,
            services: table(
                "services",
                &[
                    "id",
                    "organization_id",
                    "name",
                    "description",
                    "url",
                    "status",
                    "minimum_age",
                    "maximum_age",
                ],
            )?,
            locations: table("locations", &["id", "location_type", "name", "latitude", "longitude"])?,
            addresses: table(
                "addresses",
                &[
                    "id",
                    "location_id",
                    "address_1",
                    "city",
                    "state_province",
                    "postal_code",
                    "country",
                    "address_type",
                ],
            )?,
            at_locations: table("service_at_locations", &["id", "service_id", "location_id"])?,
            phones: table("phones", &["id", "service_id", "number"])?,
            schedules: table("schedules", &["id", "service_id", "freq", "byday", "opens_at", "closes_at"])?,
            attributes: table("attributes", &["id", "link_id", "link_entity", "taxonomy_term_id"])?,
        })
    }

    fn place(&mut self, ids: &Ids, place: &ToldPlace) -> Result<(), SeedError> {
        let (location, address) =
            (ids.of(Kind::Location.as_str(), place.number), ids.of("address", place.number));
        let (latitude, longitude) =
            place.position.map(|(north, east)| (north.to_string(), east.to_string())).unwrap_or_default();
        self.locations.row(&[&location, "physical", &place.name, &latitude, &longitude])?;
        self.addresses.row(&[
            &address,
            &location,
            &place.address,
            "Plymouth",
            "Devon",
            &place.postcode,
            "GB",
            "physical",
        ])
    }

    fn service(&mut self, ids: &Ids, organization: &str, told: &ToldService) -> Result<(), SeedError> {
        let service = ids.of(Kind::Service.as_str(), told.number);
        let number = told.number;
        let about = told.description.as_deref().unwrap_or_default();
        let url = told.url.as_deref().unwrap_or_default();
        let (youngest, oldest) = (age(told.ages.0), age(told.ages.1));
        self.services.row(&[&service, organization, &told.name, about, url, "active", &youngest, &oldest])?;
        let location = ids.of(Kind::Location.as_str(), told.place.number);
        self.at_locations.row(&[&ids.of("at", number), &service, &location])?;
        if let Some(phone) = &told.phone {
            self.phones.row(&[&ids.of("phone", number), &service, phone])?;
        }
        for (nth, (days, opens, closes)) in told.times.iter().enumerate() {
            self.schedules.row(&[
                &format!("{}-{nth}", ids.of("schedule", number)),
                &service,
                "WEEKLY",
                days,
                opens,
                closes,
            ])?;
        }
        self.attributes.row(&[&ids.of("attribute", number), &service, "service", &term(told.topic)])
    }
}

impl Payload for Tabular {
    fn write(&mut self, ids: &Ids, group: &Group) -> Result<(), SeedError> {
        let organization = ids.of(Kind::Organization.as_str(), group.organization.number);
        let told = &group.organization;
        let website = told.website.as_deref().unwrap_or_default();
        self.organizations.row(&[&organization, &told.name, &told.description, website])?;
        let mut places = BTreeSet::new();
        for service in &group.services {
            if places.insert(service.place.number) {
                self.place(ids, &service.place)?;
            }
            self.service(ids, &organization, service)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), SeedError> {
        let tables = [
            self.organizations,
            self.services,
            self.locations,
            self.addresses,
            self.at_locations,
            self.phones,
            self.schedules,
            self.attributes,
        ];
        tables.into_iter().try_for_each(Table::finish)
    }
}

/// The classification and its terms, the same in every package.
fn write_topics(folder: &Path) -> Result<(), SeedError> {
    let mut taxonomies = Table::create(folder, "taxonomies", &["id", "name", "description"])?;
    taxonomies.row(&[TAXONOMY, "Generated topics", "The topics of generated services."])?;
    taxonomies.finish()?;
    let mut terms =
        Table::create(folder, "taxonomy_terms", &["id", "taxonomy_id", "name", "description", "taxonomy"])?;
    let topics: BTreeSet<&str> = ACTIVITIES.iter().map(|activity| activity.topic).collect();
    for topic in topics {
        let about = format!("Services to do with {}.", topic.to_lowercase());
        terms.row(&[&term(topic), TAXONOMY, topic, &about, "Generated topics"])?;
    }
    terms.finish()
}

fn term(topic: &str) -> String {
    format!("term-{}", topic.to_lowercase().replace(' ', "-"))
}

fn age(years: u8) -> String {
    if years == 0 { String::new() } else { years.to_string() }
}

/// One CSV table with a head line.
struct Table {
    rows: csv::Writer<Out>,
    path: PathBuf,
}

impl Table {
    fn create(folder: &Path, name: &str, head: &[&str]) -> Result<Self, SeedError> {
        let path = folder.join(format!("{name}.csv"));
        let mut table = Self { rows: csv::Writer::from_writer(create(&path)?), path };
        table.row(head)?;
        Ok(table)
    }

    fn row(&mut self, cells: &[&str]) -> Result<(), SeedError> {
        self.rows.write_record(cells).map_err(SeedError::at(&self.path))
    }

    fn finish(mut self) -> Result<(), SeedError> {
        self.rows.flush().map_err(SeedError::at(&self.path))
    }
}
