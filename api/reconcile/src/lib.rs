//! Drives matching and resolution over the store: what changed is normalized, blocked, scored, clustered, given
//! canonical ids, assembled and published, under one leader.
//!
//! The stage decides nothing itself. `matching` says how alike two records are, `resolver` says what that means for
//! identity and what is published; this crate brings them the records and carries what they say back to the store.
//! It never reads a feed and never answers a reader.
//!
//! Clusters depend on the records, the match model and people's judgements, never on the order in which records arrived.
//! A [`Reconciler`] keeps the live index from one pass to the next, so that a change costs what it touches: its pairs are
//! compared, the components they are in are clustered anew, and the entities of those are assembled.

pub mod alignment;
mod assembly;
mod bell;
pub mod bench;
pub mod changes;
pub mod checking;
mod complaints;
mod conflicts;
mod context;
pub mod correcting;
mod dependents;
mod desk;
mod directory;
mod duplicates;
mod error;
pub mod evaluate;
mod eyes;
pub mod judging;
mod known;
mod leader;
pub mod matches;
pub mod models;
mod plan;
mod process;
mod reconciler;
mod report;
pub mod reporting;
mod resolve;
pub mod review;
pub mod sources;

use std::{collections::BTreeSet, sync::Arc};

use matching::MatchModel;
use model::Clock;
use store::Store;
use uuid::Uuid;

pub use bell::Bell;
pub use desk::Desk;
pub use duplicates::{Bands, DuplicatePair, Duplicates, KindDuplicates};
pub use error::ReconcileError;
pub use plan::{Limit, Merge, Plan};
pub use reconciler::Reconciler;
pub use report::{KindReport, Report};

use crate::resolve::links;

/// How to reconcile.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Assemble every entity anew, not only those that a change touched.
    pub all: bool,
    /// How much may move without anybody's approval.
    pub limit: Limit,
    /// The plans that were approved.
    pub approved: BTreeSet<Uuid>,
    /// Say what would be done, and do nothing.
    pub dry_run: bool,
    /// Match under this model instead of the one in force.
    pub model: Option<Arc<MatchModel>>,
}

/// Hears how far the work has come.
pub trait Progress: Sync {
    /// A stage begins: its name, and the number of records it will go through.
    fn stage(&self, name: &str, records: usize);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: usize) {}
}

/// Reconciles once, with nothing known from before: see [`Reconciler::reconcile`].
pub fn reconcile(
    store: &Store,
    clock: &dyn Clock,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, ReconcileError> {
    Reconciler::default().reconcile(store, clock, options, progress)
}
