//! The live index: records come, change and go, and only the pairs they are in are scored again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::RecordKey;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::block::blocks;
use crate::candidates::candidates;
use crate::match_model::MatchModel;
use crate::score::{Pair, Score, score};
use crate::{Band, Features};

/// Records of one subject under one match model, with every pair at or above the review floor.
///
/// What it holds depends on the records in it alone, never on the order in which they came: putting records in one
/// by one and [`Matcher::load`]ing them at once give the same pairs and the same components.
#[derive(Debug)]
pub struct Matcher {
    model: Arc<MatchModel>,
    link_only: bool,
    slots: FxHashMap<RecordKey, u32>,
    records: Vec<Option<Held>>,
    vacant: Vec<u32>,
    blocks: FxHashMap<u64, Vec<u32>>,
    touched: BTreeSet<u32>,
}

#[derive(Debug)]
struct Held {
    features: Features,
    edges: Vec<(u32, Score)>,
}

/// Records that hang together by links, with what is known of their pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The records, sorted.
    pub keys: Vec<RecordKey>,
    /// The pairs that were compared, by place in `keys`, the lesser first; sorted.
    pub pairs: Vec<(u32, u32, Score)>,
}

/// The largest component of which every pair is compared, also those that no block proposes.
const COMPLETE: usize = 40;

impl Matcher {
    /// An empty index.
    pub fn new(model: Arc<MatchModel>) -> Self {
        Self {
            model,
            link_only: false,
            slots: FxHashMap::default(),
            records: Vec::new(),
            vacant: Vec::new(),
            blocks: FxHashMap::default(),
            touched: BTreeSet::new(),
        }
    }

    /// Never pairs two records of one source.
    #[must_use]
    pub fn between_sources(mut self) -> Self {
        self.link_only = true;
        self
    }

    /// Takes many records at once, each key once, into an empty index. `components` then are all of them.
    #[must_use]
    pub fn load(mut self, features: Vec<Features>) -> Self {
        for (place, record) in (0_u32..).zip(&features) {
            self.slots.insert(record.key.clone(), place);
            for block in blocks(record) {
                self.blocks.entry(block.key.0).or_default().push(place);
            }
        }
        let mut edges: Vec<Vec<(u32, Score)>> = vec![Vec::new(); features.len()];
        for (a, b, score) in scored(&self.model, &features, self.link_only) {
            for (from, to) in [(a, b), (b, a)] {
                edges.get_mut(from as usize).into_iter().for_each(|edges| edges.push((to, score)));
            }
        }
        self.touched = (0_u32..).zip(&features).map(|(place, _)| place).collect();
        let held = features.into_iter().zip(edges);
        self.records = held.map(|(features, edges)| Some(Held { features, edges })).collect();
        self
    }

    /// Takes a new record, or what has become of one.
    pub fn put(&mut self, features: Features) {
        self.remove(&features.key);
        let slot = self.vacant.pop().unwrap_or_else(|| {
            self.records.push(None);
            u32::try_from(self.records.len() - 1).unwrap_or(u32::MAX)
        });
        self.slots.insert(features.key.clone(), slot);
        let mut stale = BTreeSet::from([slot]);
        for block in blocks(&features) {
            let members = self.blocks.entry(block.key.0).or_default();
            members.push(slot);
            if members.len() == self.model.block_cap + 1 {
                stale.extend(members.iter().copied());
            }
        }
        if let Some(place) = self.records.get_mut(slot as usize) {
            *place = Some(Held { features, edges: Vec::new() });
        }
        stale.into_iter().for_each(|slot| self.compare_anew(slot));
    }

    /// Forgets a record, if it is there.
    pub fn remove(&mut self, key: &RecordKey) {
        let Some(slot) = self.slots.remove(key) else { return };
        let Some(held) = self.records.get_mut(slot as usize).and_then(Option::take) else { return };
        for (other, _) in held.edges {
            self.drop_edge(other, slot);
            self.touched.insert(other);
        }
        self.touched.remove(&slot);
        let mut stale = BTreeSet::new();
        for block in blocks(&held.features) {
            let Some(members) = self.blocks.get_mut(&block.key.0) else { continue };
            members.retain(|member| *member != slot);
            if members.len() == self.model.block_cap {
                stale.extend(members.iter().copied());
            }
            if members.is_empty() {
                self.blocks.remove(&block.key.0);
            }
        }
        self.vacant.push(slot);
        stale.into_iter().for_each(|slot| self.compare_anew(slot));
    }

    /// Whether a record is there.
    pub fn holds(&self, key: &RecordKey) -> bool {
        self.slots.contains_key(key)
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether a block proposes the pair of these two.
    pub fn proposes(&self, a: &RecordKey, b: &RecordKey) -> bool {
        let (Some(a), Some(b)) = (self.features(a), self.features(b)) else { return false };
        let others = blocks(b);
        let is_small =
            |key: u64| self.blocks.get(&key).is_some_and(|members| members.len() <= self.model.block_cap);
        blocks(a).iter().any(|block| others.contains(block) && is_small(block.key.0))
    }

    /// What a record is compared by.
    pub fn features(&self, key: &RecordKey) -> Option<&Features> {
        self.held(*self.slots.get(key)?).map(|held| &held.features)
    }

    /// Every pair at or above the review floor, by score (the greatest first), then by keys.
    pub fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> =
            self.records.iter().flatten().flat_map(|held| self.pairs_from(held)).collect();
        pairs.sort_by(|x, y| {
            y.score.log_odds.cmp(&x.score.log_odds).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
        });
        pairs
    }

    /// The pairs at or above the review floor that a record is in, by the other's key.
    pub fn pairs_of(&self, key: &RecordKey) -> Vec<Pair> {
        let Some(held) = self.slots.get(key).and_then(|slot| self.held(*slot)) else { return Vec::new() };
        let pair = |(other, score): &(u32, Score)| {
            let other = &self.held(*other)?.features.key;
            let (a, b) = (key.min(other).clone(), key.max(other).clone());
            Some(Pair { a, b, score: *score })
        };
        let mut pairs: Vec<Pair> = held.edges.iter().filter_map(pair).collect();
        pairs.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        pairs
    }

    /// How many pairs are in a band.
    pub fn count(&self, band: Band) -> usize {
        let edges = self.records.iter().flatten().flat_map(|held| &held.edges);
        edges.filter(|(_, score)| score.band == band).count() / 2
    }

    /// The match model that its scores are under.
    pub fn model(&self) -> &Arc<MatchModel> {
        &self.model
    }

    /// The pairs of which this record is the lesser.
    fn pairs_from<'s>(&'s self, held: &'s Held) -> impl Iterator<Item = Pair> + 's {
        held.edges.iter().filter_map(|(other, score)| {
            let (a, b) = (&held.features.key, &self.held(*other)?.features.key);
            (a < b && score.band > Band::No).then(|| Pair { a: a.clone(), b: b.clone(), score: *score })
        })
    }

    /// The components that the records put and removed since the last time are in, whole; sorted by their first key.
    /// `ties` are records that people joined, whatever they look like.
    pub fn components(&mut self, ties: &BTreeMap<RecordKey, Vec<RecordKey>>) -> Vec<Component> {
        let touched = std::mem::take(&mut self.touched);
        let mut seen = vec![false; self.records.len()];
        let mut components: Vec<Component> = Vec::new();
        for start in touched {
            let slots = self.reach(start, &mut seen, ties);
            if !slots.is_empty() {
                components.push(self.component(slots));
            }
        }
        components.sort_by(|a, b| a.keys.cmp(&b.keys));
        components
    }

    /// Makes the component of a record one of those that `components` gives next.
    pub fn touch(&mut self, key: &RecordKey) {
        self.touched.extend(self.slots.get(key));
    }

    fn held(&self, slot: u32) -> Option<&Held> {
        self.records.get(slot as usize)?.as_ref()
    }

    fn drop_edge(&mut self, from: u32, to: u32) {
        if let Some(held) = self.records.get_mut(from as usize).and_then(Option::as_mut) {
            held.edges.retain(|(other, _)| *other != to);
        }
    }

    /// Compares a record with all its candidates.
    fn compare_anew(&mut self, slot: u32) {
        let Some(held) = self.held(slot) else { return };
        let edges: Vec<(u32, Score)> = self
            .candidates_of(slot, &held.features)
            .into_iter()
            .filter_map(|other| {
                let features = &self.held(other)?.features;
                if self.link_only && features.key.source == held.features.key.source {
                    return None;
                }
                let score = score(&self.model, &held.features, features);
                is_kept(&score).then_some((other, score))
            })
            .collect();
        self.replace_edges(slot, edges);
    }

    fn replace_edges(&mut self, slot: u32, edges: Vec<(u32, Score)>) {
        let Some(held) = self.records.get_mut(slot as usize).and_then(Option::as_mut) else { return };
        let before = std::mem::replace(&mut held.edges, edges.clone());
        for (other, _) in before {
            self.drop_edge(other, slot);
            self.touched.insert(other);
        }
        for (other, score) in edges {
            if let Some(held) = self.records.get_mut(other as usize).and_then(Option::as_mut) {
                held.edges.push((slot, score));
            }
            self.touched.insert(other);
        }
        self.touched.insert(slot);
    }

    fn candidates_of(&self, slot: u32, features: &Features) -> Vec<u32> {
        let blocks = blocks(features);
        let members = blocks.iter().filter_map(|block| self.blocks.get(&block.key.0));
        let small = members.filter(|members| members.len() <= self.model.block_cap);
        let mut others: Vec<u32> = small.flatten().copied().filter(|other| *other != slot).collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// The records that hang together with one, by links and ties; none where it was seen before.
    fn reach(&self, start: u32, seen: &mut [bool], ties: &BTreeMap<RecordKey, Vec<RecordKey>>) -> Vec<u32> {
        let mut found = Vec::new();
        let mut next = vec![start];
        while let Some(slot) = next.pop() {
            let (Some(held), Some(seen)) = (self.held(slot), seen.get_mut(slot as usize)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            found.push(slot);
            let linked = held.edges.iter().filter(|(_, score)| score.band == Band::Link);
            next.extend(linked.map(|(other, _)| *other));
            let tied = ties.get(&held.features.key).into_iter().flatten();
            next.extend(tied.filter_map(|key| self.slots.get(key)));
        }
        found
    }

    fn component(&self, slots: Vec<u32>) -> Component {
        let mut members: Vec<(&Held, u32)> =
            slots.iter().filter_map(|slot| Some((self.held(*slot)?, *slot))).collect();
        members.sort_by(|a, b| a.0.features.key.cmp(&b.0.features.key));
        let places: FxHashMap<u32, u32> =
            members.iter().zip(0_u32..).map(|((_, slot), place)| (*slot, place)).collect();
        let pairs = if members.len() <= COMPLETE {
            self.every_pair(&members)
        } else {
            let known = members.iter().zip(0_u32..).flat_map(|((held, _), place)| {
                let to = held.edges.iter().filter_map(|(other, score)| Some((*places.get(other)?, *score)));
                to.filter(move |(other, _)| place < *other).map(move |(other, score)| (place, other, score))
            });
            let mut known: Vec<_> = known.collect();
            known.sort_unstable_by_key(|(a, b, _)| (*a, *b));
            known
        };
        Component { keys: members.iter().map(|(held, _)| held.features.key.clone()).collect(), pairs }
    }

    fn every_pair(&self, members: &[(&Held, u32)]) -> Vec<(u32, u32, Score)> {
        let mut pairs = Vec::with_capacity(members.len() * members.len().saturating_sub(1) / 2);
        for (at, (first, _)) in (0_u32..).zip(members) {
            for (to, (second, _)) in (0_u32..).zip(members).skip(at as usize + 1) {
                let is_kept_apart = self.link_only && first.features.key.source == second.features.key.source;
                if !is_kept_apart {
                    pairs.push((at, to, score(&self.model, &first.features, &second.features)));
                }
            }
        }
        pairs
    }
}

/// Whether a pair is remembered: one that may be one thing.
fn is_kept(score: &Score) -> bool {
    score.band > Band::No
}

/// Every candidate pair of some records that is remembered, by place.
pub(crate) fn scored(model: &MatchModel, features: &[Features], link_only: bool) -> Vec<(u32, u32, Score)> {
    let compare = |(a, b): &(u32, u32)| {
        let (first, second) = (features.get(*a as usize)?, features.get(*b as usize)?);
        if link_only && first.key.source == second.key.source {
            return None;
        }
        let score = score(model, first, second);
        is_kept(&score).then_some((*a, *b, score))
    };
    candidates(features, model.block_cap).par_iter().filter_map(compare).collect()
}
