use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use crate::Entry;

/// How many entries stand together.
const CHUNK: usize = 256;

/// The entries of a list, in order, in chunks that lists share where nothing in them changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    chunks: Vec<Arc<Chunk>>,
    len: usize,
}

#[derive(Clone, Debug)]
struct Chunk {
    entries: Box<[Entry]>,
    /// When the latest of them changed.
    modified: DateTime<Utc>,
}

impl Chunk {
    fn of(entries: Box<[Entry]>) -> Arc<Self> {
        let modified = entries.iter().map(|entry| entry.modified).max().unwrap_or_default();
        Arc::new(Self { entries, modified })
    }
}

impl From<Vec<Entry>> for Entries {
    fn from(entries: Vec<Entry>) -> Self {
        let len = entries.len();
        let mut chunks = Vec::with_capacity(len.div_ceil(CHUNK));
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            chunks.push(Chunk::of(entries.by_ref().take(CHUNK).collect()));
        }
        Self { chunks, len }
    }
}

impl Entries {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, position: usize) -> Option<&Entry> {
        self.chunks.get(position / CHUNK)?.entries.get(position % CHUNK)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.chunks.iter().flat_map(|chunk| &chunk.entries)
    }

    /// The entries from a position on.
    pub(crate) fn after(&self, position: usize) -> impl Iterator<Item = &Entry> {
        (position..self.len).filter_map(|position| self.get(position))
    }

    pub(crate) fn par_iter(&self) -> impl ParallelIterator<Item = &Entry> {
        self.chunks.par_iter().flat_map_iter(|chunk| &chunk.entries)
    }

    /// The same of each entry, in order, on all cores.
    pub(crate) fn map<T: Send>(&self, of: impl Fn(&Entry) -> T + Sync) -> Vec<T> {
        let chunks: Vec<Vec<T>> =
            self.chunks.par_iter().map(|chunk| chunk.entries.iter().map(&of).collect()).collect();
        chunks.into_iter().flatten().collect()
    }

    /// How many entries pass a test that those at the beginning pass, and no other.
    pub(crate) fn partition_point(&self, passes: impl Fn(&Entry) -> bool) -> usize {
        let before = self.chunks.partition_point(|chunk| chunk.entries.last().is_some_and(&passes));
        let within = self.chunks.get(before).map_or(0, |chunk| chunk.entries.partition_point(passes));
        before * CHUNK + within
    }

    /// When the latest of them changed.
    pub(crate) fn modified(&self) -> Option<DateTime<Utc>> {
        self.chunks.iter().map(|chunk| chunk.modified).max()
    }

    /// The same with other entries at some positions.
    pub(crate) fn with(&self, others: impl IntoIterator<Item = (u32, Entry)>) -> Self {
        let mut chunks = self.chunks.clone();
        let mut touched = Vec::new();
        for (position, entry) in others {
            let (number, within) = (position as usize / CHUNK, position as usize % CHUNK);
            let chunk = chunks.get_mut(number).map(Arc::make_mut);
            if let Some(place) = chunk.and_then(|chunk| chunk.entries.get_mut(within)) {
                *place = entry;
                touched.push(number);
            }
        }
        touched.dedup();
        for number in touched {
            if let Some(chunk) = chunks.get_mut(number).map(Arc::make_mut) {
                chunk.modified = chunk.entries.iter().map(|entry| entry.modified).max().unwrap_or_default();
            }
        }
        Self { chunks, len: self.len }
    }
}
