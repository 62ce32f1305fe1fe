//! A week under construction: the openings of each day, without contradictions.

use std::collections::BTreeMap;

use super::{DAYS, Opening};

/// Minutes in a day.
pub(super) const DAY: u16 = 24 * 60;

/// Minutes since midnight, from opening to closing; closing after midnight is more than a day.
pub(super) type Interval = (u16, u16);

/// The openings of each day. A day that was said to be closed stays so.
#[derive(Debug, Default)]
pub(super) struct Week {
    open: [Vec<Interval>; 7],
    closed: [bool; 7],
}

impl Week {
    /// Adds an opening. `None` where it overlaps another or the day is closed: then the text contradicts itself.
    pub(super) fn add(&mut self, day: usize, interval: Interval) -> Option<()> {
        let intervals = self.open.get_mut(day)?;
        if *self.closed.get(day)? {
            return None;
        }
        if !intervals.contains(&interval) {
            let is_apart = |other: &Interval| interval.1 <= other.0 || other.1 <= interval.0;
            intervals.iter().all(is_apart).then(|| intervals.push(interval))?;
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
    pub(super) fn openings(&self) -> Vec<Opening> {
        let mut days_of: BTreeMap<Interval, Vec<usize>> = BTreeMap::new();
        for (day, intervals) in self.open.iter().enumerate() {
            for &interval in intervals {
                days_of.entry(interval).or_default().push(day);
            }
        }
        let mut sorted: Vec<_> = days_of.into_iter().collect();
        sorted.sort_by(|(a_times, a_days), (b_times, b_days)| {
            (a_days.first(), a_times, a_days).cmp(&(b_days.first(), b_times, b_days))
        });
        sorted.into_iter().map(|(interval, days)| opening(interval, &days)).collect()
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
