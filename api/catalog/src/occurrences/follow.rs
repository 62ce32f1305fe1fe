//! Which schedules hold where, and what they hold on a day.

use chrono::{DateTime, Days, TimeDelta, Utc};
use normalize::recurrence::{Calendar, Held};

use crate::{
    Entry,
    clock::{moment_of, wall_clock},
    entry::Part,
    opening::Opening,
};

/// How many days before a moment something may have begun that is under way: what is once may go on for two weeks.
const LONGEST: u64 = 14;

/// How a service runs, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Running {
    Yes,
    /// Closed for a time: what would be held is not.
    Suspended,
    /// Not any more, or not yet.
    No,
}

impl Running {
    pub(super) fn of(entry: &Entry) -> Self {
        match entry.body.service().map_or("", |service| &service.status) {
            "temporarily closed" => Self::Suspended,
            "inactive" | "defunct" => Self::No,
            _ => Self::Yes,
        }
    }

    /// What becomes of something that its schedule holds.
    pub(super) fn apply(self, mut held: Held) -> Option<Held> {
        match self {
            Self::No if !held.is_cancelled => return None,
            Self::Suspended => held.is_cancelled = true,
            _ => {}
        }
        Some(held)
    }
}

/// The schedules that hold for an entry: of a service at a location its own, or its service's where it has none; of a
/// service those that none of its shown places takes up.
pub(crate) fn applicable(entry: &Entry) -> Vec<&Opening> {
    let Some(service) = entry.body.service() else { return Vec::new() };
    match entry.part {
        Part::ServiceAtLocation(index) => {
            let own = entry.body.parts.get(index).map_or(&[][..], |part| &part.openings);
            if own.is_empty() { &service.openings } else { own }.iter().collect()
        }
        _ => {
            if entry.shown_parts().any(|(_, part)| part.openings.is_empty()) {
                return Vec::new();
            }
            let is_taken = |opening: &Opening| {
                entry
                    .shown_parts()
                    .any(|(_, part)| part.openings.iter().any(|own| own.recurrence == opening.recurrence))
            };
            service.openings.iter().filter(|opening| !is_taken(opening)).collect()
        }
    }
}

/// Every schedule that holds anywhere for a service, or for a service at a location.
fn anywhere(entry: &Entry) -> Vec<&Opening> {
    let mut all = applicable(entry);
    if entry.part == Part::Whole
        && let Some(service) = entry.body.service()
    {
        let parts: Vec<&Opening> = entry.shown_parts().flat_map(|(_, part)| &*part.openings).collect();
        if entry.shown_parts().any(|(_, part)| part.openings.is_empty()) {
            all.extend(&*service.openings);
        }
        all.extend(parts);
    }
    all
}

/// Whether it is surely open at a moment: what is doubted, or has no times, does not count.
pub(crate) fn is_open_at(entry: &Entry, moment: DateTime<Utc>, calendar: &Calendar) -> bool {
    if Running::of(entry) != Running::Yes {
        return false;
    }
    let today = wall_clock(moment).date();
    let recurrences = anywhere(entry).into_iter().filter_map(|opening| opening.recurrence.as_deref());
    recurrences.into_iter().any(|recurrence| {
        let days = (0..=LONGEST).filter_map(|back| today.checked_sub_days(Days::new(back)));
        // Only what is once goes on for longer than a night.
        let days = days.take(if recurrence.is_once() { LONGEST as usize + 1 } else { 2 });
        let mut held = days.filter_map(|date| recurrence.held(&calendar.day(date)));
        held.any(|held| held.is_sure() && is_under_way(&held, moment))
    })
}

/// Whether a moment lies between both ends.
fn is_under_way(held: &Held, moment: DateTime<Utc>) -> bool {
    let Some((begins, ends)) = held.occurrence.opens.zip(held.occurrence.closes) else { return false };
    let (begins, ends) = (moment_of(begins), moment_of(ends));
    begins <= moment && moment < ends.max(begins) && ends - begins <= TimeDelta::days(LONGEST as i64 + 1)
}
