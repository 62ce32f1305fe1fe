use std::{collections::BTreeMap, sync::Arc, time::Duration};

use model::{IssueDraft, Kind, Outcome, RunCounts, SourceId};
use outbound::{Limits, Manners};
use serde::Serialize;
use store::NewRecord;

use crate::Categories;

/// How to harvest.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Release the brake: take the run however many items it deletes.
    pub accept_deletions: bool,
    /// Allow locations in private networks for every source.
    pub allow_private_networks: bool,
    /// Read the whole feed anew, whatever is known to be unchanged.
    pub full: bool,
    /// How much a request may cost.
    pub limits: Limits,
    /// How the servers of others are treated. Clones of these options take turns at them.
    pub manners: Manners,
    /// The directory's own taxonomy, which records are given categories of; none are given without.
    pub categories: Option<Arc<Categories>>,
}

/// What one harvest of one source did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunReport {
    /// The source.
    pub source: SourceId,
    /// The number of the run.
    pub run: i64,
    /// How it ended. Unless `harvested`, nothing was taken.
    pub outcome: Outcome,
    /// What it did, or would have done where the brake held.
    pub counts: RunCounts,
    /// Every issue it raised.
    pub issues: Vec<IssueDraft>,
}

/// What became of a file that was sent as the feed of a source, or would become of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UploadReport {
    /// The number of the run; none where it was only tried.
    pub run: Option<i64>,
    /// How it ended, or would. Unless `harvested`, nothing is taken.
    pub outcome: Outcome,
    /// What it did, or would do.
    pub counts: RunCounts,
    /// Every issue it raised.
    pub issues: Vec<IssueDraft>,
}

impl From<RunReport> for UploadReport {
    fn from(report: RunReport) -> Self {
        let RunReport { run, outcome, counts, issues, .. } = report;
        Self { run: Some(run), outcome, counts, issues }
    }
}

/// What a feed would give. Nothing of it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CheckReport {
    /// Items read.
    pub items: u64,
    /// Records read, by kind.
    pub records: BTreeMap<Kind, u64>,
    /// Items that would be kept out.
    pub rejected: u64,
    /// Every issue.
    pub issues: Vec<IssueDraft>,
    /// Whether the feed could be read to its end.
    pub readable: bool,
}

/// A feed that was read and not stored: what a run would report, and the records that it would take.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// What a run would report.
    pub report: CheckReport,
    /// The records.
    pub records: Vec<NewRecord>,
}

/// The stages of a harvest that take time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the feed to the spool; counts items.
    Fetch,
    /// Asking an API for each thing that its list names; counts them.
    Details,
    /// Reading records out of new and changed items; counts items.
    Import,
    /// Writing to the store.
    Commit,
}

/// Whoever wants to know how far a harvest is. What is done is never less than before within a stage.
pub trait Progress {
    /// So much of a stage is done; the total where it is known.
    fn step(&self, stage: Stage, done: u64, total: Option<u64>);

    /// So many things are about to be asked for one by one, each so long after the one before at the least.
    fn one_by_one(&self, _number: u64, _interval: Duration) {}
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _stage: Stage, _done: u64, _total: Option<u64>) {}
}
