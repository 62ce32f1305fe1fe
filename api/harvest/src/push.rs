//! Records that are written one by one, instead of a feed that is fetched.
//!
//! A push is a small run: it is read, cleaned and complained of as a feed is, committed in one transaction and logged.
//! It costs what it writes, however much the source holds. An organization or location that is nested in what is put
//! is written as if it had been put itself; terms that are nested in attributes are added to their taxonomies. One that
//! was marked by `visibility` stays as closed as it was until it is put itself.

mod known;
mod report;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use model::{Clock, ContentHash, IssueDraft, Kind, Outcome, RunCounts, SourceId};
use serde_json::{Map, Value};
use store::{ItemState, NewItem, RunCommit, Store};

use self::known::Present;
use crate::{
    Format, Options, Silent, SourceConfig,
    fetch::{Fetch, Refused},
    formats::{JSON, Splitter, adapter},
    import::{Imported, import},
    issues::Issues,
    spool::Spool,
    state::State,
    turn,
};

pub use report::{Condition, PushError, PushReport, Write, Written, WrittenAs};

/// The code of the issue of a write on a record that an earlier write of the same push is on.
const REPEATED: &str = "duplicate-id";

/// Writes records of a source. Those that cannot be read are kept out and do not hold up the others; with `dry_run` all
/// is tried and nothing kept.
///
/// # Errors
///
/// Fails where the source is unknown, is harvested instead of written, or is not open for writing; where a condition does
/// not hold; where another process is at the source; and where the store fails.
pub fn push(
    store: &Store,
    source: &SourceId,
    writes: &[Write],
    dry_run: bool,
    (options, clock): (&Options, &dyn Clock),
) -> Result<PushReport, PushError> {
    let config = config_of(store, source)?;
    let push = Push { store, config: &config, writes, options, clock };
    let run = || if dry_run { push.dry_run() } else { push.run() };
    turn::wait(store, source, clock, run)?.unwrap_or_else(|| Err(PushError::Busy(source.clone())))
}

/// The content hash of a record that was written, by which conditions name it. `None` where it is not there.
pub fn written_hash(
    store: &Store,
    source: &SourceId,
    kind: Kind,
    id: &str,
) -> Result<Option<ContentHash>, PushError> {
    let item = format!("{kind}/{id}");
    let states = store.item_states_of(source, &[&item])?;
    Ok(states.into_values().find(|state| !state.deleted).map(|state| state.hash))
}

fn config_of(store: &Store, source: &SourceId) -> Result<SourceConfig, PushError> {
    let unknown = || PushError::UnknownSource(source.clone());
    let config = SourceConfig::from_json(store.source_config(source)?.ok_or_else(unknown)?)?;
    if config.format != Format::Push {
        return Err(PushError::Harvested { source_id: source.clone(), format: config.format });
    }
    if !config.state.is_read() {
        return Err(PushError::Closed { source_id: source.clone(), state: config.state });
    }
    Ok(config)
}

struct Push<'a> {
    store: &'a Store,
    config: &'a SourceConfig,
    writes: &'a [Write],
    options: &'a Options,
    clock: &'a dyn Clock,
}

/// What a push comes to.
struct Tried {
    imported: Imported,
    /// What is new or changed and could be read.
    items: Vec<NewItem>,
    /// What was known of everything that it touches.
    states: BTreeMap<String, ItemState>,
    /// What is kept, and as what.
    kept: BTreeMap<String, ContentHash>,
    /// Writes on a record that another write of the same push is on.
    repeated: BTreeSet<usize>,
}

impl Push<'_> {
    fn dry_run(&self) -> Result<PushReport, PushError> {
        let tried = self.attempt()?;
        Ok(self.report(None, &tried))
    }

    fn run(&self) -> Result<PushReport, PushError> {
        let source = &self.config.id;
        let after = self.store.committed_run(source)?;
        let tried = self.attempt()?;
        // One moment for all of it: an issue is open for as long as its record did not change after it.
        let at = self.clock.now();
        let run = self.store.begin_run(source, at)?;
        let report = self.report(Some(run), &tried);
        let mut counts = RunCounts { issues: tried.imported.issues.len() as u64, ..tried.imported.counts };
        self.store.log_issues(run, source, at, &tried.imported.issues)?;
        let commit = RunCommit {
            source: source.clone(),
            run,
            after,
            at,
            seen: tried.imported.seen,
            gone: tried.imported.gone,
            state: tried.imported.state.to_json(),
        };
        let committed = self.store.commit_run(&commit, tried.items.into_iter().map(Ok));
        let outcome = if committed.is_ok() { Outcome::Harvested } else { Outcome::Failed };
        counts.records = committed.as_ref().map_or(0, |done| done.records_written);
        self.store.finish_run(run, self.clock.now(), outcome, counts)?;
        committed?;
        Ok(report)
    }

    /// Reads what is pushed in the light of what is there.
    fn attempt(&self) -> Result<Tried, PushError> {
        let present = Present::new(self.store, &self.config.id);
        let before = State::read(self.store.harvest_state(&self.config.id)?);
        let mut fetch = self.begin(&present, &before)?;
        let repeated = self.spool(&mut fetch)?;
        let touched: Vec<String> =
            fetch.spool.ids().map(str::to_owned).chain(self.writes.iter().map(Write::item)).collect();
        let ids: Vec<&str> = touched.iter().map(String::as_str).collect();
        let states = self.store.item_states_of(&self.config.id, &ids)?;
        self.check_conditions(&states)?;
        let mut imported = import(adapter(self.config).as_ref(), fetch, &states)?;
        self.settle(&mut imported, &before, &states);
        let items = imported.found.items(&self.config.id).map_err(Refused::from)?;
        let items = items.filter(|item| !item.as_ref().is_ok_and(|item| item.records.is_none()));
        let items: Vec<NewItem> = items.collect::<io::Result<_>>().map_err(Refused::from)?;
        let kept = items.iter().map(|item| (item.id.clone(), item.hash.clone())).collect();
        Ok(Tried { imported, items, states, kept, repeated })
    }

    fn begin<'f>(&'f self, known: &'f Present<'_>, before: &'f State) -> Result<Fetch<'f>, Refused> {
        Ok(Fetch {
            config: self.config,
            options: self.options,
            known,
            before,
            now: self.clock.now(),
            progress: &Silent,
            ends: None,
            spool: Spool::new(self.options.limits.max_body)?,
            issues: Issues::of_push(),
            after: before.clone(),
            nameless: 0,
            download: None,
        })
    }

    /// Spools what is put and what is nested in it. What is put itself counts before what others tell of it; of two
    /// writes on one record the first counts, and the others are answered.
    fn spool(&self, fetch: &mut Fetch<'_>) -> Result<BTreeSet<usize>, PushError> {
        let mut splitter = Splitter::default();
        for record in self.writes.iter().filter_map(|write| write.record.as_deref()) {
            splitter.nested(fetch, record)?;
        }
        splitter.keep_marks(fetch)?;
        for id in splitter.taxonomies() {
            let body = fetch.known.body(&format!("{}/{id}", Kind::Taxonomy))?.unwrap_or_default();
            splitter.taxonomy(serde_json::from_slice::<Map<String, Value>>(&body).unwrap_or_default());
        }
        splitter.finish(fetch)?;
        let (mut named, mut repeated) = (BTreeSet::new(), BTreeSet::new());
        for (number, write) in self.writes.iter().enumerate() {
            match &write.record {
                _ if !named.insert(write.item()) => {
                    let reason = "an earlier write of this push is on the same record; the first counts, and this one does not";
                    fetch.issues.kept_out(REPEATED, &write.label(), reason, "write each record once");
                    repeated.insert(number);
                }
                Some(record) => {
                    fetch.spool.put(&write.item(), JSON, record.as_bytes()).map_err(Refused::from)?;
                }
                None => {}
            }
        }
        Ok(repeated)
    }

    fn check_conditions(&self, states: &BTreeMap<String, ItemState>) -> Result<(), PushError> {
        for write in self.writes {
            let hash = states.get(&write.item()).filter(|state| !state.deleted).map(|state| &state.hash);
            if !write.condition.holds(hash) {
                let found = hash.cloned();
                return Err(PushError::Condition { record: write.label(), found });
            }
        }
        Ok(())
    }

    /// Adds what is deleted, and leaves the source's state as it was for all the rest.
    fn settle(&self, imported: &mut Imported, before: &State, states: &BTreeMap<String, ItemState>) {
        imported.seen.sort_unstable();
        imported.state = before.clone();
        if imported.state.reader.is_empty() {
            imported.state.reader = State::reader_of(self.config);
        }
        let deleted = self.writes.iter().filter(|write| write.record.is_none()).map(Write::item);
        let is_there = |id: &String| states.get(id).is_some_and(|state| !state.deleted);
        let gone: BTreeSet<String> = deleted.filter(is_there).collect();
        imported.counts.deleted = gone.len() as u64;
        imported.gone = gone.into_iter().collect();
    }

    fn report(&self, run: Option<i64>, tried: &Tried) -> PushReport {
        let (mut of, elsewhere) = self.issues_by_record(&tried.imported.issues);
        let written = self.writes.iter().enumerate().map(|(number, write)| {
            let is_repeated = tried.repeated.contains(&number);
            let (written_as, hash) = tried.outcome(write, is_repeated);
            let issues = of.get_mut(&write.label()).map_or_else(Vec::new, |issues| {
                let mine = |issue: &mut IssueDraft| (issue.code == REPEATED) == is_repeated;
                issues.extract_if(.., mine).take(if is_repeated { 1 } else { usize::MAX }).collect()
            });
            Written { kind: write.kind, id: write.id.clone(), written_as, hash, issues }
        });
        PushReport { run, written: written.collect(), issues: elsewhere }
    }

    /// The issues of each record that is written, and those of what is nested in them.
    fn issues_by_record(
        &self,
        issues: &[IssueDraft],
    ) -> (BTreeMap<String, Vec<IssueDraft>>, Vec<IssueDraft>) {
        let labels: BTreeSet<String> = self.writes.iter().map(Write::label).collect();
        let (mut of, mut elsewhere) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for issue in issues {
            match issue.record.as_ref().filter(|record| labels.contains(*record)) {
                Some(record) => of.entry(record.clone()).or_default().push(issue.clone()),
                None => elsewhere.push(issue.clone()),
            }
        }
        (of, elsewhere)
    }
}

impl Tried {
    /// What becomes of one write, and the hash of its record afterwards.
    fn outcome(&self, write: &Write, is_repeated: bool) -> (WrittenAs, Option<ContentHash>) {
        let item = write.item();
        let before = self.states.get(&item).filter(|state| !state.deleted).map(|state| &state.hash);
        let kept = self.kept.get(&item);
        let is_seen = self.imported.seen.binary_search(&item).is_ok();
        let (written_as, after) = match (&write.record, kept, before) {
            _ if is_repeated => (WrittenAs::Rejected, before),
            (None, _, Some(_)) => (WrittenAs::Deleted, None),
            (None, _, None) => (WrittenAs::Absent, None),
            (Some(_), Some(new), Some(old)) if new != old => (WrittenAs::Changed, kept),
            (Some(_), Some(_), None) => (WrittenAs::Created, kept),
            (Some(_), None, _) if !is_seen => (WrittenAs::Rejected, before),
            (Some(_), ..) => (WrittenAs::Unchanged, before),
        };
        (written_as, after.cloned())
    }
}

impl From<Refused> for PushError {
    fn from(Refused(issue): Refused) -> Self {
        Self::Unreadable(issue)
    }
}
