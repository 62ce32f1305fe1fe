//! Bank holidays and school terms, and what they tell of a day.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use model::{CalendarKind, CalendarPeriod};

/// The longest holidays between two parts of terms, in days: where more lies between them, a term is missing.
const LONGEST_HOLIDAYS: i64 = 60;

/// The bank holidays and school terms that a directory knows. Of years without a bank holiday, and of days beside all
/// terms, nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    periods: Vec<CalendarPeriod>,
    /// Every single bank holiday.
    holidays: BTreeSet<NaiveDate>,
    /// The years of which the bank holidays are known.
    years: BTreeSet<i32>,
    /// First and last days of parts of terms, ascending.
    terms: Vec<(NaiveDate, NaiveDate)>,
}

/// A day with what a calendar tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a bank holiday; none where nobody can tell.
    pub is_bank_holiday: Option<bool>,
    /// Whether it is in a school term; none where nobody can tell.
    pub is_in_term: Option<bool>,
}

impl CalendarDay {
    /// A day of which nothing is known.
    pub fn unknown(date: NaiveDate) -> Self {
        Self { date, is_bank_holiday: None, is_in_term: None }
    }
}

impl Calendar {
    /// The calendar that these periods make. Their order does not matter.
    pub fn new(mut periods: Vec<CalendarPeriod>) -> Self {
        periods.sort();
        periods.dedup();
        let of = |kind| periods.iter().filter(move |period: &&CalendarPeriod| period.kind == kind);
        let days = |period: &CalendarPeriod| {
            let last = period.last;
            period.first.iter_days().take_while(move |day| *day <= last)
        };
        let holidays: BTreeSet<NaiveDate> = of(CalendarKind::BankHoliday).flat_map(days).collect();
        let years = holidays.iter().map(Datelike::year).collect();
        let terms = of(CalendarKind::Term).map(|period| (period.first, period.last)).collect();
        Self { holidays, years, terms, periods }
    }

    /// What it is made of, in order.
    pub fn periods(&self) -> &[CalendarPeriod] {
        &self.periods
    }

    /// The first and last day between which something is known of a kind of days.
    pub fn span(&self, kind: CalendarKind) -> Option<(NaiveDate, NaiveDate)> {
        match kind {
            CalendarKind::BankHoliday => {
                let (first, last) = (*self.years.first()?, *self.years.last()?);
                Some((NaiveDate::from_ymd_opt(first, 1, 1)?, NaiveDate::from_ymd_opt(last, 12, 31)?))
            }
            CalendarKind::Term => {
                let last = self.terms.iter().map(|(_, last)| *last).max()?;
                Some((self.terms.first()?.0, last))
            }
        }
    }

    /// What it tells of a day.
    pub fn day(&self, date: NaiveDate) -> CalendarDay {
        let is_known = self.years.contains(&date.year());
        CalendarDay {
            date,
            is_bank_holiday: is_known.then(|| self.holidays.contains(&date)),
            is_in_term: self.is_in_term(date),
        }
    }

    fn is_in_term(&self, date: NaiveDate) -> Option<bool> {
        if self.terms.iter().any(|(first, last)| *first <= date && date <= *last) {
            return Some(true);
        }
        let before = self.terms.iter().map(|(_, last)| *last).filter(|last| *last < date).max()?;
        let after = self.terms.iter().map(|(first, _)| *first).find(|first| *first > date)?;
        ((after - before).num_days() <= LONGEST_HOLIDAYS).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(kind: CalendarKind, first: &str, last: &str) -> CalendarPeriod {
        CalendarPeriod { kind, first: day(first), last: day(last), name: "x".to_owned() }
    }

    #[test]
    fn bank_holidays_are_known_in_years_that_have_any() {
        let holiday = |at| period(CalendarKind::BankHoliday, at, at);
        let calendar = Calendar::new(vec![holiday("2026-12-28"), holiday("2026-12-25")]);
        let told = |at| calendar.day(day(at)).is_bank_holiday;
        assert_eq!((told("2026-12-25"), told("2026-12-26")), (Some(true), Some(false)));
        assert_eq!((told("2025-12-25"), told("2027-12-27")), (None, None), "nobody told of those years");
        assert_eq!(calendar.span(CalendarKind::BankHoliday), Some((day("2026-01-01"), day("2026-12-31"))));
    }

    #[test]
    fn school_holidays_are_what_lies_between_terms_unless_a_term_is_missing() {
        let term = |first, last| period(CalendarKind::Term, first, last);
        let autumn = [term("2026-11-02", "2026-12-18"), term("2026-09-03", "2026-10-23")];
        let calendar = Calendar::new(autumn.into_iter().chain([term("2027-04-19", "2027-05-28")]).collect());
        let told = |at| calendar.day(day(at)).is_in_term;
        assert_eq!((told("2026-10-23"), told("2026-10-26")), (Some(true), Some(false)));
        assert_eq!(told("2027-02-01"), None, "a spring term is missing");
        assert_eq!((told("2026-08-31"), told("2027-05-29")), (None, None));
    }

    #[test]
    fn an_empty_calendar_knows_nothing() {
        assert_eq!(Calendar::default().day(day("2026-12-25")), CalendarDay::unknown(day("2026-12-25")));
        assert_eq!(Calendar::default().span(CalendarKind::Term), None);
    }
}
