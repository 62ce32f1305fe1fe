//! Conditions on what an entry is, belongs to and is about.

use std::borrow::Cow;

use roaring::RoaringBitmap;
use rustc_hash::FxHashSet;
use uuid::Uuid;

use super::{Asked, Condition};
use crate::{Entry, QueryError, entry::Part, facet::Facet, list::List, needs::Wish, values::FacetKey};

/// The conditions that a query has.
pub(super) fn conditions<'a>(asked: Asked<'a>, wish: &'a Wish<'a>) -> Result<Vec<Condition<'a>>, QueryError> {
    let query = asked.query;
    let (list, top_only) = (asked.list, query.top_only);
    let mut all: Vec<Condition<'a>> = Vec::new();
    if !query.ids.is_empty() {
        all.push(named(asked));
    }
    all.extend(
        query.organization_id.map(|id| linked(asked, id, move |entry| entry.organization == Some(id))),
    );
    all.extend(
        query
            .location_id
            .map(|id| linked(asked, id, move |entry| entry.location_ids().any(|location| location == id))),
    );
    all.extend(query.parent_id.map(|id| linked(asked, id, move |entry| entry.parent() == Some(id))));
    let has = |id: Uuid| move |entry: &Entry| entry.body.terms.iter().any(|term| term.id == id);
    all.extend(query.taxonomy_term_ids.iter().map(|id| linked(asked, *id, has(*id))));
    if !query.taxonomy_ids.is_empty() {
        let among = linked_with(list, &query.taxonomy_ids);
        let test = asked.entries(|entry| has_taxonomy(entry, &query.taxonomy_ids));
        all.push(Condition { among: Some(Cow::Owned(among)), ..test });
    }
    for topic in &query.topics {
        all.push(on_topic(asked, asked.snapshot.topic(topic)?));
    }
    all.extend(wish.need.as_ref().map(|need| Condition {
        among: Some(Cow::Owned(linked_with(list, need.terms()))),
        ..asked.entries(|entry| need.reason(entry).is_some())
    }));
    all.extend(top_only.then(|| asked.entries(|entry| entry.parent().is_none())));
    Ok(all)
}

/// Only those of the ids that are named.
fn named(asked: Asked<'_>) -> Condition<'_> {
    let Asked { snapshot, query, .. } = asked;
    let of_kind = |(kind, position)| (kind == query.kind).then_some(position);
    let positions = query.ids.iter().filter_map(|id| snapshot.position(*id).and_then(of_kind));
    Condition::among(Cow::Owned(positions.collect()))
}

/// What refers to an id in one way; others refer to it otherwise.
fn linked<'a>(asked: Asked<'a>, id: Uuid, test: impl Fn(&'a Entry) -> bool + Sync + 'a) -> Condition<'a> {
    let among = asked.list.positions(id).iter().copied().collect();
    Condition { among: Some(Cow::Owned(among)), ..asked.entries(test) }
}

/// What one of the terms is attached to.
fn on_topic<'a>(Asked { snapshot, list, .. }: Asked<'a>, terms: FxHashSet<Uuid>) -> Condition<'a> {
    let terms = terms.into_iter().map(FacetKey::Id);
    Condition::among(list.columns.with_any(Facet::Topic, terms, snapshot, list))
}

/// The positions of what is linked with any of some ids.
pub(super) fn linked_with<'i>(list: &List, ids: impl IntoIterator<Item = &'i Uuid>) -> RoaringBitmap {
    ids.into_iter().flat_map(|id| list.positions(*id)).copied().collect()
}

fn has_taxonomy(entry: &Entry, wanted: &[Uuid]) -> bool {
    let is_wanted = |taxonomy: Option<Uuid>| taxonomy.is_some_and(|id| wanted.contains(&id));
    match entry.part {
        Part::Term(index) => is_wanted(entry.body.terms.get(index).and_then(|term| term.taxonomy)),
        _ => entry.body.terms.iter().any(|term| is_wanted(term.taxonomy)),
    }
}
