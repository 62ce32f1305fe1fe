//! From the spool to items and records: what is new, what changed, what is gone.

mod categories;
mod confidential;
mod echo;
mod ids;
mod record;
mod terms;

use std::{
    collections::{BTreeMap, BTreeSet},
    slice,
};

use model::{IssueDraft, Kind, RunCounts, Severity};
use store::ItemState;

use self::{categories::Categorising, terms::Terms};
use crate::{
    Stage,
    fetch::{Fetch, Refused},
    formats::{Adapter, split_id},
    found::{Finding, Found},
    same,
    state::{ReadFile, State},
};

/// What a run found, ready to be committed.
pub(crate) struct Imported {
    /// What is new or changed.
    pub(crate) found: Found,
    pub(crate) seen: Vec<String>,
    pub(crate) gone: Vec<String>,
    pub(crate) counts: RunCounts,
    pub(crate) records: BTreeMap<Kind, u64>,
    pub(crate) issues: Vec<IssueDraft>,
    pub(crate) state: State,
    /// Whether the feed held anything.
    pub(crate) is_empty: bool,
}

/// What was found so far, and what is known of it.
struct Import {
    found: Finding,
    seen: Vec<String>,
    gone: Vec<String>,
    counts: RunCounts,
    records: BTreeMap<Kind, u64>,
    state: State,
    is_empty: bool,
}

/// The item that is being looked at, and how it compares with what is known.
struct Compared {
    id: String,
    is_new: bool,
    is_changed: bool,
}

/// Compares the spool with the states of items, and reads what is new, changed, or was kept out before.
pub(crate) fn import(
    adapter: &dyn Adapter,
    mut fetch: Fetch<'_>,
    states: &BTreeMap<String, ItemState>,
) -> Result<Imported, Refused> {
    let settled = ids::settle(adapter, &mut fetch)?;
    let terms = terms::load(&mut fetch)?;
    let confidential = confidential::load(adapter, &mut fetch, &settled.aliases)?;
    let reader = State::reader_of(fetch.config);
    let is_other =
        fetch.before.reader != reader || fetch.before.categorised.version != fetch.categories_version();
    let reread = fetch.options.full || is_other || settled.freed;
    let mut categorising = Categorising::begin(&mut fetch, reread);
    let mut import = Import {
        found: Finding::default(),
        seen: Vec::new(),
        gone: gone(&mut fetch),
        counts: RunCounts { reidentified: settled.reidentified, ..RunCounts::default() },
        records: BTreeMap::new(),
        state: State { reader, rejected: BTreeSet::new(), aliases: settled.aliases, ..fetch.after.clone() },
        is_empty: fetch.spool.len() == 0,
    };
    let (mut done, mut next) = (0, fetch.spool.next_id(None));
    while let Some(id) = next {
        next = fetch.spool.next_id(Some(&id));
        let compared = compare(&fetch, states, id);
        import.count(adapter, &compared);
        let tried_before = fetch.before.rejected.contains(&compared.id);
        let is_closed = confidential.contains(&confidential::label_of(&compared.id));
        if compared.is_new || compared.is_changed || reread || tried_before || is_closed {
            import.read(adapter, &mut fetch, (&terms, &confidential), &mut categorising, compared)?;
        } else {
            import.seen.push(compared.id);
        }
        if done % 100 == 0 {
            fetch.check_time()?;
            fetch.progress.step(Stage::Import, done, Some(fetch.spool.len() as u64));
        }
        done += 1;
    }
    import.keep_what_rejected_items_told(&mut fetch, states);
    import.tell_categories(&mut fetch, states, categorising)?;
    import.state.file = import.read_file(&fetch);
    import.counts.deleted = import.gone.iter().filter(|id| adapter.is_counted(id)).count() as u64;
    import.close(fetch)
}

fn compare(fetch: &Fetch<'_>, states: &BTreeMap<String, ItemState>, id: String) -> Compared {
    let known = states.get(&id).filter(|state| !state.deleted);
    let same = known.zip(fetch.spool.entry(&id)).is_some_and(|(state, entry)| state.hash == entry.hash());
    Compared { is_new: known.is_none(), is_changed: known.is_some() && !same, id }
}

/// The items that are known and no longer there. While some items of the feed cannot be named, none is taken to be
/// gone: it may be one of those.
fn gone(fetch: &mut Fetch<'_>) -> Vec<String> {
    let own = categories::item_id();
    let gone = fetch.known.live().filter(|id| !fetch.spool.contains(id) && *id != own);
    let gone: Vec<String> = gone.map(str::to_owned).collect();
    if fetch.nameless == 0 || gone.is_empty() {
        return gone;
    }
    let reason = format!(
        "{} known items are missing, but {} items of the feed cannot be told apart and may be among them; all are kept",
        gone.len(),
        fetch.nameless
    );
    let issue = IssueDraft::new(
        Severity::Warning,
        "missing-kept",
        reason,
        "mend the items that cannot be told apart",
    );
    fetch.issues.push(issue);
    Vec::new()
}

impl Imported {
    /// What a feed gives that is the same as it was: nothing is read, and nothing becomes of it.
    pub(crate) fn unchanged(
        adapter: &dyn Adapter,
        fetch: Fetch<'_>,
        states: &BTreeMap<String, ItemState>,
    ) -> Self {
        let live = states.iter().filter(|(_, state)| !state.deleted);
        let seen: Vec<String> = live.map(|(id, _)| id.clone()).collect();
        let items = seen.iter().filter(|id| adapter.is_counted(id)).count() as u64;
        Self {
            found: Found::nothing(fetch.spool.into_bodies()),
            is_empty: false,
            seen,
            gone: Vec::new(),
            counts: RunCounts { items, unchanged: items, ..RunCounts::default() },
            records: BTreeMap::new(),
            issues: fetch.issues.into_list(),
            state: fetch.after,
        }
    }
}

impl Import {
    /// The file that was read, unless something of it was kept out, which has to be complained of in each run.
    fn read_file(&self, fetch: &Fetch<'_>) -> Option<ReadFile> {
        let is_whole = self.state.rejected.is_empty() && fetch.nameless == 0;
        same::read_file(fetch, fetch.spool.hashes()).filter(|_| is_whole)
    }

    fn count(&mut self, adapter: &dyn Adapter, compared: &Compared) {
        if !adapter.is_counted(&compared.id) {
            return;
        }
        self.counts.items += 1;
        let counter = match compared {
            Compared { is_new: true, .. } => &mut self.counts.new,
            Compared { is_changed: true, .. } => &mut self.counts.changed,
            _ => &mut self.counts.unchanged,
        };
        *counter += 1;
    }

    fn read(
        &mut self,
        adapter: &dyn Adapter,
        fetch: &mut Fetch<'_>,
        (terms, confidential): (&Terms, &BTreeSet<String>),
        categorising: &mut Categorising<'_>,
        compared: Compared,
    ) -> Result<(), Refused> {
        let Compared { id, .. } = compared;
        let body = fetch.body(&id)?;
        let Some((entry, body)) = fetch.spool.entry(&id).copied().zip(body) else { return Ok(()) };
        if !adapter.has_record(&id) || echo::is_echo(fetch, &id)? {
            return Ok(self.found.add(&id, &entry, Some(&[]))?);
        }
        let around = record::Around { aliases: &self.state.aliases, terms, confidential };
        let mut record = record::read(adapter, fetch, &around, &id, &body)?;
        match &mut record {
            Some(record) => {
                categorising.add(record);
                *self.records.entry(record.key.kind).or_default() += 1;
            }
            None => {
                self.state.rejected.insert(id.clone());
            }
        }
        Ok(self.found.add(&id, &entry, record.as_ref().map(slice::from_ref))?)
    }

    /// While the last good version of an item stays, what only that item told of must stay as well. Which that is
    /// cannot be known from the new version, so whatever is missing of another sort is kept.
    fn keep_what_rejected_items_told(&mut self, fetch: &mut Fetch<'_>, states: &BTreeMap<String, ItemState>) {
        let is_kept = |id: &&String| states.get(*id).is_some_and(|state| !state.deleted);
        let sorts: BTreeSet<&str> =
            self.state.rejected.iter().filter(is_kept).map(|id| split_id(id).0).collect();
        if sorts.is_empty() {
            return;
        }
        let all = std::mem::take(&mut self.gone);
        let (gone, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| sorts.contains(split_id(id).0));
        self.gone = gone;
        if !kept.is_empty() {
            let reason = format!(
                "{} known items are missing, but items that were kept out may still tell of them; they are kept",
                kept.len()
            );
            let action = "mend the items that were kept out";
            fetch.issues.push(IssueDraft::new(Severity::Notice, "missing-kept", reason, action));
        }
    }

    fn close(mut self, fetch: Fetch<'_>) -> Result<Imported, Refused> {
        self.counts.rejected = fetch.issues.errors();
        let issues = fetch.issues.into_list();
        self.counts.issues = issues.len() as u64;
        let Self { found, seen, gone, counts, records, state, is_empty } = self;
        let found = found.end(fetch.spool.into_bodies())?;
        Ok(Imported { found, seen, gone, counts, records, issues, state, is_empty })
    }
}
