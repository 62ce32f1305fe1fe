use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use model::{RecordKey, SourceId};

use crate::Constraints;

/// What the match model says of two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// One record, by its place.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How sure the model is that they are one thing, in thousandths of log2 odds; negative where it is sure of the
    /// contrary.
    pub score: i32,
    /// Whether they can never be one thing, whatever others say.
    pub is_apart: bool,
}

/// What a pair counts that was never compared, in thousandths of log2 odds.
const ABSENT: i64 = -3_000;
/// The most that one pair counts for or against, so that no single pair outweighs all others.
const MOST: i64 = 20_000;
const LEAST: i64 = -12_000;

/// Sorts the records of one component into clusters, one for each real thing.
///
/// `keys` are sorted; every key is in exactly one cluster; each cluster is sorted, and so are the clusters by their
/// first key. What people joined is joined first, even through records that are not among the keys. Then the two
/// clusters whose pairs have the best average score are joined, as long as that average is at least `join`: average
/// link, so that one doubtful pair never chains two things together. Never joined are clusters that hold two records
/// judged different, or two that can never be one, or two of one source that vouches for having no duplicates. A
/// person's positive judgement overrides such a vouching.
///
/// The result depends on the sets that are given, never on their order.
pub fn cluster(
    keys: &[RecordKey],
    links: &[Link],
    constraints: &Constraints,
    duplicate_free: &BTreeSet<SourceId>,
    join: i32,
) -> Vec<Vec<RecordKey>> {
    // Nearly all components are of one record or two.
    match keys {
        [one] => return vec![vec![one.clone()]],
        [a, b] if are_one(a, b, links, constraints, (duplicate_free, join)) => {
            return vec![vec![a.clone(), b.clone()]];
        }
        [a, b] => return vec![vec![a.clone()], vec![b.clone()]],
        _ => {}
    }
    let mut groups = Groups::new(keys, constraints);
    groups.keep_apart(keys, constraints, duplicate_free);
    groups.weigh(links);
    groups.agglomerate(i64::from(join));
    groups.clusters(keys)
}

/// Whether two records alone are one: what [`Groups`] would find.
fn are_one(
    a: &RecordKey,
    b: &RecordKey,
    links: &[Link],
    constraints: &Constraints,
    (duplicate_free, join): (&BTreeSet<SourceId>, i32),
) -> bool {
    let group = constraints.group_of(a);
    if group.is_some() && group == constraints.group_of(b) {
        return true;
    }
    let is_judged_apart = constraints.different_from(a).any(|other| other == b)
        || constraints.different_from(b).any(|other| other == a);
    let is_listed_twice = a.source == b.source && duplicate_free.contains(&a.source);
    let between = links.iter().filter(|link| link.a != link.b).map(Between::of);
    let between = between.fold(Between::default(), Between::and);
    let sum = between.sum + ABSENT * (1 - between.compared);
    let is_apart = is_judged_apart || is_listed_twice || between.is_apart;
    between.compared > 0 && !is_apart && sum >= i64::from(join)
}

/// What is known of two groups: the sum over their pairs that were compared, and how many those are.
#[derive(Clone, Copy, Default)]
struct Between {
    sum: i64,
    compared: i64,
    is_apart: bool,
}

impl Between {
    fn of(link: &Link) -> Self {
        let sum = i64::from(link.score).clamp(LEAST, MOST);
        Self { sum, compared: 1, is_apart: link.is_apart }
    }

    fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            compared: self.compared + other.compared,
            is_apart: self.is_apart || other.is_apart,
        }
    }
}

/// Records by place, and the groups they are in so far. A group is named by its first record.
struct Groups {
    members: BTreeMap<usize, Vec<usize>>,
    group_of: Vec<usize>,
    between: BTreeMap<usize, BTreeMap<usize, Between>>,
}

impl Groups {
    /// Every record by itself, but for those that people joined.
    fn new(keys: &[RecordKey], constraints: &Constraints) -> Self {
        let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut group_of = Vec::with_capacity(keys.len());
        for (place, key) in keys.iter().enumerate() {
            let group = match constraints.group_of(key) {
                Some(joined) => *first_of.entry(joined).or_insert(place),
                None => place,
            };
            members.entry(group).or_default().push(place);
            group_of.push(group);
        }
        Self { members, group_of, between: BTreeMap::new() }
    }

    fn keep_apart(
        &mut self,
        keys: &[RecordKey],
        constraints: &Constraints,
        duplicate_free: &BTreeSet<SourceId>,
    ) {
        let mut of_source: BTreeMap<&SourceId, Vec<usize>> = BTreeMap::new();
        for (place, key) in keys.iter().enumerate() {
            for other in constraints.different_from(key) {
                if let Ok(other) = keys.binary_search(other) {
                    self.set_apart(place, other);
                }
            }
            if duplicate_free.contains(&key.source) {
                of_source.entry(&key.source).or_default().push(place);
            }
        }
        for places in of_source.into_values() {
            for (at, &first) in places.iter().enumerate() {
                places.iter().skip(at + 1).for_each(|&second| self.set_apart(first, second));
            }
        }
    }

    fn set_apart(&mut self, a: usize, b: usize) {
        self.add(a, b, Between { is_apart: true, ..Between::default() });
    }

    fn weigh(&mut self, links: &[Link]) {
        for link in links {
            self.add(link.a as usize, link.b as usize, Between::of(link));
        }
    }

    fn add(&mut self, a: usize, b: usize, known: Between) {
        let (Some(&a), Some(&b)) = (self.group_of.get(a), self.group_of.get(b)) else { return };
        if a != b {
            for (from, to) in [(a, b), (b, a)] {
                let between = self.between.entry(from).or_default().entry(to).or_default();
                *between = between.and(known);
            }
        }
    }

    /// Joins the best two groups, again and again.
    fn agglomerate(&mut self, join: i64) {
        let mut heap = BinaryHeap::new();
        let groups: Vec<usize> = self.between.keys().copied().collect();
        groups.into_iter().for_each(|group| self.offer(group, join, &mut heap));
        while let Some((average, Reverse((a, b)))) = heap.pop() {
            if self.average(a, b) == Some(average) {
                self.join(a, b);
                self.offer(a, join, &mut heap);
            }
        }
    }

    /// Puts every join of a group that may be made on the heap: the greatest average first, then by place.
    fn offer(&self, group: usize, join: i64, heap: &mut BinaryHeap<(i64, Reverse<(usize, usize)>)>) {
        for other in self.between.get(&group).into_iter().flat_map(BTreeMap::keys) {
            let (a, b) = (group.min(*other), group.max(*other));
            if let Some(average) = self.average(a, b).filter(|average| *average >= join) {
                heap.push((average, Reverse((a, b))));
            }
        }
    }

    /// The average over all pairs of two groups; `None` where they stay apart, or one of them is no more.
    fn average(&self, a: usize, b: usize) -> Option<i64> {
        let between = self.between.get(&a)?.get(&b).filter(|between| !between.is_apart)?;
        let size = |group| self.members.get(&group).map(|members| members.len() as i64);
        let pairs = size(a)? * size(b)?;
        Some((between.sum + ABSENT * (pairs - between.compared)) / pairs)
    }

    /// Takes the second group into the first.
    fn join(&mut self, a: usize, b: usize) {
        let moved = self.members.remove(&b).unwrap_or_default();
        self.members.entry(a).or_default().extend(moved);
        for (other, known) in self.between.remove(&b).unwrap_or_default() {
            if let Some(of_other) = self.between.get_mut(&other) {
                of_other.remove(&b);
            }
            if other != a {
                for (from, to) in [(a, other), (other, a)] {
                    let between = self.between.entry(from).or_default().entry(to).or_default();
                    *between = between.and(known);
                }
            }
        }
    }

    fn clusters(self, keys: &[RecordKey]) -> Vec<Vec<RecordKey>> {
        let named = |mut places: Vec<usize>| {
            places.sort_unstable();
            places.into_iter().filter_map(|place| keys.get(place).cloned()).collect::<Vec<_>>()
        };
        let mut clusters: Vec<Vec<RecordKey>> = self.members.into_values().map(named).collect();
        clusters.sort();
        clusters
    }
}
