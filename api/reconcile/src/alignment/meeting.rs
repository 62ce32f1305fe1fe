//! Which entities each page is about, and which it mentions.

use std::collections::{BTreeMap, BTreeSet};

use matching::{Band, MatchModel, Property, Statement};
use model::{
    Kind, Record, RecordKey, SourceId,
    alignment::{Listing, Relation},
};
use store::Store;
use uuid::Uuid;

use super::{entry::Entry, holding::Entries, site::Site, value};
use crate::{ReconcileError, context, matches::public};

/// How many listings are looked at at once.
const CHUNK: usize = 256;
/// With how many records of an entity a listing is compared.
const MOST_RECORDS: usize = 4;
/// How many reasons are given.
const MOST_REASONS: usize = 3;

/// A page that tells of an entity.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    /// The number of the page in its site.
    pub(super) page: usize,
    /// The number of the listing in its page; none where something else led to the entity.
    pub(super) listing: Option<usize>,
    pub(super) entity: Uuid,
    /// The places of the directory that the listing names.
    pub(super) places: BTreeSet<Uuid>,
    pub(super) relation: Relation,
    pub(super) score: f64,
    pub(super) why: Vec<String>,
}

/// What the listings of a site came to.
#[derive(Default)]
pub(super) struct Met {
    /// Those that are an entity's.
    pub(super) meetings: Vec<Meeting>,
    /// The listings that may be an entity's, by page and listing: someone has to judge.
    pub(super) doubtful: BTreeSet<(usize, usize)>,
    /// The ids of the clusters of listings that nothing is published of, by page and listing.
    pub(super) unpublished: BTreeMap<(usize, usize), Vec<Uuid>>,
}

/// A listing with what it came to.
struct Found<'a> {
    at: (usize, usize),
    listing: &'a Listing,
    record: RecordKey,
    entry: &'a Entry,
    places: BTreeSet<Uuid>,
}

/// The listings of a site, each with the entity that its records became part of.
pub(super) fn of_listings(
    store: &Store,
    model: &MatchModel,
    site: &Site,
    entries: &Entries,
) -> Result<Met, ReconcileError> {
    let listed: Vec<((usize, usize), &Listing)> = site
        .pages
        .iter()
        .enumerate()
        .flat_map(|(page, seen)| {
            seen.listings().iter().enumerate().map(move |(number, listing)| ((page, number), listing))
        })
        .collect();
    let mut met = Met::default();
    for chunk in listed.chunks(CHUNK) {
        let keys: Vec<RecordKey> =
            chunk.iter().flat_map(|(_, listing)| keys(&site.source, listing)).collect();
        let ids = store.ids_of(&keys)?;
        let mut found = Vec::new();
        for (at, listing) in chunk {
            match find(&site.source, *at, listing, &ids, entries) {
                Some(one) => found.push(one),
                None => {
                    let own = keys_in(&site.source, listing).filter_map(|key| ids.get(&key).copied());
                    met.unpublished.insert(*at, own.collect());
                }
            }
        }
        met.meetings.extend(explained(store, model, entries, found)?);
    }
    met.doubtful = doubtful(store, site, entries)?;
    Ok(met)
}

fn keys(source: &SourceId, listing: &Listing) -> Vec<RecordKey> {
    keys_in(source, listing).collect()
}

fn keys_in<'a>(source: &'a SourceId, listing: &'a Listing) -> impl Iterator<Item = RecordKey> + 'a {
    listing.records.iter().map(|(kind, id)| RecordKey::new(source.clone(), *kind, id.as_str()))
}

/// The entity that a listing is of: a service before an organization before a place. A place is the thing itself only where
/// it bears its name: a club that meets in a shop is not the shop.
fn find<'a>(
    source: &SourceId,
    at: (usize, usize),
    listing: &'a Listing,
    ids: &BTreeMap<RecordKey, Uuid>,
    entries: &'a Entries,
) -> Option<Found<'a>> {
    let known = |key: &RecordKey| ids.get(key).and_then(|id| entries.get(id));
    let of_kind = |kind: Kind| {
        let keys = keys_in(source, listing).filter(move |key| key.kind == kind);
        keys.filter_map(|key| known(&key).map(|entry| (key, entry))).next()
    };
    let is_itself =
        |entry: &&Entry| entry.kind != Kind::Location || !value::are_other_names(&listing.name, &entry.name);
    let found = [Kind::Service, Kind::Organization, Kind::Location].into_iter().find_map(of_kind);
    let (record, entry) = found.filter(|(_, entry)| is_itself(entry))?;
    let places = keys_in(source, listing).filter(|key| key.kind == Kind::Location);
    let places = places.filter_map(|key| known(&key).map(|entry| entry.id)).collect();
    Some(Found { at, listing, record, entry, places })
}

/// Meetings with the score of the likest pair, and why.
fn explained(
    store: &Store,
    model: &MatchModel,
    entries: &Entries,
    found: Vec<Found<'_>>,
) -> Result<Vec<Meeting>, ReconcileError> {
    let mut wanted: BTreeSet<RecordKey> = BTreeSet::new();
    for one in &found {
        wanted.insert(one.record.clone());
        wanted.extend(records(one.entry));
    }
    let evidence = Evidence::load(store, entries, wanted)?;
    let meeting = |one: Found<'_>| {
        let (score, why) = evidence.best(model, &one);
        Meeting {
            page: one.at.0,
            listing: Some(one.at.1),
            entity: one.entry.id,
            places: one.places,
            relation: one.listing.relation,
            score,
            why,
        }
    };
    Ok(found.into_iter().map(meeting).collect())
}

/// The records whose words an entity publishes, as many as are compared.
fn records(entry: &Entry) -> impl Iterator<Item = RecordKey> + '_ {
    let all: BTreeSet<&RecordKey> = entry.facts.values().flatten().map(|said| &said.record).collect();
    all.into_iter().take(MOST_RECORDS).cloned()
}

/// What is needed to compare records as far as everyone may see them.
struct Evidence<'a> {
    records: BTreeMap<RecordKey, Record>,
    ids: BTreeMap<RecordKey, Uuid>,
    entries: &'a Entries,
}

impl<'a> Evidence<'a> {
    fn load(store: &Store, entries: &'a Entries, wanted: BTreeSet<RecordKey>) -> store::Result<Self> {
        let mut records: BTreeMap<RecordKey, Record> = BTreeMap::new();
        let own = store.records_of(&wanted.into_iter().collect::<Vec<_>>())?;
        let referred: Vec<RecordKey> = own.iter().flat_map(context::references).collect();
        for record in own.into_iter().chain(store.records_of(&referred)?) {
            let seen = public::part(&record).map(std::borrow::Cow::into_owned);
            records
                .extend(seen.filter(|record| record.deleted.is_none()).map(|seen| (seen.key.clone(), seen)));
        }
        let ids = store.ids_of(&records.keys().cloned().collect::<Vec<_>>())?;
        Ok(Self { records, ids, entries })
    }

    fn best(&self, model: &MatchModel, found: &Found<'_>) -> (f64, Vec<String>) {
        let told = |key: &RecordKey| {
            let record = self.records.get(key)?;
            Some(Statement::of(record, context::of(record, self)))
        };
        let Some(own) = told(&found.record) else { return (0.0, Vec::new()) };
        let others = records(found.entry).filter_map(|key| told(&key));
        let all = others.map(|other| matching::explain(model, &own, &other));
        let best = all.max_by_key(|one| one.score);
        best.map_or((0.0, Vec::new()), |best| {
            let score = if best.band == Band::Link { best.probability.max(0.9) } else { best.probability };
            (round(score), reasons(&best, &found.record))
        })
    }
}

impl context::Known for Evidence<'_> {
    fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.ids.get(key).copied().filter(|id| self.entries.contains_key(id))
    }

    fn name_of(&self, key: &RecordKey) -> Option<String> {
        self.records.get(key)?.noun.name().map(str::to_owned)
    }
}

/// To two places: more would feign precision.
pub(super) fn round(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

/// What speaks most for a pair, in words.
fn reasons(explanation: &matching::Explanation, own: &RecordKey) -> Vec<String> {
    let mut for_it: Vec<_> = explanation.comparisons.iter().filter(|one| one.weight > 0).collect();
    for_it.sort_by_key(|one| (std::cmp::Reverse(one.weight), one.property));
    let word = |one: &matching::Comparison| {
        let (page, directory) = if explanation.a == *own { (&one.a, &one.b) } else { (&one.b, &one.a) };
        let show = |value: &Option<String>| value.clone().filter(|value| value.chars().count() < 120);
        let property = property_word(one.property);
        match (show(page), show(directory)) {
            _ if matches!(one.property, Property::Organization | Property::Location) => {
                format!("same {property}")
            }
            (Some(page), Some(directory)) if page == directory => format!("same {property}: {page}"),
            (Some(page), Some(directory)) => format!("{property} alike: {page}, and {directory}"),
            _ => format!("{property} alike"),
        }
    };
    for_it.into_iter().take(MOST_REASONS).map(word).collect()
}

const fn property_word(property: Property) -> &'static str {
    match property {
        Property::Name => "name",
        Property::Uri | Property::Site => "web address",
        Property::Identifier => "register number",
        Property::Postcode => "postcode",
        Property::Street => "street",
        Property::Position => "position",
        Property::Phone => "telephone",
        Property::Email => "e-mail",
        Property::Description => "description",
        Property::Organization => "organization",
        Property::Location => "place",
        Property::Column(_) | Property::Rule => "other evidence",
    }
}

/// The listings that someone is asked about whether they are a published entity's.
fn doubtful(
    store: &Store,
    site: &Site,
    entries: &Entries,
) -> Result<BTreeSet<(usize, usize)>, ReconcileError> {
    let mut asked: BTreeMap<RecordKey, Vec<RecordKey>> = BTreeMap::new();
    for pair in store.suggestions_of(&site.source)? {
        let (own, other) = if pair.a.source == site.source { (pair.a, pair.b) } else { (pair.b, pair.a) };
        if other.source != site.source {
            asked.entry(own).or_default().push(other);
        }
    }
    let others: Vec<RecordKey> = asked.values().flatten().cloned().collect();
    let ids = store.ids_of(&others)?;
    let is_published = |key: &RecordKey| ids.get(key).is_some_and(|id| entries.contains_key(id));
    let is_doubtful = |key: RecordKey| asked.get(&key).is_some_and(|others| others.iter().any(is_published));
    let mut doubtful = BTreeSet::new();
    for (page, seen) in site.pages.iter().enumerate() {
        for (number, listing) in seen.listings().iter().enumerate() {
            if keys_in(&site.source, listing).any(is_doubtful) {
                doubtful.insert((page, number));
            }
        }
    }
    Ok(doubtful)
}
