use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use store::Store;
use tantivy::TantivyError;
use uuid::Uuid;

use crate::{
    CatalogError, Checkpoint, Follower, Geography, Guide, Keeper, ListKind, Snapshot,
    bodies::Bodies,
    body::Body,
    reading::{Known, body, read_former, read_news, read_published, read_publishers},
    repeated::Repeated,
    text::TextIndex,
    writer::Writer,
};

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
    /// Whether the text index may still hold words of what was withdrawn.
    holds_withdrawn: AtomicBool,
}

/// What a catalog begins with.
pub(crate) struct Content {
    pub(crate) version: i64,
    pub(crate) repeated: Repeated,
    pub(crate) bodies: Vec<Arc<Body>>,
    pub(crate) text: TextIndex,
}

/// Whether a text index holds the words of the bodies that it comes with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Unread,
    Indexed,
}

impl Catalog {
    /// Reads everything that is published. Nothing leads readers but what was imported.
    pub fn load(store: &Store) -> Result<Self, CatalogError> {
        Self::load_with(store, Guide::default())
    }

    /// Reads everything that is published, with what leads readers.
    pub fn load_with(store: &Store, guide: Guide) -> Result<Self, CatalogError> {
        let repeated = Repeated::default();
        let (version, bodies) = read_published(store, &repeated)?;
        let text = TextIndex::new(&guide.lexicon)?;
        let content = Content { version, repeated, bodies, text };
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
        let Content { version, repeated, bodies: read, mut text } = content;
        let former = read_former(store)?;
        let bodies = (&Bodies::of(read), &repeated.licensing);
        let mut snapshot = Snapshot::of(version, bodies, former.clone(), (text.read(), None));
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
        let writer = Writer { repeated, former, publishers, text, calendar, geography, guide };
        writer.place(&mut snapshot, None);
        let writer = Mutex::new(writer);
        snapshot.warm();
        let kept = (words == Words::Indexed).then_some(version);
        let current = ArcSwap::from_pointee(snapshot);
        let shared = Shared { current, writer, kept, holds_withdrawn: AtomicBool::new(false) };
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
            rows.into_iter().map(|row| body(row, &writer.repeated)).collect::<Result<_, _>>()?;
        if news.deleted || entities.iter().any(|entity| takes_over(&current, entity)) {
            writer.former = read_former(store)?;
        }
        writer.publishers = Arc::new(read_publishers(store)?);
        let next = writer.next(&current, &news, entities)?;
        self.shared.holds_withdrawn.fetch_or(news.deleted, Ordering::AcqRel);
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

    /// Takes the words of what was withdrawn out of the text index, where a word stays until the segments that it
    /// stands in are merged. Costs as much as indexing the segments did, but readers and writers go on meanwhile.
    pub(crate) fn forget_withdrawn(&self) -> Result<(), TantivyError> {
        if !self.shared.holds_withdrawn.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let begun = self.writer().text.forget_removed();
        let done = begun.and_then(|begun| begun.into_iter().try_for_each(|one| one.wait().map(drop)));
        self.shared.holds_withdrawn.fetch_or(done.is_err(), Ordering::AcqRel);
        done
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // An advance that panicked left nothing half done that the next would not do again.
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an entity may take over ids that the snapshot knows otherwise: it is new, came back, or its former ids
/// changed.
fn takes_over(current: &Snapshot, entity: &Body) -> bool {
    current.entry(entity.id).is_none_or(|entry| *entry.referents() != *entity.referents)
}
