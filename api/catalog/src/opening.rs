use std::sync::Arc;

use chrono::{Datelike, NaiveDateTime};
use model::hsds::{Schedule, WEEKDAYS};
use normalize::recurrence::{Occurrence, Recurrence, minutes};
use serde::{Deserialize, Serialize};

use crate::{QueryError, repeated::Repeated};

/// When one schedule holds: a set of days and a span of time. What the schedule leaves open is unknown, not any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opening {
    /// One bit for each day, Monday the lowest; none when the days are not known.
    days: u8,
    /// Minutes after midnight.
    opens: Option<u16>,
    closes: Option<u16>,
    /// What can be followed from day to day. Kept once: few recurrences serve all.
    pub(crate) recurrence: Option<Arc<Recurrence>>,
    /// What it says of how to attend.
    pub(crate) attending: Option<Box<str>>,
}

impl Opening {
    pub(crate) fn of(schedule: &Schedule, repeated: &Repeated) -> Self {
        let days = schedule.byday.as_deref().map_or_else(
            || schedule.dtstart.as_deref().map_or(0, weekday_of),
            |list| list.split(',').filter_map(bit_of_rule).fold(0, |days, day| days | day),
        );
        let time = |text: &Option<String>| text.as_deref().and_then(minutes);
        let attending = schedule.attending_type.as_deref().map(str::trim).filter(|words| !words.is_empty());
        Self {
            days,
            opens: time(&schedule.opens_at),
            closes: time(&schedule.closes_at),
            recurrence: Recurrence::of(schedule).map(|one| repeated.recurrences.of(Arc::new(one))),
            attending: attending.map(Box::from),
        }
    }

    /// Keeps once what repeats.
    pub(crate) fn share(&mut self, repeated: &Repeated) {
        self.recurrence = self.recurrence.take().map(|one| repeated.recurrences.of(one));
    }
}

/// What a schedule must meet, all at once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    days: u8,
    from: Option<u16>,
    to: Option<u16>,
}

impl Wanted {
    /// None where nothing is asked of schedules.
    pub(crate) fn new(
        days: &[String],
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Option<Self>, QueryError> {
        let day = |text: &String| bit_of_day(text).ok_or_else(|| QueryError::Day(text.clone()));
        let time = |text: &str| minutes(text).ok_or_else(|| QueryError::Time(text.to_owned()));
        let days = days.iter().map(day).try_fold(0, |all, one| one.map(|one| all | one))?;
        let wanted = Self { days, from: from.map(time).transpose()?, to: to.map(time).transpose()? };
        Ok((wanted.days != 0 || wanted.from.is_some() || wanted.to.is_some()).then_some(wanted))
    }

    /// Whether something that is held on a day is so too.
    pub(crate) fn allows(&self, occurrence: &Occurrence) -> bool {
        let minutes = |at: Option<NaiveDateTime>| {
            at.map(|at| (at - occurrence.begins_of_day()).num_minutes())
                .and_then(|minutes| u16::try_from(minutes).ok())
        };
        let day = self.days == 0 || self.days & 1 << occurrence.date.weekday().num_days_from_monday() != 0;
        let from = self.from.is_none_or(|from| minutes(occurrence.opens).is_some_and(|opens| opens >= from));
        let to = self.to.is_none_or(|to| minutes(occurrence.closes).is_some_and(|closes| closes <= to));
        day && from && to
    }

    pub(crate) fn holds(&self, opening: &Opening) -> bool {
        let day = self.days == 0 || self.days & opening.days != 0;
        let from = self.from.is_none_or(|from| opening.opens.is_some_and(|opens| opens >= from));
        let to = self.to.is_none_or(|to| opening.closes.is_some_and(|closes| closes <= to));
        day && from && to
    }
}

/// The bit of a day's two letters.
fn bit_of_day(day: &str) -> Option<u8> {
    let wanted = day.trim();
    WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(wanted)).map(|index| 1 << index)
}

/// The bit of one element of an iCalendar BYDAY list, such as `MO` or `-1FR`.
fn bit_of_rule(rule: &str) -> Option<u8> {
    bit_of_day(rule.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')))
}

fn weekday_of(date: &str) -> u8 {
    use chrono::NaiveDate;
    let day = date.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day.map_or(0, |day| 1 << day.weekday().num_days_from_monday())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(byday: Option<&str>, dtstart: Option<&str>, opens: &str, closes: &str) -> Opening {
        let schedule = Schedule {
            byday: byday.map(str::to_owned),
            dtstart: dtstart.map(str::to_owned),
            opens_at: Some(opens.to_owned()),
            closes_at: Some(closes.to_owned()),
            ..Schedule::default()
        };
        Opening::of(&schedule, &Repeated::default())
    }

    fn wanted(days: &[&str], from: Option<&str>, to: Option<&str>) -> Wanted {
        let days: Vec<String> = days.iter().map(|day| (*day).to_owned()).collect();
        Wanted::new(&days, from, to).unwrap().unwrap()
    }

    #[test]
    fn days_of_rules_and_of_first_dates_are_understood() {
        assert!(wanted(&["FR"], None, None).holds(&opening(Some("MO,-1FR"), None, "09:00", "10:00")));
        assert!(!wanted(&["TU"], None, None).holds(&opening(Some("MO,-1FR"), None, "09:00", "10:00")));
        // 2 March 2026 is a Monday.
        assert!(wanted(&["mo"], None, None).holds(&opening(None, Some("2026-03-02"), "09:00", "10:00")));
        assert!(!wanted(&["MO"], None, None).holds(&opening(None, None, "09:00", "10:00")));
    }

    #[test]
    fn a_day_of_certain_weeks_of_a_month_is_found_by_its_day() {
        let saturdays = opening(Some("1SA,3SA"), None, "09:00", "13:00");
        assert!(wanted(&["SA"], Some("09:00"), Some("13:00")).holds(&saturdays));
        assert!(!wanted(&["SU"], None, None).holds(&saturdays));
    }

    #[test]
    fn day_and_times_must_hold_of_the_same_schedule() {
        let morning = opening(Some("MO"), None, "09:30:00Z", "12:00");
        assert!(wanted(&["MO"], Some("9:30"), Some("12:00")).holds(&morning));
        assert!(!wanted(&["MO"], Some("09:31"), None).holds(&morning));
        assert!(!wanted(&["MO"], None, Some("11:59")).holds(&morning));
    }

    #[test]
    fn what_is_held_at_the_same_times_is_kept_once_also_when_it_is_read_back() {
        let repeated = Repeated::default();
        let [one, same, other] = ["MO", "MO", "TU"].map(|byday| {
            Opening::of(&Schedule { byday: Some(byday.to_owned()), ..Schedule::default() }, &repeated)
        });
        let mut back: Opening = postcard::from_bytes(&postcard::to_allocvec(&one).unwrap()).unwrap();
        back.share(&repeated);
        let recurrence = |opening: &Opening| Arc::clone(opening.recurrence.as_ref().unwrap());
        assert!(Arc::ptr_eq(&recurrence(&one), &recurrence(&same)));
        assert!(Arc::ptr_eq(&recurrence(&one), &recurrence(&back)) && one == back);
        assert_ne!(recurrence(&one), recurrence(&other));
    }

    #[test]
    fn malformed_days_and_times_are_refused() {
        assert!(Wanted::new(&["Monday".to_owned()], None, None).is_err());
        for time in ["", "9", "25:00", "24:01", "09:6", "ab:cd", "09:60"] {
            assert!(Wanted::new(&[], Some(time), None).is_err(), "{time}");
        }
        assert!(Wanted::new(&[], None, None).unwrap().is_none());
    }
}
