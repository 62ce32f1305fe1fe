//! What each HSDS noun states.

use model::hsds::{self, Contact, Location, Organization, Phone, Service, Taxonomy};
use model::{Noun, Record};
use uuid::Uuid;

use crate::statement::{AddressLines, RegisterNumber, Statement};

/// Where a record's references point, after the kinds before its own were resolved. Empty where it has none, or where
/// they point nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The canonical organization of a service or location.
    pub organization: Option<Uuid>,
    /// The canonical locations of a service.
    pub locations: Vec<Uuid>,
    /// The names that the service's own source gives to those locations.
    pub places: Vec<String>,
}

impl Statement {
    /// What a record says. `context` says what its references mean.
    pub fn of(record: &Record, context: Context) -> Self {
        let mut statement = Self::new(record.key.clone(), record.noun.kind().into());
        statement.organization = context.organization;
        statement.locations = context.locations;
        statement.places = context.places;
        match &record.noun {
            Noun::Taxonomy(noun) => statement.take_taxonomy(noun),
            Noun::Organization(noun) => statement.take_organization(noun),
            Noun::Location(noun) => statement.take_location(noun),
            Noun::Service(noun) => statement.take_service(noun),
        }
        statement
    }

    fn take_taxonomy(&mut self, noun: &Taxonomy) {
        self.name.clone_from(&noun.name);
        self.uri.clone_from(&noun.uri);
    }

    fn take_organization(&mut self, noun: &Organization) {
        self.take_names(noun.name.as_ref(), noun.alternate_name.as_ref(), noun.description.as_ref());
        for number in &noun.organization_identifiers {
            let scheme = number.identifier_scheme.as_ref();
            self.take_number(scheme, number.identifier_type.as_ref(), number.identifier.as_ref());
        }
        self.take_number(Some(&"EIN".to_owned()), None, noun.tax_id.as_ref());
        noun.locations.iter().for_each(|place| self.take_site(place));
        self.take_reach(&noun.phones, &noun.contacts, noun.email.as_ref(), noun.website.as_ref());
    }

    fn take_location(&mut self, noun: &Location) {
        self.take_names(noun.name.as_ref(), noun.alternate_name.as_ref(), noun.description.as_ref());
        self.take_number(noun.external_identifier_type.as_ref(), None, noun.external_identifier.as_ref());
        self.take_site(noun);
        self.take_reach(&noun.phones, &noun.contacts, None, noun.url.as_ref());
    }

    fn take_service(&mut self, noun: &Service) {
        self.take_names(noun.name.as_ref(), noun.alternate_name.as_ref(), noun.description.as_ref());
        for place in &noun.service_at_locations {
            self.take_reach(&place.phones, &[], None, None);
            place.location.iter().for_each(|location| self.take_site(location));
        }
        self.take_reach(&noun.phones, &noun.contacts, noun.email.as_ref(), noun.url.as_ref());
    }

    fn take_names(&mut self, name: Option<&String>, other: Option<&String>, description: Option<&String>) {
        self.name = name.cloned();
        self.alternate_names.extend(other.cloned());
        self.description = description.cloned();
    }

    fn take_number(&mut self, scheme: Option<&String>, kind: Option<&String>, value: Option<&String>) {
        if let Some(value) = value {
            let number =
                RegisterNumber { scheme: scheme.cloned(), kind: kind.cloned(), value: value.clone() };
            self.identifiers.push(number);
        }
    }

    fn take_site(&mut self, noun: &Location) {
        self.addresses.extend(noun.addresses.iter().map(address_lines));
        if let (Some(latitude), Some(longitude)) = (noun.latitude, noun.longitude) {
            self.position = Some((latitude.0, longitude.0));
        }
    }

    fn take_reach(
        &mut self,
        phones: &[Phone],
        contacts: &[Contact],
        email: Option<&String>,
        url: Option<&String>,
    ) {
        let numbers = phones.iter().chain(contacts.iter().flat_map(|contact| &contact.phones));
        self.phones.extend(numbers.filter_map(|phone| phone.number.clone()));
        self.emails.extend(contacts.iter().filter_map(|contact| contact.email.clone()));
        self.emails.extend(email.cloned());
        self.urls.extend(url.cloned());
    }
}

fn address_lines(noun: &hsds::Address) -> AddressLines {
    let lines = [&noun.address_1, &noun.address_2, &noun.city, &noun.region, &noun.state_province];
    let lines = lines.into_iter().flatten().cloned().collect();
    AddressLines { lines, postcode: noun.postal_code.clone() }
}
