//! What the cells of a column hold, whatever its name.

use normalize::{address, email, identifier, phone, postcode, schedule, url};

use super::sample::Column;

/// A sort of fact that cells can be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Postcode,
    Phone,
    Email,
    Url,
    Latitude,
    Longitude,
    Hours,
    Address,
    Uprn,
    Charity,
    Company,
}

/// From this share of its filled cells, in hundredths, a column holds a property.
const HOLDS: usize = 80;

/// The bounds of the British Isles, in degrees.
const LATITUDES: (f64, f64) = (49.0, 61.0);
const LONGITUDES: (f64, f64) = (-11.0, 2.0);

impl Property {
    /// The property of a field of a mapping, if its cells can be known.
    pub(super) fn of_field(field: &str) -> Option<Self> {
        Some(match field {
            "postal_code" => Self::Postcode,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "url" => Self::Url,
            "latitude" => Self::Latitude,
            "longitude" => Self::Longitude,
            "hours" => Self::Hours,
            "address" => Self::Address,
            "uprn" => Self::Uprn,
            "charity_number" => Self::Charity,
            "company_number" => Self::Company,
            _ => return None,
        })
    }

    /// Whether the cells of a column are told from all other sorts, so that its name need not say it too.
    pub(super) fn is_told_by(self, column: &Column) -> bool {
        match self {
            Self::Charity | Self::Company => false,
            Self::Uprn => column.share(is_long_uprn) >= HOLDS,
            _ => self.is_in(column),
        }
    }

    /// How they are called where they are counted.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Postcode => "postcodes",
            Self::Phone => "telephone numbers",
            Self::Email => "e-mail addresses",
            Self::Url => "web addresses",
            Self::Latitude => "latitudes",
            Self::Longitude => "longitudes",
            Self::Hours => "opening times",
            Self::Address => "addresses with a postcode",
            Self::Uprn => "UPRNs",
            Self::Charity => "charity numbers",
            Self::Company => "company numbers",
        }
    }

    /// Whether a column holds it.
    pub(super) fn is_in(self, column: &Column) -> bool {
        self.share(column) >= HOLDS
    }

    /// The share of a column's filled cells that hold it, in hundredths.
    pub(super) fn share(self, column: &Column) -> usize {
        column.share(|cell| self.is(cell))
    }

    fn is(self, cell: &str) -> bool {
        match self {
            Self::Postcode => postcode::normalize(cell).is_some(),
            Self::Phone => is_phone(cell),
            Self::Email => email::normalize(cell).is_some(),
            Self::Url => is_url(cell),
            Self::Latitude => is_degrees(cell, LATITUDES),
            Self::Longitude => is_degrees(cell, LONGITUDES),
            Self::Hours => schedule::read(cell).is_ok_and(|hours| !hours.openings.is_empty()),
            Self::Address => {
                let parts = address::split(cell);
                parts.postal_code.is_some() && !parts.address_1.is_empty()
            }
            Self::Uprn => is_uprn(cell),
            Self::Charity => identifier::normalize(Some("GB-CHC"), None, cell).is_some(),
            Self::Company => identifier::normalize(Some("GB-COH"), None, cell).is_some(),
        }
    }
}

/// A number that could be rung; of several in one cell, the first.
fn is_phone(cell: &str) -> bool {
    const FEWEST_DIGITS: usize = 9;
    let first = cell.split(['/', ';', ',']).next().unwrap_or(cell);
    let digits = first.chars().filter(char::is_ascii_digit).count();
    digits >= FEWEST_DIGITS && !first.contains('.') && phone::normalize(first, "GB").is_some()
}

fn is_url(cell: &str) -> bool {
    let starts = ["http://", "https://", "www."];
    let lower = cell.trim().to_ascii_lowercase();
    starts.iter().any(|start| lower.starts_with(start)) && url::normalize(cell).is_some()
}

/// Whole degrees are more often something else.
fn is_degrees(cell: &str, (least, most): (f64, f64)) -> bool {
    cell.contains('.') && cell.trim().parse().is_ok_and(|degrees: f64| (least..=most).contains(&degrees))
}

fn is_uprn(cell: &str) -> bool {
    let cell = cell.trim();
    (1..=12).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Shorter ones are too much like other numbers.
fn is_long_uprn(cell: &str) -> bool {
    is_uprn(cell) && cell.trim().len() > 10 && phone::normalize(cell, "GB").is_none()
}
