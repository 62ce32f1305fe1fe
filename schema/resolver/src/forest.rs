use std::collections::BTreeSet;

/// Groups of numbered things that grow together. Two groups stay apart when a thing of one was set apart from a thing
/// of the other.
pub(crate) struct Forest {
    parents: Vec<usize>,
    groups: Vec<Group>,
}

#[derive(Default)]
struct Group {
    size: usize,
    apart_from: BTreeSet<usize>,
}

impl Forest {
    /// As many groups of one.
    pub(crate) fn new(things: usize) -> Self {
        let groups = (0..things).map(|_| Group { size: 1, ..Group::default() }).collect();
        Self { parents: (0..things).collect(), groups }
    }

    /// The thing that stands for the group of this one.
    pub(crate) fn root(&mut self, thing: usize) -> usize {
        let mut at = thing;
        while let Some(&parent) = self.parents.get(at).filter(|&&parent| parent != at) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = parent;
        }
        at
    }

    /// Records that two things may never share a group.
    pub(crate) fn set_apart(&mut self, a: usize, b: usize) {
        for (from, to) in [(a, b), (b, a)] {
            let root = self.root(from);
            if let Some(group) = self.groups.get_mut(root) {
                group.apart_from.insert(to);
            }
        }
    }

    /// Joins the groups of two things unless they were set apart. Says whether they are together now.
    pub(crate) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b && self.are_apart(a, b) {
            return false;
        }
        self.unite(a, b);
        true
    }

    fn are_apart(&mut self, a: usize, b: usize) -> bool {
        // Setting apart is symmetric, so looking at the shorter list is enough.
        let (fewer, other) = if self.apart_count(a) <= self.apart_count(b) { (a, b) } else { (b, a) };
        let strangers: Vec<usize> = self
            .groups
            .get(fewer)
            .map(|group| group.apart_from.iter().copied().collect())
            .unwrap_or_default();
        strangers.into_iter().any(|stranger| self.root(stranger) == other)
    }

    fn apart_count(&self, root: usize) -> usize {
        self.groups.get(root).map_or(0, |group| group.apart_from.len())
    }

    fn unite(&mut self, a: usize, b: usize) {
        if a == b {
            return;
        }
        let size = |root: usize| self.groups.get(root).map_or(0, |group| group.size);
        let (small, large) = if size(a) <= size(b) { (a, b) } else { (b, a) };
        let mut moved = self.groups.get_mut(small).map(std::mem::take).unwrap_or_default();
        if let Some(group) = self.groups.get_mut(large) {
            group.size += moved.size;
            group.apart_from.append(&mut moved.apart_from);
        }
        if let Some(parent) = self.parents.get_mut(small) {
            *parent = large;
        }
    }
}
