//! Drives matching and resolution over the store: what changed is normalized, blocked, scored, clustered, given
//! canonical ids, assembled and published, under one leader.
//!
//! The stage decides nothing itself. `matching` says how alike two records are, `resolver` says what that means for
//! identity and what is published; this crate brings them the records and carries what they say back to the store.
//! It never reads a feed and never answers a reader.
//!
//! Clusters depend on the records and on people's judgements, never on the order in which records arrived: each kind
//! is matched as a whole under a fixed match model. Only entities that a change can have touched are assembled anew.

mod assembly;
mod bell;
mod complaints;
mod conflicts;
mod context;
pub mod correcting;
mod dependents;
mod desk;
mod error;
pub mod evaluate;
pub mod judging;
mod leader;
pub mod matches;
mod report;
pub mod review;
mod stage;

use std::collections::BTreeSet;

use model::{Clock, Kind, RecordKey};
use resolver::Corrections;
use store::{Publication, Store};
use uuid::Uuid;

pub use bell::Bell;
pub use desk::Desk;
pub use error::ReconcileError;
pub use report::{KindReport, Report};

use crate::{
    leader::Leader,
    stage::{Directory, links},
};

/// How to reconcile.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Assemble every entity anew, not only those that a change touched.
    pub all: bool,
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

/// Matches and publishes whatever changed since the last time, corrections that expired with it; nothing changed costs
/// two queries.
///
/// Waits while another process leads. What is published is committed in one transaction for each pass, so that a
/// reader sees a pass whole or not at all; a process that dies leaves the marks for the next one.
pub fn reconcile(
    store: &Store,
    clock: &dyn Clock,
    options: Options,
    progress: &dyn Progress,
) -> Result<Report, ReconcileError> {
    store.expire_corrections(clock.now())?;
    if !options.all && !store.has_dirty()? {
        return Ok(Report::default());
    }
    Leader::lead(store, clock, |leader| {
        let mut report = Report::default();
        let mut all = options.all;
        loop {
            let (mark, dirty) = store.dirty()?;
            if dirty.is_empty() && !all {
                return Ok(report);
            }
            report.add(pass(store, clock, leader, &Pass { mark, dirty, all }, progress)?);
            all = false;
        }
    })
}

/// What one pass has to deal with.
struct Pass {
    /// The marks up to which the store said what changed.
    mark: i64,
    /// The records that changed.
    dirty: Vec<RecordKey>,
    /// Whether everything is assembled anew.
    all: bool,
}

fn pass(
    store: &Store,
    clock: &dyn Clock,
    leader: &Leader<'_>,
    pass: &Pass,
    progress: &dyn Progress,
) -> Result<Report, ReconcileError> {
    let mut directory = Directory::load(store)?;
    for kind in Kind::ALL {
        directory.resolve(store, kind, progress)?;
    }
    let touched = directory.touched(&pass.dirty, pass.all);
    progress.stage("assemble", touched.len());
    let corrections = Corrections::new(store.corrections()?, clock.now());
    let assembly = assembly::assemble(&directory, &corrections, &touched, clock.now());
    let publication = Publication {
        at: clock.now(),
        identities: directory.moves().flat_map(|moves| moves.identities.iter().cloned()).collect(),
        members: directory.moves().flat_map(|moves| moves.members.iter().cloned()).collect(),
        withdrawn: withdrawn(&touched, &assembly.entities),
        entities: assembly.entities,
        conflicts: assembly.conflicts,
        suggestions: Some(directory.suggestions()),
        dirty_up_to: pass.mark,
    };
    progress.stage("publish", publication.entities.len());
    let outcome = store.publish(leader.lease(), &publication)?;
    let issues = complaints::log(store, &pass.dirty, assembly.issues, clock.now())?;
    Ok(directory.report(&outcome, issues))
}

/// The touched ids for which nothing was assembled: merged away, or without a record left.
fn withdrawn(touched: &BTreeSet<Uuid>, assembled: &[model::Entity]) -> Vec<Uuid> {
    let assembled: BTreeSet<Uuid> = assembled.iter().map(|entity| entity.id).collect();
    touched.difference(&assembled).copied().collect()
}
