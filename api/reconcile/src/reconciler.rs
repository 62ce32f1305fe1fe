//! From what changed to what is published, pass by pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matching::{Band, MatchModel};
use model::{Clock, IssueDraft, Kind, RecordKey, SourceId};
use resolver::Corrections;
use store::{Lease, Publication, PublishOutcome, Store};
use uuid::Uuid;

use crate::{
    KindReport, Options, Progress, ReconcileError, Report, assembly, complaints, dependents,
    directory::Directory, leader::Leader, models::InForce, plan::Policy,
};

/// Reconciles again and again, and keeps what it knows from one time to the next: the live index of every record, so that
/// a change costs what it touches. What another process published in between makes it read everything anew.
#[derive(Debug, Default)]
pub struct Reconciler {
    known: Option<Known>,
    models: InForce,
}

/// What is known, and since when.
#[derive(Debug)]
struct Known {
    directory: Directory,
    /// The fencing number under which it was last up to date.
    fence: i64,
}

/// What every pass of one reconciliation has at hand.
struct Work<'a> {
    store: &'a Store,
    clock: &'a dyn Clock,
    model: Arc<MatchModel>,
    policy: Policy,
    dry_run: bool,
    progress: &'a dyn Progress,
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

impl Reconciler {
    /// Matches and publishes whatever changed since the last time, corrections that expired and reviews that fell due with it;
    /// nothing changed costs four queries. After the match model or the rules of assembly changed, everything is matched and assembled
    /// anew.
    ///
    /// Waits while another process leads. What is published is committed in one transaction for each pass, so that a
    /// reader sees a pass whole or not at all; a process that dies leaves the marks for the next one. Where a pass would
    /// merge, split or bring back more ids than the limit allows, those moves wait for approval and the rest goes on.
    pub fn reconcile(
        &mut self,
        store: &Store,
        clock: &dyn Clock,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Report, ReconcileError> {
        if !options.dry_run {
            store.expire_corrections(clock.now())?;
            store.notice_reviews(clock.now())?;
        }
        let model = match &options.model {
            Some(model) => Arc::clone(model),
            None => self.models.get(store)?,
        };
        let all = options.all || is_outdated(store, &model)?;
        let is_asked = all || options.dry_run || !options.approved.is_empty();
        if !is_asked && !store.has_dirty()? {
            return Ok(Report::default());
        }
        if is_asked {
            self.known = None;
        }
        let policy = Policy { limit: options.limit, approved: options.approved.clone() };
        let work = Work { store, clock, model, policy, dry_run: options.dry_run, progress };
        Leader::lead(store, clock, |leader| self.passes(&work, leader.lease(), all, is_asked))
    }

    /// Pass after pass, until nothing is left that changed meanwhile.
    fn passes(
        &mut self,
        work: &Work<'_>,
        lease: &Lease,
        mut all: bool,
        mut is_asked: bool,
    ) -> Result<Report, ReconcileError> {
        let mut report = Report::default();
        loop {
            let (mark, dirty) = work.store.dirty()?;
            if dirty.is_empty() && !is_asked {
                return Ok(report);
            }
            report.add(self.pass(work, lease, &Pass { mark, dirty, all })?);
            if work.dry_run {
                return Ok(report);
            }
            (all, is_asked) = (false, false);
        }
    }

    fn pass(&mut self, work: &Work<'_>, lease: &Lease, pass: &Pass) -> Result<Report, ReconcileError> {
        // Until the pass is published, nothing is known: what fails on the way leaves nothing half done.
        let mut directory = match self.known.take() {
            Some(known) if is_current(&known, lease, &work.model) => {
                let mut directory = known.directory;
                directory.refresh(work.store)?;
                directory
            }
            _ => Directory::new(work.store, Arc::clone(&work.model))?,
        };
        let mut changed: BTreeSet<RecordKey> = pass.dirty.iter().cloned().collect();
        for kind in Kind::ALL {
            directory.resolve(work.store, kind, &mut changed, &work.policy)?;
            work.progress.stage(kind.as_str(), directory.formed(kind));
        }
        if work.dry_run {
            return Ok(report(&directory, &PublishOutcome::default(), BTreeMap::new()));
        }
        let report = publish(work, lease, &directory, pass)?;
        self.known = Some(Known { directory, fence: lease.fence });
        Ok(report)
    }
}

/// Whether nobody else led since, and the match model is the same.
fn is_current(known: &Known, lease: &Lease, model: &MatchModel) -> bool {
    (known.fence == lease.fence || known.fence + 1 == lease.fence)
        && known.directory.model.version == model.version
}

/// Whether what is published was matched or assembled by other rules than today's, or nobody noted by which.
fn is_outdated(store: &Store, model: &MatchModel) -> Result<bool, ReconcileError> {
    Ok(store.reconciled_with()?.is_none_or(|rules| rules != self::rules(model)))
}

/// Names the rules by which things are matched and assembled.
fn rules(model: &MatchModel) -> String {
    format!("match model {}, assembly {}", model.version, resolver::ASSEMBLY)
}

fn publish(
    work: &Work<'_>,
    lease: &Lease,
    directory: &Directory,
    pass: &Pass,
) -> Result<Report, ReconcileError> {
    let Work { store, clock, progress, .. } = work;
    let touched = touched(directory, &pass.dirty, pass.all);
    progress.stage("assemble", touched.len());
    let corrections = Corrections::new(store.corrections()?, clock.now());
    let assembly = assembly::assemble(store, directory, &corrections, &touched, clock.now())?;
    let publication = Publication {
        at: clock.now(),
        identities: directory.moves().flat_map(|moves| moves.identities.iter().cloned()).collect(),
        members: directory.moves().flat_map(|moves| moves.members.iter().cloned()).collect(),
        withdrawn: withdrawn(&touched, &assembly.entities),
        entities: assembly.entities,
        conflicts: assembly.conflicts,
        suggestions: Some(directory.suggestions()),
        reconsidered: directory.reconsidered(),
        reconciled_with: Some(rules(&directory.model)),
        dirty_up_to: pass.mark,
    };
    progress.stage("publish", publication.entities.len());
    let outcome = store.publish(lease, &publication)?;
    let issues = complaints::log(store, &pass.dirty, assembly.issues, clock.now())?;
    Ok(report(directory, &outcome, issues))
}

/// Every id whose entity must be assembled or withdrawn: moved ones, those of changed records, and those that show one of
/// them.
fn touched(directory: &Directory, dirty: &[RecordKey], all: bool) -> BTreeSet<Uuid> {
    let mut touched: BTreeSet<Uuid> =
        directory.moves().flat_map(|moves| moves.touched.iter().copied()).collect();
    touched.extend(dirty.iter().filter_map(|key| directory.last_id_of(key)));
    if all {
        touched.extend(directory.kinds().flat_map(|(_, kind)| kind.ids()));
    }
    touched.extend(dependents::of(directory, &touched));
    touched
}

/// The touched ids for which nothing was assembled: merged away, or without a record left.
fn withdrawn(touched: &BTreeSet<Uuid>, assembled: &[model::Entity]) -> Vec<Uuid> {
    let assembled: BTreeSet<Uuid> = assembled.iter().map(|entity| entity.id).collect();
    touched.difference(&assembled).copied().collect()
}

fn report(
    directory: &Directory,
    outcome: &PublishOutcome,
    issues: BTreeMap<SourceId, Vec<IssueDraft>>,
) -> Report {
    let kind = |(kind, resolved): (Kind, &crate::resolve::Resolved)| {
        let (matcher, moves) = (resolved.matcher(), resolved.moves());
        let report = KindReport {
            records: matcher.len(),
            clusters: resolved.ids().len(),
            links: matcher.count(Band::Link),
            suggestions: matcher.count(Band::Review),
            minted: moves.minted,
            merged: moves.merged,
            revived: moves.revived + moves.split,
            gone: moves.gone,
        };
        (kind, report)
    };
    Report {
        kinds: directory.kinds().map(kind).collect(),
        updated: outcome.updated,
        deleted: outcome.deleted,
        unchanged: outcome.unchanged,
        issues,
        held: directory.kinds().filter_map(|(_, resolved)| resolved.held().cloned()).collect(),
    }
}
