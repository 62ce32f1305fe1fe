use serde::{Deserialize, Serialize};

use crate::Licence;

/// The coordinates of a GeoJSON MultiPolygon: polygons of rings of points, each degrees east and north. The first ring
/// of a polygon is its outline, the others are holes.
pub type Boundary = Vec<Vec<Vec<[f64; 2]>>>;

/// An area that people and statistics speak of, such as a ward.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Its code, such as `E05002078`.
    pub code: String,
    /// Its name, for people.
    pub name: String,
    /// What sort of area it is, such as `ward` or `lsoa`.
    pub kind: String,
    /// Degrees north of its centroid.
    pub latitude: f64,
    /// Degrees east of its centroid.
    pub longitude: f64,
    /// Where it ends, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
}

impl Area {
    /// The kind of area by which places are told.
    pub const WARD: &str = "ward";
}

/// A figure that is known of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// The code of the area.
    pub area: String,
    /// What the figure is of, such as `digital-exclusion`.
    pub code: String,
    /// The figure.
    pub value: f64,
    /// The time that it is of, such as `2024`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

impl Indicator {
    /// The indicator that says how many people live in an area.
    pub const POPULATION: &str = "population";
}

/// A postcode that is in use, and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Postcode {
    /// As the Royal Mail writes it: `PL1 1AB`.
    pub postcode: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The code of the ward that it is counted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
}

/// A set of areas, indicators or postcodes that came together: what it is, whose, and how it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Which part of the geography it is: see [`Dataset::areas`], [`Dataset::indicator`] and [`Dataset::POSTCODES`].
    pub part: String,
    /// Its name, for people.
    pub name: String,
    /// How it was made, and what its figures mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its terms, with the words that must go with it.
    pub licence: Licence,
    /// Of an indicator: whether a lower figure, not a higher one, is of a greater need.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lower_is_worse: bool,
}

impl Dataset {
    /// The part that is the register of postcodes.
    pub const POSTCODES: &str = "postcodes";

    /// The part that is all areas of a kind.
    pub fn areas(kind: &str) -> String {
        format!("areas/{kind}")
    }

    /// The part that is one indicator.
    pub fn indicator(code: &str) -> String {
        format!("indicators/{code}")
    }
}
