//! What a reader sees of the log of changes.

use model::{Change, ChangeKind};
use uuid::Uuid;

use crate::{Lookup, Snapshot};

/// What happened to an entity, for a reader who keeps a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is new, or says something new: read it.
    Updated,
    /// It is one with another now: go by the id of that.
    Merged(Uuid),
    /// It is no longer published: drop it.
    Deleted,
}

impl Became {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Merged(_) => "merged",
            Self::Deleted => "deleted",
        }
    }

    /// What it was merged into.
    pub fn survivor(self) -> Option<Uuid> {
        match self {
            Self::Merged(survivor) => Some(survivor),
            Self::Updated | Self::Deleted => None,
        }
    }
}

impl Snapshot {
    /// What a reader sees of a change; `None` where it is nobody's business, or where a later change tells of it. What was
    /// new and is not there any more is told once, by what became of it.
    pub fn became(&self, change: &Change) -> Option<Became> {
        match (change.change, self.lookup(change.entity)) {
            (ChangeKind::Updated, Lookup::Found(_)) => Some(Became::Updated),
            // What became of it is another change.
            (ChangeKind::Updated, _) => None,
            // It came back: a later change says so.
            (_, Lookup::Found(_)) => None,
            (_, Lookup::Moved(survivor)) => Some(Became::Merged(survivor)),
            (_, Lookup::Gone) | (ChangeKind::Closed, Lookup::Unknown) => Some(Became::Deleted),
            // What becomes of what is closed is nobody's business.
            (_, Lookup::Unknown) => None,
        }
    }
}
