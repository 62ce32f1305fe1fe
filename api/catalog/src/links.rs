//! Which entries of a list are linked with which other things.

use smallvec::SmallVec;
use uuid::Uuid;

use crate::{Entry, ListKind, entry::Part, sharded::Sharded};

/// Positions of what refers to one thing, ascending: mostly few.
type Linked = SmallVec<[u32; 4]>;

/// Id of an organization, a location, a service, a term, a taxonomy or a parent to the positions of what refers to it. A
/// reference counts whether or not its target is published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links(Sharded<Linked>);

impl Links {
    /// The links of entries, which come by their positions.
    pub(crate) fn of<'e>(many: usize, entries: impl Iterator<Item = (u32, &'e Entry)>) -> Self {
        let mut links = Self(Sharded::for_many(many));
        entries.for_each(|(position, entry)| links.add(position, entry));
        links
    }

    pub(crate) fn positions(&self, id: Uuid) -> &[u32] {
        self.0.get(id).map_or(&[], |linked| linked.as_slice())
    }

    /// Links an entry that came to a position.
    pub(crate) fn add(&mut self, position: u32, entry: &Entry) {
        each(entry, |id| {
            let linked = self.0.shard_mut(id).map(|shard| shard.entry(id).or_default());
            if let Some(linked) = linked
                && let Err(at) = find(linked, position)
            {
                linked.insert(at, position);
            }
        });
    }

    /// Forgets the links of an entry that went from a position.
    pub(crate) fn remove(&mut self, position: u32, entry: &Entry) {
        each(entry, |id| {
            let Some(shard) = self.0.shard_mut(id) else { return };
            if let Some(linked) = shard.get_mut(&id) {
                if let Ok(at) = linked.binary_search(&position) {
                    linked.remove(at);
                }
                if linked.is_empty() {
                    shard.remove(&id);
                }
            }
        });
    }

    /// Links an entry that went from one position to another.
    pub(crate) fn shift(&mut self, from: u32, to: u32, entry: &Entry) {
        each(entry, |id| {
            let linked = self.0.shard_mut(id).and_then(|shard| shard.get_mut(&id));
            let Some(linked) = linked else { return };
            if let Ok(at) = linked.binary_search(&from) {
                let fits_after = at.checked_sub(1).and_then(|at| linked.get(at)).is_none_or(|one| *one < to);
                let fits_before = linked.get(at + 1).is_none_or(|one| to < *one);
                match linked.get_mut(at) {
                    Some(position) if fits_after && fits_before => *position = to,
                    _ => {
                        linked.remove(at);
                        let at = linked.partition_point(|one| *one < to);
                        linked.insert(at, to);
                    }
                }
            }
        });
    }

    /// Links an entry that came in the place of another.
    pub(crate) fn replace(&mut self, position: u32, before: &Entry, now: &Entry) {
        if ids(before) != ids(now) {
            self.remove(position, before);
            self.add(position, now);
        }
    }
}

/// Where a position is, or else belongs. Most come at the end.
fn find(linked: &[u32], position: u32) -> Result<usize, usize> {
    match linked.last() {
        Some(last) if *last < position => Err(linked.len()),
        _ => linked.binary_search(&position),
    }
}

fn ids(entry: &Entry) -> SmallVec<[Uuid; 16]> {
    let mut ids = SmallVec::new();
    each(entry, |id| ids.push(id));
    ids
}

/// Visits the id of everything that an entry refers to, perhaps more than once.
fn each(entry: &Entry, mut link: impl FnMut(Uuid)) {
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
