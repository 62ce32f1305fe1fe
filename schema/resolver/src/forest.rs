use std::collections::BTreeSet;

/// Groups of numbered things that grow together, with marks that keep groups apart.
///
/// Two groups stay apart when a thing of one was set apart from a thing of the other, or when both hold a thing
/// with the same mark (a source that has no duplicates).
pub(crate) struct Forest {
    parents: Vec<usize>,
    groups: Vec<Group>,
}

#[derive(Default)]
struct Group {
    size: usize,
    apart_from: BTreeSet<usize>,
    marks: BTreeSet<usize>,
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

    /// Gives the group of a thing a mark that no two groups may share when they join.
    pub(crate) fn mark(&mut self, thing: usize, mark: usize) {
        let root = self.root(thing);
        if let Some(group) = self.groups.get_mut(root) {
            group.marks.insert(mark);
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

    /// As `join`, but also refuses groups that share a mark.
    pub(crate) fn join_unmarked(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b && self.share_a_mark(a, b) {
            return false;
        }
        self.join(a, b)
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

    fn share_a_mark(&self, a: usize, b: usize) -> bool {
        match (self.groups.get(a), self.groups.get(b)) {
            (Some(a), Some(b)) => !a.marks.is_disjoint(&b.marks),
            _ => false,
        }
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
            group.marks.append(&mut moved.marks);
        }
        if let Some(parent) = self.parents.get_mut(small) {
            *parent = large;
        }
    }
}
