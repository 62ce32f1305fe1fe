use chrono::{DateTime, Utc};
use model::SourceId;
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};
use uuid::Uuid;

use crate::{
    Bounds, Entry, ListKind, Near, Query, QueryError, Snapshot, body::Body, columns::Points, conditions,
    entry::Part, facts::ServiceFacts, needs::Signs, opening::Wanted, places::Whereabouts,
};
use crate::{list::List, occurrences::is_open_at};
use normalize::{accessibility::Feature, cost::Cost, text};

/// A query's conditions, checked and made ready to be tested on one entry after another. The words are not among
/// them: the text index tests those.
pub(crate) struct Filter<'a> {
    query: &'a Query,
    snapshot: &'a Snapshot,
    list: &'a List,
    opening: Option<Wanted>,
    /// Where the entries are, if it is asked.
    points: Option<&'a Points>,
    /// Whether nothing is asked but where the entries are.
    only_places: bool,
    /// The locations in the wards that are asked for.
    wards: Option<FxHashSet<Uuid>>,
    covered: Option<Covered>,
    /// For each topic asked for, the terms that stand for it.
    topics: Vec<FxHashSet<Uuid>>,
    /// The need asked for, with the terms that answer it, and the circumstances.
    pub(crate) need: Option<Signs<'a>>,
    pub(crate) circumstances: Vec<Signs<'a>>,
    languages: Vec<String>,
    accessible: Vec<Feature>,
}

/// A postcode with what can be said of it.
struct Covered {
    postcode: String,
    spot: Whereabouts,
}

impl<'a> Filter<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, query: &'a Query) -> Result<Self, QueryError> {
        conditions::check(query)?;
        let covered = query.covers.as_deref().map(|text| {
            let postcode = normalize::postcode::normalize(text);
            let postcode = postcode.ok_or_else(|| QueryError::Postcode(text.to_owned()))?;
            Ok::<_, QueryError>(Covered {
                spot: Whereabouts {
                    centre: snapshot.postcode_centroid(&postcode),
                    ..snapshot.places.whereabouts(&postcode)
                },
                postcode,
            })
        });
        let language = |asked: &String| match asked.trim() {
            code if code.len() <= 3 => code.to_lowercase(),
            name => text::key(name),
        };
        let list = snapshot.list(query.kind);
        let places = asks_where(query);
        Ok(Self {
            query,
            snapshot,
            list,
            only_places: has_no_conditions(&Query {
                near: None,
                bounds: None,
                outline: None,
                ..query.clone()
            }),
            points: places.then(|| list.columns.points(snapshot, list)),
            opening: Wanted::new(&query.days, query.start_time.as_deref(), query.end_time.as_deref())?,
            wards: (!query.areas.is_empty()).then(|| in_wards(snapshot, &query.areas)).transpose()?,
            covered: covered.transpose()?,
            topics: query.topics.iter().map(|topic| snapshot.topic(topic)).collect::<Result<_, _>>()?,
            need: snapshot.signs(query)?,
            circumstances: snapshot.circumstances(query)?,
            languages: query.languages.iter().map(language).collect(),
            accessible: query.accessibility.iter().map(|code| feature(code)).collect::<Result<_, _>>()?,
        })
    }

    /// The positions, ascending, among which every match is, as far as links can tell.
    pub(crate) fn candidates(&self) -> Option<Vec<u32>> {
        let list = self.list;
        if !self.query.ids.is_empty() {
            return Some(self.named());
        }
        let narrowest = self.links().map(|id| list.positions(id)).min_by_key(|positions| positions.len());
        narrowest.map(<[u32]>::to_vec).or_else(|| self.nearby(list)).or_else(|| self.on_topic(list))
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

    /// The positions of what is given at the locations in the regions.
    fn nearby(&self, list: &List) -> Option<Vec<u32>> {
        let at_locations = matches!(self.query.kind, ListKind::Service | ListKind::ServiceAtLocation);
        let places = || places_in(self.snapshot, self.query);
        let wards = self.wards.as_ref().filter(|_| at_locations);
        wards.map(|wards| linked_with(list, wards.iter())).or_else(|| {
            let places = at_locations.then(places).flatten()?;
            Some(linked_with(list, places.iter()))
        })
    }

    /// The positions of what is on the first of the topics, or else answers the need.
    fn on_topic(&self, list: &List) -> Option<Vec<u32>> {
        let needed = || Some(linked_with(list, self.need.as_ref()?.terms()));
        self.topics.first().map(|topic| linked_with(list, topic.iter())).or_else(needed)
    }

    /// Whether every entry matches.
    pub(crate) fn is_empty(&self) -> bool {
        self.only_places && self.points.is_none()
    }

    /// Whether the entry at a position matches.
    pub(crate) fn matches(&self, position: u32) -> bool {
        self.is_placed(position)
            && (self.only_places || self.list.get(position).is_some_and(|entry| self.matches_entry(entry)))
    }

    /// Whether one of an entry's locations is in each of the regions.
    fn is_placed(&self, position: u32) -> bool {
        let Some(points) = self.points else { return true };
        let Query { near, bounds, outline, .. } = self.query;
        let near = near.filter(|near| near.metres < Near::ANYWHERE);
        points.at(position).iter().any(|(point, _)| {
            bounds.is_none_or(|bounds| bounds.hold(*point))
                && near.is_none_or(|near| near.distance(*point) <= near.metres)
                && outline.as_ref().is_none_or(|outline| outline.holds(*point))
        })
    }

    fn matches_entry(&self, entry: &Entry) -> bool {
        self.matches_ids(entry)
            && self.query.modified_after.is_none_or(|moment: DateTime<Utc>| entry.modified >= moment)
            && self.query.source.as_ref().is_none_or(|source: &SourceId| entry.body.sources.contains(source))
            && self.matches_service(entry)
            && self.matches_people(entry)
            && self.wards.as_ref().is_none_or(|wards| self.any_location(entry, |id| wards.contains(&id)))
            && self.covered.as_ref().is_none_or(|covered| self.is_covered(entry, covered))
    }

    fn matches_ids(&self, entry: &Entry) -> bool {
        let query = self.query;
        let parent = entry.parent();
        (query.ids.is_empty() || query.ids.contains(&entry.id))
            && query.location_id.is_none_or(|id| entry.location_ids().any(|location| location == id))
            && query.taxonomy_term_ids.iter().all(|id| entry.body.terms.iter().any(|term| term.id == *id))
            && (query.taxonomy_ids.is_empty() || has_taxonomy(entry, &query.taxonomy_ids))
            && self.topics.iter().all(|topic| entry.body.terms.iter().any(|term| topic.contains(&term.id)))
            && self.need.as_ref().is_none_or(|need| need.reason(entry).is_some())
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
            && query.open_at.is_none_or(|moment| is_open_at(entry, moment, self.snapshot.calendar()))
    }

    /// Whether it suits those who are asked for.
    fn matches_people(&self, entry: &Entry) -> bool {
        let query = self.query;
        let is_accessible = self.accessible.is_empty() || self.is_accessible(entry);
        let Some(service) = entry.body.service() else { return is_accessible };
        let spoken = |asked: &String| service.languages.iter().any(|language| language.is(asked));
        is_accessible
            && query.age.is_none_or(|age| service.takes(age))
            && (!query.free || service.cost == Cost::Free)
            && (self.languages.is_empty() || self.languages.iter().any(spoken))
            && query.assured_since.is_none_or(|since| service.assured.is_some_and(|day| day >= since))
    }

    fn is_accessible(&self, entry: &Entry) -> bool {
        self.any_location(entry, |id| {
            let location = self.snapshot.entry(id).and_then(|entry| entry.body.location());
            location
                .is_some_and(|location| self.accessible.iter().all(|one| location.accessible.contains(one)))
        })
    }

    fn is_covered(&self, entry: &Entry, covered: &Covered) -> bool {
        let at = |id: Uuid| {
            let location = self.snapshot.entry(id).and_then(|entry| entry.body.location());
            location.is_some_and(|location| location.has_postcode(&covered.postcode))
        };
        let areas = entry.body.service().map_or(&[][..], |service| &service.areas);
        areas.iter().any(|area| area.covers(&covered.spot)) || self.any_location(entry, at)
    }

    fn any_location(&self, entry: &Entry, test: impl Fn(Uuid) -> bool) -> bool {
        self.snapshot.locations_shown(entry).into_iter().any(test)
    }
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

/// The positions, ascending, of what is linked with any of some ids.
fn linked_with<'a>(list: &List, ids: impl Iterator<Item = &'a Uuid>) -> Vec<u32> {
    let mut positions: Vec<u32> = ids.flat_map(|id| list.positions(*id)).copied().collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Whether a query asks where something is; a circle that holds the whole earth asks nothing.
fn asks_where(query: &Query) -> bool {
    let near = query.near.is_some_and(|near| near.metres < Near::ANYWHERE);
    near || query.bounds.is_some() || query.outline.is_some()
}

/// Whether nothing is asked of an entry but its words.
fn has_no_conditions(query: &Query) -> bool {
    let blank = Query {
        text: query.text.clone(),
        offset: query.offset,
        limit: query.limit,
        after: query.after,
        cursor: query.cursor.clone(),
        sort: query.sort,
        facets: query.facets.clone(),
        ..Query::new(query.kind)
    };
    *query == blank
}

/// The locations in every region that a query asks for; `None` where it asks for none.
fn places_in(snapshot: &Snapshot, query: &Query) -> Option<FxHashSet<Uuid>> {
    let places = &snapshot.places;
    let near = query.near.filter(|near| near.metres < Near::ANYWHERE).map(|near| places.within(&near));
    let inside = |bounds: &Bounds| places.inside(bounds, |point| bounds.hold(point));
    let outlined =
        query.outline.as_ref().map(|outline| places.inside(&outline.bounds(), |point| outline.holds(point)));
    let regions = [near, query.bounds.as_ref().map(inside), outlined].into_iter().flatten();
    regions.reduce(|one, other| one.intersection(&other).copied().collect())
}

/// The locations in any of some wards.
fn in_wards(snapshot: &Snapshot, asked: &[String]) -> Result<FxHashSet<Uuid>, QueryError> {
    let mut locations = FxHashSet::default();
    for text in asked {
        let wards = snapshot.geography.wards_called(text);
        if wards.is_empty() {
            return Err(QueryError::Area(text.chars().take(80).collect()));
        }
        locations.extend(wards.iter().flat_map(|ward| snapshot.wards.within(&ward.code)));
    }
    Ok(locations)
}

fn feature(code: &str) -> Result<Feature, QueryError> {
    Feature::of(code).ok_or_else(|| QueryError::Accessibility {
        value: code.chars().take(80).collect(),
        known: Feature::all().map(Feature::as_str).collect::<Vec<_>>().join(", "),
    })
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

fn has_taxonomy(entry: &Entry, wanted: &[Uuid]) -> bool {
    let is_wanted = |taxonomy: Option<Uuid>| taxonomy.is_some_and(|id| wanted.contains(&id));
    match entry.part {
        Part::Term(index) => is_wanted(entry.body.terms.get(index).and_then(|term| term.taxonomy)),
        _ => entry.body.terms.iter().any(|term| is_wanted(term.taxonomy)),
    }
}
