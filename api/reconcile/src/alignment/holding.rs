//! What the directory holds of a thing as people see it: a service with the places where it is given and the body that
//! gives it.

use std::collections::{BTreeMap, BTreeSet};

use model::alignment::FactKind;
use uuid::Uuid;

use super::entry::{Entry, Said};

/// Every published entry by id.
pub(super) type Entries = BTreeMap<Uuid, Entry>;

/// An entry with what belongs to it.
pub(super) struct Holding<'a> {
    pub(super) entry: &'a Entry,
    /// Its places: the one that the page names, where it names one of them.
    places: Vec<&'a Entry>,
    organization: Option<&'a Entry>,
}

impl<'a> Holding<'a> {
    /// Of an entry, as given at one of these places, if any is one of its own.
    pub(super) fn of(entry: &'a Entry, entries: &'a Entries, there: &BTreeSet<Uuid>) -> Self {
        let is_named = |place: &&Uuid| there.contains(*place);
        let named: Vec<&Uuid> = entry.locations.iter().filter(is_named).collect();
        let places = if named.is_empty() { entry.locations.iter().collect() } else { named };
        Self {
            entry,
            places: places.into_iter().filter_map(|place| entries.get(place)).collect(),
            organization: entry.organization.and_then(|id| entries.get(&id)),
        }
    }

    /// What is said of a fact of the thing itself and of its places. Of its own hours none but they count; the
    /// organization's name, addresses and hours are not its.
    pub(super) fn own(&self, kind: FactKind) -> Vec<&'a Said> {
        let own = self.entry.said(kind).iter();
        if matches!(kind, FactKind::Name | FactKind::Status) || kind == FactKind::Hours && own.len() > 0 {
            return own.collect();
        }
        own.chain(self.places.iter().flat_map(|place| place.said(kind))).collect()
    }

    /// Every published value of a fact that would not surprise anyone: also those of the organization.
    pub(super) fn known(&self, kind: FactKind) -> BTreeSet<&'a str> {
        let published = self.all(kind).filter(|said| said.is_published);
        published.flat_map(|said| said.values.iter().map(String::as_str)).collect()
    }

    /// Someone who says something of a fact, if only of the organization.
    pub(super) fn anything(&self, kind: FactKind) -> Option<&'a Said> {
        self.all(kind).find(|said| said.is_published)
    }

    fn all(&self, kind: FactKind) -> impl Iterator<Item = &'a Said> {
        let of_places = self.places.iter().flat_map(move |place| place.said(kind));
        let is_wider = !matches!(kind, FactKind::Hours | FactKind::Status | FactKind::Name);
        let wider = self.organization.filter(|_| is_wider);
        let wider = wider.into_iter().flat_map(move |organization| organization.said(kind));
        let is_placed = !matches!(kind, FactKind::Name | FactKind::Status);
        self.entry.said(kind).iter().chain(of_places.filter(move |_| is_placed)).chain(wider)
    }

    /// The categories of the thing and of the body that gives it.
    pub(super) fn topics(&self) -> Vec<String> {
        let wider = self.organization.iter().flat_map(|organization| &organization.topics);
        self.entry.topics.iter().chain(wider).cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }
}
