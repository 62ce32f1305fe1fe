//! The walk over schedules and days.

use std::{cmp::Ordering, collections::BinaryHeap};

use chrono::{NaiveTime, TimeDelta};
use normalize::recurrence::{CalendarDay, Held, Recurrence};
use uuid::Uuid;

use super::{
    MOST_WALKED, OccurrenceCursor, OccurrenceQuery, OccurrenceSort, Session,
    cursor::Key,
    follow::{Running, applicable},
};
use crate::{
    Entry, ListKind, Near, Query, QueryError, Snapshot,
    clock::moment_of,
    opening::{Opening, Wanted},
    search::centimetres,
};

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
    /// It costs a pass over what matches, and a step for each of its schedules and days.
    pub fn occurrences(&self, asked: &OccurrenceQuery) -> Result<Occurrences<'_>, QueryError> {
        asked.check()?;
        let mut walk = Walk::new(self, asked)?;
        let placed =
            Query { kind: ListKind::ServiceAtLocation, ids: self.parts_of(asked), ..asked.query.clone() };
        for entry in self.matching(&placed)? {
            walk.take(entry)?;
        }
        if !is_bound_to_places(&asked.query) {
            let anywhere = Query { kind: ListKind::Service, ..asked.query.clone() };
            for entry in self.matching(&anywhere)? {
                walk.take(entry)?;
            }
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
    wanted: Option<Wanted>,
    days: Vec<CalendarDay>,
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
        let query = &asked.query;
        // The last moment that is in the window.
        let last = asked.to - TimeDelta::nanoseconds(1);
        let dates = asked.from.date().iter_days().take_while(|date| *date <= last.date());
        Ok(Self {
            wanted: Wanted::new(&query.days, query.start_time.as_deref(), query.end_time.as_deref())?,
            days: dates.map(|date| snapshot.calendar().day(date)).collect(),
            after: asked.cursor.as_ref().map(|cursor: &OccurrenceCursor| cursor.key),
            first: BinaryHeap::new(),
            snapshot,
            asked,
            walked: 0,
            total: 0,
            start: 0,
        })
    }

    /// Takes the sessions of a service at a location, or of a service at no known place.
    fn take(&mut self, entry: &'a Entry) -> Result<(), QueryError> {
        let running = Running::of(entry);
        let mut own: Vec<(&'a Opening, Held)> = Vec::new();
        for opening in applicable(entry) {
            let Some(recurrence) = opening.recurrence.as_deref() else { continue };
            self.follow(opening, recurrence, &mut own)?;
        }
        own.retain_mut(|(_, held)| running.apply(*held).map(|applied| *held = applied).is_some());
        // What was called off is not held as well, whatever another schedule says of its end.
        own.sort_by_key(|(_, held)| {
            (held.occurrence.begins(), held.occurrence.opens, !held.is_cancelled, held.occurrence.closes)
        });
        own.dedup_by(|(_, next), (_, before)| {
            next.occurrence.opens == before.occurrence.opens
                && next.occurrence.date == before.occurrence.date
                && (before.is_cancelled || next.occurrence.closes == before.occurrence.closes)
        });
        let distance = self.distance(entry);
        for (opening, held) in own {
            self.put(entry, opening, held, distance);
        }
        Ok(())
    }

    fn follow(
        &mut self,
        opening: &'a Opening,
        recurrence: &'a Recurrence,
        own: &mut Vec<(&'a Opening, Held)>,
    ) -> Result<(), QueryError> {
        for day in &self.days {
            let Some(held) = recurrence.held(day).filter(|held| self.is_asked(held)) else { continue };
            self.walked += 1;
            if self.walked > MOST_WALKED {
                return Err(QueryError::TooManySessions { most: MOST_WALKED });
            }
            own.push((opening, held));
        }
        Ok(())
    }

    fn is_asked(&self, held: &Held) -> bool {
        let occurrence = &held.occurrence;
        let is_within = match occurrence.opens {
            Some(opens) => self.asked.from <= opens && opens < self.asked.to,
            None => occurrence.date.and_time(NaiveTime::MIN) < self.asked.to,
        };
        is_within && self.wanted.is_none_or(|wanted| wanted.allows(occurrence))
    }

    fn distance(&self, entry: &Entry) -> Option<f64> {
        let near = self.asked.query.near?;
        let location = entry.location_ids().next().filter(|_| entry.kind == ListKind::ServiceAtLocation)?;
        let point = self.snapshot.entry(location)?.body.location()?.point?;
        Some(near.distance(point))
    }

    fn put(&mut self, entry: &'a Entry, opening: &'a Opening, held: Held, distance: Option<f64>) {
        self.total += 1;
        let begin = moment_of(held.occurrence.begins()).timestamp();
        let away = distance.map_or(i64::MAX, centimetres);
        let key = Key {
            ranks: match self.asked.sort {
                OccurrenceSort::Start => [begin, away],
                OccurrenceSort::Distance => [away, begin],
            },
            service: entry.body.id,
            at: if entry.kind == ListKind::ServiceAtLocation { entry.id } else { Uuid::nil() },
            end: held.occurrence.closes.map_or(i64::MIN, |closes| moment_of(closes).timestamp()),
            is_whole_day: held.occurrence.opens.is_none(),
        };
        if self.after.is_some_and(|after| key <= after) {
            self.start += 1;
            return;
        }
        let is_full = self.first.len() > self.asked.limit;
        if is_full && self.first.peek().is_some_and(|last| key >= last.key) {
            return;
        }
        self.first.push(Found { key, entry, opening, held, distance });
        if is_full {
            self.first.pop();
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
