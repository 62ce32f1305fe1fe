use std::{ops::Range, sync::Arc};

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::Entry;

/// How many positions stand together.
const CHUNK: usize = 256;
/// When entries are laid out, one of so many positions is left free for what comes later.
const ROOM: usize = 8;
/// How far a free position may lie from where it is needed: the entries between them have to move.
const REACH: u32 = 1_024;

/// The entries of a list in order, each at a position. Some positions are free, so that an entry can come in between
/// while all but a few of the others stay where they are. Positions stand in chunks, which lists share where nothing in
/// them changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    chunks: Vec<Arc<Chunk>>,
    taken: Arc<RoaringBitmap>,
}

#[derive(Clone, Debug)]
struct Chunk {
    places: Box<[Option<Entry>]>,
    /// When the latest of them changed.
    modified: DateTime<Utc>,
}

impl Chunk {
    fn of(entries: impl Iterator<Item = Option<Entry>>) -> Self {
        let places = entries.chain(std::iter::repeat(None)).take(CHUNK).collect();
        let mut chunk = Self { places, modified: DateTime::default() };
        chunk.modified = chunk.latest();
        chunk
    }

    fn latest(&self) -> DateTime<Utc> {
        self.entries().map(|entry| entry.modified).max().unwrap_or_default()
    }

    fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.places.iter().flatten()
    }
}

impl From<Vec<Entry>> for Entries {
    fn from(entries: Vec<Entry>) -> Self {
        let many = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let mut entries = entries.into_iter().peekable();
        let mut chunks = Vec::with_capacity(entries.len() * ROOM / (ROOM - 1) / CHUNK + 1);
        while entries.peek().is_some() {
            let place = |at: usize| if is_left_free(at) { None } else { entries.next() };
            chunks.push(Arc::new(Chunk::of((0..CHUNK).map(place))));
        }
        let taken = (0..).filter(|position| !is_left_free(*position as usize)).take(many as usize);
        Self { chunks, taken: Arc::new(taken.collect()) }
    }
}

fn is_left_free(position: usize) -> bool {
    position % ROOM == ROOM - 1
}

impl Entries {
    pub(crate) fn len(&self) -> usize {
        usize::try_from(self.taken.len()).unwrap_or(usize::MAX)
    }

    /// The positions at which entries stand.
    pub(crate) fn taken(&self) -> &RoaringBitmap {
        &self.taken
    }

    /// How many positions there are, taken or free.
    pub(crate) fn positions(&self) -> u32 {
        // Positions are 32 bits wide.
        u32::try_from(self.chunks.len() * CHUNK).unwrap_or(u32::MAX)
    }

    pub(crate) fn get(&self, position: u32) -> Option<&Entry> {
        let position = position as usize;
        self.chunks.get(position / CHUNK)?.places.get(position % CHUNK)?.as_ref()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.chunks.iter().flat_map(|chunk| chunk.entries())
    }

    /// Each entry with its position.
    pub(crate) fn positioned(&self) -> impl Iterator<Item = (u32, &Entry)> {
        let places = self.chunks.iter().flat_map(|chunk| &chunk.places);
        (0..).zip(places).filter_map(|(position, entry)| Some((position, entry.as_ref()?)))
    }

    /// The entries from a position on.
    pub(crate) fn after(&self, position: u32) -> impl Iterator<Item = &Entry> {
        (position..self.positions()).filter_map(|position| self.get(position))
    }

    pub(crate) fn par_iter(&self) -> impl ParallelIterator<Item = &Entry> {
        self.chunks.par_iter().flat_map_iter(|chunk| chunk.entries())
    }

    /// The position of the first entry that fails a test which all those before it pass, and none after it; the end where
    /// all pass.
    pub(crate) fn partition_point(&self, passes: impl Fn(&Entry) -> bool) -> u32 {
        // What is free goes by the entry before it.
        let all_pass = |entries: &mut dyn Iterator<Item = &Entry>| entries.next().is_none_or(&passes);
        let up_to = |number: usize| {
            let chunks = self.chunks.get(..=number).unwrap_or_default();
            all_pass(&mut chunks.iter().rev().flat_map(|chunk| chunk.entries().rev()))
        };
        let before = partition(self.chunks.len(), up_to);
        let within = self.chunks.get(before).map_or(0, |chunk| {
            let up_to =
                |at: usize| all_pass(&mut chunk.places.get(..=at).unwrap_or_default().iter().rev().flatten());
            partition(CHUNK, up_to)
        });
        u32::try_from(before * CHUNK + within).unwrap_or(u32::MAX)
    }

    /// When the latest of them changed.
    pub(crate) fn modified(&self) -> Option<DateTime<Utc>> {
        self.chunks.iter().map(|chunk| chunk.modified).max()
    }

    /// Puts an entry at a position, or frees it, and gives back what stood there.
    pub(crate) fn put(&mut self, position: u32, entry: Option<Entry>) -> Option<Entry> {
        let (number, within) = (position as usize / CHUNK, position as usize % CHUNK);
        let chunk = self.chunks.get_mut(number).map(Arc::make_mut)?;
        let taken = Arc::make_mut(&mut self.taken);
        if entry.is_some() {
            taken.insert(position)
        } else {
            taken.remove(position)
        };
        let latest = entry.as_ref().map(|entry| entry.modified);
        let before = std::mem::replace(chunk.places.get_mut(within)?, entry);
        let was_latest = before.as_ref().is_some_and(|entry| entry.modified == chunk.modified);
        match latest {
            Some(latest) if latest >= chunk.modified => chunk.modified = latest,
            _ if was_latest => chunk.modified = chunk.latest(),
            _ => {}
        }
        before
    }

    /// Adds free positions at the end.
    pub(crate) fn grow(&mut self) {
        self.chunks.push(Arc::new(Chunk::of(std::iter::empty())));
    }

    /// Whether the end lies within reach of a position.
    pub(crate) fn is_near_end(&self, position: u32) -> bool {
        self.positions().saturating_sub(position) <= REACH
    }

    /// The free positions next before one, as far as entries could move there.
    pub(crate) fn free_before(&self, position: u32) -> Range<u32> {
        let least = position.saturating_sub(REACH);
        let is_taken = |at: &u32| self.taken.contains(*at);
        let start = (least..position).rev().find(is_taken).map_or(least, |taken| taken + 1);
        start..position
    }

    /// The nearest free position before one, or from it on, within reach.
    pub(crate) fn nearest_free(&self, position: u32) -> Option<u32> {
        let is_free = |at: &u32| !self.taken.contains(*at);
        let before = (position.saturating_sub(REACH)..position).rev().find(is_free);
        let after = (position..self.positions().min(position.saturating_add(REACH))).find(is_free);
        let distance = |at: &u32| at.abs_diff(position);
        before.into_iter().chain(after).min_by_key(distance)
    }
}

/// How many numbers below a limit pass a test that those at the beginning pass, and no other.
fn partition(limit: usize, passes: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, limit);
    while low < high {
        let middle = low.midpoint(high);
        if passes(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
