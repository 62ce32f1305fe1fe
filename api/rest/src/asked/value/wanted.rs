//! The values of the conditions of the directory's own lists.

use catalog::is_written_like;
use chrono::NaiveDate;
use normalize::accessibility::Feature;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema, SchemaFormat,
        schema::{KnownFormat, ObjectBuilder},
    },
};

use super::{Value, text, values, words};

values!(Cost, Date, Named, Status);

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
        text.parse().ok().filter(|_| is_written_like(text, "2026-01-31")).map(Self)
    }

    fn object() -> ObjectBuilder {
        text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
    }
}

/// The name or code of something that people name: a topic, a language, a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named(pub(crate) String);

impl Value for Named {
    const ALLOWED: &'static str = "1 to 100 characters";

    fn read(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.chars().count() <= 100 && !text.contains('\0');
        fits.then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        // Between names in a list there are commas.
        text()
            .pattern(Some(r"^[^\u0000,]*[^\u0000,\s][^\u0000,]*$"))
            .min_length(Some(1))
            .max_length(Some(100))
    }
}

/// How the document describes what disabled visitors find. The catalog reads it, and names the codes where there is none.
pub(crate) struct Provision;

impl PartialSchema for Provision {
    fn schema() -> RefOr<Schema> {
        words(Feature::all().map(Feature::as_str)).into()
    }
}

impl ToSchema for Provision {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (Date::read(&text), Named::read(&text), Cost::read(&text), Status::read(&text));
        }
    }
}
