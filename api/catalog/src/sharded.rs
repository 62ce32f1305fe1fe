//! Maps by id of which a later version shares all that did not change.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use uuid::Uuid;

/// How many things a shard holds on average when it is made: as many as fill the tables of a hash map well, and few
/// enough to be copied at once.
const SHARD: usize = 190;

/// A map in shards. A clone costs little, and changing it copies the shards that change.
#[derive(Clone, Debug)]
pub(crate) struct Sharded<V> {
    shards: Vec<Arc<FxHashMap<Uuid, V>>>,
}

impl<V> Default for Sharded<V> {
    fn default() -> Self {
        Self::for_many(0)
    }
}

impl<V> Sharded<V> {
    /// An empty map, with shards for so many things. It holds more, but then its shards are larger.
    pub(crate) fn for_many(many: usize) -> Self {
        Self { shards: (0..many.div_ceil(SHARD).max(1)).map(|_| Arc::default()).collect() }
    }

    fn number(&self, id: Uuid) -> usize {
        let (high, low) = id.as_u64_pair();
        // Spreads ids that differ in a few bits only (Knuth's multiplicative hashing), then scales to the shards.
        let spread = (high ^ low.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let number = (u128::from(spread) * self.shards.len() as u128) >> u64::BITS;
        usize::try_from(number).unwrap_or_default()
    }

    pub(crate) fn get(&self, id: Uuid) -> Option<&V> {
        self.shards.get(self.number(id))?.get(&id)
    }
}

impl<V: Clone> Sharded<V> {
    /// The shard that an id belongs in, to be changed.
    pub(crate) fn shard_mut(&mut self, id: Uuid) -> Option<&mut FxHashMap<Uuid, V>> {
        let number = self.number(id);
        self.shards.get_mut(number).map(Arc::make_mut)
    }

    pub(crate) fn insert(&mut self, id: Uuid, value: V) {
        // There is always a shard.
        self.shard_mut(id).and_then(|shard| shard.insert(id, value));
    }

    pub(crate) fn remove(&mut self, id: Uuid) {
        if self.get(id).is_some() {
            self.shard_mut(id).and_then(|shard| shard.remove(&id));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds_and_a_clone_keeps_what_it_had(
            many in 0..3_000_usize, steps in prop::collection::vec((0..50_u128, prop::option::of(0..9_u8)), 0..200)
        ) {
            let (mut sharded, mut map) = (Sharded::for_many(many), HashMap::new());
            let mut kept = Vec::new();
            for (id, value) in steps {
                kept.push((sharded.clone(), map.clone()));
                let id = Uuid::from_u128(id);
                match value {
                    Some(value) => {
                        sharded.insert(id, value);
                        map.insert(id, value);
                    }
                    None => {
                        sharded.remove(id);
                        map.remove(&id);
                    }
                }
            }
            kept.push((sharded, map));
            for (sharded, map) in kept {
                for id in (0..50).map(Uuid::from_u128) {
                    prop_assert_eq!(sharded.get(id), map.get(&id));
                }
            }
        }
    }
}
