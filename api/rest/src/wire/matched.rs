use std::collections::BTreeSet;

use reconcile::matches;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Judgement, bits, word};
use crate::licences::Licence;

/// Why two records are taken for one thing, or are not: `prior` and the weights of all comparisons add up to `score`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Match {
    /// The lesser record by name.
    a: Side,
    /// The greater.
    b: Side,
    /// The version of the match model that the weights are from.
    #[schema(example = "2026.1")]
    version: String,
    /// Log2 odds of a pair that shares a block, before anything is compared.
    #[schema(example = -6.0)]
    prior: f64,
    /// What was compared, and what it weighs.
    comparisons: Vec<Comparison>,
    /// The rules that fired, in words.
    rules: Vec<String>,
    /// What the blocks that both records stand in have in common: what proposed the pair.
    blocks: Vec<String>,
    /// Log2 odds that both are one thing.
    #[schema(example = 4.25)]
    score: f64,
    /// The same as a probability.
    #[schema(minimum = 0, maximum = 1, example = 0.95)]
    probability: f64,
    /// What follows from the score: `link`, `review` or `no`.
    #[schema(example = "review")]
    band: String,
    /// What the two are to each other: `same`, `parent-branch`, `same-site` (two things at one place) or `unsure`.
    #[schema(example = "unsure")]
    relation: String,
    /// Whether both records belong to one entity now.
    same_entity: bool,
    /// What a person decided last about this very pair: `positive`, `negative` or `unsure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "negative")]
    verdict: Option<String>,
    /// Everything that people decided about this pair, the newest first; shown to stewards.
    judgements: Vec<Judgement>,
    /// The licences and attributions of what is shown.
    licences: Vec<Licence>,
}

/// One record of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchSide)]
pub(crate) struct Side {
    /// Its name everywhere, `source:kind:id`.
    #[schema(example = "library-service:location:central-library")]
    record: String,
    /// What its source calls the thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Central Library")]
    name: Option<String>,
    /// The id of the entity that it belongs to now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    entity: Option<Uuid>,
    /// The name of its source for people.
    #[schema(example = "The library service")]
    source: String,
    /// Who may see it: `public`, `partner` or `private`.
    #[schema(example = "public")]
    visibility: String,
}

/// One property of two records.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchComparison)]
pub(crate) struct Comparison {
    /// The property.
    #[schema(example = "phone")]
    property: String,
    /// How far they agree.
    #[schema(example = "same")]
    level: String,
    /// What that weighs, in bits: for one thing above zero, against it below.
    #[schema(example = 6.5)]
    weight: f64,
    /// How many records hold the value agreed upon, as far as the match model knows: the rarer, the weightier.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 3)]
    frequency: u32,
    /// What the first record says, in the form that was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "+441752305901")]
    a: Option<String>,
    /// What the second says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "+441752305901")]
    b: Option<String>,
}

/// What holds an entity together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EntityMatch {
    /// The entity: that of the id asked for, or the one it was merged into.
    entity: Uuid,
    /// What kind of thing it is.
    #[schema(example = "location")]
    kind: String,
    /// The records that it stands for.
    members: Vec<Side>,
    /// How many pairs its records make.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 3)]
    pairs: usize,
    /// The most pairs that are explained.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 200)]
    most_pairs: usize,
    /// The pairs, the surest first.
    matches: Vec<Match>,
    /// What is published of it, field by field, and why that; empty where it is not published.
    fields: Vec<Published>,
}

/// One field of an entity as it is published.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Published {
    /// The field, in the standard's words.
    #[schema(example = "phones")]
    field: String,
    /// The source whose claim it is.
    #[schema(example = "library-service")]
    source: String,
    /// The record that says it.
    #[schema(example = "library-service:service:42")]
    record: String,
    /// What it says, in the source's own ids; of a list that several sources tell of, its own part.
    #[schema(value_type = Object, example = json!("01752 305900"))]
    value: Value,
    /// Why this is published, in words.
    #[schema(
        example = "library-service has precedence 800 for phones of Plymouth City Council, before food-banks with 500"
    )]
    why: String,
}

impl From<matches::Match> for Match {
    fn from(found: matches::Match) -> Self {
        let licences: BTreeSet<Licence> =
            [&found.a.licence, &found.b.licence].into_iter().map(Licence::from).collect();
        let explained = found.explanation;
        Self {
            a: found.a.into(),
            b: found.b.into(),
            version: explained.version,
            prior: bits(explained.prior),
            comparisons: explained.comparisons.into_iter().map(Comparison::from).collect(),
            rules: explained.rules,
            blocks: explained.blocks,
            score: bits(explained.score),
            probability: explained.probability,
            band: word(&explained.band),
            relation: word(&explained.relation),
            same_entity: found.is_one,
            verdict: found.verdict.map(|verdict| verdict.as_str().to_owned()),
            judgements: found.judgements.into_iter().map(Judgement::from).collect(),
            licences: licences.into_iter().collect(),
        }
    }
}

impl From<matches::Side> for Side {
    fn from(side: matches::Side) -> Self {
        Self {
            record: side.record.to_string(),
            name: side.name,
            entity: side.entity,
            source: side.source,
            visibility: side.visibility.to_string(),
        }
    }
}

impl From<matching::Comparison> for Comparison {
    fn from(compared: matching::Comparison) -> Self {
        Self {
            property: word(&compared.property),
            level: word(&compared.level),
            weight: bits(compared.weight),
            frequency: compared.frequency,
            a: compared.a,
            b: compared.b,
        }
    }
}

impl From<matches::EntityMatch> for EntityMatch {
    fn from(found: matches::EntityMatch) -> Self {
        Self {
            entity: found.entity,
            kind: found.kind.to_string(),
            members: found.members.into_iter().map(Side::from).collect(),
            pairs: found.pairs,
            most_pairs: matches::MOST_PAIRS,
            matches: found.matches.into_iter().map(Match::from).collect(),
            fields: found.fields.into_iter().map(Published::from).collect(),
        }
    }
}

impl From<matches::Published> for Published {
    fn from(found: matches::Published) -> Self {
        Self {
            field: found.field,
            source: found.claim.source.to_string(),
            record: found.claim.record.to_string(),
            value: found.claim.value,
            why: found.why,
        }
    }
}
