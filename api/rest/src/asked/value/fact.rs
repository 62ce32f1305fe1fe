//! What corrections and conflicts are asked by.

use model::{Kind, SourceId};
use reconcile::correcting;
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::{Value, values};

values!(Claimant, FeedFormat, FieldName, KindName, RecordOfSource, Remedy, Severity, SourceName);

/// A record within its source.
#[derive(Clone, Debug)]
pub(crate) struct RecordOfSource {
    pub(crate) kind: Kind,
    pub(crate) id: String,
}

impl Value for RecordOfSource {
    const ALLOWED: &'static str = "a kind and the source's own id, such as service:42";

    fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        let is_id = !id.is_empty() && !id.contains('\0');
        Some(Self { kind: kind.parse().ok().filter(|_| is_id)?, id: id.to_owned() })
    }

    fn object() -> ObjectBuilder {
        let shape = r"^(taxonomy|organization|location|service):[^\u0000]+$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(shape)).max_length(Some(2_048))
    }
}

/// How bad an issue is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Severity(pub(crate) model::Severity);

impl Severity {
    const ALL: [model::Severity; 4] =
        [model::Severity::Notice, model::Severity::Warning, model::Severity::Error, model::Severity::Fatal];
}

impl Value for Severity {
    const ALLOWED: &'static str = "notice, warning, error or fatal";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = Self::ALL.map(model::Severity::as_str);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}

/// The name of a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindName(pub(crate) Kind);

impl Value for KindName {
    const ALLOWED: &'static str = "taxonomy, organization, location or service";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Kind::ALL.map(Kind::as_str)))
    }
}

/// The form of a feed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FeedFormat(pub(crate) harvest::Format);

impl Value for FeedFormat {
    const ALLOWED: &'static str = "one of the formats that the document lists, such as csv, xlsx or oruk";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|format| *format != harvest::Format::Push).map(Self)
    }

    fn object() -> ObjectBuilder {
        let feeds = harvest::Format::ALL.into_iter().filter(|format| *format != harvest::Format::Push);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(feeds.map(harvest::Format::as_str)))
    }
}

/// The name of a field.
#[derive(Clone, Debug)]
pub(crate) struct FieldName(pub(crate) String);

impl Value for FieldName {
    const ALLOWED: &'static str = "the name of a field, such as phones";

    fn read(text: &str) -> Option<Self> {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        ((1..=64).contains(&text.len()) && text.chars().all(is_name)).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[a-z_]{1,64}$"))
    }
}

/// The short name of a source.
#[derive(Clone, Debug)]
pub(crate) struct SourceName(pub(crate) SourceId);

impl Value for SourceName {
    const ALLOWED: &'static str = "the short name of a source, such as library-service";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[a-z0-9][a-z0-9_-]{0,63}$"))
    }
}

/// A source or one of its records.
#[derive(Clone, Debug)]
pub(crate) struct Claimant(pub(crate) correcting::Claimant);

impl Value for Claimant {
    const ALLOWED: &'static str = "a source, such as library-service, or a record, source:kind:id";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|_| !text.contains('\0')).map(Self)
    }

    fn object() -> ObjectBuilder {
        let shape = r"^[a-z0-9][a-z0-9_-]{0,63}(:(taxonomy|organization|location|service):[^\u0000]+)?$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(shape)).max_length(Some(2_048))
    }
}

/// What is to be done about a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remedy(pub(crate) model::Remedy);

impl Value for Remedy {
    const ALLOWED: &'static str = "pin, reject, supply or lift";

    fn read(text: &str) -> Option<Self> {
        model::Remedy::ALL.into_iter().find(|remedy| remedy.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = model::Remedy::ALL.map(model::Remedy::as_str);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}
