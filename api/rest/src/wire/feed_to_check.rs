//! A feed that is to be checked before it joins.

use harvest::Mapping;
use serde::Deserialize;
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};

use crate::{
    asked::{FeedFormat, Value as _},
    document::bodies::RowMapping,
};

/// A feed to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedToCheck {
    /// Where it is: a public http or https address.
    #[schema(pattern = r"^https?://\S+$", example = "https://partner.example/oruk/v3")]
    pub(crate) location: String,
    /// Its form; guessed from the address without.
    #[serde(default)]
    #[schema(schema_with = format)]
    pub(crate) format: Option<FeedFormat>,
    /// Which column says what, as the `map` table of a `source.toml`; for formats of rows alone: csv, tsv, json, jsonl, xlsx
    /// and ods.
    #[serde(default)]
    #[schema(value_type = Option<RowMapping>, nullable = false)]
    pub(crate) map: Option<Mapping>,
}

fn format() -> ObjectBuilder {
    FeedFormat::object().description(Some("Its form; guessed from the address without."))
}
