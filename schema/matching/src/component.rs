//! Records that hang together.

use std::collections::BTreeMap;

use model::RecordKey;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::matcher::Matcher;
use crate::scale::Scale;
use crate::score::{Score, Sum};
use crate::{Band, Features};

/// Records that hang together by links, with what is known of their pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The records, sorted.
    pub keys: Vec<RecordKey>,
    /// The pairs that were compared, by place in `keys`, the lesser first; sorted.
    pub pairs: Vec<(u32, u32, Score)>,
}

/// Records that people joined, whatever they look like.
type Ties = BTreeMap<RecordKey, Vec<RecordKey>>;

/// Records by slot: most often one or two.
type Slots = SmallVec<[u32; 4]>;

/// The largest component of which every pair is compared, also those that no block proposes.
const COMPLETE: usize = 40;

impl Matcher {
    /// The components that the records put and removed since the last time are in, whole; sorted by their first key.
    /// `ties` are records that people joined, whatever they look like.
    pub fn components(&mut self, ties: &Ties) -> Vec<Component> {
        let touched = self.take_touched();
        let Some(subject) = touched.iter().find_map(|slot| self.at(*slot)).map(|found| found.subject) else {
            return Vec::new();
        };
        let scale = Scale::of(self.model(), subject);
        let mut seen = vec![false; self.slot_count()];
        let slots = touched.into_iter().map(|start| self.reach(start, &mut seen, ties));
        let slots: Vec<Slots> = slots.filter(|slots| !slots.is_empty()).collect();
        let mut components: Vec<Component> =
            slots.into_par_iter().map(|slots| self.component(&scale, &slots)).collect();
        components.par_sort_unstable_by(|a, b| a.keys.cmp(&b.keys));
        components
    }

    /// The records that hang together with one, by links and ties; none where it was seen before.
    fn reach(&self, start: u32, seen: &mut [bool], ties: &Ties) -> Slots {
        let (mut found, mut next): (Slots, Slots) = (smallvec![], smallvec![start]);
        while let Some(slot) = next.pop() {
            let (Some(features), Some(seen)) = (self.at(slot), seen.get_mut(slot as usize)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            found.push(slot);
            let linked = self.edges(slot).iter().filter(|(_, score)| score.band == Band::Link);
            next.extend(linked.map(|(other, _)| *other));
            let tied = ties.get(&features.key).into_iter().flatten();
            next.extend(tied.filter_map(|key| self.slot(key)));
        }
        found
    }

    fn component(&self, scale: &Scale<'_>, slots: &[u32]) -> Component {
        let mut members: Vec<(&Features, u32)> =
            slots.iter().filter_map(|slot| Some((self.at(*slot)?, *slot))).collect();
        members.sort_unstable_by(|a, b| a.0.key.cmp(&b.0.key));
        let pairs =
            if members.len() <= COMPLETE { self.every_pair(scale, &members) } else { self.known(&members) };
        Component { keys: members.iter().map(|(features, _)| features.key.clone()).collect(), pairs }
    }

    /// The pairs that are remembered.
    fn known(&self, members: &[(&Features, u32)]) -> Vec<(u32, u32, Score)> {
        let places: FxHashMap<u32, u32> =
            members.iter().zip(0_u32..).map(|((_, slot), place)| (*slot, place)).collect();
        let known = members.iter().zip(0_u32..).flat_map(|((_, slot), place)| {
            let edges = self.edges(*slot).iter();
            let to = edges.filter_map(|(other, score)| Some((*places.get(other)?, *score)));
            to.filter(move |(other, _)| place < *other).map(move |(other, score)| (place, other, score))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        known
    }

    fn every_pair(&self, scale: &Scale<'_>, members: &[(&Features, u32)]) -> Vec<(u32, u32, Score)> {
        let mut pairs = Vec::with_capacity(members.len() * members.len().saturating_sub(1) / 2);
        for (at, (first, _)) in (0_u32..).zip(members) {
            for (to, (second, _)) in (0_u32..).zip(members).skip(at as usize + 1) {
                if self.may_pair(first, second) {
                    pairs.push((at, to, Sum::of(scale, first, second).score(scale.model)));
                }
            }
        }
        pairs
    }
}
