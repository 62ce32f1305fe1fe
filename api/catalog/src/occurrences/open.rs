//! What is open at a moment.

use std::sync::OnceLock;

use chrono::{DateTime, Days, TimeDelta, Utc};
use normalize::recurrence::{Calendar, CalendarDay, Held, Recurrence};

use super::{Schedules, follow::Running};
use crate::clock::{utc_of, wall_clock};

/// How many days before a moment something may have begun that is under way: what is once may go on for two weeks.
const LONGEST: u64 = 14;

/// What is surely open at a moment: what is doubted, or has no times, does not count.
pub(crate) struct OpenAt<'a> {
    moment: DateTime<Utc>,
    /// Its day and those before it, the latest first.
    days: Vec<CalendarDay>,
    schedules: &'a Schedules,
    /// Of each recurrence whether it is on: found out when it is first met, however many entries have it.
    known: Vec<OnceLock<bool>>,
}

impl<'a> OpenAt<'a> {
    pub(crate) fn new(moment: DateTime<Utc>, calendar: &Calendar, schedules: &'a Schedules) -> Self {
        let today = wall_clock(moment).date();
        let days = (0..=LONGEST).filter_map(|back| today.checked_sub_days(Days::new(back)));
        let days = days.map(|date| calendar.day(date)).collect();
        let known = schedules.recurrences().iter().map(|_| OnceLock::new()).collect();
        Self { moment, days, schedules, known }
    }

    /// Whether the entry at a position is.
    pub(crate) fn has(&self, position: u32) -> bool {
        self.schedules.running(position) == Running::Yes
            && self.schedules.anywhere(position).iter().any(|number| self.is_known_on(*number as usize))
    }

    fn is_known_on(&self, number: usize) -> bool {
        let recurrence = self.schedules.recurrences().get(number).zip(self.known.get(number));
        recurrence.is_some_and(|(recurrence, known)| *known.get_or_init(|| self.is_on(recurrence)))
    }

    fn is_on(&self, recurrence: &Recurrence) -> bool {
        // Only what is once goes on for longer than a night.
        let days = self.days.iter().take(if recurrence.is_once() { self.days.len() } else { 2 });
        let mut held = days.filter_map(|day| recurrence.held(day));
        held.any(|held| held.is_sure() && is_under_way(&held, self.moment))
    }
}

/// Whether a moment lies between both ends.
fn is_under_way(held: &Held, moment: DateTime<Utc>) -> bool {
    let Some((begins, ends)) = held.occurrence.opens.zip(held.occurrence.closes) else { return false };
    let (begins, ends) = (utc_of(begins), utc_of(ends));
    begins <= moment && moment < ends.max(begins) && ends - begins <= TimeDelta::days(LONGEST as i64 + 1)
}
