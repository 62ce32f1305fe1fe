//! How often values occur: agreement on what many share tells less.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::word::Word;

/// A property's value, hashed alike on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hashed(pub(crate) u64);

/// What sort of value is hashed or counted: one text means different things as a name and as a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u64)]
pub(crate) enum Sort {
    Word = 1,
    Name,
    Identifier,
    Scheme,
    Phone,
    Email,
    Domain,
    Site,
    Postcode,
    House,
    Unit,
    Location,
    Organization,
    Cell,
    Uri,
    Prefix,
    Description,
    /// The first of the compared columns; the others follow.
    Column = 64,
}

impl Hashed {
    pub(crate) fn of(sort: Sort, value: &[u8]) -> Self {
        Self(xxh3_64_with_seed(value, sort as u64))
    }

    /// The value of the compared column of that number.
    pub(crate) fn column(column: usize, value: &[u8]) -> Self {
        Self(xxh3_64_with_seed(value, Sort::Column as u64 + column as u64))
    }

    /// Both together, in this order.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(xxh3_64_with_seed(&self.0.to_le_bytes(), other.0))
    }
}

/// How many records hold each value, of those that the match model was fitted to. Values that one record alone holds
/// are not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Frequencies {
    records: u32,
    counts: FxHashMap<u64, u32>,
}

/// Frequencies in an order that is the same each time they are written.
#[derive(Serialize, Deserialize)]
struct Stored {
    records: u32,
    counts: BTreeMap<u64, u32>,
}

impl From<Stored> for Frequencies {
    fn from(stored: Stored) -> Self {
        Self { records: stored.records, counts: stored.counts.into_iter().collect() }
    }
}

impl From<Frequencies> for Stored {
    fn from(frequencies: Frequencies) -> Self {
        Self { records: frequencies.records, counts: frequencies.counts.into_iter().collect() }
    }
}

impl Frequencies {
    /// Counts the values of so many records: sorted rather than in a table, which would hold every value that occurs once.
    pub(crate) fn count(records: usize, mut values: Vec<Hashed>) -> Self {
        values.par_sort_unstable();
        let alike = values.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1);
        let counts = alike.filter_map(|alike| Some((alike.first()?.0, u32::try_from(alike.len()).ok()?)));
        Self { records: u32::try_from(records).unwrap_or(u32::MAX), counts: counts.collect() }
    }

    /// How many records were counted.
    pub fn records(&self) -> u32 {
        self.records
    }

    /// How many of the records counted hold a value; at least one, since the record that asks does. Where nothing was
    /// counted, what a value of a directory's list may well have.
    pub(crate) fn of(&self, value: Hashed) -> u32 {
        const UNKNOWN: u32 = 4;
        if self.records == 0 {
            return UNKNOWN;
        }
        self.counts.get(&value.0).copied().unwrap_or(1)
    }

    /// What a word tells, in thousandths of a bit: the rarer, the more. `listed` is what it tells where nothing was
    /// counted, and weighs as much as [`Self::LISTED_AS`] records.
    pub(crate) fn word_weight(&self, word: Word, listed: i32) -> i32 {
        if self.records == 0 {
            return listed;
        }
        let listed_share = (-f64::from(listed) / 1_000.0).exp2();
        let held = f64::from(self.of(Hashed::of(Sort::Word, word.bytes())));
        let share = (held + Self::LISTED_AS * listed_share) / (f64::from(self.records) + Self::LISTED_AS);
        thousandths(-share.log2())
    }

    /// As many counted records as the shipped word lists weigh.
    const LISTED_AS: f64 = 500.0;
}

/// Bits as whole thousandths, so that sums are the same on every machine.
pub(crate) fn thousandths(bits: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the log of a share of 32-bit numbers is small")]
    let rounded = (bits * 1_000.0).round() as i32;
    rounded
}
