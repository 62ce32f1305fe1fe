//! What changed, as it is told.

use catalog::{Became, Snapshot};
use chrono::{DateTime, Utc};
use model::Change;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Changes in order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangePage {
    /// Names the history that the numbers count in: it stays the same until the directory is restored from a backup, and is
    /// another then. Send it with `after`; `next` has it already.
    #[schema(example = "6f1c0a9b2e44d7a1")]
    pub(crate) epoch: String,
    /// The number of the first change that the log holds. Nothing is ever taken out of it: one can always begin at 0.
    #[schema(minimum = 1, example = 1)]
    pub(crate) first: i64,
    /// The number to go on after.
    #[schema(minimum = 0, example = 1042)]
    pub(crate) last: i64,
    /// Whether there are more already.
    #[schema(example = false)]
    pub(crate) more: bool,
    /// The path of what comes after. Behind the epoch stands a mark of the change `last`.
    #[schema(format = UriReference, example = "/v1/changes?after=1042&epoch=6f1c0a9b2e44d7a1-0d3a5c528d1f")]
    pub(crate) next: String,
    /// What changed.
    pub(crate) changes: Vec<Changed>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Changed {
    /// Its number. Numbers rise; those of changes that no reader sees are left out.
    #[schema(minimum = 1, example = 1042)]
    pub(crate) number: i64,
    /// The id of what changed.
    #[schema(example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) id: Uuid,
    /// What kind of thing it is.
    #[schema(example = "service")]
    pub(crate) kind: &'static str,
    /// What happened to it.
    pub(crate) change: What,
    /// What it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) into: Option<Uuid>,
    /// When it was published.
    #[schema(example = "2026-01-31T09:00:00Z")]
    pub(crate) at: DateTime<Utc>,
}

impl Changed {
    /// What a reader sees of a change, if anything.
    pub(crate) fn of(snapshot: &Snapshot, change: &Change) -> Option<Self> {
        let became = snapshot.became(change)?;
        Some(Self {
            number: change.number,
            id: change.entity,
            kind: change.kind.as_str(),
            change: became.into(),
            into: became.survivor(),
            at: change.at,
        })
    }
}

/// What happened to an entity.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    /// It is new, or says something new: read it.
    Updated,
    /// It is one with another now: go by the id of that.
    Merged,
    /// It is no longer published: drop it.
    Deleted,
}

impl From<Became> for What {
    fn from(became: Became) -> Self {
        match became {
            Became::Updated => Self::Updated,
            Became::Merged(_) => Self::Merged,
            Became::Deleted => Self::Deleted,
        }
    }
}
