use uuid::Uuid;

use crate::{Entry, columns::Columns, entries::Entries, entry::Part, links::Links};

/// The entries of one list in their order, and which of them are linked with which other things.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) entries: Entries,
    links: Links,
    pub(crate) columns: Columns,
    /// How many entries there were when they were laid out.
    laid_out: usize,
}

impl List {
    /// Orders by name, then by id.
    pub(crate) fn by_name(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| order(a).cmp(order(b)).then(a.id.cmp(&b.id)));
        Self::in_order(entries)
    }

    /// Lays entries out in the order in which they come.
    pub(crate) fn in_order(entries: Vec<Entry>) -> Self {
        let laid_out = entries.len();
        let entries = Entries::from(entries);
        let links = Links::of(laid_out, entries.positioned());
        Self { entries, links, columns: Columns::default(), laid_out }
    }

    /// The same, to be changed. Nothing is known of its columns.
    pub(crate) fn again(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            links: self.links.clone(),
            columns: Columns::default(),
            laid_out: self.laid_out,
        }
    }

    /// Whether it still has about the size that it was laid out for; else it is better laid out anew.
    pub(crate) fn fits(&self) -> bool {
        const FEW: usize = 4_096;
        let (many, positions) = (self.entries.len(), self.entries.positions() as usize);
        many <= FEW.max(2 * self.laid_out) && positions <= 4 * many.max(FEW)
    }

    pub(crate) fn get(&self, position: u32) -> Option<&Entry> {
        self.entries.get(position)
    }

    pub(crate) fn positions(&self, id: Uuid) -> &[u32] {
        self.links.positions(id)
    }

    /// What refers to the id, in order.
    pub(crate) fn linked(&self, id: Uuid) -> impl Iterator<Item = &Entry> {
        self.positions(id).iter().filter_map(|position| self.get(*position))
    }

    /// Puts another entry, of the same place in the order, where one stands.
    pub(crate) fn replace(&mut self, position: u32, entry: Entry) {
        if let Some(before) = self.entries.get(position) {
            self.links.replace(position, before, &entry);
            self.entries.put(position, Some(entry));
        }
    }

    /// Takes out what stands at a position.
    pub(crate) fn remove(&mut self, position: u32) {
        if let Some(entry) = self.entries.put(position, None) {
            self.links.remove(position, &entry);
        }
    }

    /// Puts an entry in after all that come before it and before all others. Calls `moved` with the position of each
    /// entry that is another for it, and with that which becomes free. None, and nothing is done, where there is no free
    /// position near enough.
    pub(crate) fn insert(
        &mut self,
        entry: Entry,
        comes_before: impl Fn(&Entry, &Entry) -> bool,
        mut moved: impl FnMut(u32),
    ) -> Option<()> {
        let at = self.entries.partition_point(|other| comes_before(other, &entry));
        let (end, free) = (self.entries.positions(), self.entries.free_before(at));
        let position = if !free.is_empty() {
            // After all others there is nothing to leave room for.
            if at == end { free.start } else { free.start.midpoint(free.end) }
        } else if at == end {
            self.entries.grow();
            at
        } else {
            self.make_room(at, &mut moved)?
        };
        self.links.add(position, &entry);
        self.entries.put(position, Some(entry));
        moved(position);
        Some(())
    }

    /// Moves entries so that a position becomes free between the entry at one and those before it.
    fn make_room(&mut self, at: u32, moved: &mut impl FnMut(u32)) -> Option<u32> {
        if self.entries.nearest_free(at).is_none() && self.entries.is_near_end(at) {
            self.entries.grow();
        }
        let free = self.entries.nearest_free(at)?;
        if free < at {
            (free..at - 1).for_each(|to| self.shift(to + 1, to, moved));
            return Some(at - 1);
        }
        (at..free).rev().for_each(|from| self.shift(from, from + 1, moved));
        Some(at)
    }

    fn shift(&mut self, from: u32, to: u32, moved: &mut impl FnMut(u32)) {
        let Some(entry) = self.entries.put(from, None) else { return };
        self.links.shift(from, to, &entry);
        self.entries.put(to, Some(entry));
        moved(from);
        moved(to);
    }
}

/// What an entry is sorted by.
pub(crate) fn order(entry: &Entry) -> &str {
    match entry.part {
        Part::Term(index) => entry.body.terms.get(index).map_or("", |term| &term.order),
        Part::Whole | Part::ServiceAtLocation(_) => &entry.body.order,
    }
}
