//! One request's view of the directory: a single snapshot, so that an answer agrees with itself.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use access::{Access, Caller, Refusal, Scope};
use async_graphql::dynamic::{FieldValue, ResolverContext};
use catalog::{Entry, ListKind, Lookup, Snapshot};
use chrono::{DateTime, Utc};
use reconcile::Desk;
use serde_json::Value;
use store::Store;
use uuid::Uuid;

use crate::{holes::Holes, limits, listed::Listed};

/// Who asks, and where matches are explained and decided.
#[derive(Default)]
pub(crate) struct Seat {
    /// `None` for a directory that has no desk.
    pub(crate) desk: Option<Desk>,
    /// Where it is noted who writes what; `None` for a directory that has no desk.
    pub(crate) access: Option<Access>,
    /// `None` for anyone.
    pub(crate) caller: Option<Caller>,
}

impl Seat {
    /// Who asks, if they may do this.
    pub(crate) fn permitted(&self, scope: Scope) -> Result<Caller, Refusal> {
        let caller = self.caller.clone().ok_or(Refusal::Missing)?;
        caller.needs(scope)?;
        Ok(caller)
    }

    /// Whether they may read what is not published.
    pub(crate) fn sees_all(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.may(Scope::PrivateRead))
    }
}

/// What conditions are read by: what is published, and now.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) now: DateTime<Utc>,
}

/// What one request reads from, and how much it has answered so far.
pub(crate) struct Reading {
    pub(crate) snapshot: Arc<Snapshot>,
    /// When it was asked.
    now: DateTime<Utc>,
    /// Where the sources are; `None` for a directory that has none.
    pub(crate) store: Option<Store>,
    /// Who asks, and at which desk.
    pub(crate) seat: Seat,
    parsed: Mutex<HashMap<Uuid, Arc<Value>>>,
    /// Where nulls belong in lists of entities.
    pub(crate) holes: Holes,
    answered: AtomicUsize,
    looks: AtomicUsize,
    passing: AtomicBool,
}

impl Reading {
    /// What each value in an answer takes besides its own bytes: its name, its place in the object around it.
    const ALLOWANCE: usize = 100;

    pub(crate) fn new(
        (snapshot, now): (Arc<Snapshot>, DateTime<Utc>),
        store: Option<Store>,
        seat: Seat,
    ) -> Self {
        Self {
            snapshot,
            now,
            store,
            seat,
            parsed: Mutex::default(),
            holes: Holes::default(),
            answered: AtomicUsize::new(0),
            looks: AtomicUsize::new(0),
            passing: AtomicBool::new(false),
        }
    }

    /// What conditions are read by.
    pub(crate) fn view(&self) -> View<'_> {
        View { snapshot: &self.snapshot, now: self.now }
    }

    /// Notes that nobody is to keep the answer.
    pub(crate) fn pass(&self) {
        self.passing.store(true, Ordering::Relaxed);
    }

    /// Whether nobody is to keep the answer.
    pub(crate) fn is_passing(&self) -> bool {
        self.passing.load(Ordering::Relaxed)
    }

    /// The reading that a field is resolved in.
    pub(crate) fn of<'a>(ctx: &ResolverContext<'a>) -> async_graphql::Result<&'a Self> {
        Ok(&**ctx.ctx.data::<Arc<Self>>()?)
    }

    /// The published thing of this id in a list, or the one it was merged into.
    pub(crate) fn find(&self, kind: ListKind, id: Uuid) -> Option<&Entry> {
        find(&self.snapshot, kind, id)
    }

    /// A published thing as a value to select fields from.
    pub(crate) fn thing(&self, kind: ListKind, id: Uuid) -> Option<FieldValue<'static>> {
        let entry = self.find(kind, id)?;
        Some(FieldValue::owned_any(Thing { id: entry.id, kind, value: self.value(entry) }))
    }

    /// What is said of a thing, read once in a request however often it is shown.
    fn value(&self, entry: &Entry) -> Arc<Value> {
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(parsed.entry(entry.id).or_insert_with(|| Arc::new(entry.value())))
    }

    /// Counts a value of so many bytes. False once the answer is too large: then nothing more is put into it.
    pub(crate) fn count(&self, bytes: usize) -> bool {
        self.answered.fetch_add(bytes + Self::ALLOWANCE, Ordering::Relaxed) < limits::ANSWER
    }

    /// Counts a look into the store, and refuses one too many.
    pub(crate) fn look(&self) -> async_graphql::Result<()> {
        match self.looks.fetch_add(1, Ordering::Relaxed) < limits::LOOKS {
            true => Ok(()),
            false => Err(format!(
                "one request looks at most {} times for facets, changes, matches, verdicts and pages of websites; ask for \
                 smaller pages",
                limits::LOOKS
            )
            .into()),
        }
    }

    /// Whether the answer is too large to be given.
    pub(crate) fn is_over(&self) -> bool {
        self.answered.load(Ordering::Relaxed) >= limits::ANSWER
    }
}

/// The published thing of this id in a list, or the one it was merged into.
pub(crate) fn find(snapshot: &Snapshot, kind: ListKind, id: Uuid) -> Option<&Entry> {
    match snapshot.find(kind, id) {
        Lookup::Found(entry) => Some(entry),
        Lookup::Moved(survivor) => snapshot.entry(survivor),
        Lookup::Gone | Lookup::Unknown => None,
    }
}

/// A published thing that fields are selected from.
pub(crate) struct Thing {
    pub(crate) id: Uuid,
    pub(crate) kind: ListKind,
    pub(crate) value: Arc<Value>,
}

/// The published thing that a field is selected from.
pub(crate) fn thing<'a>(ctx: &ResolverContext<'a>) -> Option<&'a Thing> {
    ctx.parent_value.downcast_ref::<Thing>()
}

/// The JSON object that a field is selected from: an entity or a part of one, or what is told of a whole list.
pub(crate) fn object<'a>(ctx: &ResolverContext<'a>) -> Option<&'a Value> {
    match thing(ctx) {
        Some(thing) => Some(&*thing.value),
        None => {
            let listed = || Some(&ctx.parent_value.downcast_ref::<Listed>()?.about);
            ctx.parent_value.downcast_ref::<Value>().or_else(listed)
        }
    }
}

/// Resolves a field that may fail. The field is then null with the error beside it; left to the engine, the field
/// would be missing from the answer.
pub(crate) fn attempt<'a>(
    ctx: &ResolverContext<'a>,
    outcome: async_graphql::Result<Option<FieldValue<'a>>>,
) -> Option<FieldValue<'a>> {
    outcome.unwrap_or_else(|error| {
        let error = error.into_server_error(ctx.ctx.item.pos);
        ctx.ctx.add_error(ctx.ctx.set_error_path(error));
        None
    })
}
