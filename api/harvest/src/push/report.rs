use model::{ContentHash, IssueDraft, Kind, SourceId};
use serde::Serialize;
use store::StoreError;

use crate::{ConfigError, Format, Standing};

/// One record that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The source's own id.
    pub id: String,
    /// The record as HSDS has it, in JSON; `None` to delete it.
    pub record: Option<String>,
    /// What must hold of the record before.
    pub condition: Condition,
}

impl Write {
    pub(super) fn item(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// The name of the record within its source.
    pub fn label(&self) -> String {
        format!("{}:{}", self.kind, self.id)
    }
}

/// What must hold of a record before it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    #[default]
    Any,
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// Its content has one of these hashes.
    Is(Vec<ContentHash>),
}

impl Condition {
    pub(super) fn holds(&self, found: Option<&ContentHash>) -> bool {
        match (self, found) {
            (Self::Any, _) | (Self::Present, Some(_)) | (Self::Absent, None) => true,
            (Self::Is(hashes), Some(found)) => hashes.contains(found),
            _ => false,
        }
    }
}

/// What became of one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WrittenAs {
    /// The record is new.
    Created,
    /// It says something new.
    Changed,
    /// It said so already.
    Unchanged,
    /// It is gone.
    Deleted,
    /// It was to be deleted and was not there.
    Absent,
    /// It could not be read, and what was there stays.
    Rejected,
}

/// One write and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The source's own id.
    pub id: String,
    /// What became of it.
    pub written_as: WrittenAs,
    /// The hash of its content now, while it is there.
    pub hash: Option<ContentHash>,
    /// What was found wrong with it.
    pub issues: Vec<IssueDraft>,
}

/// What became of a push.
#[derive(Clone, Debug, PartialEq)]
pub struct PushReport {
    /// The number of the run that it was; none where it was only tried.
    pub run: Option<i64>,
    /// Each write, in order.
    pub written: Vec<Written>,
    /// What was found wrong with what is nested in the records that were put.
    pub issues: Vec<IssueDraft>,
}

/// Why nothing of a push was taken.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// No such source.
    #[error("there is no source `{0}`; let it join first (`POST /v1/sources`), or make a client for it")]
    UnknownSource(SourceId),
    /// A source whose next harvest would take back whatever is written.
    #[error(
        "`{source_id}` is harvested as {format}, so its next harvest would take this back; write to a source of the format push"
    )]
    Harvested {
        /// The source.
        source_id: SourceId,
        /// What it is harvested as.
        format: Format,
    },
    /// A source that is not open for writing.
    #[error("`{source_id}` is {state}; it can be written while it is trial or live{}", state.way_on(source_id))]
    Closed {
        /// The source.
        source_id: SourceId,
        /// How far it has come.
        state: Standing,
    },
    /// A condition that does not hold.
    #[error("`{record}` is not as the condition has it; read it again and decide anew")]
    Condition {
        /// The record.
        record: String,
        /// The hash of its content, where it is there.
        found: Option<ContentHash>,
    },
    /// Another process is writing or harvesting the source.
    #[error("`{0}` is being written by another process; try again in a few seconds")]
    Busy(SourceId),
    /// It could not be read at all.
    #[error("{}; {}", .0.reason, .0.action)]
    Unreadable(Box<IssueDraft>),
    /// What is stored of the source cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
