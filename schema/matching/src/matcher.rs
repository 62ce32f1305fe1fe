//! The live index: records come, change and go, and only the pairs they are in are scored again.

mod live;

use std::sync::{Arc, OnceLock};

use model::RecordKey;
use rayon::prelude::*;

use crate::block::{Block, blocks};
use crate::brief::Briefs;
use crate::candidates::candidates;
use crate::ceiling::may_matter;
use crate::index::Index;
use crate::match_model::MatchModel;
use crate::scale::Scale;
use crate::score::{Pair, Score, Sum};
use crate::slots::Slots;
use crate::{Band, Features};

/// Records of one subject under one match model, with every pair at or above the review floor.
///
/// What it holds depends on the records in it alone, never on the order in which they came: putting records in one
/// by one and [`Matcher::load`]ing them at once give the same pairs and the same components.
#[derive(Debug)]
pub struct Matcher {
    model: Arc<MatchModel>,
    link_only: bool,
    slots: Slots,
    records: Vec<Option<Features>>,
    /// The pairs of each record that are remembered, from both sides.
    edges: Vec<Vec<Edge>>,
    vacant: Vec<u32>,
    /// Made when it is first asked for: who only loads records needs none.
    index: OnceLock<Index>,
    /// Records whose components may have changed, some perhaps twice, some gone since.
    touched: Vec<u32>,
    proposed: u64,
}

/// The other record of a pair, and what the comparison came to.
type Edge = (u32, Score);

impl Matcher {
    /// An empty index.
    pub fn new(model: Arc<MatchModel>) -> Self {
        Self {
            model,
            link_only: false,
            slots: Slots::default(),
            records: Vec::new(),
            edges: Vec::new(),
            vacant: Vec::new(),
            index: OnceLock::new(),
            touched: Vec::new(),
            proposed: 0,
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
        let (found, proposed) = self.scored(&features);
        self.proposed = proposed;
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); features.len()];
        for (a, b, score) in found {
            for (from, to) in [(a, b), (b, a)] {
                let edges = edges.get_mut(from as usize).into_iter();
                edges.for_each(|edges| {
                    edges.reserve_exact(1);
                    edges.push((to, score));
                });
            }
        }
        self.edges = edges;
        self.touched = (0_u32..).zip(&features).map(|(place, _)| place).collect();
        self.records = features.into_iter().map(Some).collect();
        self.slots = Slots::of(&self.records);
        self.index = OnceLock::new();
        self
    }

    /// Every candidate pair that is remembered, by place; and how many pairs the blocks proposed.
    fn scored(&self, features: &[Features]) -> (Vec<(u32, u32, Score)>, u64) {
        let Some(first) = features.first() else { return (Vec::new(), 0) };
        let scale = Scale::of(&self.model, first.subject);
        let briefs = Briefs::of(&scale, features);
        let found = candidates(features, self.model.block_cap, &|a, b| briefs.may_matter(a, b));
        drop(briefs);
        let compare = |(a, b): &(u32, u32)| {
            let score = self.compare(&scale, features.get(*a as usize)?, features.get(*b as usize)?)?;
            Some((*a, *b, score))
        };
        (found.pairs.par_iter().filter_map(compare).collect(), found.proposed)
    }

    /// Whether a record is there.
    pub fn holds(&self, key: &RecordKey) -> bool {
        self.slot(key).is_some()
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many pairs the blocks of the records that were loaded proposed, counting one again for each block.
    pub fn proposed(&self) -> u64 {
        self.proposed
    }

    /// Whether a block proposes the pair of these two.
    pub fn proposes(&self, a: &RecordKey, b: &RecordKey) -> bool {
        let (Some(a), Some(b)) = (self.features(a), self.features(b)) else { return false };
        self.are_proposed(a, b)
    }

    fn are_proposed(&self, a: &Features, b: &Features) -> bool {
        let others = blocks(b);
        let is_small = |block: &Block| self.index().members(block.key.0).len() <= self.model.block_cap;
        blocks(a).iter().any(|block| others.contains(block) && is_small(block))
    }

    /// What a record is compared by.
    pub fn features(&self, key: &RecordKey) -> Option<&Features> {
        self.at(self.slot(key)?)
    }

    /// Every pair at or above the review floor, by score (the greatest first), then by keys.
    pub fn pairs(&self) -> Vec<Pair> {
        let records = (0_u32..).zip(&self.records);
        let records = records.filter_map(|(slot, features)| Some((slot, &features.as_ref()?.key)));
        let mut pairs: Vec<Pair> = records.flat_map(|(slot, key)| self.pairs_from(slot, key)).collect();
        pairs.sort_by(|x, y| {
            y.score.log_odds.cmp(&x.score.log_odds).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
        });
        pairs
    }

    /// The pairs at or above the review floor that a record is in, by the other's key.
    pub fn pairs_of(&self, key: &RecordKey) -> Vec<Pair> {
        let Some(slot) = self.slot(key) else { return Vec::new() };
        let pair = |(other, score): &Edge| {
            let other = &self.at(*other)?.key;
            let (a, b) = (key.min(other).clone(), key.max(other).clone());
            Some(Pair { a, b, score: *score })
        };
        let mut pairs: Vec<Pair> = self.edges(slot).iter().filter_map(pair).collect();
        pairs.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        pairs
    }

    /// How many pairs are in a band.
    pub fn count(&self, band: Band) -> usize {
        self.edges.iter().flatten().filter(|(_, score)| score.band == band).count() / 2
    }

    /// The match model that its scores are under.
    pub fn model(&self) -> &Arc<MatchModel> {
        &self.model
    }

    /// Makes the component of a record one of those that `components` gives next.
    pub fn touch(&mut self, key: &RecordKey) {
        self.touched.extend(self.slots.get(key, &self.records));
    }

    /// The pairs of which this record is the lesser.
    fn pairs_from<'s>(&'s self, slot: u32, a: &'s RecordKey) -> impl Iterator<Item = Pair> + 's {
        self.edges(slot).iter().filter_map(move |(other, score)| {
            let b = &self.at(*other)?.key;
            (a < b).then(|| Pair { a: a.clone(), b: b.clone(), score: *score })
        })
    }

    pub(crate) fn take_touched(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.touched)
    }

    /// How many slots there are, vacant ones too.
    pub(crate) fn slot_count(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn slot(&self, key: &RecordKey) -> Option<u32> {
        self.slots.get(key, &self.records)
    }

    pub(crate) fn at(&self, slot: u32) -> Option<&Features> {
        self.records.get(slot as usize)?.as_ref()
    }

    /// The pairs of a record that are remembered.
    pub(crate) fn edges(&self, slot: u32) -> &[Edge] {
        self.edges.get(slot as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether two records may be a pair at all.
    pub(crate) fn may_pair(&self, a: &Features, b: &Features) -> bool {
        !(self.link_only && a.key.source == b.key.source)
    }

    fn index(&self) -> &Index {
        let records = || (0_u32..).zip(&self.records);
        self.index.get_or_init(|| Index::of(records().filter_map(|(slot, of)| Some((slot, of.as_ref()?)))))
    }

    /// What the comparison of two records comes to, if it is remembered.
    fn compare(&self, scale: &Scale<'_>, a: &Features, b: &Features) -> Option<Score> {
        if !self.may_pair(a, b) || !may_matter(scale, a, b) {
            return None;
        }
        Sum::worth_keeping(scale, a, b).map(|sum| sum.score(&self.model)).filter(is_kept)
    }
}

/// Whether a pair is remembered: one that may be one thing.
fn is_kept(score: &Score) -> bool {
    score.band > Band::No
}
