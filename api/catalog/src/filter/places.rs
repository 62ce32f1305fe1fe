//! Conditions on where something is.

use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};
use uuid::Uuid;

use super::{Asked, Condition, ids::linked_with};
use crate::{
    Bounds, Entry, ListKind, Near, Query, QueryError, Snapshot, columns::FacetKey, facet::Facet,
    places::Whereabouts, points::Cells, region::Enclosed,
};
use normalize::accessibility::Feature;

/// The conditions that a query has.
pub(super) fn conditions(asked: Asked<'_>) -> Result<Vec<Condition<'_>>, QueryError> {
    let mut all = Vec::new();
    if !asked.query.areas.is_empty() {
        all.push(in_wards(asked)?);
    }
    if asks_where(asked.query) {
        all.push(in_regions(asked));
    }
    all.extend(asked.query.covers.as_deref().map(|postcode| covering(asked, postcode)).transpose()?);
    Ok(all)
}

/// Whether a query asks where something is; a circle that holds the whole earth asks nothing.
fn asks_where(query: &Query) -> bool {
    circle(query).is_some() || query.bounds.is_some() || query.outline.is_some()
}

/// The circle that is asked for, if it is not the whole earth.
fn circle(query: &Query) -> Option<Near> {
    query.near.filter(|near| near.metres < Near::ANYWHERE)
}

/// One location must be in each of the regions.
fn in_regions(asked: Asked<'_>) -> Condition<'_> {
    let Asked { snapshot, query, list } = asked;
    let points = list.columns.points(snapshot, list);
    let (near, bounds) = (circle(query), query.bounds);
    let outline = query.outline.as_ref().map(|outline| Arc::new(Enclosed::of(outline)));
    let enclosed = outline.clone();
    let around = [near.map(|near| near.bounds()), bounds, outline.as_ref().map(|outline| *outline.bounds())];
    let boxes: SmallVec<[Cells; 3]> = around.iter().flatten().map(Cells::of).collect();
    let test = move |position| {
        points.any(position, &boxes, |point| {
            bounds.is_none_or(|bounds| bounds.hold(point))
                && near.is_none_or(|near| near.distance(point) <= near.metres)
                && outline.as_ref().is_none_or(|outline| outline.holds(point))
        })
    };
    let at_locations = matches!(query.kind, ListKind::Service | ListKind::ServiceAtLocation);
    Condition {
        narrowed: at_locations.then(|| Box::new(move || nearby(asked, enclosed.as_deref())) as _),
        ..Condition::test(test)
    }
}

/// The positions of what is given at the locations in the regions.
fn nearby(asked: Asked<'_>, outline: Option<&Enclosed>) -> RoaringBitmap {
    linked_with(asked.list, &places_in(asked.snapshot, asked.query, outline))
}

/// The locations in every region that a query asks for.
fn places_in(snapshot: &Snapshot, query: &Query, outline: Option<&Enclosed>) -> FxHashSet<Uuid> {
    let places = &snapshot.places;
    let near = circle(query).map(|near| places.within(&near));
    let inside = |bounds: &Bounds| places.inside(bounds, |point| bounds.hold(point));
    let outlined = outline.map(|outline| places.inside(outline.bounds(), |point| outline.holds(point)));
    let regions = [near, query.bounds.as_ref().map(inside), outlined].into_iter().flatten();
    regions.reduce(|one, other| one.intersection(&other).copied().collect()).unwrap_or_default()
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
