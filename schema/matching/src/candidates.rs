//! Candidate pairs of many records at once.

use rayon::prelude::*;

use crate::Features;
use crate::block::blocks;

/// A block's key and a record in it, by its place.
type Entry = (u64, u32);

/// The pairs of places, the lesser first, of records that share a block of at most `cap` records; sorted, each once.
///
/// The work is linear in the number of records, because a block of `n` records proposes at most `n * cap / 2` pairs.
pub(crate) fn candidates(features: &[Features], cap: usize) -> Vec<(u32, u32)> {
    let entries = |(place, features): (usize, &Features)| -> Vec<Entry> {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        blocks(features).into_iter().map(|block| (block.key.0, place)).collect()
    };
    let mut entries: Vec<Entry> = features.par_iter().enumerate().flat_map_iter(entries).collect();
    entries.par_sort_unstable();
    entries.dedup();
    let mut pairs: Vec<(u32, u32)> = entries
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|block| (2..=cap).contains(&block.len()))
        .flat_map(pairs_of)
        .collect();
    drop(entries);
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

fn pairs_of(block: &[Entry]) -> impl Iterator<Item = (u32, u32)> + '_ {
    let pair = move |(at, first): (usize, &Entry)| {
        let first = first.1;
        block.iter().skip(at + 1).map(move |second| (first, second.1))
    };
    block.iter().enumerate().flat_map(pair)
}
