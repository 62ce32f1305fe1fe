//! Which values of a facet the entries of a list have.

use std::{collections::BTreeMap, sync::Arc};

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{Entry, Snapshot, column::Rows, columns::Placed, facet::Facet, list::List, positions::Positions};

/// The values of a facet, numbered, the numbers that each entry has, and the entries that have each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    rows: Rows<u32>,
    known: Arc<Known>,
    sets: Vec<Arc<RoaringBitmap>>,
}

/// Every value that any entry has or had, numbered.
#[derive(Clone, Debug, Default)]
struct Known {
    names: Vec<FacetKey>,
    numbers: FxHashMap<FacetKey, u32>,
}

/// Up to so many values it costs less to ask of each which of the entries have it than of each entry what it has.
const FEW_VALUES: usize = 24;

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FacetKey {
    /// Something published, by its id.
    Id(Uuid),
    /// A word.
    Word(Box<str>),
}

impl Values {
    pub(crate) fn of(facet: Facet, snapshot: &Snapshot, list: &List) -> Self {
        Self::collect(list.entries.positioned().map(|(at, entry)| (at, keys(facet, snapshot, Some(entry)))))
    }

    fn collect(entries: impl Iterator<Item = (u32, Vec<FacetKey>)>) -> Self {
        let mut values = Self::default();
        let mut rows = Rows::default();
        for (position, keys) in entries {
            rows.push(position, keys.into_iter().map(|key| values.add(position, key)));
        }
        Self { rows, ..values }
    }

    fn add(&mut self, position: u32, key: FacetKey) -> u32 {
        let number = match self.known.numbers.get(&key) {
            Some(number) => *number,
            None => {
                let known = Arc::make_mut(&mut self.known);
                let next = u32::try_from(known.names.len()).unwrap_or(u32::MAX);
                known.numbers.insert(key.clone(), next);
                known.names.push(key);
                self.sets.push(Arc::default());
                next
            }
        };
        if let Some(set) = self.sets.get_mut(number as usize) {
            Arc::make_mut(set).insert(position);
        }
        number
    }

    /// The same with other entries at some positions; none where they have the values that are known.
    pub(crate) fn edited(&self, facet: Facet, snapshot: &Snapshot, entries: &[Placed<'_>]) -> Option<Self> {
        let now = entries.iter().map(|(position, entry)| (*position, keys(facet, snapshot, *entry)));
        self.with(now.filter(|(position, keys)| !self.are(*position, keys)).collect())
    }

    fn with(&self, others: Vec<(u32, Vec<FacetKey>)>) -> Option<Self> {
        let mut values = (!others.is_empty()).then(|| self.clone())?;
        for (position, _) in &others {
            for number in self.rows.row(*position) {
                if let Some(set) = values.sets.get_mut(*number as usize) {
                    Arc::make_mut(set).remove(*position);
                }
            }
        }
        let mut rows = BTreeMap::new();
        for (position, keys) in others {
            let row = keys.into_iter().map(|key| values.add(position, key)).collect();
            rows.insert(position, row);
        }
        let rows = self.rows.with(&rows);
        Some(Self { rows, ..values })
    }

    /// Whether just these values stand at a position.
    fn are(&self, position: u32, keys: &[FacetKey]) -> bool {
        let known = self.rows.row(position).iter().map(|number| self.known.names.get(*number as usize));
        known.eq(keys.iter().map(Some))
    }

    /// The positions of the entries that have a value; none where no entry has it.
    pub(crate) fn with_key(&self, key: &FacetKey) -> Option<&RoaringBitmap> {
        self.sets.get(*self.known.numbers.get(key)? as usize).map(|set| &**set)
    }

    /// How many of some entries have each value: those that any has, in no order.
    pub(crate) fn count(&self, found: &Positions<'_>) -> Vec<(&FacetKey, usize)> {
        let counts = if self.known.names.len() <= FEW_VALUES {
            self.sets.iter().map(|set| found.how_many_in(set)).collect()
        } else {
            self.count_one_by_one(found.iter())
        };
        self.known.names.iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    fn count_one_by_one(&self, positions: impl Iterator<Item = u32>) -> Vec<usize> {
        let mut counts = vec![0_usize; self.known.names.len()];
        for position in positions {
            for number in self.rows.row(position) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        counts
    }
}

fn keys(facet: Facet, snapshot: &Snapshot, entry: Option<&Entry>) -> Vec<FacetKey> {
    let mut keys = Vec::new();
    entry.into_iter().for_each(|entry| snapshot.each_value(facet, entry, |key| keys.push(key)));
    keys
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(entries: &BTreeMap<u32, Vec<u8>>) -> impl Iterator<Item = (u32, Vec<FacetKey>)> {
        let word = |word: &u8| FacetKey::Word(word.to_string().into());
        entries.iter().map(move |(position, entry)| (*position, entry.iter().map(word).collect()))
    }

    fn counted(values: &Values, found: &[u32]) -> BTreeMap<FacetKey, usize> {
        let found = Positions::of(found.iter().copied());
        values.count(&found).into_iter().map(|(key, count)| (key.clone(), count)).collect()
    }

    fn entries() -> impl Strategy<Value = BTreeMap<u32, Vec<u8>>> {
        let words = prop::collection::btree_set(0..40_u8, 0..4).prop_map(|words| words.into_iter().collect());
        prop::collection::btree_map(0..300_u32, words, 0..200)
    }

    proptest! {
        #[test]
        fn values_are_counted_alike_by_sets_and_one_by_one(few in entries(), step in 1..5_usize) {
            let few = few.into_iter().map(|(at, words)| (at, words.into_iter().filter(|word| *word < 6).collect()));
            let few: BTreeMap<u32, Vec<u8>> = few.collect();
            let values = Values::collect(rows(&few));
            let found: Vec<u32> = few.keys().copied().step_by(step).collect();
            let expected = values.count_one_by_one(found.iter().copied()).into_iter().filter(|count| *count > 0);
            let counted = values.count(&Positions::of(found.into_iter()));
            prop_assert_eq!(counted.into_iter().map(|(_, count)| count).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }

        #[test]
        fn values_with_other_entries_are_those_of_all_entries(before in entries(), others in entries()) {
            let edited = Values::collect(rows(&before)).with(rows(&others).collect());
            let edited = edited.unwrap_or_else(|| Values::collect(rows(&before)));
            let mut now = before;
            now.extend(others);
            let anew = Values::collect(rows(&now));
            let all: Vec<u32> = now.keys().copied().collect();
            for found in [&all[..], &all[..all.len() / 2]] {
                prop_assert_eq!(counted(&edited, found), counted(&anew, found));
            }
            for key in (0..40_u8).map(|word| FacetKey::Word(word.to_string().into())) {
                let of = |values: &Values| values.with_key(&key).cloned().unwrap_or_default();
                prop_assert_eq!(of(&edited), of(&anew));
            }
        }
    }
}
