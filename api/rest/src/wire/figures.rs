use chrono::{DateTime, Utc};
use model::alignment::{self, VerdictKind};
use serde::Serialize;
use utoipa::ToSchema;

use super::alignment::kind;

/// What an alignment came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AlignmentFigures {
    /// When.
    at: DateTime<Utc>,
    /// How many pages there are.
    #[schema(minimum = 0, example = 68)]
    pages: u64,
    /// How many of them tell of an entity, or show one.
    #[schema(minimum = 0, example = 30)]
    aligned_pages: u64,
    /// How many entities the directory publishes, taxonomies left out.
    #[schema(minimum = 0, example = 120)]
    entities: u64,
    /// How many of them a page tells of or shows.
    #[schema(minimum = 0, example = 34)]
    aligned_entities: u64,
    /// How many facts stand on both sides.
    #[schema(minimum = 0, example = 90)]
    facts: u64,
    /// How many of those agree.
    #[schema(minimum = 0, example = 84)]
    agreeing: u64,
    /// How many pages repeat what the directory holds.
    #[schema(minimum = 0, example = 12)]
    duplicates: u64,
    /// How many facts disagree.
    #[schema(minimum = 0, example = 6)]
    conflicts: u64,
    /// The share of facts on both sides that agree; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, maximum = 1, example = 0.93)]
    consistency: Option<f64>,
    /// Verdicts that nobody dismissed, by kind.
    verdicts: Vec<KindCount>,
}

/// How many verdicts there are of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindCount {
    /// The kind.
    #[schema(schema_with = kind)]
    kind: &'static str,
    /// How many.
    #[schema(minimum = 0, example = 6)]
    count: u64,
}

impl From<&alignment::Alignment> for AlignmentFigures {
    fn from(figures: &alignment::Alignment) -> Self {
        let count = |kind: VerdictKind| KindCount {
            kind: kind.as_str(),
            count: figures.verdicts.get(&kind).copied().unwrap_or_default(),
        };
        Self {
            at: figures.at,
            pages: figures.pages,
            aligned_pages: figures.aligned_pages,
            entities: figures.entities,
            aligned_entities: figures.aligned_entities,
            facts: figures.facts,
            agreeing: figures.agreeing,
            duplicates: figures.duplicates,
            conflicts: figures.conflicts,
            consistency: figures.consistency,
            verdicts: VerdictKind::ALL.map(count).into(),
        }
    }
}

/// How websites stand to the directory.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AlignmentReport {
    /// What the last alignment came to; absent before the first.
    #[serde(flatten)]
    #[schema(inline)]
    latest: Option<AlignmentFigures>,
    /// What those came to that found anything new, the newest first.
    history: Vec<AlignmentFigures>,
}

impl AlignmentReport {
    /// Of what alignments came to, the newest first.
    pub(crate) fn of(alignments: &[alignment::Alignment]) -> Self {
        let history: Vec<AlignmentFigures> = alignments.iter().map(AlignmentFigures::from).collect();
        Self { latest: alignments.first().map(AlignmentFigures::from), history }
    }

    /// The same, its history without the first so many.
    pub(crate) fn after(mut self, offset: usize) -> Self {
        self.history.drain(..offset.min(self.history.len()));
        self
    }
}
