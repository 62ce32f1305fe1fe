use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwap;
use model::{ChangeKind, Kind};
use normalize::recurrence::Calendar;
use rayon::prelude::*;
use store::{PublishedRow, Store};
use uuid::Uuid;

use crate::{
    CatalogError, Checkpoint, Entry, Follower, Geography, Guide, Keeper, ListKind, Snapshot, ahead,
    bodies::Bodies,
    body::Body,
    geography::Wards,
    licensing::Licensing,
    snapshot::{Former, Publisher, Publishers},
    text::TextIndex,
};

/// How many rows are read from their JSON at a time.
const PORTION: usize = 512;
/// How many changes are read at a time.
const BATCH: i64 = 10_000;

/// What is published, kept in memory. Clones share one state.
#[derive(Clone, Debug)]
pub struct Catalog {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    current: ArcSwap<Snapshot>,
    writer: Mutex<Writer>,
    /// The version of the checkpoint that it began with.
    kept: Option<i64>,
}

/// What a catalog begins with.
pub(crate) struct Content {
    pub(crate) version: i64,
    pub(crate) licensing: Licensing,
    pub(crate) bodies: Vec<Arc<Body>>,
    pub(crate) text: TextIndex,
}

/// Whether a text index holds the words of the bodies that it comes with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Unread,
    Indexed,
}

/// What the next snapshot is made from. Only one advance is under way at a time.
#[derive(Debug)]
struct Writer {
    bodies: Bodies,
    licensing: Licensing,
    former: Former,
    publishers: Arc<Publishers>,
    text: TextIndex,
    calendar: Known,
    geography: Arc<Geography>,
    guide: Arc<Guide>,
}

/// The calendar with the number of its state.
#[derive(Clone, Debug)]
struct Known {
    version: i64,
    calendar: Arc<Calendar>,
}

impl Known {
    fn read(store: &Store) -> Result<Self, CatalogError> {
        let (version, periods) = store.calendar()?;
        Ok(Self { version, calendar: Arc::new(Calendar::new(periods)) })
    }
}

/// What the log says happened since a snapshot.
struct News {
    version: i64,
    changes: usize,
    ids: BTreeSet<Uuid>,
    deleted: bool,
    /// The locations among them.
    locations: BTreeSet<Uuid>,
}

impl Catalog {
    /// Reads everything that is published. Nothing leads readers but what was imported.
    pub fn load(store: &Store) -> Result<Self, CatalogError> {
        Self::load_with(store, Guide::default())
    }

    /// Reads everything that is published, with what leads readers.
    pub fn load_with(store: &Store, guide: Guide) -> Result<Self, CatalogError> {
        let licensing = Licensing::default();
        let (version, bodies) = read_published(store, &licensing)?;
        let text = TextIndex::new(&guide.lexicon)?;
        let content = Content { version, licensing, bodies, text };
        Self::of(store, guide, content, Words::Unread)
    }

    /// Goes on from a checkpoint, where one fits, and otherwise reads everything that is published.
    pub fn open(store: &Store, guide: Guide, checkpoint: &Checkpoint) -> Result<Self, CatalogError> {
        match checkpoint.read(store, &guide) {
            Ok(Some(content)) => {
                let catalog = Self::of(store, guide, content, Words::Indexed)?;
                catalog.advance(store)?;
                return Ok(catalog);
            }
            Ok(None) => {}
            Err(error) => tracing::info!(%error, "the checkpoint is of no use; reading the store"),
        }
        Self::load_with(store, guide)
    }

    fn of(store: &Store, guide: Guide, content: Content, words: Words) -> Result<Self, CatalogError> {
        let Content { version, licensing, bodies: read, mut text } = content;
        let mut bodies = Bodies::default();
        bodies.extend(read);
        let former = read_former(store)?;
        let mut snapshot = Snapshot::of(version, (&bodies, &licensing), former.clone(), text.read(), None);
        if words == Words::Unread {
            for kind in ListKind::ALL.into_iter().filter(|kind| kind.indexed_as() == *kind) {
                text.add(&snapshot, snapshot.list(kind).entries.par_iter())?;
            }
            snapshot.text = text.commit()?;
        }
        let publishers = Arc::new(read_publishers(store)?);
        snapshot.publishers = Arc::clone(&publishers);
        let calendar = Known::read(store)?;
        snapshot.calendar = Arc::clone(&calendar.calendar);
        let geography = Arc::new(Geography::read(store, &guide)?);
        let guide = Arc::new(guide);
        let writer = Writer { bodies, licensing, former, publishers, text, calendar, geography, guide };
        writer.place(&mut snapshot, None);
        let writer = Mutex::new(writer);
        snapshot.warm();
        let kept = (words == Words::Indexed).then_some(version);
        let shared = Shared { current: ArcSwap::from_pointee(snapshot), writer, kept };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The version of the checkpoint that it went on from; none where everything was read from the store.
    pub fn resumed_from(&self) -> Option<i64> {
        self.shared.kept
    }

    /// Starts a thread that keeps what changed for the next start, until the keeper is dropped.
    pub fn keep(&self, store: Store, checkpoint: Checkpoint) -> Result<Keeper, CatalogError> {
        Ok(Keeper::start(self.clone(), store, checkpoint)?)
    }

    /// The present snapshot. Take it once for an answer: the next call may return a newer one.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.current.load_full()
    }

    /// Takes in what the log has got since the present snapshot, the calendar if it changed, and any geography that was
    /// imported, and returns how many changes of the log that were. On an error the present snapshot stays, and the next
    /// call tries again.
    pub fn advance(&self, store: &Store) -> Result<usize, CatalogError> {
        let mut writer = self.writer();
        let current = self.snapshot();
        let is_moved = store.geography_number()? != current.geography.number();
        if is_moved {
            writer.geography = Arc::new(Geography::read(store, &writer.guide)?);
        }
        let news = read_news(store, current.version())?;
        if store.calendar_version()? != writer.calendar.version {
            writer.calendar = Known::read(store)?;
        }
        let same_calendar = Arc::ptr_eq(&current.calendar, &writer.calendar.calendar);
        if news.changes == 0 && same_calendar && !is_moved {
            return Ok(0);
        }
        let ids: Vec<Uuid> = news.ids.iter().copied().collect();
        let rows = store.published_rows(&ids)?;
        let entities: Vec<Arc<Body>> =
            rows.into_iter().map(|row| body(row, &writer.licensing)).collect::<Result<_, _>>()?;
        if news.deleted || entities.iter().any(|entity| takes_over(&current, entity)) {
            writer.former = read_former(store)?;
        }
        writer.publishers = Arc::new(read_publishers(store)?);
        let next = writer.next(&current, &news, entities)?;
        let next = Arc::new(next);
        self.shared.current.store(Arc::clone(&next));
        next.warm();
        Ok(news.changes)
    }

    /// Starts a thread that advances the catalog every so often, until the follower is dropped. While the store
    /// cannot be read, the last snapshot stays.
    pub fn follow(&self, store: Store, every: Duration) -> Result<Follower, CatalogError> {
        Follower::start(self.clone(), store, every)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // An advance that panicked left nothing half done that the next would not do again.
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    fn next(
        &mut self,
        current: &Snapshot,
        news: &News,
        entities: Vec<Arc<Body>>,
    ) -> Result<Snapshot, CatalogError> {
        let is_moved = is_moved(current, news, &entities);
        let places = (!is_moved).then(|| Arc::clone(&current.places));
        let stays =
            |entity: &Arc<Body>| current.entry(entity.id).is_some_and(|entry| entry.body.stands_like(entity));
        let is_edited = entities.len() == news.ids.len()
            && entities.iter().all(stays)
            && entities.iter().all(|entity| self.bodies.replace(entity));
        let former = self.former.clone();
        let (mut next, edits) = if is_edited {
            let bodies = (&self.bodies, &self.licensing);
            let (next, edits) =
                current.edited(news.version, bodies, &news.ids, former, (self.text.read(), places));
            (next, Some(edits))
        } else {
            news.ids.iter().for_each(|id| self.bodies.remove(*id));
            self.bodies.extend(entities);
            let bodies = (&self.bodies, &self.licensing);
            (Snapshot::of(news.version, bodies, former, self.text.read(), places), None)
        };
        let stale = stale_words(current, &next, &news.ids);
        stale.iter().for_each(|id| self.text.remove(*id));
        let anew = stale.par_iter().filter_map(|id| next.entry(*id));
        self.text.add(&next, anew.filter(|entry| entry.kind.indexed_as() == entry.kind))?;
        next.text = self.text.commit()?;
        next.publishers = Arc::clone(&self.publishers);
        next.calendar = Arc::clone(&self.calendar.calendar);
        let is_settled = self.place(&mut next, (!is_moved).then_some(current));
        if let Some(edits) = edits {
            next.text.go_on_from(&current.text);
            if is_settled {
                next.take_over(current, &edits);
            }
        }
        Ok(next)
    }

    /// Gives a snapshot the geography and what leads readers. In which wards its locations lie stays as it was before,
    /// where neither changed; says whether it does.
    fn place(&self, snapshot: &mut Snapshot, before: Option<&Snapshot>) -> bool {
        let same = before.filter(|before| Arc::ptr_eq(&before.geography, &self.geography));
        snapshot.wards = same.map_or_else(
            || {
                let locations = self.bodies.of(Kind::Location).iter().map(|body| &**body);
                Arc::new(Wards::of(&self.geography, locations))
            },
            |before| Arc::clone(&before.wards),
        );
        snapshot.geography = Arc::clone(&self.geography);
        snapshot.guide = Arc::clone(&self.guide);
        same.is_some()
    }
}

/// Whether a location came, went, or lies elsewhere than in the present snapshot.
fn is_moved(current: &Snapshot, news: &News, entities: &[Arc<Body>]) -> bool {
    let locations = || entities.iter().filter(|entity| entity.kind == Kind::Location);
    let lies_as_before =
        |entity: &Arc<Body>| current.entry(entity.id).is_some_and(|entry| entry.body.lies_like(entity));
    news.locations.len() != locations().count() || !locations().all(lies_as_before)
}

/// The ids of everything that may be found by other words in the next snapshot: what changed, its terms, and what
/// shows the name or the place of what changed.
fn stale_words(current: &Snapshot, next: &Snapshot, changed: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let mut stale = changed.clone();
    for (id, entry) in changed.iter().flat_map(|id| [(*id, current.entry(*id)), (*id, next.entry(*id))]) {
        let Some(entry) = entry else { continue };
        stale.extend(entry.body.terms.iter().map(|term| term.id));
        if matches!(entry.kind, ListKind::Organization | ListKind::Location) {
            let showing = [ListKind::Service, ListKind::Location].map(|kind| next.list(kind).linked(id));
            stale.extend(showing.into_iter().flatten().map(|entry: &Entry| entry.id));
        }
    }
    stale
}

/// Whether an entity may take over ids that the snapshot knows otherwise: it is new, came back, or its former ids
/// changed.
fn takes_over(current: &Snapshot, entity: &Body) -> bool {
    current.entry(entity.id).is_none_or(|entry| *entry.referents() != *entity.referents)
}

/// Everything that is published, with the number of the last change in it. Rows are read from their JSON while others
/// are still on their way.
fn read_published(store: &Store, licensing: &Licensing) -> Result<(i64, Vec<Arc<Body>>), CatalogError> {
    type Portion = Result<Vec<Arc<Body>>, CatalogError>;
    let read = |take: &mut dyn FnMut(Vec<PublishedRow>)| {
        let mut rows = Vec::with_capacity(PORTION);
        let version = store.for_each_published_row(|row| {
            rows.push(row);
            if rows.len() == PORTION {
                take(std::mem::replace(&mut rows, Vec::with_capacity(PORTION)));
            }
        });
        take(rows);
        version
    };
    let portion =
        |rows: Vec<PublishedRow>| -> Portion { rows.into_iter().map(|row| body(row, licensing)).collect() };
    let (version, portions) = ahead::each(read, portion);
    let portions = portions.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok((version?, portions.into_iter().flatten().collect()))
}

fn body(row: PublishedRow, licensing: &Licensing) -> Result<Arc<Body>, CatalogError> {
    Ok(Arc::new(Body::of(row.read()?, licensing)))
}

fn read_news(store: &Store, since: i64) -> Result<News, CatalogError> {
    let mut news =
        News { version: since, changes: 0, ids: BTreeSet::new(), deleted: false, locations: BTreeSet::new() };
    loop {
        let changes = store.changes_after(news.version, BATCH)?;
        let Some(last) = changes.last() else { break };
        news.version = last.number;
        news.changes += changes.len();
        news.deleted |= changes.iter().any(|change| change.change != ChangeKind::Updated);
        let locations = changes.iter().filter(|change| change.kind == Kind::Location);
        news.locations.extend(locations.map(|change| change.entity));
        news.ids.extend(changes.iter().map(|change| change.entity));
    }
    Ok(news)
}

fn read_publishers(store: &Store) -> Result<Publishers, CatalogError> {
    let publisher =
        |source: model::Source| (source.id, Publisher { name: source.name, publisher: source.publisher });
    Ok(store.sources()?.into_iter().map(publisher).collect())
}

fn read_former(store: &Store) -> Result<Former, CatalogError> {
    let moved = store.redirects()?.into_iter().collect();
    let gone = store.withdrawn()?.into_iter().collect();
    Ok(Former { moved: Arc::new(moved), gone: Arc::new(gone) })
}
