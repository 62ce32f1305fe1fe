//! Where each record stands, by its key.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use model::RecordKey;
use rustc_hash::FxBuildHasher;

use crate::Features;

/// Finds the slots of records by their keys, without keeping the keys a second time.
#[derive(Debug, Default)]
pub(crate) struct Slots(HashTable<u32>);

/// Records by slot; a slot may be vacant.
type Records = [Option<Features>];

impl Slots {
    /// The slots of all these records.
    pub(crate) fn of(records: &Records) -> Self {
        let mut slots = Self(HashTable::with_capacity(records.len()));
        for (slot, features) in (0_u32..).zip(records) {
            features.iter().for_each(|features| slots.put(&features.key, slot, records));
        }
        slots
    }

    pub(crate) fn get(&self, key: &RecordKey, records: &Records) -> Option<u32> {
        self.0.find(hash(key), |slot| holds(*slot, key, records)).copied()
    }

    /// Takes the slot of a key that has none.
    pub(crate) fn put(&mut self, key: &RecordKey, slot: u32, records: &Records) {
        let rehash = |slot: &u32| at(*slot, records).map_or(0, |features| hash(&features.key));
        self.0.insert_unique(hash(key), slot, rehash);
    }

    /// Forgets the slot of a key whose record is still in it, and says which it was.
    pub(crate) fn remove(&mut self, key: &RecordKey, records: &Records) -> Option<u32> {
        let entry = self.0.find_entry(hash(key), |slot| holds(*slot, key, records)).ok()?;
        Some(entry.remove().0)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

fn at(slot: u32, records: &Records) -> Option<&Features> {
    records.get(slot as usize)?.as_ref()
}

fn holds(slot: u32, key: &RecordKey, records: &Records) -> bool {
    at(slot, records).is_some_and(|features| features.key == *key)
}

fn hash(key: &RecordKey) -> u64 {
    FxBuildHasher.hash_one(key)
}
