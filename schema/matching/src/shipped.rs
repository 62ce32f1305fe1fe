//! The weights that ship with the directory: what a person who knows directories would say, checked against labelled
//! places of Plymouth, practices of the NHS and generated feeds.

use crate::Subject;
use crate::match_model::{Level, Property};

use Level::{
    Acronym, Contained, Different, InAddress, Near, NumberDiffers, Partial, Same, SameAddress, SameCommon,
    SameDistrict, Weak,
};
use Property::{
    Description, Email, Identifier, Location, Name, Organization, Phone, Position, Postcode, Site, Street,
    Uri,
};

/// Names the shipped weights.
pub(crate) const VERSION: &str = "2026.3";

/// The log2 odds that a candidate pair is one thing, before anything is compared: one in some four thousand, as between
/// two lists of a city's places.
pub(crate) const PRIOR: i32 = -12_000;

/// How many records those odds are for.
pub(crate) const RECORDS: f64 = 4_096.0;

type Weight = (Property, Level, i32);

/// What every subject's levels weigh, in thousandths of a bit. Of a level that is named twice, the last counts.
pub(crate) fn weights(subject: Subject) -> impl Iterator<Item = Weight> {
    let (most, rest): (&[Weight], &[Weight]) = match subject {
        Subject::Taxonomy => (TAXONOMY, &[]),
        Subject::Organization => (ORGANIZATION, &[]),
        Subject::Location => (LOCATION, &[]),
        Subject::Service => (SERVICE, &[]),
        Subject::Place => (LOCATION, PLACE),
    };
    most.iter().chain(rest).copied()
}

/// Taxonomies are one thing by their identifier or their whole name, never by likeness.
const TAXONOMY: &[Weight] =
    &[(Uri, Same, 20_000), (Uri, Different, -14_000), (Name, Same, 20_000), (Name, SameCommon, 20_000)];

/// Organizations mostly share nothing but their name between sources, so that a whole distinctive name links where
/// nothing speaks against it.
const ORGANIZATION: &[Weight] = &[
    (Name, Same, 16_500),
    (Name, SameCommon, 8_000),
    (Name, Near, 8_000),
    (Name, Contained, 3_000),
    (Name, Acronym, 2_000),
    (Name, Partial, -1_000),
    (Name, Weak, -5_000),
    (Name, Different, -8_000),
    (Identifier, Same, 18_000),
    (Postcode, Same, 4_000),
    (Postcode, Near, 2_500),
    (Postcode, Different, -1_000),
    (Street, Same, 3_000),
    (Phone, Same, 6_000),
    (Email, Same, 6_000),
    (Email, Partial, 3_000),
    (Site, Same, 6_000),
    (Site, Different, -500),
    (Description, Same, 5_500),
    (Description, Near, 3_500),
    (Description, Partial, 1_500),
];

/// Locations are one thing by their site and their name together.
const LOCATION: &[Weight] = &[
    (Name, Same, 13_000),
    (Name, SameCommon, 10_500),
    (Name, SameAddress, 8_000),
    (Name, Near, 9_000),
    (Name, Contained, 7_500),
    (Name, InAddress, 8_000),
    (Name, Acronym, 3_000),
    (Name, Partial, 2_000),
    (Name, Weak, -3_000),
    (Name, Different, -7_000),
    (Identifier, Same, 14_000),
    (Postcode, Same, 8_000),
    (Postcode, Near, 5_000),
    (Postcode, Partial, 500),
    (Postcode, SameDistrict, -2_000),
    (Postcode, Different, -9_000),
    (Street, Same, 7_000),
    (Street, Partial, 2_500),
    (Street, NumberDiffers, -5_000),
    (Street, Different, -3_000),
    (Position, Same, 6_000),
    (Position, Near, 4_500),
    (Position, Partial, 1_500),
    (Position, Weak, -3_000),
    (Position, Different, -9_000),
    (Phone, Same, 7_500),
    (Email, Same, 6_500),
    (Site, Same, 3_000),
    (Description, Same, 3_000),
    (Description, Near, 2_500),
    (Description, Partial, 1_000),
];

/// Services are one thing by their name, at one place or of one organization.
const SERVICE: &[Weight] = &[
    (Name, Same, 9_500),
    (Name, SameCommon, 9_500),
    (Name, Near, 9_000),
    (Name, Contained, 4_000),
    (Name, Acronym, 1_500),
    (Name, Partial, -500),
    (Name, Weak, -5_500),
    (Name, Different, -9_500),
    (Organization, Same, 7_000),
    (Organization, Different, -1_000),
    (Location, Same, 9_000),
    (Location, Different, -5_000),
    (Postcode, Same, 8_000),
    (Postcode, Near, 4_500),
    (Postcode, SameDistrict, -2_000),
    (Postcode, Different, -6_000),
    (Street, Same, 5_000),
    (Street, NumberDiffers, -4_000),
    (Position, Same, 4_000),
    (Position, Near, 3_000),
    (Position, Different, -4_000),
    (Phone, Same, 6_000),
    (Email, Same, 6_000),
    (Site, Same, 6_000),
    (Description, Same, 6_000),
    (Description, Near, 5_000),
    (Description, Partial, 2_000),
];

/// Places weigh as locations do, but for this: they are known by the site and by who is there, so that of two lists, those
/// at one postcode within a street's width are mostly one, whatever each calls them.
const PLACE: &[Weight] = &[
    (Name, Partial, 3_000),
    (Name, Weak, -500),
    (Postcode, Same, 9_500),
    (Position, Same, 7_000),
    (Position, Near, 5_500),
];
