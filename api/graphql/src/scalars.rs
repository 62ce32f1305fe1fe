//! The scalars that the standard's values are given as.

use async_graphql::dynamic::{Scalar, SchemaBuilder, TypeRef};
use model::hsds::FieldKind;

pub(crate) const DATE: &str = "Date";
pub(crate) const DATE_TIME: &str = "DateTime";
pub(crate) const JSON: &str = "JSON";
pub(crate) const TIME: &str = "Time";
pub(crate) const URI: &str = "URI";

/// Name, what it holds, and the page that specifies it.
const SCALARS: [(&str, &str, &str); 5] = [
    (DATE, "A calendar date, `YYYY-MM-DD`.", "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
    (DATE_TIME, "A moment as RFC 3339 writes it.", "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
    (JSON, "Any JSON value.", "https://www.rfc-editor.org/rfc/rfc8259"),
    (
        TIME,
        "A time of day, `HH:MM` or `HH:MM:SS`, with an optional offset.",
        "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
    (URI, "An absolute URI.", "https://www.rfc-editor.org/rfc/rfc3986"),
];

/// The scalar for a shape of value. Words of closed lists are text, exactly as the standard writes them: some hold
/// spaces, which no enumeration could.
pub(crate) fn name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Number => TypeRef::FLOAT,
        FieldKind::Uri => URI,
        FieldKind::Date => DATE,
        FieldKind::DateTime => DATE_TIME,
        FieldKind::Time => TIME,
        FieldKind::Id => TypeRef::ID,
        FieldKind::Text
        | FieldKind::Email
        | FieldKind::Choice(_)
        | FieldKind::List(_)
        | FieldKind::One(_) => TypeRef::STRING,
    }
}

/// Puts the scalars into a schema.
pub(crate) fn register(builder: SchemaBuilder) -> SchemaBuilder {
    SCALARS.into_iter().fold(builder, |builder, (name, doc, page)| {
        builder.register(Scalar::new(name).description(doc).specified_by_url(page))
    })
}
