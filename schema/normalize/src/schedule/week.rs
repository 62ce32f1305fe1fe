//! A week under construction: the openings of each day, without contradictions.

use std::collections::BTreeMap;

use super::lexer::Weeks;
use super::{DAYS, Opening, Recurring};

/// Minutes in a day.
pub(super) const DAY: u16 = 24 * 60;

/// Minutes since midnight, from opening to closing; closing after midnight is more than a day.
pub(super) type Interval = (u16, u16);

/// An interval on one day of certain weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    weeks: Weeks,
    interval: Interval,
    is_session: bool,
}

/// Days of the week, and in which weeks of a month.
pub(super) struct Days {
    pub(super) days: Vec<usize>,
    pub(super) weeks: Weeks,
}

impl Days {
    pub(super) fn every() -> Self {
        Self { days: (0..7).collect(), weeks: Weeks::default() }
    }
}

/// The openings of each day. A day that was said to be closed stays so.
#[derive(Debug, Default)]
pub(super) struct Week {
    open: [Vec<Slot>; 7],
    closed: [bool; 7],
}

impl Week {
    /// Opens it on some days at these times, or closes it on them where there are none.
    pub(super) fn open_on(&mut self, on: &Days, times: &[Interval], is_session: bool) -> Option<()> {
        for &day in &on.days {
            if times.is_empty() {
                on.weeks.is_every().then(|| self.close(day))??;
            }
            for &interval in times {
                self.add(day, on.weeks, interval, is_session)?;
            }
        }
        Some(())
    }

    /// Adds an opening, which may be a session with a name or remark of its own. `None` where the day is closed, or it
    /// overlaps another and neither is such a session: then the text contradicts itself.
    pub(super) fn add(
        &mut self,
        day: usize,
        weeks: Weeks,
        interval: Interval,
        is_session: bool,
    ) -> Option<()> {
        let slots = self.open.get_mut(day)?;
        if *self.closed.get(day)? {
            return None;
        }
        let slot = Slot { weeks, interval, is_session };
        let is_known = slots.iter().any(|other| other.weeks == weeks && other.interval == interval);
        if !is_known {
            slots.iter().all(|other| slot.may_stand_beside(other)).then(|| slots.push(slot))?;
        }
        Some(())
    }

    /// Closes a day, also one that a wider range opened before: `Mo-Fr 09:00-17:00; We off`.
    pub(super) fn close(&mut self, day: usize) -> Option<()> {
        self.open.get_mut(day)?.clear();
        *self.closed.get_mut(day)? = true;
        Some(())
    }

    /// The openings, those with the same times together, sorted by day and time.
    pub(super) fn openings(&self) -> Vec<Recurring> {
        let mut days_of: BTreeMap<(Interval, Weeks), Vec<usize>> = BTreeMap::new();
        for (day, slots) in self.open.iter().enumerate() {
            for slot in slots {
                days_of.entry((slot.interval, slot.weeks)).or_default().push(day);
            }
        }
        let mut sorted: Vec<_> = days_of.into_iter().collect();
        sorted.sort_by(|(a_times, a_days), (b_times, b_days)| {
            (a_days.first(), a_times, a_days).cmp(&(b_days.first(), b_times, b_days))
        });
        let recurring = |((interval, weeks), days): ((Interval, Weeks), Vec<usize>)| Recurring {
            opening: opening(interval, &days),
            weeks_of_month: weeks.list(),
        };
        sorted.into_iter().map(recurring).collect()
    }
}

impl Slot {
    fn may_stand_beside(&self, other: &Self) -> bool {
        let is_apart = self.interval.1 <= other.interval.0 || other.interval.1 <= self.interval.0;
        is_apart || self.weeks != other.weeks || self.is_session || other.is_session
    }
}

fn opening((opens, closes): Interval, days: &[usize]) -> Opening {
    Opening {
        days: days.iter().filter_map(|&day| DAYS.get(day).copied()).collect(),
        opens_at: clock_face(opens),
        closes_at: clock_face(closes),
    }
}

/// Minutes since midnight as `HH:MM`.
pub(super) fn clock_face(minutes: u16) -> String {
    let minutes = minutes % DAY;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
