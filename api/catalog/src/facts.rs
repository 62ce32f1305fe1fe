use chrono::NaiveDate;
use model::hsds::{Language, Location, Service};
use normalize::{
    accessibility::{self, Feature},
    cost::{self, Cost},
    text,
};

use serde::{Deserialize, Serialize};

use crate::{coverage::Area, opening::Opening, repeated::Repeated};

/// What filters and places need to know of an entity, taken from its noun once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Facts {
    Service(Box<ServiceFacts>),
    Location(Box<LocationFacts>),
    /// An organization or a taxonomy: its ids and its name are enough.
    Other,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ServiceFacts {
    pub(crate) status: Box<str>,
    pub(crate) minimum_age: Option<f64>,
    pub(crate) maximum_age: Option<f64>,
    /// The service's own schedules; those of its parts lie with the parts.
    pub(crate) openings: Box<[Opening]>,
    pub(crate) areas: Box<[Area]>,
    pub(crate) cost: Cost,
    pub(crate) languages: Box<[Spoken]>,
    /// The day on which somebody last confirmed what is said.
    pub(crate) assured: Option<NaiveDate>,
}

/// A language by its ISO 639 code, where it has one, and as the key of its name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Spoken {
    code: Option<Box<str>>,
    name: Box<str>,
}

impl Spoken {
    fn of(language: &Language) -> Self {
        let code = language.code.as_deref().map(|code| code.trim().to_lowercase().into());
        Self { code, name: text::key(language.name.as_deref().unwrap_or_default()).into() }
    }

    /// What it is told by.
    pub(crate) fn code(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.name)
    }

    /// Whether it is meant by a code or a name that was made a key.
    pub(crate) fn is(&self, asked: &str) -> bool {
        self.code.as_deref() == Some(asked) || (!asked.is_empty() && *self.name == *asked)
    }
}

impl ServiceFacts {
    pub(crate) fn of(service: &Service, repeated: &Repeated) -> Self {
        Self {
            status: service.status.as_deref().unwrap_or_default().into(),
            minimum_age: service.minimum_age.map(|age| age.0),
            maximum_age: service.maximum_age.map(|age| age.0),
            openings: service.schedules.iter().map(|one| Opening::of(one, repeated)).collect(),
            areas: service.service_areas.iter().map(Area::of).collect(),
            cost: cost_of(service),
            languages: service.languages.iter().map(Spoken::of).collect(),
            assured: service.assured_date.as_deref().and_then(|day| day.get(..10)?.parse().ok()),
        }
    }
}

fn cost_of(service: &Service) -> Cost {
    let words =
        [&service.fees_description, &service.fees].into_iter().flatten().map(|said| cost::of_words(said));
    let options = service.cost_options.iter().map(|option| match option.amount {
        Some(amount) => cost::of_amount(amount.0),
        None => cost::of_words(option.amount_description.as_deref().unwrap_or_default()),
    });
    Cost::of_all(words.chain(options))
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LocationFacts {
    /// Degrees north and east.
    pub(crate) point: Option<(f64, f64)>,
    /// Whether no source gives the point: it was derived.
    pub(crate) is_derived: bool,
    /// Its type, such as `virtual`.
    pub(crate) sort: Box<str>,
    pub(crate) addresses: Box<[AddressFacts]>,
    /// The addresses, as people look for them: postcodes with and without their space.
    pub(crate) words: Box<str>,
    /// What disabled visitors find there, sorted.
    pub(crate) accessible: Box<[Feature]>,
}

/// A postcode with the names, as keys, of the places that the address says it lies in.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AddressFacts {
    pub(crate) postcode: Box<str>,
    pub(crate) places: Box<[Box<str>]>,
}

impl LocationFacts {
    pub(crate) fn of(location: &Location, is_derived: bool) -> Self {
        let point = location.latitude.zip(location.longitude).map(|(north, east)| (north.0, east.0));
        let on_earth = |(north, east): &(f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0;
        let addresses = location.addresses.iter().filter_map(|address| {
            let postcode = normalize::postcode::normalize(address.postal_code.as_deref()?)?;
            let places = [&address.city, &address.region, &address.state_province];
            let places = places.into_iter().flatten().map(|place| normalize::text::key(place).into());
            Some(AddressFacts { postcode: postcode.into(), places: places.collect() })
        });
        let said = location.accessibility.iter().flat_map(|one| [&one.description, &one.details]).flatten();
        let mut accessible: Vec<Feature> = said.flat_map(|said| accessibility::features(said)).collect();
        accessible.sort_unstable();
        accessible.dedup();
        Self {
            point: point.filter(on_earth),
            is_derived,
            sort: location.location_type.as_deref().unwrap_or_default().into(),
            addresses: addresses.collect(),
            words: words_of(location).into(),
            accessible: accessible.into(),
        }
    }

    pub(crate) fn has_postcode(&self, postcode: &str) -> bool {
        self.addresses.iter().any(|address| *address.postcode == *postcode)
    }
}

fn words_of(location: &Location) -> String {
    let mut words = String::new();
    for address in &location.addresses {
        let compact = address.postal_code.as_ref().map(|postcode| postcode.replace(' ', ""));
        let lines = [&address.address_1, &address.address_2, &address.city, &address.postal_code, &compact];
        for line in lines.into_iter().flatten() {
            words.push('\n');
            words.push_str(line);
        }
    }
    words
}
