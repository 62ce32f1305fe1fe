//! On which days a schedule of HSDS holds, and when it holds next: its recurrence rule as days, its times as hours, its
//! exceptions, and what its words say of bank holidays and school terms.
//!
//! Everything is local time, as people at the door read a clock: the `timezone` of a schedule is a number of hours that
//! knows no summer. One that is not that of Britain makes its times doubtful. What is known of holidays is given as a
//! [`Calendar`].

mod calendar;
mod doubt;
mod provisos;
mod rule;
mod words;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use model::hsds::Schedule;

pub use calendar::{Calendar, CalendarDay};
pub use doubt::{Doubt, Doubts};
pub use rule::{Day, days};

pub(crate) use words::is_of_terms;

use provisos::Provisos;
use rule::Rule;
use serde::{Deserialize, Serialize};

/// How far ahead is looked, in days: five years.
const HORIZON: usize = 1_827;
/// How far a rule with a `count` is followed from its first day, in days: twenty years.
const LONGEST_COUNT: usize = 7_305;
/// How many days something that is once goes on at most.
const LONGEST_ONCE: i64 = 14;

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

    /// The first moment of its day.
    pub fn begins_of_day(&self) -> NaiveDateTime {
        self.date.and_time(NaiveTime::MIN)
    }

    /// When it begins, for comparison: the beginning of its day where no time is known.
    pub fn begins(&self) -> NaiveDateTime {
        self.opens.unwrap_or(self.begins_of_day())
    }
}

/// What is known of something on a day on which its rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it is.
    pub occurrence: Occurrence,
    /// Whether it was called off.
    pub is_cancelled: bool,
    /// Why it is not sure that it is held.
    pub doubts: Doubts,
}

impl Held {
    /// Whether it takes place for all that is known.
    pub fn is_sure(&self) -> bool {
        !self.is_cancelled && self.doubts.is_empty()
    }
}

/// The next occurrence of several schedules that is not over at a moment and was not called off: the one that begins
/// first.
pub fn next_of<'s>(
    schedules: impl IntoIterator<Item = &'s Schedule>,
    moment: NaiveDateTime,
    calendar: &Calendar,
) -> Option<Held> {
    let each = schedules.into_iter().filter_map(|schedule| Recurrence::of(schedule)?.next(moment, calendar));
    each.min_by_key(|next| (next.occurrence.begins(), next.occurrence.closes))
}

/// Minutes after midnight of `HH:MM`, `H:MM` or `HH:MM:SS`, with or without an offset; 24:00 is the day's end.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, rest) = text.trim().split_once(':')?;
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = rest.get(..2)?.parse().ok()?;
    (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0))).then_some(hours * 60 + minutes)
}

/// A schedule that can be followed from day to day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recurrence {
    rule: Rule,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// Minutes after midnight.
    opens: Option<u16>,
    closes: Option<u16>,
    /// None where nothing is said beside the rule.
    provisos: Option<Box<Provisos>>,
    /// Whether its times are not those of Britain.
    is_elsewhere: bool,
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
        let provisos = Provisos::of(schedule)?;
        let rule = match Rule::of(schedule, start.or(from)) {
            None if Rule::is_told(schedule) || provisos.cancelled().is_empty() => return None,
            rule => rule.unwrap_or(Rule::Never),
        };
        let plain = Self {
            rule,
            first: start.into_iter().chain(from).max(),
            last: until.into_iter().chain(to).min(),
            opens: time(&schedule.opens_at),
            closes: time(&schedule.closes_at),
            provisos: (provisos != Provisos::default()).then(|| Box::new(provisos)),
            is_elsewhere: schedule.timezone.is_some_and(|zone| zone.0 != 0.0 && zone.0 != 1.0),
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

    /// The next occurrence that is not over at a moment and was not called off, within five years.
    pub fn next(&self, moment: NaiveDateTime, calendar: &Calendar) -> Option<Held> {
        // What began yesterday may go past midnight.
        let yesterday = moment.date().checked_sub_days(Days::new(1))?;
        self.from(yesterday, calendar).find(|held| !held.is_cancelled && !held.occurrence.is_over(moment))
    }

    /// The occurrences on a day and in the five years after it, in their order.
    pub fn from(&self, date: NaiveDate, calendar: &Calendar) -> impl Iterator<Item = Held> {
        let begin = match self.rule {
            Rule::Never => date,
            Rule::Once(day) => date.max(day),
            Rule::Every(_) => self.first.map_or(date, |first| date.max(first)),
        };
        let begin = self.cancelled().iter().find(|day| **day >= date).map_or(begin, |day| begin.min(*day));
        let end = self.last.max(self.cancelled().last().copied());
        let days = begin.iter_days().take(HORIZON);
        let days = days.take_while(move |day| self.last.is_none() || end.is_none_or(|end| *day <= end));
        days.filter_map(|day| self.held(&calendar.day(day)))
    }

    /// What is known of it on a day. None where its rule does not hold then, or it is not held.
    pub fn held(&self, day: &CalendarDay) -> Option<Held> {
        let date = day.date;
        let is_cancelled = self.provisos.as_ref().is_some_and(|provisos| provisos.is_cancelled(date));
        if !is_cancelled && !self.holds_on(date) {
            return None;
        }
        let plain = Provisos::default();
        let provisos = self.provisos.as_deref().unwrap_or(&plain);
        let doubts = if is_cancelled {
            Doubts::default()
        } else {
            provisos.apply(day, matches!(self.rule, Rule::Once(_)))?.with(Doubt::Timezone, self.is_elsewhere)
        };
        Some(Held { occurrence: self.on(date), is_cancelled, doubts })
    }

    /// Whether it is on one day, or on days that follow each other, only.
    pub fn is_once(&self) -> bool {
        matches!(self.rule, Rule::Once(_))
    }

    fn cancelled(&self) -> &[NaiveDate] {
        self.provisos.as_ref().map_or(&[], |provisos| provisos.cancelled())
    }

    /// Whether its rule holds on a day, whatever is said beside it.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= date)
            && self.last.is_none_or(|last| date <= last)
            && (self.rule.holds_on(date) || self.goes_on(date))
    }

    /// Whether something that is once and has no times goes on on a day.
    fn goes_on(&self, date: NaiveDate) -> bool {
        self.opens.is_none() && self.closes.is_none() && self.last_of_once().is_some_and(|last| date <= last)
    }

    /// The last day of what is once and goes on for days.
    fn last_of_once(&self) -> Option<NaiveDate> {
        let Rule::Once(day) = self.rule else { return None };
        self.last.filter(|last| *last > day && (*last - day).num_days() <= LONGEST_ONCE)
    }

    fn on(&self, date: NaiveDate) -> Occurrence {
        let at = |minutes: u16| {
            let moment = date.and_time(NaiveTime::MIN);
            moment.checked_add_signed(chrono::TimeDelta::minutes(i64::from(minutes)))
        };
        let last = self.last_of_once().and_then(|last| {
            last.and_time(NaiveTime::MIN)
                .checked_add_signed(chrono::TimeDelta::minutes(i64::from(self.closes?)))
        });
        let is_past_midnight = self.opens.zip(self.closes).is_some_and(|(opens, closes)| closes <= opens);
        let closes = self.closes.map(|closes| if is_past_midnight { closes + 24 * 60 } else { closes });
        Occurrence { date, opens: self.opens.and_then(at), closes: last.or_else(|| closes.and_then(at)) }
    }
}

#[cfg(test)]
mod tests;
