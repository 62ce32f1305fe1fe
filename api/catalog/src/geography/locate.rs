use std::fmt;

use model::Area;

use crate::Snapshot;

/// How narrowly a text tells a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePrecision {
    /// A point was given.
    Point,
    /// The point of a postcode.
    Postcode,
    /// The middle of a postcode sector, such as `PL1 1`.
    Sector,
    /// The middle of a postcode district, such as `PL1`.
    District,
    /// The centroid of a ward.
    Ward,
    /// The middle of the locations whose addresses name the place.
    Locality,
}

impl PlacePrecision {
    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Postcode => "postcode",
            Self::Sector => "sector",
            Self::District => "district",
            Self::Ward => "ward",
            Self::Locality => "locality",
        }
    }
}

impl fmt::Display for PlacePrecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A place that a text tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How narrowly.
    pub precision: PlacePrecision,
    /// What people call it.
    pub label: String,
}

impl Located {
    fn new((latitude, longitude): (f64, f64), precision: PlacePrecision, label: impl Into<String>) -> Self {
        Self { latitude, longitude, precision, label: label.into() }
    }
}

/// The longest text that may tell a place.
const LONGEST: usize = 100;

impl Snapshot {
    /// The place that a text tells: `lat,lon`, a postcode or the beginning of one (`PL1`, `PL1 1`), the name or code of
    /// a ward, or a place that addresses name. Postcodes come from the register; those that it has not, from the
    /// directory's own locations, as narrowly as these allow. None where it tells no place that is known.
    pub fn locate(&self, text: &str) -> Option<Located> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        point(text)
            .or_else(|| self.by_postcode(text))
            .or_else(|| self.by_part_of_postcode(text))
            .or_else(|| self.by_ward(text))
            .or_else(|| self.by_locality(text))
    }

    pub(crate) fn by_postcode(&self, text: &str) -> Option<Located> {
        let postcode = normalize::postcode::normalize(text)?;
        let register = &self.geography.register;
        let exact = register.point(&postcode).or_else(|| self.places.centre_of(&postcode));
        if let Some(point) = exact {
            return Some(Located::new(point, PlacePrecision::Postcode, postcode));
        }
        let outward = normalize::postcode::outward(&postcode);
        self.sector(postcode.get(..outward.len() + 2)?).or_else(|| self.district(outward))
    }

    fn by_part_of_postcode(&self, text: &str) -> Option<Located> {
        let text = text.to_ascii_uppercase();
        match text.rsplit_once(' ') {
            Some((outward, digit)) if digit.len() == 1 => {
                let whole = normalize::postcode::normalize(&format!("{outward} {digit}AA"))?;
                let is_it = normalize::postcode::outward(&whole) == outward.trim();
                is_it.then(|| self.sector(&format!("{} {digit}", outward.trim())))?
            }
            _ => {
                let whole = normalize::postcode::normalize(&format!("{text} 1AA"))?;
                (normalize::postcode::outward(&whole) == text).then(|| self.district(&text))?
            }
        }
    }

    fn sector(&self, sector: &str) -> Option<Located> {
        let point = self.geography.register.mean(sector).or_else(|| self.places.centre_of(sector))?;
        Some(Located::new(point, PlacePrecision::Sector, sector))
    }

    fn district(&self, district: &str) -> Option<Located> {
        let register = self.geography.register.mean(&format!("{district} "));
        let point = register.or_else(|| self.places.centre_of(district))?;
        Some(Located::new(point, PlacePrecision::District, district))
    }

    fn by_ward(&self, text: &str) -> Option<Located> {
        let wards = self.geography.wards_called(text);
        let Area { latitude, longitude, name, .. } = wards.first()?;
        Some(Located::new((*latitude, *longitude), PlacePrecision::Ward, name))
    }

    fn by_locality(&self, text: &str) -> Option<Located> {
        let key = normalize::text::key(text);
        let point = self.places.locality(&key)?;
        Some(Located::new(point, PlacePrecision::Locality, capitalised(&key)))
    }
}

/// A point written as degrees north and east.
fn point(text: &str) -> Option<Located> {
    let (north, east) = text.split_once(',')?;
    let (north, east): (f64, f64) = (north.trim().parse().ok()?, east.trim().parse().ok()?);
    let on_earth = north.abs() <= 90.0 && east.abs() <= 180.0;
    on_earth.then(|| Located::new((north, east), PlacePrecision::Point, format!("{north},{east}")))
}

/// `stoke-damerel` as `Stoke Damerel`.
fn capitalised(key: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    key.split('-').filter_map(word).collect::<Vec<_>>().join(" ")
}
