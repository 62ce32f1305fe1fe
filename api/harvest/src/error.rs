use model::{IssueDraft, SourceId};
use store::StoreError;

use crate::{ConfigError, GatherError, Standing};

/// Why a harvest could not be carried out or logged. A feed that cannot be read is none of these: it ends a run as
/// `failed`, with an issue that says why.
#[derive(Debug, thiserror::Error)]
pub enum HarvestError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was asked for describes no feed.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder of a source cannot be used.
    #[error(transparent)]
    Gather(#[from] GatherError),
    /// A source that is not harvested now.
    #[error(
        "`{source_id}` is {state}, and harvested only while it is trial or live; set `state` in its source.toml"
    )]
    Closed {
        /// The source.
        source_id: SourceId,
        /// How far it has come.
        state: Standing,
    },
    /// Another process is harvesting the source.
    #[error("`{0}` is being harvested by another process; try again when it is done")]
    Busy(SourceId),
    /// A feed that was to be looked at cannot be read.
    #[error("{}; {}", .0.reason, .0.action)]
    Unreadable(Box<IssueDraft>),
    /// The location cannot serve as the name of a source.
    #[error(transparent)]
    Name(#[from] model::KeyError),
}
