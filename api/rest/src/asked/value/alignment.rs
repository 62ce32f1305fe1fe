//! What pages of websites and verdicts on them are asked by.

use model::alignment::{VerdictKind, VerdictState};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::{Value, values};

values!(CodeName, Order, OwnerName, TableFormat, VerdictKindName, VerdictStateName, WebAddress);

/// A kind of verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VerdictKindName(pub(crate) VerdictKind);

impl Value for VerdictKindName {
    const ALLOWED: &'static str = "conflict, stale, broken-link, duplicate, near-duplicate-pages, \
                                   page-without-entry or entry-without-page";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = VerdictKind::ALL.map(VerdictKind::as_str);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}

/// A state of a verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VerdictStateName(pub(crate) VerdictState);

impl Value for VerdictStateName {
    const ALLOWED: &'static str = "open, accepted, dismissed or closed";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn object() -> ObjectBuilder {
        let words = VerdictState::ALL.map(VerdictState::as_str);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
    }
}

/// A section of a site, or the code of a category.
#[derive(Clone, Debug)]
pub(crate) struct CodeName(pub(crate) String);

impl Value for CodeName {
    const ALLOWED: &'static str = "lower-case letters, digits and hyphens, such as health-and-care";

    fn read(text: &str) -> Option<Self> {
        let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ((1..=200).contains(&text.len()) && text.chars().all(is_code)).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[a-z0-9-]{1,200}$"))
    }
}

/// Whoever looks after a verdict.
#[derive(Clone, Debug)]
pub(crate) struct OwnerName(pub(crate) String);

impl Value for OwnerName {
    const ALLOWED: &'static str = "a name of up to 200 characters";

    fn read(text: &str) -> Option<Self> {
        let is_name = !text.trim().is_empty() && text.chars().count() <= 200 && !text.contains('\0');
        is_name.then(|| Self(text.trim().to_owned()))
    }

    fn object() -> ObjectBuilder {
        let shape = r"^[^\u0000]*[^\u0000\s][^\u0000]*$";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(shape))
            .min_length(Some(1))
            .max_length(Some(200))
    }
}

/// The address of a page.
#[derive(Clone, Debug)]
pub(crate) struct WebAddress(pub(crate) String);

impl Value for WebAddress {
    const ALLOWED: &'static str = "an absolute address, such as https://www.plymouth.gov.uk/libraries";

    fn read(text: &str) -> Option<Self> {
        let is_web = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        (is_web && text.len() <= 2_083).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        let shape = r"^https?://[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)*(:[1-9][0-9]{0,3})?(/[A-Za-z0-9/._~-]*)?$";
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(shape)).max_length(Some(2_083))
    }
}

/// The order of verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By kind, what matters most first, then by how sure it is.
    #[default]
    Weight,
    /// Those found last first.
    Newest,
}

impl Value for Order {
    const ALLOWED: &'static str = "weight or newest";

    fn read(text: &str) -> Option<Self> {
        match text {
            "weight" => Some(Self::Weight),
            "newest" => Some(Self::Newest),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["weight", "newest"]))
    }
}

/// The form of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TableFormat {
    /// JSON, in pages.
    #[default]
    Json,
    /// A table as CSV, whole.
    Csv,
}

impl Value for TableFormat {
    const ALLOWED: &'static str = "json or csv";

    fn read(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["json", "csv"]))
    }
}
