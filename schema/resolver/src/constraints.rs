use std::collections::BTreeMap;

use model::{Judgement, RecordKey, Verdict};

use crate::forest::Forest;

type Pair<'a> = (&'a RecordKey, &'a RecordKey);

/// What people decided about pairs of records, made ready for clustering.
///
/// The latest judgement on a pair (the greatest number) counts, whichever way round the pair is named. A judgement
/// on a record and itself, or on records of different kinds, says nothing about identity and is passed over.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    verdicts: BTreeMap<RecordKey, BTreeMap<RecordKey, Verdict>>,
    groups: Vec<Vec<RecordKey>>,
    group_of: BTreeMap<RecordKey, usize>,
    contradictions: Vec<Contradiction>,
}

/// A positive judgement that cannot be honoured: together with later ones it would join two records that were
/// judged to be different things. It waits until a person withdraws one of the judgements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The positive judgement that was set aside.
    pub judgement: Judgement,
}

impl Constraints {
    /// Takes the log of judgements, in any order.
    ///
    /// Positive judgements chain: what is the same as the same thing is the same. Where a chain would join two
    /// records judged different, the judgement on that very pair wins, and of the chain's positive judgements the
    /// earliest give way: later words count more. What gave way is in [`contradictions`](Self::contradictions).
    pub fn new(judgements: &[Judgement]) -> Self {
        let mut current: Vec<&Judgement> = latest(judgements).into_values().collect();
        current.sort_by_key(|judgement| std::cmp::Reverse(judgement.number));
        let mut constraints = Self::default();
        for judgement in &current {
            constraints.note(&judgement.a, &judgement.b, judgement.verdict);
            constraints.note(&judgement.b, &judgement.a, judgement.verdict);
        }
        constraints.chain(&current);
        constraints
    }

    /// What was last decided about this pair itself, in either order. `None` where nobody looked at it.
    pub fn verdict(&self, a: &RecordKey, b: &RecordKey) -> Option<Verdict> {
        self.verdicts.get(a)?.get(b).copied()
    }

    /// Whether anybody judged a pair that this record is in.
    pub fn is_judged(&self, key: &RecordKey) -> bool {
        self.verdicts.contains_key(key)
    }

    /// The positive judgements that others contradict, the latest first.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }

    /// Records that people joined, in groups of two or more that hold no pair judged different.
    pub fn groups(&self) -> &[Vec<RecordKey>] {
        &self.groups
    }

    /// Of every record that people joined to others, those others.
    pub fn ties(&self) -> BTreeMap<RecordKey, Vec<RecordKey>> {
        let members = self.groups.iter().flat_map(|group| group.iter().map(move |key| (key, group)));
        members.map(|(key, group)| (key.clone(), group.clone())).collect()
    }

    /// The number of the group that people joined a record into.
    pub(crate) fn group_of(&self, key: &RecordKey) -> Option<usize> {
        self.group_of.get(key).copied()
    }

    /// The records that are something else than this one: those judged so, and all that were joined to them.
    pub(crate) fn different_from(&self, key: &RecordKey) -> impl Iterator<Item = &RecordKey> {
        let judged = self.joined_with(key).into_iter().flat_map(|own| self.verdicts.get(own)).flatten();
        let different = judged.filter(|(_, verdict)| **verdict == Verdict::Negative);
        different.flat_map(|(other, _)| self.joined_with(other))
    }

    /// A record and all that people joined it with, if they said anything about it.
    fn joined_with(&self, key: &RecordKey) -> Vec<&RecordKey> {
        let group = self.group_of(key).and_then(|number| self.groups.get(number));
        match group {
            Some(group) => group.iter().collect(),
            None => self.verdicts.get_key_value(key).map(|(key, _)| key).into_iter().collect(),
        }
    }

    /// Every pair that was judged to be two different things, once in each order.
    fn negatives(&self) -> impl Iterator<Item = Pair<'_>> {
        self.verdicts.iter().flat_map(|(a, others)| {
            others.iter().filter(|(_, verdict)| **verdict == Verdict::Negative).map(move |(b, _)| (a, b))
        })
    }

    fn note(&mut self, a: &RecordKey, b: &RecordKey, verdict: Verdict) {
        self.verdicts.entry(a.clone()).or_default().insert(b.clone(), verdict);
    }

    fn chain(&mut self, latest_first: &[&Judgement]) {
        let keys: Vec<RecordKey> = self.verdicts.keys().cloned().collect();
        let mut forest = Forest::new(keys.len());
        let place = |key: &RecordKey| keys.binary_search(key).ok();
        for (a, b) in self.negatives() {
            if let (Some(a), Some(b)) = (place(a), place(b)) {
                forest.set_apart(a, b);
            }
        }
        for &judgement in latest_first.iter().filter(|judgement| judgement.verdict == Verdict::Positive) {
            if let (Some(a), Some(b)) = (place(&judgement.a), place(&judgement.b))
                && !forest.join(a, b)
            {
                self.contradictions.push(Contradiction { judgement: judgement.clone() });
            }
        }
        let mut groups: BTreeMap<usize, Vec<RecordKey>> = BTreeMap::new();
        for (place, key) in keys.iter().enumerate() {
            groups.entry(forest.root(place)).or_default().push(key.clone());
        }
        self.groups = groups.into_values().filter(|group| group.len() > 1).collect();
        let numbered = self.groups.iter().enumerate();
        self.group_of =
            numbered.flat_map(|(at, group)| group.iter().map(move |key| (key.clone(), at))).collect();
    }
}

/// The judgement with the greatest number for each pair that says something about identity.
fn latest(judgements: &[Judgement]) -> BTreeMap<Pair<'_>, &Judgement> {
    let mut latest: BTreeMap<Pair<'_>, &Judgement> = BTreeMap::new();
    for judgement in judgements {
        let (a, b) = (&judgement.a, &judgement.b);
        if a == b || a.kind != b.kind {
            continue;
        }
        let held = latest.entry(if a < b { (a, b) } else { (b, a) }).or_insert(judgement);
        if held.number < judgement.number {
            *held = judgement;
        }
    }
    latest
}
