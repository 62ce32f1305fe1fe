use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::RecordKey;

/// What a person said about two records: a hard constraint that no harvest and no model overrides.
///
/// The log is only appended to. A judgement is undone or replaced by a later one on the same pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Counts judgements, from 1; given by the store.
    pub number: i64,
    /// The lesser of the two records by key.
    pub a: RecordKey,
    /// The greater of the two.
    pub b: RecordKey,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// The ways to judge a pair of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The same real thing.
    Positive,
    /// Two different things.
    Negative,
    /// Looked at and left open: it leaves the queue and the rules decide. Also how a judgement is undone.
    Unsure,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Positive, Self::Negative, Self::Unsure];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Unsure => "unsure",
        }
    }
}
