use model::hsds::{Location, Service};

use crate::{coverage::Area, opening::Opening};

/// What filters and places need to know of an entity, taken from its noun once.
#[derive(Debug)]
pub(crate) enum Facts {
    Service(Box<ServiceFacts>),
    Location(Box<LocationFacts>),
    /// An organization or a taxonomy: its ids and its name are enough.
    Other,
}

#[derive(Debug)]
pub(crate) struct ServiceFacts {
    pub(crate) status: Box<str>,
    pub(crate) minimum_age: Option<f64>,
    pub(crate) maximum_age: Option<f64>,
    /// The service's own schedules; those of its parts lie with the parts.
    pub(crate) openings: Box<[Opening]>,
    pub(crate) areas: Box<[Area]>,
}

impl ServiceFacts {
    pub(crate) fn of(service: &Service) -> Self {
        Self {
            status: service.status.as_deref().unwrap_or_default().into(),
            minimum_age: service.minimum_age.map(|age| age.0),
            maximum_age: service.maximum_age.map(|age| age.0),
            openings: service.schedules.iter().map(Opening::of).collect(),
            areas: service.service_areas.iter().map(Area::of).collect(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct LocationFacts {
    /// Degrees north and east.
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) addresses: Box<[AddressFacts]>,
}

/// A postcode with the names, as keys, of the places that the address says it lies in.
#[derive(Debug)]
pub(crate) struct AddressFacts {
    pub(crate) postcode: Box<str>,
    pub(crate) places: Box<[Box<str>]>,
}

impl LocationFacts {
    pub(crate) fn of(location: &Location) -> Self {
        let point = location.latitude.zip(location.longitude).map(|(north, east)| (north.0, east.0));
        let on_earth = |(north, east): &(f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0;
        let addresses = location.addresses.iter().filter_map(|address| {
            let postcode = normalize::postcode::normalize(address.postal_code.as_deref()?)?;
            let places = [&address.city, &address.region, &address.state_province];
            let places = places.into_iter().flatten().map(|place| normalize::text::key(place).into());
            Some(AddressFacts { postcode: postcode.into(), places: places.collect() })
        });
        Self { point: point.filter(on_earth), addresses: addresses.collect() }
    }

    pub(crate) fn has_postcode(&self, postcode: &str) -> bool {
        self.addresses.iter().any(|address| *address.postcode == *postcode)
    }
}
