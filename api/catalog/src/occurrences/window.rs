//! What schedules hold in a window of days.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use normalize::recurrence::{Calendar, CalendarDay, Held, Recurrence};

use super::OccurrenceQuery;
use crate::{QueryError, clock::utc_of, opening::Wanted};

/// What is held on one day, with both ends as keys have them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) held: Held,
    /// Seconds since 1970.
    pub(super) begin: i64,
    /// Seconds since 1970; the least number where nobody knows.
    pub(super) end: i64,
}

impl Step {
    fn of(held: Held) -> Self {
        let seconds = |at| utc_of(at).timestamp();
        let (begin, end) = (held.occurrence.begins(), held.occurrence.closes);
        Self { held, begin: seconds(begin), end: end.map_or(i64::MIN, seconds) }
    }
}

/// A window with what is asked of the sessions in it.
pub(super) struct Window {
    from: NaiveDateTime,
    to: NaiveDateTime,
    wanted: Option<Wanted>,
    days: Vec<CalendarDay>,
}

impl Window {
    pub(super) fn new(asked: &OccurrenceQuery, calendar: &Calendar) -> Result<Self, QueryError> {
        let OccurrenceQuery { query, from, to, .. } = asked;
        // The last moment that is in the window.
        let last = *to - TimeDelta::nanoseconds(1);
        let dates = from.date().iter_days().take_while(|date| *date <= last.date());
        Ok(Self {
            from: *from,
            to: *to,
            wanted: Wanted::new(&query.days, query.start_time.as_deref(), query.end_time.as_deref())?,
            days: dates.map(|date| calendar.day(date)).collect(),
        })
    }

    /// What is held in it, in order.
    pub(super) fn steps(&self, recurrence: &Recurrence) -> Box<[Step]> {
        let held = self.days.iter().filter_map(|day| recurrence.held(day));
        held.filter(|held| self.is_asked(held)).map(Step::of).collect()
    }

    fn is_asked(&self, held: &Held) -> bool {
        let occurrence = &held.occurrence;
        let is_within = match occurrence.opens {
            Some(opens) => self.from <= opens && opens < self.to,
            None => occurrence.date.and_time(NaiveTime::MIN) < self.to,
        };
        is_within && self.wanted.is_none_or(|wanted| wanted.allows(occurrence))
    }
}
