//! The key fields: what readers look for first.

use std::collections::BTreeMap;

use model::hsds::{Contact, Location, Organization, Phone, Service};
use store::NewRecord;

use super::{FieldShare, Part, has_postcode, locations, services};

/// Counts which records have their key fields. The list is in `README.md`.
pub(super) fn complete(records: &[NewRecord]) -> Part {
    let places: BTreeMap<&str, &Location> =
        records.iter().filter_map(|one| Some((one.key.id.as_str(), one.noun.as_location()?))).collect();
    let organizations = || records.iter().filter_map(|record| record.noun.as_organization());
    let mut fields = Vec::new();
    let mut note = |field, count: usize, of: usize| {
        fields.push(FieldShare { field, count: count as u64, of: of as u64 });
    };
    for (field, has) in SERVICE {
        note(field, services(records).filter(|one| has(one)).count(), services(records).count());
    }
    let timed = services(records).filter(|one| has_times(one, &places)).count();
    note("service.schedules", timed, services(records).count());
    for (field, has) in LOCATION {
        note(field, locations(records).filter(|one| has(one)).count(), locations(records).count());
    }
    for (field, has) in ORGANIZATION {
        note(field, organizations().filter(|one| has(one)).count(), organizations().count());
    }
    fields.retain(|field| field.of > 0);
    let (count, of) = fields.iter().fold((0, 0), |(count, of), one| (count + one.count, of + one.of));
    let told = if of == 0 { "there are no records" } else { "key fields of all records that are filled" };
    Part { fields, ..Part::of("complete", count, of, told) }
}

/// A key field, and whether it is there.
type Key<T> = (&'static str, fn(&T) -> bool);

const SERVICE: [Key<Service>; 5] = [
    ("service.name", |one| one.name.is_some()),
    ("service.description", |one| one.description.is_some()),
    ("service.organization_id", |one| one.organization_id.is_some()),
    ("service.contact", |one| {
        one.url.is_some() || can_be_reached(one.email.as_ref(), &one.phones, &one.contacts)
    }),
    ("service.service_at_locations", |one| {
        one.service_at_locations.iter().any(|place| place.location_id.is_some() || place.location.is_some())
    }),
];

const LOCATION: [Key<Location>; 3] = [
    ("location.name", |one| one.name.is_some()),
    ("location.address_1", |one| one.addresses.iter().any(|address| address.address_1.is_some())),
    ("location.postal_code", |one| one.addresses.iter().any(has_postcode)),
];

const ORGANIZATION: [Key<Organization>; 3] = [
    ("organization.name", |one| one.name.is_some()),
    ("organization.description", |one| one.description.is_some()),
    ("organization.contact", |one| {
        one.website.is_some() || can_be_reached(one.email.as_ref(), &one.phones, &one.contacts)
    }),
];

fn can_be_reached(email: Option<&String>, phones: &[Phone], contacts: &[Contact]) -> bool {
    email.is_some()
        || !phones.is_empty()
        || contacts.iter().any(|contact| contact.email.is_some() || !contact.phones.is_empty())
}

/// Whether a service tells its times, itself or by the place where it is given.
fn has_times(service: &Service, places: &BTreeMap<&str, &Location>) -> bool {
    !service.schedules.is_empty()
        || service.service_at_locations.iter().any(|at| {
            let place = at.location_id.as_deref().and_then(|id| places.get(id));
            !at.schedules.is_empty() || place.is_some_and(|place| !place.schedules.is_empty())
        })
}
