//! What was found in a feed before it joins.

mod found;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::document::bodies::RowMapping;

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// Whether it was read to its end. Where not, nothing would be taken of it, and the last issue is the reason.
    readable: bool,
    /// The mapping that it was read by, where it is rows and came without one: what `map` of a new source takes, and what
    /// `[map]` of a source.toml says. It is a proposal, by the names of its columns and what they hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RowMapping>, nullable = false)]
    map: Option<Value>,
    /// How sure each line of that mapping is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    map_lines: Vec<MapLine>,
    /// How many items it holds.
    items: u64,
    /// How many records were read, by kind.
    records: BTreeMap<&'static str, u64>,
    /// How many things would be kept out.
    rejected: u64,
    /// Everything that is wrong with it.
    issues: Vec<CheckedIssue>,
    /// How far it complies with its standard.
    compliance: Compliance,
    /// How good it is; absent where it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    quality: Option<Quality>,
    /// Which duplicates it would make; absent where it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    duplicates: Option<Duplicates>,
}

/// One line of a proposed mapping.
#[derive(Debug, Serialize, ToSchema)]
struct MapLine {
    /// The kind that has the field.
    #[schema(example = "service")]
    kind: &'static str,
    /// The field, in the words of a mapping.
    #[schema(example = "name")]
    field: String,
    /// sure, likely or guess.
    #[schema(example = "sure")]
    certainty: &'static str,
    /// What speaks for it.
    reason: String,
}

/// Something wrong with a feed.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedIssue {
    /// notice, warning, error or fatal.
    severity: &'static str,
    /// The name of this sort of issue.
    code: String,
    /// The record, as `kind:id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    record: Option<String>,
    /// The field or column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    value: Option<String>,
    /// What is wrong.
    reason: String,
    /// What to do.
    action: String,
}

/// How far a feed complies with its standard.
#[derive(Debug, Serialize, ToSchema)]
struct Compliance {
    /// The standard that it is held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "HSDS-UK-3.0")]
    standard: Option<&'static str>,
    /// Why the levels do not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    not_applicable: Option<String>,
    /// Level 1 and Level 2, in the words of the Open Referral UK validator.
    levels: Vec<ComplianceLevel>,
}

/// One level.
#[derive(Debug, Serialize, ToSchema)]
struct ComplianceLevel {
    /// 1 or 2.
    level: u8,
    /// Its name.
    name: &'static str,
    /// Whether every test succeeded.
    success: bool,
    /// The tests.
    tests: Vec<ComplianceTest>,
}

/// What was asked of one endpoint.
#[derive(Debug, Serialize, ToSchema)]
struct ComplianceTest {
    /// What is tested.
    name: String,
    /// The endpoint.
    endpoint: String,
    /// Whether it answered as it must.
    success: bool,
    /// What is wrong, or worth knowing.
    messages: Vec<ComplianceMessage>,
}

/// One thing that is wrong, or worth knowing.
#[derive(Debug, Serialize, ToSchema)]
struct ComplianceMessage {
    /// What it is.
    message: String,
    /// The path that was asked for.
    asked: String,
    /// Where in the answer it is; absent for the answer as a whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    at: String,
}

/// How good a feed is.
#[derive(Debug, Serialize, ToSchema)]
struct Quality {
    /// 0 to 100; null where nothing can be measured.
    score: Option<u32>,
    /// What it is made of.
    parts: Vec<QualityPart>,
    /// Links that were tried and are not alive.
    dead_links: Vec<DeadLink>,
}

/// One part of the score.
#[derive(Debug, Serialize, ToSchema)]
struct QualityPart {
    /// complete, fresh, geocoded, categorised or links.
    name: &'static str,
    /// How many there are with it.
    count: u64,
    /// Out of how many.
    of: u64,
    /// The share; null where nothing can be said.
    ratio: Option<f64>,
    /// How much it weighs in the score.
    weight: u32,
    /// What is counted, or why nothing can be said.
    note: String,
    /// The same, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    fields: Vec<FieldShare>,
}

/// How many records have a key field.
#[derive(Debug, Serialize, ToSchema)]
struct FieldShare {
    /// The field, as `kind.field`.
    field: &'static str,
    /// How many records have it.
    count: u64,
    /// Out of how many.
    of: u64,
}

/// A link that is not alive.
#[derive(Debug, Serialize, ToSchema)]
struct DeadLink {
    /// The address.
    url: String,
    /// What became of the attempt.
    reason: String,
}

/// The duplicates that a feed would make.
#[derive(Debug, Serialize, ToSchema)]
struct Duplicates {
    /// Whether there is a directory to compare with.
    compared_with_directory: bool,
    /// What was found, by kind.
    kinds: BTreeMap<&'static str, KindDuplicates>,
    /// The surest pairs.
    pairs: Vec<DuplicatePair>,
}

/// What was found of one kind.
#[derive(Debug, Serialize, ToSchema)]
struct KindDuplicates {
    /// How many records the feed has.
    records: u64,
    /// How many of them would become part of something that is there.
    joining: u64,
    /// Pairs with something that is there.
    with_directory: PairsByBand,
    /// Pairs within the feed.
    within_feed: PairsByBand,
}

/// Pairs by band.
#[derive(Debug, Serialize, ToSchema)]
struct PairsByBand {
    /// Those that the rules take for one thing.
    link: u64,
    /// Those that a person would have to judge.
    review: u64,
}

/// A record of the feed and another one that may be the same thing.
#[derive(Debug, Serialize, ToSchema)]
struct DuplicatePair {
    /// What kind of thing they are.
    kind: &'static str,
    /// link or review.
    band: &'static str,
    /// Log2 odds that they are one thing.
    score: f64,
    /// The record of the feed, as `kind:id`.
    record: String,
    /// What the feed calls the thing.
    name: Option<String>,
    /// The other record: as `source:kind:id` one that is there, as `kind:id` one of the feed itself.
    other: String,
    /// What its source calls the thing.
    other_name: Option<String>,
    /// The entity that the record would join, or be asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    entity: Option<Uuid>,
}
