use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use uuid::Uuid;

use crate::{Entry, ListKind, columns::Columns, entries::Entries, entry::Part};

/// The entries of one list in their order, and which of them are linked with which other things.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) entries: Entries,
    /// Id of an organization, a location, a service, a term, a taxonomy or a parent to the positions, ascending,
    /// of what refers to it. A reference counts whether or not its target is published.
    links: Arc<FxHashMap<Uuid, Linked>>,
    pub(crate) columns: Columns,
}

/// Positions of what refers to one thing: mostly few.
type Linked = SmallVec<[u32; 4]>;

impl List {
    /// Orders by name, then by id.
    pub(crate) fn by_name(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| order(a).cmp(order(b)).then(a.id.cmp(&b.id)));
        Self::in_order(entries)
    }

    /// Keeps the order in which the entries come.
    pub(crate) fn in_order(entries: Vec<Entry>) -> Self {
        let mut links: FxHashMap<Uuid, Linked> = FxHashMap::default();
        for (position, entry) in (0_u32..).zip(&entries) {
            each_link(entry, |id| {
                let positions = links.entry(id).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            });
        }
        Self { entries: entries.into(), links: Arc::new(links), columns: Columns::default() }
    }

    /// The same with other entries at some positions, which stand there by the same order and have the same links.
    pub(crate) fn with(&self, others: impl IntoIterator<Item = (u32, Entry)>) -> Self {
        Self {
            entries: self.entries.with(others),
            links: Arc::clone(&self.links),
            columns: Columns::default(),
        }
    }

    pub(crate) fn get(&self, position: u32) -> Option<&Entry> {
        self.entries.get(position as usize)
    }

    /// How many entries there are.
    pub(crate) fn size(&self) -> u32 {
        // Positions are 32 bits wide.
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn positions(&self, id: Uuid) -> &[u32] {
        self.links.get(&id).map_or(&[], |linked| linked.as_slice())
    }

    /// What refers to the id, in order.
    pub(crate) fn linked(&self, id: Uuid) -> impl Iterator<Item = &Entry> {
        self.positions(id).iter().filter_map(|position| self.get(*position))
    }
}

/// What an entry is sorted by.
pub(crate) fn order(entry: &Entry) -> &str {
    match entry.part {
        Part::Term(index) => entry.body.terms.get(index).map_or("", |term| &term.order),
        Part::Whole | Part::ServiceAtLocation(_) => &entry.body.order,
    }
}

fn each_link(entry: &Entry, mut link: impl FnMut(Uuid)) {
    let body = &entry.body;
    if let Part::Term(index) = entry.part {
        let term = body.terms.get(index);
        term.into_iter().flat_map(|term| [term.taxonomy, term.parent]).flatten().for_each(link);
        return;
    }
    body.organization.into_iter().for_each(&mut link);
    for term in &body.terms {
        link(term.id);
        term.taxonomy.into_iter().for_each(&mut link);
    }
    if entry.kind == ListKind::ServiceAtLocation {
        link(body.id);
    }
    match entry.part {
        Part::ServiceAtLocation(index) => {
            body.parts.get(index).into_iter().for_each(|part| link(part.location))
        }
        _ => body.parts.iter().for_each(|part| link(part.location)),
    }
}
