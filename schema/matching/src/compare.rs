//! Compares two records property by property.

use std::collections::BTreeSet;

use model::Kind;
use normalize::email;

use crate::match_model::{Level, Property};
use crate::{Features, address, name, words};

/// How far two records agree in one property.
pub(crate) type Agreement = (Property, Level);

/// Every property that both records have, with how far they agree in it. What one lacks is no evidence.
pub(crate) fn compare(a: &Features, b: &Features) -> Vec<Agreement> {
    let found = [
        (Property::Name, compare_names(a, b)),
        (Property::Uri, compare_uris(a, b)),
        (Property::Identifier, compare_identifiers(a, b)),
        (Property::Organization, a.organization.zip(b.organization).map(|(a, b)| either(a == b))),
        (Property::Location, shared(&a.locations, &b.locations)),
        (Property::Postcode, address::compare_postcodes(&a.addresses, &b.addresses)),
        (Property::Street, address::compare_streets(&a.addresses, &b.addresses)),
        (Property::Position, address::compare_positions(a.position, b.position)),
        (Property::Phone, shared(&a.phones, &b.phones)),
        (Property::Email, compare_emails(a, b)),
        (Property::Site, shared(&a.sites, &b.sites)),
    ];
    found.into_iter().filter_map(|(property, level)| level.map(|level| (property, level))).collect()
}

fn either(is_same: bool) -> Level {
    if is_same { Level::Same } else { Level::Different }
}

/// Whether two sets have a value in common; `None` where one is empty.
fn shared<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<Level> {
    (!a.is_empty() && !b.is_empty()).then(|| either(!a.is_disjoint(b)))
}

fn compare_names(a: &Features, b: &Features) -> Option<Level> {
    let plain = compare_plain_names(a, b);
    if are_named_for_one_place(a, b) { plain.map(|level| level.max(Level::Near)) } else { plain }
}

/// Whether two services are called by the one place they are given at: what a place gives in its own name is one
/// service, however the name is written.
pub(crate) fn are_named_for_one_place(a: &Features, b: &Features) -> bool {
    let share_place = !a.locations.is_disjoint(&b.locations);
    share_place && a.names.is_of_place() && b.names.is_of_place()
}

fn compare_plain_names(a: &Features, b: &Features) -> Option<Level> {
    let level = name::compare(&a.names, &b.names);
    if a.kind != Kind::Location || level >= Some(Level::Contained) {
        return level;
    }
    if a.names.is_address() || b.names.is_address() {
        return is_one_house(a, b).then_some(Level::SameAddress);
    }
    let level = level?;
    let is_inside =
        name::is_in_address(&a.names, &b.addresses) || name::is_in_address(&b.names, &a.addresses);
    Some(if is_inside { level.max(Level::InAddress) } else { level })
}

/// Whether number, street and postcode are all the same, and neither is a unit that the other is not.
fn is_one_house(a: &Features, b: &Features) -> bool {
    let levels = [
        address::compare_postcodes(&a.addresses, &b.addresses),
        address::compare_streets(&a.addresses, &b.addresses),
    ];
    let units = |features: &Features| -> BTreeSet<String> {
        features.addresses.iter().filter_map(|address| address.unit.clone()).collect()
    };
    levels.iter().all(|level| *level == Some(Level::Same)) && units(a) == units(b)
}

fn compare_uris(a: &Features, b: &Features) -> Option<Level> {
    a.uri.as_ref().zip(b.uri.as_ref()).map(|(a, b)| either(a == b))
}

/// Registers that both records have a number in: the same in one of them is the same.
fn compare_identifiers(a: &Features, b: &Features) -> Option<Level> {
    let in_common =
        |of: &&normalize::identifier::Identifier| b.identifiers.iter().any(|other| other.scheme == of.scheme);
    let compared: Vec<_> = a.identifiers.iter().filter(in_common).collect();
    let is_same = compared.iter().any(|identifier| b.identifiers.contains(*identifier));
    (!compared.is_empty()).then(|| either(is_same))
}

/// The same address, or (partially) the same domain where it is not one of a mail provider.
fn compare_emails(a: &Features, b: &Features) -> Option<Level> {
    let level = shared(&a.emails, &b.emails)?;
    let own = |features: &Features| -> BTreeSet<String> {
        let domains = features.emails.iter().map(|address| email::domain(address));
        domains.filter(|domain| !words::is_mailbox_domain(domain)).map(str::to_owned).collect()
    };
    let is_one_domain = level == Level::Different && !own(a).is_disjoint(&own(b));
    Some(if is_one_domain { Level::Partial } else { level })
}

/// The values of a property, for people to read.
pub(crate) fn show(property: Property, features: &Features) -> Option<String> {
    let values: Vec<String> = match property {
        Property::Name => vec![features.names.text.clone()],
        Property::Uri => features.uri.iter().cloned().collect(),
        Property::Identifier => {
            features.identifiers.iter().map(|id| format!("{} {}", id.scheme, id.value)).collect()
        }
        Property::Organization => features.organization.iter().map(ToString::to_string).collect(),
        Property::Location => features.locations.iter().map(ToString::to_string).collect(),
        Property::Postcode => features.postcodes().map(str::to_owned).collect(),
        Property::Street => features.addresses.iter().filter_map(show_street).collect(),
        Property::Position => {
            features.position.iter().map(|(lat, lon)| format!("{lat:.5}, {lon:.5}")).collect()
        }
        Property::Phone => features.phones.iter().cloned().collect(),
        Property::Email => features.emails.iter().cloned().collect(),
        Property::Site => features.sites.iter().cloned().collect(),
        Property::Rule => Vec::new(),
    };
    (!values.is_empty()).then(|| values.join("; "))
}

fn show_street(address: &normalize::address::Address) -> Option<String> {
    let street = address.street.as_deref()?;
    Some(match &address.number {
        Some(number) => format!("{number} {street}"),
        None => street.to_owned(),
    })
}
