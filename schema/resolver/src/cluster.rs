use std::collections::{BTreeMap, BTreeSet};

use model::{RecordKey, SourceId};

use crate::{Constraints, forest::Forest};

/// Two records that the match model takes for the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// One record.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// How sure the model is, in thousandths of log2 odds: the surer link is made first.
    pub score: i32,
}

/// Sorts records into clusters, one for each real thing.
///
/// Every key is in exactly one cluster; each cluster is sorted, and so are the clusters by their first key. What
/// people joined is joined first, even through records that are not among the keys. Then the links are made, the
/// surest first (ties by keys), save those that would bring together two records judged different, or two records
/// of one source that vouches for having no duplicates. A person's positive judgement overrides such a vouching.
/// Links to records that are not among the keys are passed over.
///
/// The result depends on the sets that are given, never on their order.
pub fn cluster(
    keys: &[RecordKey],
    links: &[Link],
    constraints: &Constraints,
    duplicate_free: &BTreeSet<SourceId>,
) -> Vec<Vec<RecordKey>> {
    let given: BTreeSet<&RecordKey> = keys.iter().collect();
    let mut weave = Weave::new(&given, constraints);
    weave.mark_sources(&given, duplicate_free);
    for link in in_order(links) {
        if given.contains(&link.a) && given.contains(&link.b) {
            weave.link(&link.a, &link.b);
        }
    }
    weave.clusters(&given)
}

/// The surest first; equal ones by their keys, whichever way round they were given.
fn in_order(links: &[Link]) -> Vec<&Link> {
    let mut ordered: Vec<&Link> = links.iter().collect();
    ordered.sort_by(|x, y| y.score.cmp(&x.score).then_with(|| pair(x).cmp(&pair(y))));
    ordered
}

fn pair(link: &Link) -> (&RecordKey, &RecordKey) {
    if link.a <= link.b { (&link.a, &link.b) } else { (&link.b, &link.a) }
}

/// Records by number, and what is joined of them so far.
struct Weave<'a> {
    keys: Vec<&'a RecordKey>,
    forest: Forest,
}

impl<'a> Weave<'a> {
    /// The given records and those that people joined or parted, with the people's joints made.
    fn new(given: &BTreeSet<&'a RecordKey>, constraints: &'a Constraints) -> Self {
        let mut all = given.clone();
        all.extend(constraints.groups().iter().flatten());
        all.extend(constraints.negatives().map(|(a, _)| a));
        let forest = Forest::new(all.len());
        let mut weave = Self { keys: all.into_iter().collect(), forest };
        for (a, b) in constraints.negatives() {
            weave.with_places(a, b, Forest::set_apart);
        }
        for group in constraints.groups() {
            for (a, b) in group.iter().zip(group.iter().skip(1)) {
                weave.with_places(a, b, |forest, a, b| {
                    forest.join(a, b);
                });
            }
        }
        weave
    }

    /// Marks present records of sources without duplicates: two of a source never meet through a link.
    fn mark_sources(&mut self, given: &BTreeSet<&RecordKey>, duplicate_free: &BTreeSet<SourceId>) {
        let marks: BTreeMap<&SourceId, usize> = duplicate_free.iter().zip(0..).collect();
        for key in given {
            if let (Some(place), Some(&mark)) = (self.place(key), marks.get(&key.source)) {
                self.forest.mark(place, mark);
            }
        }
    }

    fn link(&mut self, a: &RecordKey, b: &RecordKey) {
        self.with_places(a, b, |forest, a, b| {
            forest.join_unmarked(a, b);
        });
    }

    fn with_places(&mut self, a: &RecordKey, b: &RecordKey, act: impl FnOnce(&mut Forest, usize, usize)) {
        if let (Some(a), Some(b)) = (self.place(a), self.place(b)) {
            act(&mut self.forest, a, b);
        }
    }

    fn place(&self, key: &RecordKey) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }

    /// The given records by cluster. Keys are walked in order, so clusters and their members come out sorted.
    fn clusters(mut self, given: &BTreeSet<&RecordKey>) -> Vec<Vec<RecordKey>> {
        let mut slots: BTreeMap<usize, usize> = BTreeMap::new();
        let mut clusters: Vec<Vec<RecordKey>> = Vec::new();
        for &key in given {
            let Some(place) = self.place(key) else { continue };
            let slot = *slots.entry(self.forest.root(place)).or_insert_with(|| {
                clusters.push(Vec::new());
                clusters.len() - 1
            });
            if let Some(cluster) = clusters.get_mut(slot) {
                cluster.push(key.clone());
            }
        }
        clusters
    }
}
