//! Where something is to be: places by name or degrees, boxes, outlines and areas.

use catalog::{Bounds, Outline};
use utoipa::openapi::schema::ObjectBuilder;

use super::{Named, Value, text, values};

values!(AreaName, Boundaries, Enclosing, Origin);

/// The code of an area.
#[derive(Clone, Debug)]
pub(crate) struct AreaName(pub(crate) String);

impl Value for AreaName {
    const ALLOWED: &'static str = "the code of an area, such as E05002078";

    fn read(text: &str) -> Option<Self> {
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        ((1..=60).contains(&text.len()) && text.chars().all(is_code)).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some("^[A-Za-z0-9._-]{1,60}$"))
    }
}

/// Numbers with something between them.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let numbers =
        text.split(',').map(|number| number.trim().parse().ok().filter(|number: &f64| number.is_finite()));
    numbers.collect()
}

/// Degrees north, and degrees east, as patterns.
const LATITUDE: &str = r"-?([1-8]?[0-9](\.[0-9]{1,9})?|90(\.0{1,9})?)";
const LONGITUDE: &str = r"-?((1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,9})?|180(\.0{1,9})?)";

/// A point on earth, in degrees north and east.
fn on_earth(latitude: f64, longitude: f64) -> bool {
    (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)
}

/// Where distances are measured from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    /// A postcode in its usual spelling.
    Postcode(String),
    /// Degrees north and east.
    Point(f64, f64),
    /// The beginning of a postcode, or a name.
    Place(String),
}

impl Value for Origin {
    const ALLOWED: &'static str =
        "a postcode or its beginning, a ward or place by name, or degrees such as 50.371,-4.142";

    fn read(text: &str) -> Option<Self> {
        if let Some([latitude, longitude]) = numbers(text).as_deref() {
            return on_earth(*latitude, *longitude).then_some(Self::Point(*latitude, *longitude));
        }
        let named = || Named::read(text.trim()).map(|place| Self::Place(place.0));
        normalize::postcode::normalize(text).map(Self::Postcode).or_else(named)
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some(r"^[^\u0000]*[^\u0000\s][^\u0000]*$")).min_length(Some(1)).max_length(Some(100))
    }
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Boundaries(pub(crate) Bounds);

impl Value for Boundaries {
    const ALLOWED: &'static str =
        "west,south,east,north in degrees, south below north, such as -4.2,50.3,-4.0,50.5";

    fn read(text: &str) -> Option<Self> {
        let [west, south, east, north] = *numbers(text)?.as_slice() else { return None };
        let fits = on_earth(south, west) && on_earth(north, east) && south < north && west != east;
        fits.then_some(Self(Bounds { west, south, east, north }))
    }

    fn object() -> ObjectBuilder {
        let corner = format!("{LONGITUDE},{LATITUDE}");
        text().pattern(Some(format!("^{corner},{corner}$"))).max_length(Some(200))
    }
}

/// What a line encloses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Enclosing(pub(crate) Outline);

impl Value for Enclosing {
    const ALLOWED: &'static str =
        "3 to 1000 points, each as longitude,latitude in degrees, with a space between points";

    fn read(text: &str) -> Option<Self> {
        let point = |text: &str| {
            let [longitude, latitude] = *numbers(text)?.as_slice() else { return None };
            on_earth(latitude, longitude).then_some((latitude, longitude))
        };
        let points: Vec<_> = text.split_whitespace().map(point).collect::<Option<_>>()?;
        let fits = (Outline::FEWEST..=Outline::MOST).contains(&points.len());
        fits.then_some(Self(Outline(points)))
    }

    fn object() -> ObjectBuilder {
        let point = format!("{LONGITUDE},{LATITUDE}");
        text().pattern(Some(format!("^{point}( {point}){{2,999}}$"))).max_length(Some(8_000))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_postcodes_points_or_names() {
        assert_eq!(Origin::read("pl11hz"), Some(Origin::Postcode("PL1 1HZ".to_owned())));
        assert_eq!(Origin::read("PL1"), Some(Origin::Place("PL1".to_owned())));
        assert_eq!(Origin::read("50.371, -4.142"), Some(Origin::Point(50.371, -4.142)));
        for text in ["", " ", "91,0", "0,181"] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }

    #[test]
    fn areas_are_written_longitude_first() {
        let bounds = Bounds { west: -4.2, south: 50.3, east: -4.0, north: 50.5 };
        assert_eq!(Boundaries::read("-4.2,50.3,-4.0,50.5"), Some(Boundaries(bounds)));
        assert_eq!(Boundaries::read("-4.2,50.5,-4.0,50.3"), None, "south is below north");
        let outline = Outline(vec![(50.3, -4.2), (50.3, -4.0), (50.5, -4.1)]);
        assert_eq!(Enclosing::read("-4.2,50.3 -4.0,50.3 -4.1,50.5"), Some(Enclosing(outline)));
        assert_eq!(Enclosing::read("-4.2,50.3 -4.0,50.3"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (Origin::read(&text), Boundaries::read(&text), Enclosing::read(&text), AreaName::read(&text));
        }
    }
}
