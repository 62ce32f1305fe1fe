use chrono::{DateTime, Utc};
use model::SourceId;
use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::list::List;
use crate::{
    Entry, ListKind, Near, Query, QueryError, Snapshot, body::Body, entry::Part, facts::ServiceFacts,
    opening::Wanted, places::Whereabouts,
};

/// A query's conditions, checked and made ready to be tested on one entry after another. The words are not among
/// them: the text index tests those.
pub(crate) struct Filter<'a> {
    query: &'a Query,
    snapshot: &'a Snapshot,
    opening: Option<Wanted>,
    near: Option<FxHashSet<Uuid>>,
    covered: Option<Covered>,
}

/// A postcode with what can be said of it.
struct Covered {
    postcode: String,
    spot: Whereabouts,
}

impl<'a> Filter<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, query: &'a Query) -> Result<Self, QueryError> {
        check_conditions(query)?;
        let near = query.near.map(|near| check_near(near).map(|()| snapshot.places.within(&near)));
        let covered = query.covers.as_deref().map(|text| {
            let postcode = normalize::postcode::normalize(text);
            let postcode = postcode.ok_or_else(|| QueryError::Postcode(text.to_owned()))?;
            Ok::<_, QueryError>(Covered { spot: snapshot.places.whereabouts(&postcode), postcode })
        });
        Ok(Self {
            query,
            snapshot,
            opening: Wanted::new(&query.days, query.start_time.as_deref(), query.end_time.as_deref())?,
            near: near.transpose()?,
            covered: covered.transpose()?,
        })
    }

    /// The positions, ascending, among which every match is, as far as links can tell.
    pub(crate) fn candidates(&self, list: &List) -> Option<Vec<u32>> {
        if !self.query.ids.is_empty() {
            return Some(self.named());
        }
        let narrowest = self.links().map(|id| list.positions(id)).min_by_key(|positions| positions.len());
        narrowest.map(<[u32]>::to_vec).or_else(|| self.nearby(list))
    }

    /// The positions of the ids that are named.
    fn named(&self) -> Vec<u32> {
        let of_kind = |(kind, position)| (kind == self.query.kind).then_some(position);
        let positions = self.query.ids.iter().filter_map(|id| self.snapshot.position(*id).and_then(of_kind));
        let mut positions: Vec<u32> = positions.collect();
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// The ids that an entry must be linked with.
    fn links(&self) -> impl Iterator<Item = Uuid> {
        let query = self.query;
        // Of several taxonomies one is enough, so only a single one narrows.
        let taxonomy = query.taxonomy_ids.first().filter(|_| query.taxonomy_ids.len() == 1);
        let one = [query.organization_id, query.location_id, query.parent_id, taxonomy.copied()];
        query.taxonomy_term_ids.iter().copied().chain(one.into_iter().flatten())
    }

    /// The positions of what is given at the locations in the circle.
    fn nearby(&self, list: &List) -> Option<Vec<u32>> {
        let at_locations = matches!(self.query.kind, ListKind::Service | ListKind::ServiceAtLocation);
        let near = self.near.as_ref().filter(|_| at_locations)?;
        let mut positions: Vec<u32> = near.iter().flat_map(|id| list.positions(*id)).copied().collect();
        positions.sort_unstable();
        positions.dedup();
        Some(positions)
    }

    /// Whether every entry matches.
    pub(crate) fn is_empty(&self) -> bool {
        let blank = Query {
            text: self.query.text.clone(),
            offset: self.query.offset,
            limit: self.query.limit,
            after: self.query.after,
            ..Query::new(self.query.kind)
        };
        *self.query == blank
    }

    pub(crate) fn matches(&self, entry: &Entry) -> bool {
        self.matches_ids(entry)
            && self.query.modified_after.is_none_or(|moment: DateTime<Utc>| entry.modified >= moment)
            && self.query.source.as_ref().is_none_or(|source: &SourceId| entry.body.sources.contains(source))
            && self.matches_service(entry)
            && self.near.as_ref().is_none_or(|near| self.any_location(entry, |id| near.contains(&id)))
            && self.covered.as_ref().is_none_or(|covered| self.is_covered(entry, covered))
    }

    fn matches_ids(&self, entry: &Entry) -> bool {
        let query = self.query;
        let parent = parent_of(entry);
        (query.ids.is_empty() || query.ids.contains(&entry.id))
            && query.location_id.is_none_or(|id| entry.location_ids().any(|location| location == id))
            && query.taxonomy_term_ids.iter().all(|id| entry.body.terms.iter().any(|term| term.id == *id))
            && (query.taxonomy_ids.is_empty() || has_taxonomy(entry, &query.taxonomy_ids))
            && query.organization_id.is_none_or(|id| entry.organization == Some(id))
            && query.parent_id.is_none_or(|id| parent == Some(id))
            && !(query.top_only && parent.is_some())
    }

    fn matches_service(&self, entry: &Entry) -> bool {
        let query = self.query;
        let Some(service) = entry.body.service() else { return true };
        query.status.as_deref().is_none_or(|status| *service.status == *status)
            && query.minimum_age.is_none_or(|least| service.minimum_age.is_some_and(|age| age >= least))
            && query.maximum_age.is_none_or(|most| service.maximum_age.is_some_and(|age| age <= most))
            && self.opening.is_none_or(|wanted| opens(entry, &entry.body, service, wanted))
    }

    fn is_covered(&self, entry: &Entry, covered: &Covered) -> bool {
        let at = |id: Uuid| {
            let location = self.snapshot.entry(id).and_then(|entry| entry.body.location());
            location.is_some_and(|location| location.has_postcode(&covered.postcode))
        };
        let areas = entry.body.service().map_or(&[][..], |service| &service.areas);
        areas.iter().any(|area| area.covers(&covered.spot)) || self.any_location(entry, at)
    }

    /// Tests the published locations of a service, of an organization, or the location that the entry is.
    fn any_location(&self, entry: &Entry, test: impl Fn(Uuid) -> bool) -> bool {
        match entry.kind {
            ListKind::Location => test(entry.id),
            ListKind::Organization => {
                let mut own = self.snapshot.list(ListKind::Location).linked(entry.id);
                own.any(|location| location.organization == Some(entry.id) && test(location.id))
            }
            _ => entry.location_ids().any(test),
        }
    }
}

/// Whether a schedule holds then: one of the place's own, or of the service where the place has none.
fn opens(entry: &Entry, body: &Body, service: &ServiceFacts, wanted: Wanted) -> bool {
    let holds = |openings: &[crate::opening::Opening]| openings.iter().any(|opening| wanted.holds(opening));
    match entry.part {
        Part::ServiceAtLocation(index) => {
            let own = body.parts.get(index).map_or(&[][..], |part| &part.openings);
            holds(if own.is_empty() { &service.openings } else { own })
        }
        _ => holds(&service.openings) || entry.shown_parts().any(|(_, part)| holds(&part.openings)),
    }
}

fn parent_of(entry: &Entry) -> Option<Uuid> {
    match entry.part {
        Part::Term(index) => entry.body.terms.get(index).and_then(|term| term.parent),
        _ => entry.organization,
    }
}

fn has_taxonomy(entry: &Entry, wanted: &[Uuid]) -> bool {
    let is_wanted = |taxonomy: Option<Uuid>| taxonomy.is_some_and(|id| wanted.contains(&id));
    match entry.part {
        Part::Term(index) => is_wanted(entry.body.terms.get(index).and_then(|term| term.taxonomy)),
        _ => entry.body.terms.iter().any(|term| is_wanted(term.taxonomy)),
    }
}

fn check_near(near: Near) -> Result<(), QueryError> {
    let Near { latitude, longitude, metres } = near;
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let is_area = on_earth && (0.0..=20_100_000.0).contains(&metres);
    if is_area { Ok(()) } else { Err(QueryError::Near { latitude, longitude, metres }) }
}

/// Refuses a condition that the list has nothing to test on.
fn check_conditions(query: &Query) -> Result<(), QueryError> {
    use ListKind::{Location, Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm};
    const SERVICES: &[ListKind] = &[Service, ServiceAtLocation];
    const CLASSIFIED: &[ListKind] = &[Service, ServiceAtLocation, Organization, Location];
    let timed = !query.days.is_empty() || query.start_time.is_some() || query.end_time.is_some();
    let aged = query.minimum_age.is_some() || query.maximum_age.is_some();
    let placed = query.near.is_some() || query.covers.is_some();
    let within = [CLASSIFIED, &[TaxonomyTerm]].concat();
    let sourced = [CLASSIFIED, &[Taxonomy]].concat();
    let conditions: [(&'static str, bool, &[ListKind]); 10] = [
        ("taxonomy_term_ids", !query.taxonomy_term_ids.is_empty(), CLASSIFIED),
        ("taxonomy_ids", !query.taxonomy_ids.is_empty(), &within),
        ("organization_id", query.organization_id.is_some(), &[Service, ServiceAtLocation, Location]),
        ("location_id", query.location_id.is_some(), SERVICES),
        ("minimum_age or maximum_age", aged, SERVICES),
        ("days, start_time or end_time", timed, SERVICES),
        ("near or covers", placed, CLASSIFIED),
        ("parent_id or top_only", query.parent_id.is_some() || query.top_only, &[Organization, TaxonomyTerm]),
        ("source", query.source.is_some(), &sourced),
        ("status", query.status.is_some(), SERVICES),
    ];
    let refused = conditions.iter().find(|(_, given, lists)| *given && !lists.contains(&query.kind));
    refused.map_or(Ok(()), |(condition, ..)| Err(QueryError::NotForList { condition, kind: query.kind }))
}
