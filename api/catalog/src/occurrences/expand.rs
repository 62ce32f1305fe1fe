//! The walk over schedules and days.

use std::{cmp::Ordering, collections::BinaryHeap};

use normalize::recurrence::Held;
use uuid::Uuid;

use super::{
    MOST_WALKED, OccurrenceCursor, OccurrenceQuery, OccurrenceSort, Session,
    cursor::Key,
    ground::Ground,
    window::{Step, Window},
};
use crate::{Entry, ListKind, Near, Query, QueryError, Snapshot, opening::Opening, search::centimetres};

/// Sessions of what was asked for.
#[derive(Clone, Debug, Default)]
pub struct Occurrences<'a> {
    /// How many there are in all.
    pub total: usize,
    /// How many of them come before the first item here.
    pub start: usize,
    /// Those asked for, in their order.
    pub items: Vec<Session<'a>>,
    /// Whether there are more after them.
    pub has_more: bool,
}

impl Snapshot {
    /// The sessions in a window of what meets every condition. The same question on the same content gives the same answer.
    ///
    /// It costs a pass over what matches and its sessions, and a step for each day of each recurrence among them.
    pub fn occurrences(&self, asked: &OccurrenceQuery) -> Result<Occurrences<'_>, QueryError> {
        asked.check()?;
        let mut walk = Walk::new(self, asked)?;
        let placed =
            Query { kind: ListKind::ServiceAtLocation, ids: self.parts_of(asked), ..asked.query.clone() };
        walk.through(&placed)?;
        if !is_bound_to_places(&asked.query) {
            let anywhere = Query { kind: ListKind::Service, ..asked.query.clone() };
            walk.through(&anywhere)?;
        }
        Ok(walk.finish())
    }

    /// The ids that are asked for, with those of each service at each of its locations.
    fn parts_of(&self, asked: &OccurrenceQuery) -> Vec<Uuid> {
        let services = asked.query.ids.iter().filter_map(|id| self.entry(*id));
        let parts = services.flat_map(|service| service.shown_parts().map(|(_, part)| part.id));
        parts.chain(asked.query.ids.iter().copied()).collect()
    }
}

/// Whether only what is held at certain places is asked for.
fn is_bound_to_places(query: &Query) -> bool {
    query.near.is_some_and(|near| near.metres < Near::ANYWHERE)
        || query.bounds.is_some()
        || query.outline.is_some()
        || !query.areas.is_empty()
        || query.location_id.is_some()
        || !query.accessibility.is_empty()
}

/// A session under way to the answer.
struct Found<'a> {
    key: Key,
    entry: &'a Entry,
    opening: &'a Opening,
    held: Held,
    distance: Option<f64>,
}

impl PartialEq for Found<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Found<'_> {}

impl PartialOrd for Found<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

struct Walk<'a, 'q> {
    snapshot: &'a Snapshot,
    asked: &'q OccurrenceQuery,
    window: Window,
    after: Option<Key>,
    /// The first of those after the cursor, the last of them on top.
    first: BinaryHeap<Found<'a>>,
    walked: usize,
    total: usize,
    /// How many come up to the cursor.
    start: usize,
}

impl<'a, 'q> Walk<'a, 'q> {
    fn new(snapshot: &'a Snapshot, asked: &'q OccurrenceQuery) -> Result<Self, QueryError> {
        Ok(Self {
            window: Window::new(asked, snapshot.calendar())?,
            after: asked.cursor.as_ref().map(|cursor: &OccurrenceCursor| cursor.key),
            first: BinaryHeap::new(),
            snapshot,
            asked,
            walked: 0,
            total: 0,
            start: 0,
        })
    }

    /// Takes the sessions of everything in one list that meets a query.
    fn through(&mut self, query: &Query) -> Result<(), QueryError> {
        let found = self.snapshot.matching(query)?;
        let mut ground = Ground::new(self.snapshot, query, found.len());
        found.into_iter().try_for_each(|position| self.take(&mut ground, position))
    }

    /// Takes the sessions of a service at a location, or of a service at no known place.
    fn take(&mut self, ground: &mut Ground<'a>, position: u32) -> Result<(), QueryError> {
        let mut own = ground.steps(position, &self.window);
        self.walked += own.len();
        if self.walked > MOST_WALKED {
            return Err(QueryError::TooManySessions { most: MOST_WALKED });
        }
        let running = ground.running(position);
        own.retain(|(_, step)| running.apply(step.held).map(|applied| step.held = applied).is_some());
        // What was called off is not held as well, whatever another schedule says of its end.
        own.sort_by_key(|(_, Step { held, .. })| {
            (held.occurrence.begins(), held.occurrence.opens, !held.is_cancelled, held.occurrence.closes)
        });
        own.dedup_by(|(_, Step { held: next, .. }), (_, Step { held: before, .. })| {
            next.occurrence.opens == before.occurrence.opens
                && next.occurrence.date == before.occurrence.date
                && (before.is_cancelled || next.occurrence.closes == before.occurrence.closes)
        });
        let distance = ground.distance(position);
        own.into_iter().for_each(|(index, step)| self.put(ground, (position, index), step, distance));
        Ok(())
    }

    /// Puts a session of what stands at a position, by one of its schedules, where it belongs.
    fn put(&mut self, ground: &Ground<'a>, at: (u32, usize), step: Step, distance: Option<f64>) {
        self.total += 1;
        let away = distance.map_or(i64::MAX, centimetres);
        let ranks = match self.asked.sort {
            OccurrenceSort::Start => [step.begin, away],
            OccurrenceSort::Distance => [away, step.begin],
        };
        let is_full = self.first.len() > self.asked.limit;
        let last = self.first.peek().filter(|_| is_full).map(|last| last.key);
        // Of most, that is enough to know.
        match self.after.map_or(Ordering::Greater, |after| ranks.cmp(&after.ranks)) {
            Ordering::Less => return self.start += 1,
            Ordering::Greater if last.is_some_and(|last| ranks > last.ranks) => return,
            _ => {}
        }
        let Some((entry, opening)) = ground.schedule(at) else { return };
        let key = Key {
            ranks,
            service: entry.body.id,
            at: if entry.kind == ListKind::ServiceAtLocation { entry.id } else { Uuid::nil() },
            end: step.end,
            is_whole_day: step.held.occurrence.opens.is_none(),
        };
        if self.after.is_some_and(|after| key <= after) {
            self.start += 1;
        } else if last.is_none_or(|last| key < last) {
            self.first.push(Found { key, entry, opening, held: step.held, distance });
            if is_full {
                self.first.pop();
            }
        }
    }

    fn finish(self) -> Occurrences<'a> {
        let Self { snapshot, asked, first, total, start, .. } = self;
        let has_more = first.len() > asked.limit;
        let found = first.into_sorted_vec().into_iter().take(asked.limit);
        let items = found.filter_map(|found| session(snapshot, asked.sort, found)).collect();
        Occurrences { total, start, items, has_more }
    }
}

fn session<'a>(snapshot: &'a Snapshot, sort: OccurrenceSort, found: Found<'a>) -> Option<Session<'a>> {
    let at = (found.entry.kind == ListKind::ServiceAtLocation).then_some(found.entry);
    Some(Session {
        service: snapshot.entry(found.entry.body.id)?,
        location: at.and_then(|at| snapshot.entry(at.location_ids().next()?)),
        at,
        held: found.held,
        distance: found.distance,
        opening: found.opening,
        sort,
        key: found.key,
    })
}
