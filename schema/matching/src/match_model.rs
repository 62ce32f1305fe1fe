//! The match model: what each level of agreement weighs, for each kind.

use std::sync::OnceLock;

use model::Kind;
use serde::Serialize;

/// A property by which two records are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// What it is called.
    Name,
    /// Its web identifier.
    Uri,
    /// Its numbers in registers.
    Identifier,
    /// Its postcode.
    Postcode,
    /// Its house number and street.
    Street,
    /// Its position on the map.
    Position,
    /// Its telephone numbers.
    Phone,
    /// Its e-mail addresses.
    Email,
    /// Its web site.
    Site,
    /// The organization it belongs to.
    Organization,
    /// The locations where it is given.
    Location,
    /// A rule that holds whatever the evidence: see [`crate::Explanation::rules`].
    Rule,
}

/// How far two values agree. The greater, the more alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not at all; positions: more than two kilometres apart.
    Different,
    /// A name shares common words only; positions: up to two kilometres apart.
    Weak,
    /// The same street with another house number.
    NumberDiffers,
    /// Two postcodes of one post town district: the same outward half.
    SameDistrict,
    /// A name shares half of what it tells; a street agrees, a house number is missing; positions: up to 600 metres;
    /// postcodes: all but one letter or digit; e-mail: the same domain.
    Partial,
    /// A name is the initials of the other.
    Acronym,
    /// The name of one stands in the address of the other.
    InAddress,
    /// One name is part of the other.
    Contained,
    /// Nearly the same; positions: up to 200 metres apart.
    Near,
    /// One is called by its address, and the other has that address.
    SameAddress,
    /// The same words but for names of towns, or all of them common.
    SameCommon,
    /// The same.
    Same,
}

/// Weights in thousandths of a bit (log2 of odds), and the scores from which a pair is linked or shown to a person.
///
/// It is shipped, not fitted to what was harvested: scores never depend on the order of arrival.
#[derive(Clone, Debug)]
pub struct MatchModel {
    /// Names the weights. Scores of different versions do not compare.
    pub version: String,
    /// The least score that links.
    pub link: i32,
    /// The least score that is shown to a person.
    pub review: i32,
    /// How many records of a block are all compared with each other; of a larger block only neighbours are.
    pub block_cap: usize,
    weights: Vec<(Kind, i32, &'static [Weight])>,
}

type Weight = (Property, Level, i32);

impl MatchModel {
    /// The match model that ships with the directory.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<MatchModel> = OnceLock::new();
        SHIPPED.get_or_init(|| Self {
            version: "2026.1".to_owned(),
            link: 6_000,
            review: -2_000,
            block_cap: 60,
            weights: vec![
                (Kind::Taxonomy, -12_000, TAXONOMY),
                (Kind::Organization, -12_000, ORGANIZATION),
                (Kind::Location, -12_000, LOCATION),
                (Kind::Service, -12_000, SERVICE),
            ],
        })
    }

    /// The log2 odds that a candidate pair of a kind is one thing, before anything is compared.
    pub fn prior(&self, kind: Kind) -> i32 {
        self.of(kind).map_or(0, |(_, prior, _)| *prior)
    }

    /// What a level of agreement weighs; nothing where the kind does not compare by that property.
    pub fn weight(&self, kind: Kind, property: Property, level: Level) -> i32 {
        let weights = self.of(kind).map(|(_, _, weights)| *weights).unwrap_or_default();
        weights.iter().find(|(p, l, _)| (*p, *l) == (property, level)).map_or(0, |(_, _, weight)| *weight)
    }

    fn of(&self, kind: Kind) -> Option<&(Kind, i32, &'static [Weight])> {
        self.weights.iter().find(|(known, _, _)| *known == kind)
    }
}

use Level::{
    Acronym, Contained, Different, InAddress, Near, NumberDiffers, Partial, Same, SameAddress, SameCommon,
    SameDistrict, Weak,
};
use Property::{
    Email, Identifier, Location, Name, Organization, Phone, Position, Postcode, Site, Street, Uri,
};

/// Taxonomies are one thing by their identifier or their whole name, never by likeness.
const TAXONOMY: &[Weight] =
    &[(Uri, Same, 20_000), (Uri, Different, -14_000), (Name, Same, 20_000), (Name, SameCommon, 20_000)];

/// Organizations mostly share nothing but their name between sources, so that a whole distinctive name links where
/// nothing speaks against it.
const ORGANIZATION: &[Weight] = &[
    (Name, Same, 18_500),
    (Name, SameCommon, 10_000),
    (Name, Near, 10_000),
    (Name, Contained, 5_000),
    (Name, Acronym, 4_000),
    (Name, Partial, 1_000),
    (Name, Weak, -3_000),
    (Name, Different, -6_000),
    (Identifier, Same, 18_000),
    (Postcode, Same, 4_000),
    (Postcode, Different, -1_000),
    (Street, Same, 3_000),
    (Phone, Same, 6_000),
    (Email, Same, 6_000),
    (Email, Partial, 3_000),
    (Site, Same, 6_000),
    (Site, Different, -500),
];

/// Locations are one thing by their site and their name together.
const LOCATION: &[Weight] = &[
    (Name, Same, 11_000),
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
    (Postcode, Partial, 500),
    (Postcode, SameDistrict, -2_000),
    (Postcode, Different, -9_000),
    (Street, Same, 6_000),
    (Street, Partial, 2_500),
    (Street, NumberDiffers, -5_000),
    (Street, Different, -3_000),
    (Position, Same, 6_000),
    (Position, Near, 4_500),
    (Position, Partial, 1_500),
    (Position, Weak, -3_000),
    (Position, Different, -9_000),
    (Phone, Same, 4_500),
    (Email, Same, 4_000),
    (Site, Same, 2_000),
];

/// Services are one thing by their name, at one place or of one organization.
const SERVICE: &[Weight] = &[
    (Name, Same, 11_000),
    (Name, SameCommon, 11_000),
    (Name, Near, 10_500),
    (Name, Contained, 5_500),
    (Name, Acronym, 3_000),
    (Name, Partial, 1_000),
    (Name, Weak, -4_000),
    (Name, Different, -8_000),
    (Organization, Same, 7_000),
    (Organization, Different, -1_000),
    (Location, Same, 9_000),
    (Location, Different, -5_000),
    (Postcode, Same, 8_000),
    (Postcode, SameDistrict, -2_000),
    (Postcode, Different, -6_000),
    (Street, Same, 5_000),
    (Street, NumberDiffers, -4_000),
    (Position, Same, 4_000),
    (Position, Near, 3_000),
    (Position, Different, -4_000),
    (Phone, Same, 4_000),
    (Email, Same, 3_500),
    (Site, Same, 2_500),
];
