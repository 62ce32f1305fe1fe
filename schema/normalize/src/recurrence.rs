//! When a schedule of HSDS holds next: its recurrence rule as days, its times as hours.
//!
//! Everything is local time, as people at the door read a clock: the `timezone` of a schedule is a number of hours that
//! knows no summer, so it counts for nothing. Public holidays are not known.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use model::hsds::{Schedule, WEEKDAYS};

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
    fn begins(&self) -> NaiveDateTime {
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

/// On which days it holds, between the first and the last.
#[derive(Clone, Debug)]
enum Rule {
    /// On this day only.
    Once(NaiveDate),
    /// In every so many weeks, or months.
    Every { period: Period, interval: i64, anchor: NaiveDate, days: Vec<Day>, limits: Limits },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    /// A week that begins on this day.
    Week(Weekday),
    Month,
}

/// A day of the week; in a month also which of them, counted from its end where less than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    weekday: Weekday,
    number: Option<i64>,
}

/// What days must be beside their day of the week; empty where anything will do.
#[derive(Clone, Debug, Default)]
struct Limits {
    of_month: Vec<i64>,
    of_year: Vec<i64>,
    weeks: Vec<i64>,
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
            rule: rule(schedule, start.or(from))?,
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

/// The rule of a schedule. A phase that nothing tells, such as that of every second week, is not guessed.
fn rule(schedule: &Schedule, start: Option<NaiveDate>) -> Option<Rule> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let freq = text(&schedule.freq).map(|freq| freq.trim().to_ascii_uppercase());
    let days = text(&schedule.byday).map_or(Some(Vec::new()), |list| all(&list, day))?;
    let numbers = |list: &Option<String>| {
        text(list).map_or(Some(Vec::new()), |list| all(&list, |one| one.parse().ok().filter(|one| *one != 0)))
    };
    let limits = Limits {
        of_month: numbers(&schedule.bymonthday)?,
        of_year: numbers(&schedule.byyearday)?,
        weeks: numbers(&schedule.byweekno)?,
    };
    let period = match freq.as_deref() {
        None if days.is_empty() && limits.are_none() => return start.map(Rule::Once),
        Some("MONTHLY") => Period::Month,
        None | Some("WEEKLY") => {
            Period::Week(schedule.wkst.as_deref().and_then(weekday).unwrap_or(Weekday::Mon))
        }
        Some(_) => return None,
    };
    let interval = schedule.interval.map_or(1.0, |interval| interval.0);
    if !(1.0..=1_000.0).contains(&interval) || interval.fract() != 0.0 || (interval > 1.0 && start.is_none())
    {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, from 1 to 1000")]
    let interval = interval as i64;
    let rule = Rule::Every { period, interval, anchor: start.unwrap_or_default(), days, limits };
    rule.complete(start)
}

impl Rule {
    /// The rule with the day that it leaves to its start. None where days are still open, or none of its sort.
    fn complete(mut self, start: Option<NaiveDate>) -> Option<Self> {
        let Self::Every { period, days, limits, .. } = &mut self else { return Some(self) };
        if days.is_empty() && limits.are_none() {
            let start = start?;
            match period {
                Period::Week(_) => days.push(Day { weekday: start.weekday(), number: None }),
                Period::Month => limits.of_month.push(i64::from(start.day())),
            }
        }
        let is_sound = *period == Period::Month || days.iter().all(|day| day.number.is_none());
        is_sound.then_some(self)
    }

    fn holds_on(&self, date: NaiveDate) -> bool {
        match self {
            Self::Once(day) => date == *day,
            Self::Every { period, interval, anchor, days, limits } => {
                period.between(*anchor, date).rem_euclid(*interval) == 0
                    && (days.is_empty() || days.iter().any(|day| day.is(date)))
                    && limits.hold(date)
            }
        }
    }
}

impl Period {
    /// How many weeks or months lie between those of two days.
    fn between(self, from: NaiveDate, to: NaiveDate) -> i64 {
        match self {
            Self::Week(first) => (beginning(to, first) - beginning(from, first)).num_days() / 7,
            Self::Month => {
                i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month())
            }
        }
    }
}

/// The first day of a day's week; the day itself at the very beginning of the calendar.
fn beginning(date: NaiveDate, first: Weekday) -> NaiveDate {
    let since = date.weekday().days_since(first);
    date.checked_sub_days(Days::new(u64::from(since))).unwrap_or(date)
}

impl Day {
    fn is(self, date: NaiveDate) -> bool {
        let day = i64::from(date.day());
        let left = i64::from(date.num_days_in_month()) - day;
        let counts =
            |number: i64| if number > 0 { (day - 1) / 7 + 1 == number } else { -(left / 7) - 1 == number };
        date.weekday() == self.weekday && self.number.is_none_or(counts)
    }
}

impl Limits {
    fn are_none(&self) -> bool {
        self.of_month.is_empty() && self.of_year.is_empty() && self.weeks.is_empty()
    }

    fn hold(&self, date: NaiveDate) -> bool {
        let month = i64::from(date.num_days_in_month());
        let year = if date.leap_year() { 366 } else { 365 };
        let is_in = |list: &[i64], day: i64, all: i64| {
            list.is_empty() || list.iter().any(|one| *one == day || all + one + 1 == day)
        };
        is_in(&self.of_month, i64::from(date.day()), month)
            && is_in(&self.of_year, i64::from(date.ordinal()), year)
            && is_in(&self.weeks, i64::from(date.iso_week().week()), weeks_of(date.iso_week().year()))
    }
}

/// How many weeks a year has by ISO 8601: that of its 28 December.
fn weeks_of(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 12, 28).map_or(52, |day| i64::from(day.iso_week().week()))
}

/// Every element of a list with commas between, if all can be read.
fn all<T>(list: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    list.split(',').map(str::trim).filter(|one| !one.is_empty()).map(read).collect()
}

/// One element of an iCalendar BYDAY list, such as `MO`, `2TU` or `-1FR`.
fn day(text: &str) -> Option<Day> {
    let at = text.find(|letter: char| letter.is_ascii_alphabetic())?;
    let (number, name) = text.split_at_checked(at)?;
    let number = match number {
        "" => None,
        number => Some(number.parse().ok().filter(|number| *number != 0)?),
    };
    Some(Day { weekday: weekday(name)?, number })
}

fn weekday(text: &str) -> Option<Weekday> {
    let position = WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(text.trim()))?;
    Weekday::try_from(u8::try_from(position).ok()?).ok()
}

#[cfg(test)]
mod tests;
