use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::SourceId;

/// How a harvest of one source ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Under way, or killed before it could say how it ended.
    Running,
    /// Read whole and taken.
    Harvested,
    /// Stopped by the brake on deletions; nothing was taken.
    Braked,
    /// Could not be read to its end; nothing was taken.
    Failed,
}

impl Outcome {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Harvested => "harvested",
            Self::Braked => "braked",
            Self::Failed => "failed",
        }
    }
}

/// One harvest of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Counts runs, from 1; given by the store.
    pub number: i64,
    /// The source.
    pub source: SourceId,
    /// When it began.
    pub started: DateTime<Utc>,
    /// When it ended.
    pub finished: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Outcome,
    /// What it did.
    pub counts: RunCounts,
}

/// What a harvest did, in items and records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounts {
    /// Items read.
    pub items: u64,
    /// Items not seen before.
    pub new: u64,
    /// Items that say something new.
    pub changed: u64,
    /// Items that say what they said before.
    pub unchanged: u64,
    /// Items that are gone; where the brake held, that would have been.
    pub deleted: u64,
    /// Items whose id changed but that are clearly the same thing.
    pub reidentified: u64,
    /// Items kept out or kept at their last good version.
    pub rejected: u64,
    /// Records written.
    pub records: u64,
    /// Issues raised.
    pub issues: u64,
}
