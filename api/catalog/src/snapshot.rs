use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};
use model::SourceId;
use normalize::recurrence::Calendar;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::{
    Entry, Geography, Guide, ListKind, Lookup,
    bodies::Bodies,
    body::Body,
    edits::Edits,
    geography::Wards,
    identifiers::{self, Identifiers},
    licensing::Licensing,
    list::List,
    places::Places,
    reshelve,
    sharded::Sharded,
    shelve,
    text::TextReader,
};

/// What became of ids that are no longer published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Former {
    /// Merged id to the final survivor.
    pub(crate) moved: Arc<FxHashMap<Uuid, Uuid>>,
    pub(crate) gone: Arc<FxHashSet<Uuid>>,
}

/// Id to the list and the position in it.
pub(crate) type ById = Sharded<(ListKind, u32)>;

/// Who stands behind a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// The name of the source, for people.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
}

/// Source to who stands behind it.
pub(crate) type Publishers = BTreeMap<SourceId, Publisher>;

/// Everything that was published at one moment, ready to be answered from. Never changes.
#[derive(Debug)]
pub struct Snapshot {
    version: i64,
    last_modified: DateTime<Utc>,
    lists: Lists,
    by_id: ById,
    former: Former,
    /// Made when first asked for.
    pub(crate) identifiers: OnceLock<Arc<Identifiers>>,
    pub(crate) publishers: Arc<Publishers>,
    pub(crate) places: Arc<Places>,
    pub(crate) geography: Arc<Geography>,
    pub(crate) wards: Arc<Wards>,
    pub(crate) guide: Arc<Guide>,
    pub(crate) text: TextReader,
    pub(crate) calendar: Arc<Calendar>,
}

#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) services: List,
    pub(crate) organizations: List,
    pub(crate) locations: List,
    pub(crate) services_at_locations: List,
    pub(crate) taxonomies: List,
    pub(crate) taxonomy_terms: List,
}

/// How many things each list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Services.
    pub services: usize,
    /// Organizations.
    pub organizations: usize,
    /// Locations.
    pub locations: usize,
    /// Services at locations.
    pub services_at_locations: usize,
    /// Taxonomies.
    pub taxonomies: usize,
    /// Terms of taxonomies.
    pub taxonomy_terms: usize,
}

impl Lists {
    pub(crate) fn get(&self, kind: ListKind) -> &List {
        match kind {
            ListKind::Service => &self.services,
            ListKind::Organization => &self.organizations,
            ListKind::Location => &self.locations,
            ListKind::ServiceAtLocation => &self.services_at_locations,
            ListKind::Taxonomy => &self.taxonomies,
            ListKind::TaxonomyTerm => &self.taxonomy_terms,
        }
    }
}

impl Snapshot {
    /// Lays the bodies out anew. The same bodies give the same answers, however they came together. The places may be
    /// given, where no location changed.
    pub(crate) fn of(
        version: i64,
        (bodies, licensing): (&Bodies<'_>, &Licensing),
        former: Former,
        (text, places): (TextReader, Option<Arc<Places>>),
    ) -> Self {
        let lists = shelve::lists(bodies, licensing);
        let all = || ListKind::ALL.into_iter().flat_map(|kind| lists.get(kind).entries.positioned());
        let mut by_id = ById::for_many(all().count());
        all().for_each(|(position, entry)| by_id.insert(entry.id, (entry.kind, position)));
        Self::new(version, (lists, by_id), former, (text, places))
    }

    /// The snapshot after some bodies changed, came or went, which answers as the one that [`Snapshot::of`] makes, and
    /// where it is not as this one. None where it is better laid out anew.
    pub(crate) fn after(
        &self,
        version: i64,
        (bodies, licensing): (&Bodies<'_>, &Licensing),
        changed: &BTreeSet<Uuid>,
        former: Former,
        (text, places): (TextReader, Option<Arc<Places>>),
    ) -> Option<(Self, Edits)> {
        let (lists, by_id, edits) = reshelve::again(self, bodies, licensing, changed)?;
        Some((Self::new(version, (lists, by_id), former, (text, places)), edits))
    }

    fn new(
        version: i64,
        (lists, by_id): (Lists, ById),
        former: Former,
        (text, places): (TextReader, Option<Arc<Places>>),
    ) -> Self {
        let locations = || lists.locations.entries.iter().map(|entry| &*entry.body);
        let places = places.unwrap_or_else(|| Arc::new(Places::of(locations())));
        let modified = ListKind::ALL.into_iter().filter_map(|kind| lists.get(kind).entries.modified());
        Self {
            version,
            last_modified: modified.max().unwrap_or_default(),
            lists,
            by_id,
            former,
            identifiers: OnceLock::new(),
            places,
            text,
            publishers: Arc::default(),
            geography: Arc::default(),
            wards: Arc::default(),
            guide: Arc::default(),
            calendar: Arc::default(),
        }
    }

    /// Takes over the columns of the snapshot before, of the same places, where the edits do not show in them.
    pub(crate) fn take_over(&self, before: &Self, edits: &Edits) {
        ListKind::ALL.par_iter().for_each(|kind| {
            let list = self.list(*kind);
            list.columns.take_over(&before.list(*kind).columns, edits.of_kind(*kind), self, list);
        });
    }

    /// The number of the last change that is in it; 0 before the first.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// When anything in it last changed; the Unix epoch while it is empty. A deletion does not move it: see
    /// [`Snapshot::version`].
    pub fn last_modified(&self) -> DateTime<Utc> {
        self.last_modified
    }

    /// How many things each list holds.
    pub fn counts(&self) -> Counts {
        let count = |kind| self.list(kind).entries.len();
        Counts {
            services: count(ListKind::Service),
            organizations: count(ListKind::Organization),
            locations: count(ListKind::Location),
            services_at_locations: count(ListKind::ServiceAtLocation),
            taxonomies: count(ListKind::Taxonomy),
            taxonomy_terms: count(ListKind::TaxonomyTerm),
        }
    }

    /// What an id stands for, in whatever list it is. Ids of parts (services at locations, terms) neither move nor
    /// go: once they are not there, they are unknown.
    pub fn lookup(&self, id: Uuid) -> Lookup<'_> {
        if let Some(entry) = self.entry(id) {
            return Lookup::Found(entry);
        }
        match self.former.moved.get(&id) {
            Some(survivor) if self.by_id.get(*survivor).is_some() => Lookup::Moved(*survivor),
            Some(_) => Lookup::Gone,
            None if self.former.gone.contains(&id) => Lookup::Gone,
            None => Lookup::Unknown,
        }
    }

    /// What an id stands for in one list: what is in another list is unknown here.
    pub fn find(&self, kind: ListKind, id: Uuid) -> Lookup<'_> {
        let is_other = |entry: Option<&Entry>| entry.is_none_or(|entry| entry.kind != kind);
        match self.lookup(id) {
            Lookup::Found(entry) if entry.kind != kind => Lookup::Unknown,
            Lookup::Moved(survivor) if is_other(self.entry(survivor)) => Lookup::Unknown,
            found => found,
        }
    }

    /// The published thing of that id.
    pub fn entry(&self, id: Uuid) -> Option<&Entry> {
        let (kind, position) = self.by_id.get(id)?;
        self.list(*kind).get(*position)
    }

    /// The bank holidays and school terms that are known.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Who stands behind a source, as of the last change that is in the snapshot.
    pub fn publisher(&self, source: &SourceId) -> Option<&Publisher> {
        self.publishers.get(source)
    }

    /// The point of a postcode, degrees north and east, by the register, or else the mean of the published locations in
    /// it; where there is neither, that of its sector (`PL1 1`), and then of its district (`PL1`). None where neither the
    /// register nor the directory knows that.
    pub fn postcode_centroid(&self, postcode: &str) -> Option<(f64, f64)> {
        self.by_postcode(postcode).map(|place| (place.latitude, place.longitude))
    }

    /// Every body, each once: by kind, and by name.
    pub(crate) fn bodies(&self) -> Vec<&Arc<Body>> {
        let lists = [ListKind::Taxonomy, ListKind::Organization, ListKind::Location, ListKind::Service];
        lists.into_iter().flat_map(|kind| self.list(kind).entries.iter()).map(|entry| &entry.body).collect()
    }

    pub(crate) fn identifiers(&self) -> &Identifiers {
        self.identifiers.get_or_init(|| Arc::new(identifiers::index(&self.lists)))
    }

    pub(crate) fn list(&self, kind: ListKind) -> &List {
        self.lists.get(kind)
    }

    /// The list and the position of every id.
    pub(crate) fn by_id(&self) -> &ById {
        &self.by_id
    }

    /// The list and the position of an id.
    pub(crate) fn position(&self, id: Uuid) -> Option<(ListKind, u32)> {
        self.by_id.get(id).copied()
    }

    /// The organization of an entry, if it is published.
    pub(crate) fn organization_of(&self, entry: &Entry) -> Option<&Entry> {
        self.entry(entry.organization?)
    }
}

/// A hash of several marks in order.
pub(crate) fn mark(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
