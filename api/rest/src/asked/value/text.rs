use model::RecordKey;
use utoipa::openapi::{
    SchemaFormat, Type,
    schema::{KnownFormat, ObjectBuilder},
};
use uuid::Uuid;

use super::{Value, values};

values!(
    EmbedFormat,
    Flag,
    Format,
    Identifier,
    Postcode,
    RecordName,
    ReportDecision,
    ReportKind,
    ReportState,
    TemplateFormat,
    Verdict,
    Words
);

/// Yes or no.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flag(pub(crate) bool);

impl Value for Flag {
    const ALLOWED: &'static str = "true or false";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::Boolean).default(Some(false.into()))
    }
}

/// The form of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object for a page.
    #[default]
    Json,
    /// One JSON object a line, all of them.
    Ndjson,
}

impl Value for Format {
    const ALLOWED: &'static str = "json or ndjson";

    fn read(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "ndjson" => Some(Self::Ndjson),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.enum_values(Some(["json", "ndjson"])).default(Some("json".into()))
    }
}

/// The form of a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TemplateFormat {
    /// A workbook.
    #[default]
    Xlsx,
    /// The header alone.
    Csv,
}

impl Value for TemplateFormat {
    const ALLOWED: &'static str = "xlsx or csv";

    fn read(text: &str) -> Option<Self> {
        match text {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.enum_values(Some(["xlsx", "csv"])).default(Some("xlsx".into()))
    }
}

/// The id of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identifier(pub(crate) Uuid);

impl Value for Identifier {
    const ALLOWED: &'static str = "a UUID such as 0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f";

    fn read(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
    }
}

/// The name of a record.
#[derive(Clone, Debug)]
pub(crate) struct RecordName(pub(crate) RecordKey);

impl Value for RecordName {
    const ALLOWED: &'static str =
        "a record's name, source:kind:id, such as library-service:location:central-library";

    fn read(text: &str) -> Option<Self> {
        // No database holds NUL in text, so no record is named with it.
        text.parse().ok().filter(|_| !text.contains('\0')).map(Self)
    }

    fn object() -> ObjectBuilder {
        let shape = r"^[a-z0-9][a-z0-9_-]{0,63}:(taxonomy|organization|location|service):[^\u0000]+$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(shape)).max_length(Some(2_048))
    }
}

/// What was decided on a pair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict(pub(crate) model::Verdict);

impl Value for Verdict {
    const ALLOWED: &'static str = "positive, negative or unsure";

    fn read(text: &str) -> Option<Self> {
        model::Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = model::Verdict::ALL.map(model::Verdict::as_str);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}

/// A UK postcode in its usual spelling.
#[derive(Clone, Debug)]
pub(crate) struct Postcode(pub(crate) String);

impl Value for Postcode {
    const ALLOWED: &'static str = "a whole UK postcode such as PL1 1AE";

    fn read(text: &str) -> Option<Self> {
        normalize::postcode::normalize(text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let usual = "^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(usual))
    }
}

/// Words to look for.
#[derive(Clone, Debug)]
pub(crate) struct Words(pub(crate) String);

impl Words {
    const MOST: usize = catalog::Query::LONGEST_TEXT;
}

impl Value for Words {
    const ALLOWED: &'static str = "at most 200 characters";

    fn read(text: &str) -> Option<Self> {
        (text.chars().count() <= Self::MOST).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(Self::MOST))
    }
}

/// What is wrong with an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportKind(pub(crate) model::ReportKind);

impl Value for ReportKind {
    const ALLOWED: &'static str = "wrong, closed, duplicate, harmful or other";

    fn read(text: &str) -> Option<Self> {
        model::ReportKind::ALL.iter().copied().find(|kind| kind.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = model::ReportKind::ALL.iter().map(|kind| kind.as_str());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}

/// What became of a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportState(pub(crate) model::ReportState);

impl Default for ReportState {
    fn default() -> Self {
        Self(model::ReportState::Open)
    }
}

impl Value for ReportState {
    const ALLOWED: &'static str = "open, accepted or dismissed";

    fn read(text: &str) -> Option<Self> {
        model::ReportState::ALL.iter().copied().find(|state| state.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = model::ReportState::ALL.iter().map(|state| state.as_str());
        let object = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words));
        object.default(Some(Self::default().0.as_str().into()))
    }
}

/// How a report is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportDecision(pub(crate) reconcile::reporting::Verdict);

impl Value for ReportDecision {
    const ALLOWED: &'static str = "accepted or dismissed";

    fn read(text: &str) -> Option<Self> {
        match text {
            "accepted" => Some(Self(reconcile::reporting::Verdict::Accept)),
            "dismissed" => Some(Self(reconcile::reporting::Verdict::Dismiss)),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["accepted", "dismissed"]))
    }
}

/// The form of what a website takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmbedFormat {
    /// Markup.
    Html,
    /// Texts for a template.
    Json,
}

impl Value for EmbedFormat {
    const ALLOWED: &'static str = "html or json";

    fn read(text: &str) -> Option<Self> {
        match text {
            "html" => Some(Self::Html),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.enum_values(Some(["html", "json"])).default(Some("html".into()))
    }
}
