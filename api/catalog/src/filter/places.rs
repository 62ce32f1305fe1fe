//! Conditions on where something is.

use roaring::RoaringBitmap;
use smallvec::{SmallVec, smallvec};
use uuid::Uuid;

use super::{Asked, Condition, ids::linked_with};
use crate::{
    Entry, ListKind, QueryError, Snapshot,
    facet::Facet,
    places::Whereabouts,
    regions::{Region, Regions},
    values::FacetKey,
};
use normalize::accessibility::Feature;

/// The conditions that a query has.
pub(super) fn conditions(asked: Asked<'_>) -> Result<Vec<Condition<'_>>, QueryError> {
    let mut all = Vec::new();
    if !asked.query.areas.is_empty() {
        all.push(in_wards(asked)?);
    }
    let regions = Region::of(asked.query);
    if !regions.is_empty() {
        all.push(in_regions(asked, regions));
    }
    all.extend(asked.query.covers.as_deref().map(|postcode| covering(asked, postcode)).transpose()?);
    Ok(all)
}

/// One location must be in each of the regions.
fn in_regions(asked: Asked<'_>, regions: Regions) -> Condition<'_> {
    let Asked { snapshot, query, list } = asked;
    let points = list.columns.points(snapshot, list);
    let same = regions.clone();
    let at_locations = matches!(query.kind, ListKind::Service | ListKind::ServiceAtLocation);
    Condition {
        narrowed: at_locations.then(|| Box::new(move || nearby(asked, &same)) as _),
        ..Condition::test(move |position| points.any_in(position, &regions))
    }
}

/// The positions of what is given at the locations in the regions.
fn nearby(asked: Asked<'_>, regions: &[Region]) -> RoaringBitmap {
    let inside = regions.iter().map(|region| asked.snapshot.places.inside(region));
    let places = inside.reduce(|one, other| one.intersection(&other).copied().collect());
    linked_with(asked.list, &places.unwrap_or_default())
}

/// A location must be in one of the wards.
fn in_wards(Asked { snapshot, query, list }: Asked<'_>) -> Result<Condition<'_>, QueryError> {
    let mut codes = Vec::new();
    for text in &query.areas {
        let wards = snapshot.geography.wards_called(text);
        if wards.is_empty() {
            return Err(QueryError::Area(text.chars().take(80).collect()));
        }
        codes.extend(wards.iter().map(|ward| FacetKey::Word(ward.code.as_str().into())));
    }
    Ok(Condition::among(list.columns.with_any(Facet::Ward, codes, snapshot, list)))
}

/// A service area must cover a postcode, or a location have it.
fn covering<'a>(asked: Asked<'a>, text: &str) -> Result<Condition<'a>, QueryError> {
    let snapshot = asked.snapshot;
    let postcode =
        normalize::postcode::normalize(text).ok_or_else(|| QueryError::Postcode(text.to_owned()))?;
    let spot = Whereabouts {
        centre: snapshot.postcode_centroid(&postcode),
        ..snapshot.places.whereabouts(&postcode)
    };
    Ok(asked.entries(move |entry| {
        let areas = entry.body.service().map_or(&[][..], |service| &service.areas);
        let at = |id: Uuid| {
            let location = snapshot.entry(id).and_then(|entry| entry.body.location());
            location.is_some_and(|location| location.has_postcode(&postcode))
        };
        areas.iter().any(|area| area.covers(&spot)) || snapshot.locations_shown(entry).into_iter().any(at)
    }))
}

impl Snapshot {
    /// The published locations of a service, of an organization, or the location that the entry is.
    pub(crate) fn locations_shown(&self, entry: &Entry) -> SmallVec<[Uuid; 4]> {
        match entry.kind {
            ListKind::Location => smallvec![entry.id],
            ListKind::Organization => self.locations_of(entry.id).map(|location| location.id).collect(),
            _ => entry.location_ids().collect(),
        }
    }

    /// What disabled visitors find at one of an entry's locations at least, sorted.
    pub(crate) fn accessible(&self, entry: &Entry) -> Vec<Feature> {
        let locations = self.locations_shown(entry);
        let facts = locations.iter().filter_map(|id| self.entry(*id)?.body.location());
        let mut found: Vec<Feature> =
            facts.flat_map(|location| location.accessible.iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
