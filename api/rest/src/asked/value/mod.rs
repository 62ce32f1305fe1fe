//! The values that parameters take: each says once how it reads, what may be written and how it is described.

mod alignment;
mod change;
mod fact;
mod listing;
mod number;
mod place;
mod session;
mod text;
mod time;
mod wanted;

pub(crate) use alignment::{
    CodeName, Order, OwnerName, TableFormat, VerdictKindName, VerdictStateName, WebAddress,
};
pub(crate) use change::{ChangeNumber, Epoch, Portion, Seconds};
pub(crate) use fact::{
    Claimant, FeedFormat, FieldName, KindName, RecordOfSource, Remedy, Severity, SourceName,
};
pub(crate) use listing::{Counted, Form, Included, Limit, MemberName, PlaceInOrder, Sorted};
pub(crate) use number::{Age, Before, EmbedSize, HeadingLevel, Metres, Offset, PageNumber, PageSize};
pub(crate) use place::{AreaName, Boundaries, Enclosing, Origin};
pub(crate) use session::{OpeningMoment, PlaceAmongSessions, SessionForm, SessionOrder, WallTime};
pub(crate) use text::{
    EmbedFormat, Flag, Format, Identifier, Postcode, RecordName, ReportDecision, ReportKind, ReportState,
    TemplateFormat, Verdict, Words,
};
pub(crate) use time::{Day, Moment, Time};
pub(crate) use wanted::{Cost, Date, Named, Provision, Status};

use std::collections::HashSet;

use serde::{Deserialize, Deserializer, de::Error};
use utoipa::openapi::{Type, schema::ObjectBuilder};

/// A value of a parameter.
pub(crate) trait Value: Sized {
    /// What may be written, as it is told to whoever wrote something else.
    const ALLOWED: &'static str;

    /// Reads it, or nothing where the text is no such value.
    fn read(text: &str) -> Option<Self>;

    /// Its description as a schema.
    fn object() -> ObjectBuilder;
}

/// The schema of a text.
fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// The schema of a text that is one of these words.
fn words(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    text().enum_values(Some(words.into_iter().collect::<Vec<_>>()))
}

/// Makes a value readable from a query and usable in the document, where it stands without a name of its own.
macro_rules! values {
    ($($value:ident),+) => { $(
        impl<'de> serde::Deserialize<'de> for $value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                $crate::asked::value::required(&text)
            }
        }

        impl utoipa::PartialSchema for $value {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                <Self as $crate::asked::value::Value>::object().into()
            }
        }

        impl utoipa::ToSchema for $value {}
    )+ };
}

pub(crate) use values;

/// Reads a value, or says what may be written.
pub(super) fn required<T: Value, E: Error>(text: &str) -> Result<T, E> {
    T::read(text).ok_or_else(|| E::custom(T::ALLOWED))
}

/// The most things that one parameter may name.
pub(crate) const MOST_NAMED: usize = 100;

/// Reads a list that is given by repeating the parameter, by commas, or both. What is named again is not named twice.
pub(super) fn many<'de, D: Deserializer<'de>, T: Value>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let named = || texts.iter().flat_map(|text| text.split(',')).map(str::trim);
    if named().nth(MOST_NAMED).is_some() {
        return Err(D::Error::custom(format_args!("at most {MOST_NAMED} values")));
    }
    let mut seen = HashSet::new();
    named().filter(|text| seen.insert(*text)).map(required).collect()
}
