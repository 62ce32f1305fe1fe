//! On which days a schedule holds.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use model::hsds::{Schedule, WEEKDAYS};
use serde::{Deserialize, Serialize};

/// On which days it holds, between the first and the last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Rule {
    /// On no day.
    Never,
    /// On this day only.
    Once(NaiveDate),
    /// In every so many weeks, or months.
    Every(Every),
}

/// What recurs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Every {
    period: Period,
    interval: i32,
    anchor: NaiveDate,
    /// One bit for each day of the week on which it holds whenever it comes round, Monday the lowest.
    weekdays: u8,
    /// Days of the week of which only some of a month count.
    numbered: Box<[Day]>,
    limits: Option<Box<Limits>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Period {
    /// A week that begins on this day.
    Week(Weekday),
    Month,
}

/// A day of the week; in a month also which of them, counted from its end where less than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    /// Which of them in a month, never 0; every one where none is told.
    pub number: Option<i64>,
    /// The day of the week, Monday 0.
    pub weekday: u8,
}

/// What days must be beside their day of the week; empty where anything will do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Limits {
    of_month: Vec<i64>,
    of_year: Vec<i64>,
    weeks: Vec<i64>,
}

impl Rule {
    /// The rule of a schedule. A phase that nothing tells, such as that of every second week, is not guessed.
    pub(super) fn of(schedule: &Schedule, start: Option<NaiveDate>) -> Option<Self> {
        let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let freq = text(&schedule.freq).map(|freq| freq.trim().to_ascii_uppercase());
        let days = text(&schedule.byday).map_or(Some(Vec::new()), |list| days(&list))?;
        let numbers = |list: &Option<String>| {
            text(list)
                .map_or(Some(Vec::new()), |list| all(&list, |one| one.parse().ok().filter(|one| *one != 0)))
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
                Period::Week(schedule.wkst.as_deref().and_then(first_of_week).unwrap_or(Weekday::Mon))
            }
            Some(_) => return None,
        };
        let interval = schedule.interval.map_or(1.0, |interval| interval.0);
        if !(1.0..=1_000.0).contains(&interval)
            || interval.fract() != 0.0
            || (interval > 1.0 && start.is_none())
        {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole, from 1 to 1000")]
        let interval = interval as i32;
        let (numbered, plain): (Vec<Day>, Vec<Day>) = days.into_iter().partition(|day| day.number.is_some());
        let weekdays = plain.iter().fold(0, |all, day| all | 1 << day.weekday);
        let limits = (!limits.are_none()).then(|| Box::new(limits));
        let anchor = start.unwrap_or_default();
        let every = Every { period, interval, anchor, weekdays, numbered: numbered.into(), limits };
        every.complete(start).map(Rule::Every)
    }

    /// Whether a schedule says anything of when it recurs.
    pub(super) fn is_told(schedule: &Schedule) -> bool {
        let fields =
            [&schedule.freq, &schedule.byday, &schedule.bymonthday, &schedule.byyearday, &schedule.byweekno];
        fields.into_iter().flatten().any(|text| !text.trim().is_empty())
    }

    pub(super) fn holds_on(&self, date: NaiveDate) -> bool {
        match self {
            Self::Never => false,
            Self::Once(day) => date == *day,
            Self::Every(every) => every.holds_on(date),
        }
    }
}

impl Every {
    /// The rule with the day that it leaves to its start. None where days are still open, or none of its sort.
    fn complete(mut self, start: Option<NaiveDate>) -> Option<Self> {
        if self.names_no_day() && self.limits.is_none() {
            let start = start?;
            match self.period {
                Period::Week(_) => self.weekdays = 1 << of_week(start),
                Period::Month => {
                    let of_month = vec![i64::from(start.day())];
                    self.limits = Some(Box::new(Limits { of_month, ..Limits::default() }));
                }
            }
        }
        let is_sound = self.period == Period::Month || self.numbered.is_empty();
        is_sound.then_some(self)
    }

    fn names_no_day(&self) -> bool {
        self.weekdays == 0 && self.numbered.is_empty()
    }

    fn holds_on(&self, date: NaiveDate) -> bool {
        let is_day = self.weekdays & 1 << of_week(date) != 0
            || self.names_no_day()
            || self.numbered.iter().any(|day| day.is(date));
        is_day
            && self.limits.as_ref().is_none_or(|limits| limits.hold(date))
            && (self.interval == 1
                || self.period.between(self.anchor, date).rem_euclid(i64::from(self.interval)) == 0)
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
    /// Whether a date is such a day.
    pub fn is(self, date: NaiveDate) -> bool {
        let day = i64::from(date.day());
        let left = i64::from(date.num_days_in_month()) - day;
        let counts =
            |number: i64| if number > 0 { (day - 1) / 7 + 1 == number } else { -(left / 7) - 1 == number };
        of_week(date) == self.weekday && self.number.is_none_or(counts)
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

/// The days of an iCalendar BYDAY list, such as `MO,WE` or `-1FR`. None where any of them cannot be read.
pub fn days(list: &str) -> Option<Vec<Day>> {
    all(list, day)
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
    Some(Day { number, weekday: weekday(name)? })
}

fn weekday(text: &str) -> Option<u8> {
    let position = WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(text.trim()))?;
    u8::try_from(position).ok()
}

fn first_of_week(text: &str) -> Option<Weekday> {
    Weekday::try_from(weekday(text)?).ok()
}

/// Which day of the week a date is, Monday 0.
fn of_week(date: NaiveDate) -> u8 {
    u8::try_from(date.weekday().num_days_from_monday()).unwrap_or_default()
}
