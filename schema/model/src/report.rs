use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What somebody who read the directory says is wrong with it. Never public: a steward looks first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Counts reports, from 1; given by the store.
    pub number: i64,
    /// What it is about, by the id that it had when the report came.
    pub entity: Uuid,
    /// When it came.
    pub at: DateTime<Utc>,
    /// What is wrong.
    pub kind: ReportKind,
    /// The same in the reader's own words; may be empty.
    pub message: String,
    /// Where the reader may be asked, if they told. It is deleted when the report is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What became of it.
    pub state: ReportState,
    /// Who decided, when and why, once it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<ReportDecision>,
}

/// How a report was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDecision {
    /// Who decided.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Of one that was accepted, what its sources are told; of one that was dismissed, why.
    pub note: String,
}

/// Declares words that stand for values.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$item_doc])* $item,)+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$item),+];

            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$item => $word,)+ }
            }
        }
    };
}

words! {
    /// What can be wrong with an entity.
    ReportKind {
        /// Something that is said of it is not so.
        Wrong "wrong",
        /// It is closed, or there is no such thing.
        Closed "closed",
        /// The directory has it twice.
        Duplicate "duplicate",
        /// It does harm that it is published, or what is published.
        Harmful "harmful",
        /// Something else.
        Other "other",
    }
}

words! {
    /// What became of a report.
    ReportState {
        /// Nobody has looked yet.
        Open "open",
        /// A steward took it: the sources are told.
        Accepted "accepted",
        /// A steward did not.
        Dismissed "dismissed",
    }
}
