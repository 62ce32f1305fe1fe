//! What can be said about what must not be published.

use clap::Args;
use model::RecordKey;
use uuid::Uuid;

/// What to hide.
#[derive(Debug, Args)]
pub struct Hide {
    /// The entity's id
    pub entity: Uuid,
    /// Why, for the log
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// What to publish again.
#[derive(Debug, Args)]
pub struct Unhide {
    /// The entity's id
    pub entity: Uuid,
}

/// What to erase.
#[derive(Debug, Args)]
pub struct Erase {
    /// The record, as source:kind:id
    pub record: RecordKey,
    /// Why; kept with the tombstone
    #[arg(long)]
    pub reason: String,
}
