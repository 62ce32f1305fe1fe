//! How lists are given: in which order and form, what is counted, which part, and what of each result.

use catalog::{Cursor, Facet, QueryError, Sort};
use utoipa::openapi::{
    SchemaFormat, Type,
    schema::{KnownFormat, ObjectBuilder},
};

use super::{Value, text, values, words};

values!(Counted, Form, Included, Limit, MemberName, PlaceInOrder, Sorted);

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

/// Where in its order a list goes on, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceInOrder(String);

impl PlaceInOrder {
    const MOST: usize = 2_000;

    /// The place, if it is one.
    pub(crate) fn cursor(&self) -> Result<Cursor, QueryError> {
        self.0.parse()
    }
}

/// Whether a text could be a cursor: so many letters, figures and strokes at most.
pub(super) fn may_be_cursor(text: &str, most: usize) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=most).contains(&text.len()) && text.bytes().all(fits)
}

impl Value for PlaceInOrder {
    const ALLOWED: &'static str = "a cursor as `next` of an answer has it";

    fn read(text: &str) -> Option<Self> {
        may_be_cursor(text, Self::MOST).then(|| Self(text.to_owned()))
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

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (PlaceInOrder::read(&text), MemberName::read(&text), Limit::read(&text), Form::read(&text));
        }
    }
}
