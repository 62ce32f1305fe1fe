//! One record that comes, changes or goes: what it is compared with, and the blocks that outgrow their cap or shrink
//! below it.

use std::sync::Arc;

use model::RecordKey;

use super::{Edge, Matcher};
use crate::Features;
use crate::block::{Block, blocks};
use crate::scale::Scale;
use crate::score::Score;

impl Matcher {
    /// Takes a new record, or what has become of one.
    pub fn put(&mut self, features: Features) {
        self.remove(&features.key);
        self.index();
        let slot = self.vacant.pop().unwrap_or_else(|| {
            self.records.push(None);
            self.edges.push(Vec::new());
            u32::try_from(self.records.len() - 1).unwrap_or(u32::MAX)
        });
        self.slots.put(&features.key, slot, &self.records);
        let blocks = blocks(&features);
        if let Some(place) = self.records.get_mut(slot as usize) {
            *place = Some(features);
        }
        let mut outgrown = Vec::new();
        for block in &blocks {
            let size = self.index.get_mut().map_or(0, |index| index.put(block.key.0, slot));
            if size == self.model.block_cap + 1 {
                outgrown.push(block.key.0);
            }
        }
        self.compare_anew(slot, &blocks);
        outgrown.into_iter().for_each(|key| self.part(key));
    }

    /// Forgets a record, if it is there.
    pub fn remove(&mut self, key: &RecordKey) {
        if !self.holds(key) {
            return;
        }
        self.index();
        let Some(slot) = self.slots.remove(key, &self.records) else { return };
        let Some(features) = self.records.get_mut(slot as usize).and_then(Option::take) else { return };
        for (other, _) in self.edges.get_mut(slot as usize).map(std::mem::take).unwrap_or_default() {
            self.drop_edge(other, slot);
            self.touched.push(other);
        }
        let mut shrunk = Vec::new();
        for block in blocks(&features) {
            let left = self.index.get_mut().map(|index| index.remove(block.key.0, slot));
            if left == Some(self.model.block_cap) {
                shrunk.push(block.key.0);
            }
        }
        self.vacant.push(slot);
        shrunk.into_iter().for_each(|key| self.join(key));
    }

    /// Compares a record that is new with all its candidates.
    fn compare_anew(&mut self, slot: u32, blocks: &[Block]) {
        self.touched.push(slot);
        let Some(features) = self.at(slot) else { return };
        let scale = Scale::of(&self.model, features.subject);
        let compare = |other| Some((other, self.compare(&scale, features, self.at(other)?)?));
        let edges: Vec<Edge> = self.candidates_of(slot, blocks).into_iter().filter_map(compare).collect();
        for (other, score) in edges {
            self.add_edge(slot, other, score);
        }
    }

    fn candidates_of(&self, slot: u32, blocks: &[Block]) -> Vec<u32> {
        let index = self.index();
        let members = blocks.iter().map(|block| index.members(block.key.0));
        let small = members.filter(|members| members.len() <= self.model.block_cap);
        let mut others: Vec<u32> = small.flatten().copied().filter(|other| *other != slot).collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// A block has become too large to propose anything: forgets the pairs that no other block proposes.
    fn part(&mut self, key: u64) {
        let members = self.index().members(key).to_vec();
        for &slot in &members {
            let others = self.edges(slot).iter().map(|(other, _)| *other);
            let others: Vec<u32> = others.filter(|other| slot < *other && members.contains(other)).collect();
            for other in others {
                let (Some(a), Some(b)) = (self.at(slot), self.at(other)) else { continue };
                if !self.are_proposed(a, b) {
                    self.drop_edge(slot, other);
                    self.drop_edge(other, slot);
                    self.touched.extend([slot, other]);
                }
            }
        }
    }

    /// A block has become small enough to propose its pairs: compares those that are not remembered.
    fn join(&mut self, key: u64) {
        let members = self.index().members(key).to_vec();
        let Some(first) = members.first().and_then(|slot| self.at(*slot)) else { return };
        let model = Arc::clone(&self.model);
        let scale = Scale::of(&model, first.subject);
        for (at, &slot) in members.iter().enumerate() {
            for &other in members.iter().skip(at + 1) {
                let is_known = self.edges(slot).iter().any(|(known, _)| *known == other);
                let (false, Some(a), Some(b)) = (is_known, self.at(slot), self.at(other)) else { continue };
                if let Some(score) = self.compare(&scale, a, b) {
                    self.add_edge(slot, other, score);
                }
            }
        }
    }

    fn add_edge(&mut self, a: u32, b: u32, score: Score) {
        for (from, to) in [(a, b), (b, a)] {
            self.edges.get_mut(from as usize).into_iter().for_each(|edges| edges.push((to, score)));
            self.touched.push(from);
        }
    }

    fn drop_edge(&mut self, from: u32, to: u32) {
        if let Some(edges) = self.edges.get_mut(from as usize) {
            edges.retain(|(other, _)| *other != to);
        }
    }
}
