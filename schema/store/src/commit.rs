mod taken;

use std::{collections::BTreeMap, io};

use chrono::{DateTime, Utc};
use model::{ContentHash, Noun, RecordKey, SourceId, Visibility};
use serde_json::Value;

use self::taken::Taken;
use crate::{
    Result, Store, StoreError,
    connection::{BATCH, Link},
    source, tombstone,
};

/// What one run of one source found, beside the items that are new or changed, to be taken whole or not at all.
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
    /// The items that are new or say something new are taken as they come and written batch by batch: all of them need
    /// not fit into memory. Of two with one id the first counts. If one cannot be had, nothing of the run is written. What
    /// hands them over must not ask the store.
    ///
    /// A record that a changed item no longer yields becomes deleted, unless another item of the commit yields it.
    /// An erased record is kept out, and an item that names one is kept without its body.
    ///
    /// Refused with [`StoreError::Overtaken`] if another run of the source has committed since this one read what it
    /// compares with, or if one that began later has committed at all.
    pub fn commit_run(
        &self,
        commit: &RunCommit,
        items: impl IntoIterator<Item = io::Result<NewItem>>,
    ) -> Result<CommitOutcome> {
        self.write(|link| {
            source::lock(link, &commit.source)?;
            refuse_overtaken(link, commit)?;
            let mut taken = Taken::new(commit, tombstone::blocked(link, &commit.source)?);
            for batch in Batches(items.into_iter()) {
                taken.take(link, batch.map_err(StoreError::Items)?)?;
            }
            taken.end(link)
        })
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

/// How many bytes the bodies of a batch come to at most, but for a single one that is longer.
const BATCH_BYTES: usize = 8 << 20;

/// Items in batches, each of which fits into memory.
struct Batches<I>(I);

impl<I: Iterator<Item = io::Result<NewItem>>> Iterator for Batches<I> {
    type Item = io::Result<Vec<NewItem>>;

    fn next(&mut self) -> Option<Self::Item> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            match self.0.next() {
                Some(Ok(item)) => {
                    bytes += item.body.len();
                    batch.push(item);
                }
                Some(Err(error)) => return Some(Err(error)),
                None => break,
            }
        }
        (!batch.is_empty()).then_some(Ok(batch))
    }
}
