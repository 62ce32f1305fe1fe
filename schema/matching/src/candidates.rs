//! Candidate pairs of many records at once.

use rayon::prelude::*;

use crate::Features;
use crate::block::{Family, Keys, each_key};

/// Into how many parts the entries of a family are sorted, by their keys, so that each part is worked on within a
/// processor's cache.
const PARTS: usize = 128;
/// How many records' entries are parted at once.
const CHUNK: usize = 16_384;

/// A record in a block: the block's key in two halves, which takes less memory than in one, and the record's place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    high: u32,
    low: u32,
    place: u32,
}

/// What the blocks of many records propose.
#[derive(Default)]
pub(crate) struct Candidates {
    /// The pairs of places, the lesser first, that are worth comparing; sorted, each once.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// How many pairs were proposed, counting one again for each block that proposes it.
    pub(crate) proposed: u64,
}

/// The pairs of records that share a block of at most `cap` records, of those that are worth it.
///
/// The work is linear in the number of records, because a block of `n` records proposes at most `n * cap / 2` pairs. So
/// is the memory, and it is that of one family of blocks: one is done with before the next is begun.
pub(crate) fn candidates(
    features: &[Features],
    cap: usize,
    is_worth: &(impl Fn(u32, u32) -> bool + Sync),
) -> Candidates {
    let mut found = Candidates::default();
    for family in Family::ALL {
        let proposals = Proposals { features, cap, is_worth };
        for part in proposals.of_family(family) {
            found.proposed += part.proposed;
            found.pairs.extend(part.pairs);
        }
    }
    found.pairs.par_sort_unstable();
    found.pairs.dedup();
    found
}

/// Proposes pairs.
struct Proposals<'f, W> {
    features: &'f [Features],
    cap: usize,
    is_worth: &'f W,
}

impl<W: Fn(u32, u32) -> bool + Sync> Proposals<'_, W> {
    /// What one family proposes, part by part.
    fn of_family(&self, family: Family) -> Vec<Candidates> {
        let chunks = self.features.par_chunks(CHUNK).enumerate();
        let chunks: Vec<_> = chunks.map(|(at, chunk)| parted(chunk, at * CHUNK, family)).collect();
        let of_part = |part: usize| -> Vec<Entry> {
            chunks.iter().filter_map(|chunk| chunk.get(part)).flatten().copied().collect()
        };
        (0..PARTS).into_par_iter().map(|part| self.of_entries(of_part(part))).collect()
    }

    fn of_entries(&self, mut entries: Vec<Entry>) -> Candidates {
        drop_lone(&mut entries);
        entries.sort_unstable();
        entries.dedup();
        let mut found = Candidates::default();
        for block in entries.chunk_by(|a, b| (a.high, a.low) == (b.high, b.low)) {
            if (2..=self.cap).contains(&block.len()) {
                self.propose(block, &mut found);
            }
        }
        found.pairs.sort_unstable();
        found.pairs.dedup();
        found.pairs.shrink_to_fit();
        found
    }

    fn propose(&self, block: &[Entry], found: &mut Candidates) {
        found.proposed += (block.len() * (block.len() - 1) / 2) as u64;
        for (at, first) in block.iter().enumerate() {
            let others = block.iter().skip(at + 1).map(|second| second.place);
            let worth = others.filter(|second| (self.is_worth)(first.place, *second));
            found.pairs.extend(worth.map(|second| (first.place, second)));
        }
    }
}

/// The entries of some records, the first of which is at `from`, by the first bits of their keys.
fn parted(features: &[Features], from: usize, family: Family) -> Vec<Vec<Entry>> {
    let mut keys = Keys::default();
    let mut entries = Vec::with_capacity(features.len() * 8);
    for (at, features) in features.iter().enumerate() {
        let place = u32::try_from(from + at).unwrap_or(u32::MAX);
        each_key(features, family, &mut keys, |key| {
            #[expect(clippy::cast_possible_truncation, reason = "the halves of a number")]
            let (high, low) = ((key.0 >> 32) as u32, key.0 as u32);
            entries.push(Entry { high, low, place });
        });
    }
    let mut sizes = [0_usize; PARTS];
    let part = |entry: &Entry| (entry.high >> 25) as usize;
    for entry in &entries {
        sizes.get_mut(part(entry)).into_iter().for_each(|size| *size += 1);
    }
    let mut parts: Vec<Vec<Entry>> = sizes.iter().map(|size| Vec::with_capacity(*size)).collect();
    for entry in entries {
        parts.get_mut(part(&entry)).into_iter().for_each(|part| part.push(entry));
    }
    parts
}

/// Drops most entries that stand alone in their block: half or more do, and sorting is what costs. A bit for each of
/// some keys tells that one was met, another that one was met again.
fn drop_lone(entries: &mut Vec<Entry>) {
    let bits = (entries.len() * 8).next_power_of_two().max(64);
    let (mut met, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    let at = |entry: &Entry| {
        let bit = entry.low as usize & (bits - 1);
        (bit / 64, 1_u64 << (bit % 64))
    };
    for entry in entries.iter() {
        let (word, bit) = at(entry);
        if let (Some(met), Some(again)) = (met.get_mut(word), again.get_mut(word)) {
            *again |= *met & bit;
            *met |= bit;
        }
    }
    entries.retain(|entry| {
        let (word, bit) = at(entry);
        again.get(word).is_some_and(|again| again & bit != 0)
    });
}
