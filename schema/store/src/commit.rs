use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use model::{ContentHash, Noun, RecordKey, SourceId, Visibility};
use serde_json::Value;

use crate::{
    Result, Store, StoreError,
    column::{json, time},
    connection::Link,
    dirty,
    item::{self, ItemRow, VersionRow},
    record::{self, RecordRow},
    source, told, tombstone,
};

/// What one run of one source found, to be taken whole or not at all.
#[derive(Clone, Debug)]
pub struct RunCommit {
    /// The source.
    pub source: SourceId,
    /// The number of the run, which [`Store::begin_run`] gave.
    pub run: i64,
    /// What [`Store::committed_run`] gave before the run read the states of the items that it compared with. If
    /// another run has committed since, this one is refused: what it takes for unchanged or gone may not be so.
    pub after: Option<i64>,
    /// When the run read it.
    pub at: DateTime<Utc>,
    /// Items that are new or say something new. Of two with one id the first counts.
    pub items: Vec<NewItem>,
    /// Ids of items that are as they were.
    pub seen: Vec<String>,
    /// Ids of items that are gone. Their records become deleted, but stay.
    pub gone: Vec<String>,
    /// What the next run needs to know: see [`Store::harvest_state`].
    pub state: Value,
}

/// An item that is new or says something new.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// The source's own name for it.
    pub id: String,
    /// The media type of the body.
    pub media_type: String,
    /// The bytes as they came.
    pub body: Vec<u8>,
    /// Their hash. Where it is the latest version's, no new version is kept.
    pub hash: ContentHash,
    /// What was read out of it; `None` if it could not be read, so that the last good records stay.
    pub records: Option<Vec<NewRecord>>,
}

/// A record as an adapter read it. Of two with one key the first counts.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Its name.
    pub key: RecordKey,
    /// What was said.
    pub noun: Noun,
    /// Who may see it.
    pub visibility: Visibility,
    /// Fields that fewer may see.
    pub field_visibility: BTreeMap<String, Visibility>,
    /// What the source wrote where the record holds a cleaned form: field path to original text.
    pub original: BTreeMap<String, String>,
}

/// What committing a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitOutcome {
    /// Records that are new, say something new, or came back.
    pub records_written: u64,
    /// Records that are gone.
    pub records_deleted: u64,
    /// Records that were kept out because they had been erased.
    pub records_blocked: u64,
}

impl Store {
    /// Commits a run in one transaction: versions of items, their records, what is gone, and the state for the next
    /// run. Records that are new, changed, gone or back become dirty.
    ///
    /// A record that a changed item no longer yields becomes deleted, unless another item of the commit yields it.
    /// An erased record is kept out, and an item that names one is kept without its body.
    ///
    /// Refused with [`StoreError::Overtaken`] if another run of the source has committed since this one read what it
    /// compares with, or if one that began later has committed at all.
    pub fn commit_run(&self, commit: &RunCommit) -> Result<CommitOutcome> {
        check_keys(commit)?;
        self.write(|link| {
            source::lock(link, &commit.source)?;
            refuse_overtaken(link, commit)?;
            let blocked = tombstone::blocked(link, &commit.source)?;
            write_items(link, commit, &blocked)?;
            let outcome = write_records(link, commit, &blocked)?;
            item::mark_gone(link, &commit.source, &commit.gone, time(commit.at))?;
            item::touch(link, &commit.source, &commit.seen, time(commit.at))?;
            source::put_state(link, &commit.source, commit.run, &commit.state)?;
            dirty::mark(link, &outcome.dirty)?;
            Ok(outcome.counts)
        })
    }
}

fn check_keys(commit: &RunCommit) -> Result<()> {
    let records = commit.items.iter().flat_map(|item| item.records.iter().flatten());
    match records.map(|record| &record.key).find(|key| key.source != commit.source) {
        Some(key) => Err(StoreError::ForeignRecord { record: key.to_string(), from: commit.source.clone() }),
        None => Ok(()),
    }
}

fn refuse_overtaken(link: &mut Link<'_>, commit: &RunCommit) -> Result<()> {
    match source::committed_run(link, &commit.source)? {
        Some(by) if commit.after != Some(by) || by > commit.run => {
            Err(StoreError::Overtaken { source_id: commit.source.clone(), run: commit.run, by })
        }
        _ => Ok(()),
    }
}

fn write_items(link: &mut Link<'_>, commit: &RunCommit, blocked: &BTreeSet<RecordKey>) -> Result<()> {
    let items = first_of_each(commit);
    let ids: Vec<&str> = items.keys().copied().collect();
    let known = item::load(link, &commit.source, &ids)?;
    let changed = |id: &str, new: &NewItem| known.get(id).is_none_or(|row| row.hash != new.hash.0);
    let superseded = items.iter().filter(|(id, new)| changed(id, new)).filter_map(|(id, _)| known.get(*id));
    item::close_versions(link, &commit.source, superseded)?;

    let mut rows = Vec::with_capacity(items.len());
    let mut versions = Vec::new();
    for (id, new) in &items {
        let before = known.get(*id).map_or(0, |row| row.version);
        let version = if changed(id, new) { before + 1 } else { before };
        rows.push(new.row(commit, version));
        if version > before {
            versions.push(new.version_row(commit, version, blocked));
        }
    }
    item::upsert(link, &rows)?;
    item::insert_versions(link, &versions)
}

/// The items by id; of two with one id the first.
fn first_of_each(commit: &RunCommit) -> BTreeMap<&str, &NewItem> {
    commit.items.iter().rev().map(|item| (item.id.as_str(), item)).collect()
}

impl NewItem {
    fn row(&self, commit: &RunCommit, version: i32) -> ItemRow {
        ItemRow {
            source: commit.source.to_string(),
            id: self.id.clone(),
            version,
            hash: self.hash.0.clone(),
            last_seen: time(commit.at),
            deleted: None,
        }
    }

    fn version_row(&self, commit: &RunCommit, version: i32, blocked: &BTreeSet<RecordKey>) -> VersionRow {
        VersionRow {
            source: commit.source.to_string(),
            id: self.id.clone(),
            version,
            media_type: self.media_type.clone(),
            hash: self.hash.0.clone(),
            first_seen: time(commit.at),
            last_seen: None,
            body: if self.tells_of(blocked) { Vec::new() } else { self.body.clone() },
        }
    }

    fn tells_of(&self, blocked: &BTreeSet<RecordKey>) -> bool {
        self.records.iter().flatten().any(|record| blocked.contains(&record.key))
            || told::holds(&self.body, &blocked.iter().map(|key| key.id.as_str()).collect())
    }
}

/// The records to write, and which of them to reconcile.
#[derive(Default)]
struct Written {
    rows: Vec<RecordRow>,
    dirty: Vec<String>,
    counts: CommitOutcome,
}

fn write_records(link: &mut Link<'_>, commit: &RunCommit, blocked: &BTreeSet<RecordKey>) -> Result<Written> {
    let mut written = Written::default();
    let read: Vec<_> = commit.items.iter().filter_map(|item| Some((item, item.records.as_ref()?))).collect();
    let mut new = BTreeMap::new();
    for (item, record) in read.iter().flat_map(|(item, records)| records.iter().map(move |r| (*item, r))) {
        if blocked.contains(&record.key) {
            written.counts.records_blocked += 1;
        } else {
            new.entry(record.key.to_string()).or_insert((item, record));
        }
    }
    let names: Vec<String> = new.keys().cloned().collect();
    let items: Vec<&str> = read.iter().map(|(item, _)| item.id.as_str()).collect();
    let items: Vec<&str> = items.into_iter().chain(commit.gone.iter().map(String::as_str)).collect();
    let known = record::load(link, &commit.source, &names, &items)?;

    for (name, (item, record)) in &new {
        written.put(record.row(name, item, time(commit.at)), known.get(name));
    }
    for (name, row) in known {
        if !new.contains_key(&name) && row.deleted.is_none() {
            written.delete(row, time(commit.at));
        }
    }
    record::upsert(link, &written.rows)?;
    Ok(written)
}

impl NewRecord {
    fn row(&self, name: &str, item: &NewItem, at: NaiveDateTime) -> RecordRow {
        RecordRow {
            key: name.to_owned(),
            source: self.key.source.to_string(),
            kind: self.key.kind.to_string(),
            item: item.id.clone(),
            noun: self.noun.to_json(),
            visibility: self.visibility.to_string(),
            field_visibility: json(&self.field_visibility),
            original: json(&self.original),
            first_seen: at,
            modified: at,
            deleted: None,
        }
    }
}

impl Written {
    /// Writes a record if it differs from what is known of it. That it moved to another item is no news to readers.
    fn put(&mut self, mut row: RecordRow, known: Option<&RecordRow>) {
        match known {
            Some(known) if known.says_the_same(&row) => {
                if known.item != row.item {
                    row.modified = known.modified;
                    self.rows.push(row);
                }
            }
            _ => {
                self.counts.records_written += 1;
                self.dirty.push(row.key.clone());
                self.rows.push(row);
            }
        }
    }

    fn delete(&mut self, mut row: RecordRow, at: NaiveDateTime) {
        row.deleted = Some(at);
        self.counts.records_deleted += 1;
        self.dirty.push(row.key.clone());
        self.rows.push(row);
    }
}
