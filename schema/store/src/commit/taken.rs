//! Writing the items of a run batch by batch.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use model::RecordKey;

use super::{CommitOutcome, NewItem, NewRecord, RunCommit};
use crate::{
    Result, StoreError,
    column::{json, time},
    connection::{BATCH, Link},
    dirty,
    item::{self, ItemRow, VersionRow},
    record::{self, RecordRow},
    source, told,
};

/// What has been taken of a run so far: of each item and record no more than its name.
pub(super) struct Taken<'a> {
    commit: &'a RunCommit,
    blocked: BTreeSet<RecordKey>,
    items: BTreeSet<Box<str>>,
    /// The records that were yielded or are gone, and whether each is to be reconciled.
    records: BTreeMap<Box<str>, bool>,
    /// Records that their item no longer yields. Another may.
    orphans: BTreeSet<Box<str>>,
    counts: CommitOutcome,
}

impl<'a> Taken<'a> {
    /// Nothing of a run, of which some records may not come back.
    pub(super) fn new(commit: &'a RunCommit, blocked: BTreeSet<RecordKey>) -> Self {
        let (items, records, orphans) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        Self { commit, blocked, items, records, orphans, counts: CommitOutcome::default() }
    }

    /// Writes a batch.
    pub(super) fn take(&mut self, link: &mut Link<'_>, mut batch: Vec<NewItem>) -> Result<()> {
        batch.retain(|item| self.items.insert(item.id.as_str().into()));
        check_keys(self.commit, &batch)?;
        write_items(link, self.commit, &batch, &self.blocked)?;
        self.take_records(link, &batch)
    }

    fn take_records(&mut self, link: &mut Link<'_>, batch: &[NewItem]) -> Result<()> {
        let read = batch.iter().filter(|item| item.records.is_some());
        let items: Vec<&str> = read.map(|item| item.id.as_str()).collect();
        let new = self.first_of_each(batch);
        let names: Vec<String> = new.keys().cloned().collect();
        let known = record::load(link, &self.commit.source, &names, &items)?;
        let at = time(self.commit.at);
        let mut rows = Vec::new();
        for (name, (item, record)) in &new {
            rows.extend(self.put(record.row(name, item, at), known.get(name)));
        }
        for (name, row) in known {
            if row.deleted.is_none() && !self.records.contains_key(name.as_str()) {
                self.orphans.insert(name.into());
            }
        }
        record::upsert(link, &rows)
    }

    /// The records of a batch by name, without those that are blocked or were yielded before.
    fn first_of_each<'b>(&mut self, batch: &'b [NewItem]) -> BTreeMap<String, (&'b NewItem, &'b NewRecord)> {
        let mut new = BTreeMap::new();
        let yielded = |item: &'b NewItem| item.records.iter().flatten().map(move |record| (item, record));
        for (item, record) in batch.iter().flat_map(yielded) {
            let name = record.key.to_string();
            if self.blocked.contains(&record.key) {
                self.counts.records_blocked += 1;
            } else if !self.records.contains_key(name.as_str()) {
                new.entry(name).or_insert((item, record));
            }
        }
        new
    }

    /// The row to write of a record, if it differs from what is known of it. That it moved to another item is no news
    /// to readers.
    fn put(&mut self, mut row: RecordRow, known: Option<&RecordRow>) -> Option<RecordRow> {
        let same = known.filter(|known| known.says_the_same(&row));
        self.records.insert(row.key.as_str().into(), same.is_none());
        match same {
            Some(same) if same.item == row.item => None,
            Some(same) => {
                row.modified = same.modified;
                Some(row)
            }
            None => {
                self.counts.records_written += 1;
                Some(row)
            }
        }
    }

    /// Writes what is gone and what was seen, and the state for the next run.
    pub(super) fn end(mut self, link: &mut Link<'_>) -> Result<CommitOutcome> {
        let (commit, at) = (self.commit, time(self.commit.at));
        for chunk in commit.gone.chunks(BATCH) {
            let items: Vec<&str> = chunk.iter().map(String::as_str).collect();
            let rows = record::load(link, &commit.source, &[], &items)?;
            self.delete(link, rows)?;
        }
        let orphans: Vec<String> = std::mem::take(&mut self.orphans).into_iter().map(String::from).collect();
        for chunk in orphans.chunks(BATCH) {
            let rows = record::load(link, &commit.source, chunk, &[])?;
            self.delete(link, rows)?;
        }
        item::mark_gone(link, &commit.source, &commit.gone, at)?;
        item::touch(link, &commit.source, &commit.seen, at)?;
        source::put_state(link, &commit.source, commit.run, &commit.state)?;
        let dirty = self.records.iter().filter(|(_, is_dirty)| **is_dirty);
        dirty::mark(link, dirty.map(|(name, _)| name))?;
        Ok(self.counts)
    }

    /// Notes that records are gone which nothing of the run yielded.
    fn delete(&mut self, link: &mut Link<'_>, rows: BTreeMap<String, RecordRow>) -> Result<()> {
        let is_gone = |row: &RecordRow| row.deleted.is_none() && !self.records.contains_key(row.key.as_str());
        let mut rows: Vec<RecordRow> = rows.into_values().filter(is_gone).collect();
        for row in &mut rows {
            row.deleted = Some(time(self.commit.at));
            self.counts.records_deleted += 1;
            self.records.insert(row.key.as_str().into(), true);
        }
        record::upsert(link, &rows)
    }
}

fn check_keys(commit: &RunCommit, batch: &[NewItem]) -> Result<()> {
    let mut keys = batch.iter().flat_map(|item| item.records.iter().flatten()).map(|record| &record.key);
    match keys.find(|key| key.source != commit.source) {
        Some(key) => Err(StoreError::ForeignRecord { record: key.to_string(), from: commit.source.clone() }),
        None => Ok(()),
    }
}

fn write_items(
    link: &mut Link<'_>,
    commit: &RunCommit,
    batch: &[NewItem],
    blocked: &BTreeSet<RecordKey>,
) -> Result<()> {
    let ids: Vec<&str> = batch.iter().map(|item| item.id.as_str()).collect();
    let known = item::load(link, &commit.source, &ids)?;
    let is_changed = |new: &&NewItem| known.get(&new.id).is_none_or(|row| row.hash != new.hash.0);
    let superseded = batch.iter().filter(is_changed).filter_map(|new| known.get(&new.id));
    item::close_versions(link, &commit.source, superseded)?;

    let mut rows = Vec::with_capacity(batch.len());
    let mut versions = Vec::new();
    for new in batch {
        let before = known.get(&new.id).map_or(0, |row| row.version);
        let version = before + i32::from(is_changed(&new));
        rows.push(new.row(commit, version));
        if version > before {
            versions.push(new.version_row(commit, version, blocked));
        }
    }
    item::upsert(link, &rows)?;
    item::insert_versions(link, &versions)
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
            confirmed: None,
        }
    }
}
