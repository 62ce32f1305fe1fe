//! When a schedule of HSDS holds next: its recurrence rule as days, its times as hours.
//!
//! Everything is local time, as people at the door read a clock: the `timezone` of a schedule is a number of hours that
//! knows no summer, so it counts for nothing. Public holidays are not known.

mod rule;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use model::hsds::Schedule;

pub use rule::{Day, days};

use rule::Rule;

/// How far ahead is looked, in days: five years.
const HORIZON: usize = 1_827;
/// How far a rule with a `count` is followed from its first day, in days: twenty years.
const LONGEST_COUNT: usize = 7_305;

/// One time at which something is open or takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The day on which it begins.
    pub date: NaiveDate,
    /// When it begins, where the time is known.
    pub opens: Option<NaiveDateTime>,
    /// When it ends, where that is known: on a later day if it goes past midnight.
    pub closes: Option<NaiveDateTime>,
}

impl Occurrence {
    /// Whether it is under way at a moment. Without both times nobody can tell.
    pub fn is_on(&self, moment: NaiveDateTime) -> bool {
        let begun = self.opens.is_some_and(|opens| opens <= moment);
        begun && self.closes.is_some_and(|closes| moment < closes)
    }

    /// Whether it is over. What has no end lasts no longer than its beginning, what has no time until its day is.
    fn is_over(&self, moment: NaiveDateTime) -> bool {
        match self.closes.or(self.opens) {
            Some(end) if self.closes.is_some() => end <= moment,
            Some(beginning) => beginning < moment,
            None => self.date < moment.date(),
        }
    }

    /// When it begins, for comparison: the beginning of its day where no time is known.
    pub fn begins(&self) -> NaiveDateTime {
        self.opens.unwrap_or(self.date.and_time(NaiveTime::MIN))
    }
}

/// The next occurrence of several schedules that is not over at a moment: the one that begins first.
pub fn next_of<'s>(
    schedules: impl IntoIterator<Item = &'s Schedule>,
    moment: NaiveDateTime,
) -> Option<Occurrence> {
    let each = schedules.into_iter().filter_map(|schedule| Recurrence::of(schedule)?.next(moment));
    each.min_by_key(|next| (next.begins(), next.closes))
}

/// Minutes after midnight of `HH:MM`, `H:MM` or `HH:MM:SS`, with or without an offset; 24:00 is the day's end.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, rest) = text.trim().split_once(':')?;
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = rest.get(..2)?.parse().ok()?;
    (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0))).then_some(hours * 60 + minutes)
}

/// A schedule that can be followed from day to day.
#[derive(Clone, Debug)]
pub struct Recurrence {
    rule: Rule,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// Minutes after midnight.
    opens: Option<u16>,
    closes: Option<u16>,
}

impl Recurrence {
    /// Reads a schedule. None where it tells no days, or where what it tells cannot be followed.
    pub fn of(schedule: &Schedule) -> Option<Self> {
        let date = |text: &Option<String>| match text.as_deref().map(str::trim) {
            None | Some("") => Some(None),
            Some(text) => text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()).map(Some),
        };
        let (start, from) = (date(&schedule.dtstart)?, date(&schedule.valid_from)?);
        let (until, to) = (date(&schedule.until)?, date(&schedule.valid_to)?);
        let time = |text: &Option<String>| text.as_deref().and_then(minutes);
        let plain = Self {
            rule: Rule::of(schedule, start.or(from))?,
            first: start.into_iter().chain(from).max(),
            last: until.into_iter().chain(to).min(),
            opens: time(&schedule.opens_at),
            closes: time(&schedule.closes_at),
        };
        match schedule.count {
            None => Some(plain),
            Some(count) => plain.counted(count.0, start?),
        }
    }

    /// Ends after so many days of the rule.
    fn counted(mut self, count: f64, start: NaiveDate) -> Option<Self> {
        if count.is_nan() || count < 1.0 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 1; a cast saturates"
        )]
        let count = count as usize;
        let walked = start.iter_days().take(LONGEST_COUNT).filter(|date| self.rule.holds_on(*date));
        let end = walked.take(count).last()?;
        self.last = Some(self.last.map_or(end, |last| last.min(end)));
        Some(self)
    }

    /// The next occurrence that is not over at a moment, within five years.
    pub fn next(&self, moment: NaiveDateTime) -> Option<Occurrence> {
        // What began yesterday may go past midnight.
        let yesterday = moment.date().checked_sub_days(Days::new(1))?;
        self.from(yesterday).find(|occurrence| !occurrence.is_over(moment))
    }

    /// The occurrences on a day and in the five years after it, in their order.
    pub fn from(&self, date: NaiveDate) -> impl Iterator<Item = Occurrence> {
        let begin = match self.rule {
            Rule::Once(day) => date.max(day),
            Rule::Every { .. } => self.first.map_or(date, |first| date.max(first)),
        };
        let days = begin.iter_days().take(HORIZON);
        let days = days.take_while(|day| self.last.is_none_or(|last| *day <= last));
        days.filter(|day| self.holds_on(*day)).map(|day| self.on(day))
    }

    /// Whether there is an occurrence on a day.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= date)
            && self.last.is_none_or(|last| date <= last)
            && self.rule.holds_on(date)
    }

    fn on(&self, date: NaiveDate) -> Occurrence {
        let at = |minutes: u16| {
            let moment = date.and_time(NaiveTime::MIN);
            moment.checked_add_signed(chrono::TimeDelta::minutes(i64::from(minutes)))
        };
        let is_past_midnight = self.opens.zip(self.closes).is_some_and(|(opens, closes)| closes <= opens);
        let closes = self.closes.map(|closes| if is_past_midnight { closes + 24 * 60 } else { closes });
        Occurrence { date, opens: self.opens.and_then(at), closes: closes.and_then(at) }
    }
}

#[cfg(test)]
mod tests;
