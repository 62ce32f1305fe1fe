//! Things laid out by position, in chunks that a later version shares where nothing in them changed.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// How many positions stand together: few chunks stay in the processor's caches, and one is soon copied.
const CHUNK: usize = 4_096;

fn chunk_of(position: u32) -> (usize, usize) {
    (position as usize / CHUNK, position as usize % CHUNK)
}

/// One thing for each position. Where nothing was put stands the default.
#[derive(Clone, Debug)]
pub(crate) struct Column<T> {
    chunks: Vec<Arc<[T]>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T: Copy + Default> Column<T> {
    pub(crate) fn get(&self, position: u32) -> T {
        let (chunk, within) = chunk_of(position);
        self.chunks.get(chunk).and_then(|chunk| chunk.get(within)).copied().unwrap_or_default()
    }

    /// Puts a thing at a position.
    pub(crate) fn put(&mut self, position: u32, thing: T) {
        let (chunk, within) = chunk_of(position);
        while self.chunks.len() <= chunk {
            self.chunks.push(vec![T::default(); CHUNK].into());
        }
        let chunk = self.chunks.get_mut(chunk).map(Arc::make_mut);
        if let Some(place) = chunk.and_then(|chunk| chunk.get_mut(within)) {
            *place = thing;
        }
    }
}

impl<T: Copy + Default> Extend<(u32, T)> for Column<T> {
    fn extend<I: IntoIterator<Item = (u32, T)>>(&mut self, things: I) {
        things.into_iter().for_each(|(position, thing)| self.put(position, thing));
    }
}

/// A row of things for each position. Where nothing was put is an empty row.
#[derive(Clone, Debug)]
pub(crate) struct Rows<T> {
    chunks: Vec<Arc<Chunk<T>>>,
}

/// Rows end to end.
#[derive(Clone, Debug)]
struct Chunk<T> {
    ends: Vec<u32>,
    things: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T> Chunk<T> {
    fn row(&self, within: usize) -> &[T] {
        let end = self.ends.get(within).copied().unwrap_or_default() as usize;
        let start =
            within.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.things.get(start as usize..end).unwrap_or_default()
    }
}

impl<T: Clone> Rows<T> {
    /// Puts a row at a position after all that have one.
    pub(crate) fn push(&mut self, position: u32, row: impl IntoIterator<Item = T>) {
        let (number, within) = chunk_of(position);
        while self.chunks.len() <= number {
            if let Some(full) = self.chunks.last_mut().map(Arc::make_mut) {
                full.things.shrink_to_fit();
            }
            self.chunks.push(Arc::new(Chunk { ends: Vec::with_capacity(CHUNK), things: Vec::new() }));
        }
        if let Some(chunk) = self.chunks.last_mut().map(Arc::make_mut) {
            chunk.ends.resize(within, length(&chunk.things));
            chunk.things.extend(row);
            chunk.ends.push(length(&chunk.things));
        }
    }

    fn range(chunk: usize) -> Range<u32> {
        let at = |chunk: usize| u32::try_from(chunk * CHUNK).unwrap_or(u32::MAX);
        at(chunk)..at(chunk + 1)
    }

    pub(crate) fn row(&self, position: u32) -> &[T] {
        let (chunk, within) = chunk_of(position);
        self.chunks.get(chunk).map_or(&[], |chunk| chunk.row(within))
    }

    /// The same with other rows at some positions. Costs as much as the chunks that they are in.
    pub(crate) fn with(&self, rows: &BTreeMap<u32, Vec<T>>) -> Self {
        let mut all = self.clone();
        let last = rows.last_key_value().map(|(last, _)| chunk_of(*last).0);
        for number in last.map_or(0..0, |last| 0..last + 1) {
            let range = Self::range(number);
            if number < all.chunks.len() && rows.range(range.clone()).next().is_none() {
                continue;
            }
            let row = |at: u32| rows.get(&at).map_or_else(|| self.row(at), Vec::as_slice);
            let mut chunk = Chunk { ends: Vec::with_capacity(CHUNK), things: Vec::new() };
            for position in range {
                chunk.things.extend_from_slice(row(position));
                chunk.ends.push(length(&chunk.things));
            }
            chunk.things.shrink_to_fit();
            match all.chunks.get_mut(number) {
                Some(place) => *place = Arc::new(chunk),
                None => all.chunks.push(Arc::new(chunk)),
            }
        }
        all
    }
}

/// A chunk has a few things for each of its positions.
fn length<T>(things: &[T]) -> u32 {
    u32::try_from(things.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows() -> impl Strategy<Value = BTreeMap<u32, Vec<u8>>> {
        prop::collection::btree_map(0..10_000_u32, prop::collection::vec(any::<u8>(), 0..4), 0..60)
    }

    proptest! {
        #[test]
        fn what_is_put_at_positions_stands_there_and_nothing_else(first in rows(), then in rows()) {
            let mut one = Rows::default();
            first.iter().for_each(|(position, row)| one.push(*position, row.iter().copied()));
            let other = one.with(&then);
            let last = |rows: &BTreeMap<u32, Vec<u8>>| {
                rows.clone().into_iter().map(|(at, row)| (at, row.last().copied().unwrap_or_default())).collect::<Vec<_>>()
            };
            let mut column = Column::default();
            column.extend(last(&first));
            let before = column.clone();
            column.extend(last(&then));
            for position in 0..11_000 {
                let is = then.get(&position).or(first.get(&position));
                prop_assert_eq!(one.row(position), first.get(&position).map_or(&[][..], Vec::as_slice));
                prop_assert_eq!(other.row(position), is.map_or(&[][..], Vec::as_slice));
                let is = is.and_then(|row| row.last()).copied().unwrap_or_default();
                prop_assert_eq!(column.get(position), is);
                let was = first.get(&position).and_then(|row| row.last()).copied().unwrap_or_default();
                prop_assert_eq!(before.get(position), was);
            }
        }
    }
}
