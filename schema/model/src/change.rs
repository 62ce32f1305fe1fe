use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Kind;

/// One entry of the log that readers follow. Numbers have no gaps for a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Counts changes, from 1.
    pub number: i64,
    /// The entity that changed.
    pub entity: Uuid,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What happened to it.
    pub change: ChangeKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// What can happen to a published entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new or says something new.
    Updated,
    /// It is gone, or merged into another.
    Deleted,
    /// It is there and no longer for readers: hidden, no longer public, or lapsed. To them that is as if it never was,
    /// whatever becomes of it while it is closed.
    Closed,
}

impl ChangeKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Closed => "closed",
        }
    }
}
