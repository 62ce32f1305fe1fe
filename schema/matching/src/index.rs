//! Which records stand in each block, kept up to date.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::Features;
use crate::block::blocks;

/// The records of a block, by their slots. Most blocks hold one or two.
type Members = SmallVec<[u32; 4]>;

/// An inverted index: the records of each block.
#[derive(Debug, Default)]
pub(crate) struct Index {
    blocks: FxHashMap<u64, Members>,
}

impl Index {
    /// The index of all these records.
    pub(crate) fn of<'f>(records: impl Iterator<Item = (u32, &'f Features)>) -> Self {
        let mut index = Self::default();
        for (slot, features) in records {
            for block in blocks(features) {
                index.blocks.entry(block.key.0).or_default().push(slot);
            }
        }
        index
    }

    /// The records of a block.
    pub(crate) fn members(&self, key: u64) -> &[u32] {
        self.blocks.get(&key).map(SmallVec::as_slice).unwrap_or_default()
    }

    /// Puts a record into a block, and says how many there are now.
    pub(crate) fn put(&mut self, key: u64, slot: u32) -> usize {
        let members = self.blocks.entry(key).or_default();
        members.push(slot);
        members.len()
    }

    /// Takes a record out of a block, and says how many are left.
    pub(crate) fn remove(&mut self, key: u64, slot: u32) -> usize {
        let Some(members) = self.blocks.get_mut(&key) else { return 0 };
        members.retain(|member| *member != slot);
        let left = members.len();
        if left == 0 {
            self.blocks.remove(&key);
        }
        left
    }
}
