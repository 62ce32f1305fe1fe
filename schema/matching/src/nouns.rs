//! What of each noun is compared.

use model::hsds::{self, Contact, Location, Organization, Phone, Service, Taxonomy};
use normalize::{address, email, identifier, phone, url};

use crate::Features;

/// The country whose dialling rules hold where no address says otherwise.
const COUNTRY: &str = "GB";

pub(crate) fn taxonomy(features: &mut Features, noun: &Taxonomy) {
    features.names.add(noun.name.as_deref());
    features.uri = noun.uri.as_deref().map(|uri| uri.trim().trim_end_matches('/').to_lowercase());
    features.uri = features.uri.take().filter(|uri| !uri.is_empty());
}

pub(crate) fn organization(features: &mut Features, noun: &Organization) {
    features.names.add(noun.name.as_deref());
    features.names.add_other(noun.alternate_name.as_deref());
    for number in &noun.organization_identifiers {
        let value = number.identifier.as_deref().unwrap_or_default();
        add_identifier(
            features,
            number.identifier_scheme.as_deref(),
            number.identifier_type.as_deref(),
            value,
        );
    }
    add_identifier(features, Some("EIN"), None, noun.tax_id.as_deref().unwrap_or_default());
    for place in &noun.locations {
        add_addresses(features, place);
    }
    add_phones(features, &noun.phones);
    add_contacts(features, &noun.contacts);
    add_email(features, noun.email.as_deref());
    add_site(features, noun.website.as_deref());
}

pub(crate) fn location(features: &mut Features, noun: &Location) {
    features.names.add(noun.name.as_deref());
    features.names.add_other(noun.alternate_name.as_deref());
    let register = noun.external_identifier_type.as_deref();
    add_identifier(features, register, None, noun.external_identifier.as_deref().unwrap_or_default());
    add_addresses(features, noun);
    add_phones(features, &noun.phones);
    add_contacts(features, &noun.contacts);
    add_site(features, noun.url.as_deref());
}

pub(crate) fn service(features: &mut Features, noun: &Service) {
    features.names.add(noun.name.as_deref());
    features.names.add_other(noun.alternate_name.as_deref());
    for place in &noun.service_at_locations {
        add_phones(features, &place.phones);
        if let Some(location) = &place.location {
            add_addresses(features, location);
        }
    }
    add_phones(features, &noun.phones);
    add_contacts(features, &noun.contacts);
    add_email(features, noun.email.as_deref());
    add_site(features, noun.url.as_deref());
}

fn add_identifier(features: &mut Features, scheme: Option<&str>, kind: Option<&str>, value: &str) {
    features.identifiers.extend(identifier::normalize(scheme, kind, value));
}

fn add_addresses(features: &mut Features, noun: &Location) {
    features.addresses.extend(noun.addresses.iter().map(normal_address));
    if let (Some(latitude), Some(longitude)) = (noun.latitude, noun.longitude)
        && is_on_earth(latitude.0, longitude.0)
    {
        features.position = Some((latitude.0, longitude.0));
    }
}

/// Whether these are coordinates of a place; zero for both is how spreadsheets write "unknown".
fn is_on_earth(latitude: f64, longitude: f64) -> bool {
    let is_null_island = latitude == 0.0 && longitude == 0.0;
    latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && !is_null_island
}

fn normal_address(noun: &hsds::Address) -> address::Address {
    let lines = [&noun.address_1, &noun.address_2, &noun.city, &noun.region, &noun.state_province];
    let lines: Vec<&str> = lines.into_iter().flatten().map(String::as_str).collect();
    address::normalize(&lines, noun.postal_code.as_deref())
}

fn add_phones(features: &mut Features, phones: &[Phone]) {
    let numbers = phones.iter().filter_map(|phone| phone.number.as_deref());
    features.phones.extend(numbers.filter_map(|number| phone::normalize(number, COUNTRY)));
}

fn add_contacts(features: &mut Features, contacts: &[Contact]) {
    for contact in contacts {
        add_phones(features, &contact.phones);
        add_email(features, contact.email.as_deref());
    }
}

fn add_email(features: &mut Features, address: Option<&str>) {
    features.emails.extend(address.and_then(email::normalize));
}

fn add_site(features: &mut Features, address: Option<&str>) {
    features.sites.extend(address.and_then(url::site));
}
