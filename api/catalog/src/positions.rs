use std::borrow::Cow;

use roaring::RoaringBitmap;

/// Some of the positions of a list.
#[derive(Debug)]
pub(crate) enum Positions<'a> {
    /// All at which something stands.
    All(&'a RoaringBitmap),
    /// These.
    Some(Cow<'a, RoaringBitmap>),
}

/// From so many on, positions are marked in a field of bits.
const MANY: usize = 4_000;

fn sorted(positions: impl Iterator<Item = u32>) -> RoaringBitmap {
    let mut positions: Vec<u32> = positions.collect();
    positions.sort_unstable();
    positions.dedup();
    // In order and each once, none is refused.
    RoaringBitmap::from_sorted_iter(positions).unwrap_or_default()
}

fn marked(positions: impl Iterator<Item = u32>) -> RoaringBitmap {
    let mut bits: Vec<u8> = Vec::new();
    for position in positions {
        let byte = position as usize / 8;
        if bits.len() <= byte {
            bits.resize(byte + 1, 0);
        }
        if let Some(byte) = bits.get_mut(byte) {
            *byte |= 1 << (position % 8);
        }
    }
    RoaringBitmap::from_lsb0_bytes(0, &bits)
}

impl Positions<'_> {
    /// These, in any order. Many cost less to mark one by one than to sort.
    pub(crate) fn of(positions: impl ExactSizeIterator<Item = u32>) -> Self {
        let set = if positions.len() < MANY { sorted(positions) } else { marked(positions) };
        Self::Some(Cow::Owned(set))
    }

    fn set(&self) -> &RoaringBitmap {
        match self {
            Self::All(set) => set,
            Self::Some(set) => set,
        }
    }

    /// How many of them are in a set of positions at which something stands.
    pub(crate) fn how_many_in(&self, set: &RoaringBitmap) -> usize {
        let many = match self {
            Self::All(_) => set.len(),
            Self::Some(own) => own.intersection_len(set),
        };
        usize::try_from(many).unwrap_or(usize::MAX)
    }

    pub(crate) fn len(&self) -> usize {
        usize::try_from(self.set().len()).unwrap_or(usize::MAX)
    }

    /// How many of them lie before a position.
    pub(crate) fn before(&self, position: u32) -> usize {
        let up_to = position.checked_sub(1).map_or(0, |last| self.set().rank(last));
        usize::try_from(up_to).unwrap_or(usize::MAX)
    }

    /// All of them, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.set().iter()
    }

    /// Those after so many, ascending. Costs no more than what is taken.
    pub(crate) fn after(&self, many: usize) -> impl Iterator<Item = u32> {
        let first = u32::try_from(many).ok().and_then(|nth| self.set().select(nth));
        first.into_iter().flat_map(|first| self.set().range(first..))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_that_are_marked_are_those_that_are_sorted(positions in prop::collection::vec(0..300_000_u32, 0..99)) {
            prop_assert_eq!(marked(positions.iter().copied()), sorted(positions.into_iter()));
        }

        #[test]
        fn a_set_of_positions_counts_and_skips_like_a_list(
            chosen: BTreeSet<u16>, taken: BTreeSet<u16>, position in 0..70_000_u32, many in 0..300_usize
        ) {
            let twice: Vec<u32> = chosen.iter().rev().chain(&chosen).map(|one| u32::from(*one)).collect();
            let set = Positions::of(twice.into_iter());
            let [chosen, taken] = [chosen, taken].map(|all| all.into_iter().map(u32::from).collect::<Vec<u32>>());
            let all: RoaringBitmap = taken.iter().copied().collect();
            for (positions, list) in [(set, chosen), (Positions::All(&all), taken)] {
                prop_assert_eq!(positions.len(), list.len());
                prop_assert_eq!(positions.before(position), list.iter().filter(|one| **one < position).count());
                prop_assert_eq!(positions.after(many).collect::<Vec<_>>(), list.iter().copied().skip(many).collect::<Vec<_>>());
                let odd: RoaringBitmap = list.iter().copied().filter(|one| one % 2 == 1).collect();
                prop_assert_eq!(positions.how_many_in(&odd) as u64, odd.len());
                prop_assert_eq!(positions.iter().collect::<Vec<_>>(), list);
            }
        }
    }
}
