//! One harvest from beginning to end, and the same without a store.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::{Clock, IssueDraft, Outcome, RunCounts, Severity, SystemClock};
use store::{ItemState, RunCommit, Store, StoreError};

use crate::{
    HarvestError, Options, Progress, RunReport, Silent, SourceConfig, Stage, Standing, brake, due,
    fetch::{Fetch, Known, Refused},
    formats::{Adapter, TakeRows, adapter, reader},
    import::{Imported, import},
    issues::Issues,
    joining,
    known::{Nothing, Stored},
    same,
    spool::Spool,
    state::State,
    turn,
};

/// Harvests one source: reads its feed, takes what is new, and logs the run with its issues. Never reconciles.
///
/// Unless the outcome is `harvested`, nothing of the source changed. One process at a time harvests a source:
/// this one waits some seconds for another.
pub fn harvest(
    store: &Store,
    config: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<RunReport, HarvestError> {
    let run = || run(store, config, options, clock, progress);
    turn::wait(store, &config.id, clock, run)?.unwrap_or_else(|| Err(HarvestError::Busy(config.id.clone())))
}

/// Harvests one source if it is due: see [`due()`](crate::due). `None` where it is not, or where another process is at it.
pub fn harvest_if_due(
    store: &Store,
    config: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<Option<RunReport>, HarvestError> {
    // Another process may have harvested it since this one looked.
    let run = || match is_due(store, config, clock)? {
        true => run(store, config, options, clock, progress).map(Some),
        false => Ok(None),
    };
    Ok(turn::take(store, &config.id, clock, run)?.transpose()?.flatten())
}

/// Whether a source is due.
pub fn is_due(store: &Store, config: &SourceConfig, clock: &dyn Clock) -> Result<bool, StoreError> {
    let due = crate::due(config, &store.runs(&config.id, due::LATEST_RUNS)?);
    Ok(due.is_some_and(|due| due <= clock.now()))
}

/// Harvests a source out of something else than what its description names, which stays as it is.
pub(crate) fn harvest_as(
    store: &Store,
    described: &SourceConfig,
    read: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
) -> Result<RunReport, HarvestError> {
    let run = || run_as(store, described, read, options, clock, &Silent);
    let busy = || Err(HarvestError::Busy(described.id.clone()));
    turn::wait(store, &described.id, clock, run)?.unwrap_or_else(busy)
}

fn run(
    store: &Store,
    config: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<RunReport, HarvestError> {
    run_as(store, config, config, options, clock, progress)
}

fn run_as(
    store: &Store,
    described: &SourceConfig,
    config: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<RunReport, HarvestError> {
    store.put_source(&described.source(), &described.to_json())?;
    if described.state == Standing::Retired {
        return Ok(joining::withdraw(store, described, clock)?);
    }
    if !described.state.is_read() {
        return Err(HarvestError::Closed { source_id: described.id.clone(), state: described.state });
    }
    let after = store.committed_run(&config.id)?;
    let run = store.begin_run(&config.id, clock.now())?;
    tracing::info!(source = %config.id, run, "harvesting");
    let ended = Harvest { store, config, options, clock, progress, run, after }.attempt();
    let (outcome, counts, issues) = match ended {
        Ok(ended) => ended,
        Err(error) => {
            // The log is best effort here: the store has just failed, and its own error matters more.
            let _ = store.finish_run(run, clock.now(), Outcome::Failed, RunCounts::default());
            return Err(error.into());
        }
    };
    store.log_issues(run, &config.id, clock.now(), &issues)?;
    store.finish_run(run, clock.now(), outcome, counts)?;
    tracing::info!(source = %config.id, run, outcome = outcome.as_str(), issues = issues.len(), "harvest ended");
    Ok(RunReport { source: config.id.clone(), run, outcome, counts, issues })
}

/// To how many times the longest answer the items of a feed may come together: those of an API are many answers, and a row
/// is longer as an item than in its file.
const SPOOLED: u64 = 16;

/// How a run ended, what it did, and what was wrong.
type Ended = (Outcome, RunCounts, Vec<IssueDraft>);

struct Harvest<'a> {
    store: &'a Store,
    config: &'a SourceConfig,
    options: &'a Options,
    clock: &'a dyn Clock,
    progress: &'a dyn Progress,
    run: i64,
    after: Option<i64>,
}

impl Harvest<'_> {
    fn attempt(&self) -> Result<Ended, StoreError> {
        let source = &self.config.id;
        let states = self.store.item_states(source)?;
        let before = State::read(self.store.harvest_state(source)?);
        let known = Stored::new(self.store, source, &states);
        match self.read(&known, &before, &states) {
            Ok(imported) => self.end(&known, imported),
            Err(issues) => {
                let counts = RunCounts { issues: issues.len() as u64, ..RunCounts::default() };
                Ok((Outcome::Failed, counts, issues))
            }
        }
    }

    fn read(&self, known: &Stored<'_>, before: &State, states: &States) -> Result<Imported, Vec<IssueDraft>> {
        let now = self.clock.now();
        read(self.config, self.options, &Around { known, before, states, now, progress: self.progress })
    }

    fn end(&self, known: &dyn Known, mut imported: Imported) -> Result<Ended, StoreError> {
        let held =
            if self.options.accept_deletions { None } else { brake::holds(self.config, known, &imported) };
        let outcome = if held.is_some() { Outcome::Braked } else { Outcome::Harvested };
        let mut issues = std::mem::take(&mut imported.issues);
        issues.extend(held.or_else(|| about_emptiness(&imported)));
        let mut counts = RunCounts { issues: issues.len() as u64, ..imported.counts };
        if outcome == Outcome::Harvested {
            counts.records = self.commit(imported)?;
        }
        Ok((outcome, counts, issues))
    }

    fn commit(&self, mut imported: Imported) -> Result<u64, StoreError> {
        self.progress.step(Stage::Commit, 0, None);
        let commit = RunCommit {
            source: self.config.id.clone(),
            run: self.run,
            after: self.after,
            at: self.clock.now(),
            seen: imported.seen,
            gone: imported.gone,
            state: imported.state.to_json(),
        };
        let items = imported.found.items(&self.config.id).map_err(StoreError::Items)?;
        let outcome = self.store.commit_run(&commit, items)?;
        self.progress.step(Stage::Commit, 1, Some(1));
        Ok(outcome.records_written)
    }
}

pub(crate) type States = BTreeMap<String, ItemState>;

/// What a reading of a feed is set in.
pub(crate) struct Around<'a> {
    pub(crate) known: &'a dyn Known,
    pub(crate) before: &'a State,
    pub(crate) states: &'a States,
    pub(crate) now: DateTime<Utc>,
    pub(crate) progress: &'a dyn Progress,
}

/// Fetches a feed to its end and imports it, or says why that cannot be done, after all that was found wrong before.
pub(crate) fn read(
    config: &SourceConfig,
    options: &Options,
    around: &Around<'_>,
) -> Result<Imported, Vec<IssueDraft>> {
    let adapter = adapter(config);
    let mut fetch = begin(config, options, around)?;
    let fetched = spool(adapter.as_ref(), &mut fetch, around.states);
    // Whatever fails once the time is over fails for that.
    match fetch.check_time().and(fetched) {
        Ok(Fed::Same) => Ok(Imported::unchanged(adapter.as_ref(), fetch, around.states)),
        Ok(Fed::Anew) => {
            import(adapter.as_ref(), fetch, around.states).map_err(|Refused(issue)| vec![*issue])
        }
        Err(Refused(issue)) => {
            let mut issues = fetch.issues.into_list();
            issues.push(*issue);
            Err(issues)
        }
    }
}

/// Whether a feed was read, or is the same as it was.
enum Fed {
    Anew,
    Same,
}

fn spool(adapter: &dyn Adapter, fetch: &mut Fetch<'_>, states: &States) -> Result<Fed, Refused> {
    if adapter.is_one_file(fetch.config) && fetch.config.is_remote() && same::is_same(fetch, states)? {
        return Ok(Fed::Same);
    }
    adapter.fetch(fetch).map(|()| Fed::Anew)
}

/// Hands the rows of a feed to someone who takes as many as they like, and says what was found wrong; the last thing
/// being why it was not read to its end.
pub(crate) fn read_rows(
    config: &SourceConfig,
    options: &Options,
    taker: &mut dyn TakeRows,
) -> Result<Vec<IssueDraft>, Vec<IssueDraft>> {
    let Some(read) = reader(config.format) else { return Ok(Vec::new()) };
    let around = Around {
        known: &Nothing,
        before: &State::default(),
        states: &States::new(),
        now: SystemClock.now(),
        progress: &Silent,
    };
    let mut fetch = begin(config, options, &around)?;
    let read = fetch.local().and_then(|local| read(&local, &mut fetch, taker));
    let mut issues = fetch.issues.into_list();
    match read {
        Ok(()) => Ok(issues),
        Err(Refused(issue)) => {
            issues.push(*issue);
            Err(issues)
        }
    }
}

fn begin<'a>(
    config: &'a SourceConfig,
    options: &'a Options,
    around: &Around<'a>,
) -> Result<Fetch<'a>, Vec<IssueDraft>> {
    Ok(Fetch {
        config,
        options,
        known: around.known,
        before: around.before,
        now: around.now,
        progress: around.progress,
        ends: options.manners.timing.now().checked_add(config.time_limit.duration()),
        spool: Spool::new(options.limits.max_body.saturating_mul(SPOOLED))
            .map_err(|error| vec![*Refused::from(error).0])?,
        issues: Issues::default(),
        after: around.before.clone(),
        nameless: 0,
        download: None,
    })
}

pub(crate) fn about_emptiness(imported: &Imported) -> Option<IssueDraft> {
    let reason = "the feed was read to its end and holds nothing";
    let issue =
        || IssueDraft::new(Severity::Warning, "empty-feed", reason, "check that this is the right feed");
    imported.is_empty.then(issue)
}
