use std::borrow::Cow;

use roaring::RoaringBitmap;

/// Some of the positions of a list.
#[derive(Debug)]
pub(crate) enum Positions<'a> {
    /// All of so many.
    All(u32),
    /// These.
    Some(Cow<'a, RoaringBitmap>),
}

impl Positions<'_> {
    /// These, in any order.
    pub(crate) fn of(mut positions: Vec<u32>) -> Self {
        positions.sort_unstable();
        positions.dedup();
        // In order and each once, none is refused.
        let set = RoaringBitmap::from_sorted_iter(positions).unwrap_or_default();
        Self::Some(Cow::Owned(set))
    }

    /// How many of them are in a set of positions of the list.
    pub(crate) fn how_many_in(&self, set: &RoaringBitmap) -> usize {
        let many = match self {
            Self::All(_) => set.len(),
            Self::Some(own) => own.intersection_len(set),
        };
        usize::try_from(many).unwrap_or(usize::MAX)
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::All(size) => *size as usize,
            Self::Some(set) => usize::try_from(set.len()).unwrap_or(usize::MAX),
        }
    }

    /// How many of them lie before a position.
    pub(crate) fn before(&self, position: u32) -> usize {
        match self {
            Self::All(size) => position.min(*size) as usize,
            Self::Some(set) => {
                let up_to = position.checked_sub(1).map_or(0, |last| set.rank(last));
                usize::try_from(up_to).unwrap_or(usize::MAX)
            }
        }
    }

    /// All of them, ascending.
    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::All(size) => Box::new(0..*size),
            Self::Some(set) => Box::new(set.iter()),
        }
    }

    /// Those after so many, ascending. Costs no more than what is taken.
    pub(crate) fn after(&self, many: usize) -> Box<dyn Iterator<Item = u32> + '_> {
        let nth = u32::try_from(many).unwrap_or(u32::MAX);
        match self {
            Self::All(size) => Box::new(nth.min(*size)..*size),
            Self::Some(set) => match set.select(nth) {
                Some(first) => Box::new(set.range(first..)),
                None => Box::new(std::iter::empty()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_of_positions_counts_and_skips_like_a_list(
            chosen: BTreeSet<u16>, size in 0..3_000_u32, position in 0..70_000_u32, many in 0..300_usize
        ) {
            let set = Positions::of(chosen.iter().rev().chain(&chosen).map(|one| u32::from(*one)).collect());
            let chosen: Vec<u32> = chosen.into_iter().map(u32::from).collect();
            for (positions, list) in [(set, chosen), (Positions::All(size), (0..size).collect())] {
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
