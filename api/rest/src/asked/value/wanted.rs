//! The values of the parameters of the directory's own lists.

use catalog::{Bounds, Cursor, Facet, Outline, Sort};
use chrono::NaiveDate;
use utoipa::openapi::{
    SchemaFormat, Type,
    schema::{KnownFormat, ObjectBuilder},
};

use super::{Value, values};

values!(
    Boundaries,
    Cost,
    Counted,
    Date,
    Enclosing,
    Form,
    Included,
    Limit,
    MemberName,
    Named,
    Origin,
    PlaceInOrder,
    Sorted,
    Status
);

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn words(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    text().enum_values(Some(words.into_iter().collect::<Vec<_>>()))
}

/// Numbers with something between them.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let numbers =
        text.split(',').map(|number| number.trim().parse().ok().filter(|number: &f64| number.is_finite()));
    numbers.collect()
}

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
        text().min_length(Some(1)).max_length(Some(100))
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
        let number = r"-?[0-9]{1,2}(\.[0-9]{1,9})?";
        text().pattern(Some(format!("^{number},{number},{number},{number}$"))).max_length(Some(200))
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
        let point = r"-?[0-9]{1,2}(\.[0-9]{1,9})?,-?[0-9]{1,2}(\.[0-9]{1,9})?";
        text().pattern(Some(format!("^{point}( {point}){{2,999}}$"))).max_length(Some(8_000))
    }
}

/// What it may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost;

impl Value for Cost {
    const ALLOWED: &'static str = "free";

    fn read(text: &str) -> Option<Self> {
        (text == "free").then_some(Self)
    }

    fn object() -> ObjectBuilder {
        words(["free"])
    }
}

/// The status of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status(pub(crate) String);

const STATUSES: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];

impl Value for Status {
    const ALLOWED: &'static str = "active, inactive, defunct or temporarily closed";

    fn read(text: &str) -> Option<Self> {
        STATUSES.contains(&text).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        words(STATUSES)
    }
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

impl Value for Date {
    const ALLOWED: &'static str = "a day such as 2026-01-31";

    fn read(text: &str) -> Option<Self> {
        let is_written_out = text.len() == "2026-01-31".len();
        text.parse().ok().filter(|_| is_written_out).map(Self)
    }

    fn object() -> ObjectBuilder {
        text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
    }
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sorted(pub(crate) Sort);

impl Value for Sorted {
    const ALLOWED: &'static str = "relevance, distance, name, modified or assured";

    fn read(text: &str) -> Option<Self> {
        Sort::ALL.into_iter().find(|sort| sort.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        words(Sort::ALL.map(Sort::as_str))
    }
}

/// What is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted(pub(crate) Facet);

impl Value for Counted {
    const ALLOWED: &'static str =
        "topic, organization, status, cost, language, accessibility, ward or source";

    fn read(text: &str) -> Option<Self> {
        Facet::ALL.into_iter().find(|facet| facet.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        words(Facet::ALL.map(Facet::as_str))
    }
}

/// What is nested in each result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Included {
    /// Its own lists: telephones, schedules, contacts, costs, languages, terms.
    Details,
    /// The organization.
    Organization,
    /// The locations.
    Locations,
    /// The services.
    Services,
    /// Who said each field.
    Provenance,
}

impl Included {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Details, "details"),
        (Self::Organization, "organization"),
        (Self::Locations, "locations"),
        (Self::Services, "services"),
        (Self::Provenance, "provenance"),
    ];
}

impl Value for Included {
    const ALLOWED: &'static str = "details, organization, locations, services or provenance";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == text).map(|(included, _)| included)
    }

    fn object() -> ObjectBuilder {
        words(Self::ALL.map(|(_, name)| name))
    }
}

/// The name of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberName(pub(crate) String);

impl Value for MemberName {
    const ALLOWED: &'static str = "names of members such as name or description";

    fn read(text: &str) -> Option<Self> {
        let is_name = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
        };
        (!text.is_empty() && text.len() <= 64 && is_name(text)).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some("^[a-z0-9_]{1,64}$"))
    }
}

/// The name or code of something that people name: a topic, a language, a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named(pub(crate) String);

impl Value for Named {
    const ALLOWED: &'static str = "1 to 100 characters";

    fn read(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.chars().count() <= 100 && !text.contains('\0');
        fits.then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        text().min_length(Some(1)).max_length(Some(100))
    }
}

/// How many results are given at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) i32);

impl Limit {
    const MOST: i32 = 100;

    /// As a number of things.
    pub(crate) fn usize(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl Value for Limit {
    const ALLOWED: &'static str = "a whole number from 1 to 100";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number| (1..=Self::MOST).contains(number)).map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
            .minimum(Some(1))
            .maximum(Some(Self::MOST))
            .default(Some(Self::default().0.into()))
    }
}

/// Where in its order a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceInOrder(pub(crate) Cursor);

impl Value for PlaceInOrder {
    const ALLOWED: &'static str = "a cursor as `next` of an answer has it";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some("^[A-Za-z0-9_-]{1,2000}$"))
    }
}

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page in its envelope.
    Json,
    /// Features on a map.
    GeoJson,
    /// A table.
    Csv,
    /// Everything, one object a line.
    Ndjson,
}

impl Form {
    /// Every form, the usual one first: its name as a parameter and its media type.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Json, "json", "application/json"),
        (Self::GeoJson, "geojson", "application/geo+json"),
        (Self::Csv, "csv", "text/csv"),
        (Self::Ndjson, "ndjson", "application/x-ndjson"),
    ];
}

impl Value for Form {
    const ALLOWED: &'static str = "json, geojson, csv or ndjson";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name, _)| *name == text).map(|(form, ..)| form)
    }

    fn object() -> ObjectBuilder {
        words(Self::ALL.map(|(_, name, _)| name)).default(Some("json".into()))
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
            let _ = (Origin::read(&text), Boundaries::read(&text), Enclosing::read(&text), Date::read(&text));
            let _ = (PlaceInOrder::read(&text), MemberName::read(&text), Named::read(&text));
        }
    }
}
