//! What is said beside a schedule of the days on which it holds, and what that makes of a day.

use chrono::{Datelike, NaiveDate};
use model::hsds::Schedule;

use super::{
    calendar::CalendarDay,
    doubt::{Doubt, Doubts},
    words::{Reading, days_in},
};
use crate::schedule;
use serde::{Deserialize, Serialize};

/// A month and a day of it.
type DayOfYear = (u32, u32);

/// Times of a year that words name, from a day to another.
pub(super) const SEASONS: [(&str, DayOfYear, DayOfYear); 20] = [
    ("christmas", (12, 18), (1, 6)),
    ("xmas", (12, 18), (1, 6)),
    ("boxing", (12, 18), (1, 6)),
    ("festive", (12, 18), (1, 6)),
    ("new year", (12, 18), (1, 6)),
    ("easter", (3, 20), (4, 30)),
    ("good friday", (3, 20), (4, 30)),
    ("summer", (6, 15), (9, 15)),
    ("january", (1, 1), (1, 31)),
    ("february", (2, 1), (2, 29)),
    ("march", (3, 1), (3, 31)),
    ("april", (4, 1), (4, 30)),
    ("june", (6, 1), (6, 30)),
    ("july", (7, 1), (7, 31)),
    ("august", (8, 1), (8, 31)),
    ("september", (9, 1), (9, 30)),
    ("october", (10, 1), (10, 31)),
    ("november", (11, 1), (11, 30)),
    ("december", (12, 1), (12, 31)),
    ("winter", (11, 15), (3, 15)),
];

/// What is said of a sort of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Rule {
    /// Nothing.
    #[default]
    Unsaid,
    /// It is not held on them.
    Without,
    /// It is held on them too.
    With,
    /// It is held on no others.
    Only,
}

/// What is said of school terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Terms {
    #[default]
    Unsaid,
    /// Held in term time only.
    InTerm,
    /// Held in the school holidays only.
    InHolidays,
    /// Not held in half terms, which a calendar does not tell from other holidays.
    NotHalfTerm,
}

/// The provisos of one schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Provisos {
    /// Days on which it is not held, ascending.
    pub(super) except: Box<[NaiveDate]>,
    /// Days on which it would have been held, ascending.
    pub(super) cancelled: Box<[NaiveDate]>,
    pub(super) bank_holidays: Rule,
    pub(super) terms: Terms,
    /// The months in which it is held, one bit for each; none where that is not said.
    pub(super) months: u16,
    /// Whether words leave open on which days it is held.
    pub(super) is_unsettled: bool,
    /// Whether words name a place, as harvests write it of a single session that is moved.
    pub(super) names_place: bool,
    /// The times of a year in which words leave it open, by their place among the seasons.
    pub(super) seasons: u32,
}

impl Provisos {
    /// Reads the provisos of a schedule. None where it lists days that cannot be read: half of a list is a wrong one.
    pub(super) fn of(schedule: &Schedule) -> Option<Self> {
        let mut reading = Reading::default();
        reading.except.extend(days_in(schedule.exdate.as_deref())?);
        reading.cancelled.extend(days_in(schedule.cancelled.as_deref())?);
        for text in [&schedule.description, &schedule.notes].into_iter().flatten() {
            match schedule::read(text) {
                Ok(hours) => hours.remarks.iter().for_each(|remark| reading.read(remark)),
                Err(_) => reading.read(text),
            }
        }
        Some(reading.finish())
    }

    /// What they make of a day on which the rule holds; on a single day that is named, calendars count for nothing.
    ///
    /// None where it is not held.
    pub(super) fn apply(&self, day: &CalendarDay, is_named: bool) -> Option<Doubts> {
        let date = day.date;
        if self.except.binary_search(&date).is_ok()
            || (self.months != 0 && self.months & (1 << date.month0()) == 0)
        {
            return None;
        }
        let remark = self.is_unsettled
            || (is_named && self.names_place)
            || (self.seasons != 0 && self.is_in_season(date));
        let doubts = Doubts::default().with(Doubt::Remark, remark);
        if is_named {
            return Some(doubts);
        }
        self.on_bank_holidays(day, doubts).and_then(|doubts| self.in_terms(day, doubts))
    }

    /// Whether it would have been held on a day and was called off.
    pub(super) fn is_cancelled(&self, date: NaiveDate) -> bool {
        self.cancelled.binary_search(&date).is_ok()
    }

    /// The days on which it would have been held and was called off, ascending.
    pub(super) fn cancelled(&self) -> &[NaiveDate] {
        &self.cancelled
    }

    fn on_bank_holidays(&self, day: &CalendarDay, doubts: Doubts) -> Option<Doubts> {
        let is = day.is_bank_holiday;
        match (self.bank_holidays, is) {
            (Rule::Unsaid, _) => Some(doubts.with(Doubt::BankHoliday, is == Some(true))),
            (Rule::With, _) | (Rule::Without, Some(false)) | (Rule::Only, Some(true)) => Some(doubts),
            (Rule::Without | Rule::Only, Some(_)) => None,
            (Rule::Without | Rule::Only, None) => Some(doubts.with(Doubt::BankHoliday, true)),
        }
    }

    fn in_terms(&self, day: &CalendarDay, doubts: Doubts) -> Option<Doubts> {
        match (self.terms, day.is_in_term) {
            (Terms::Unsaid, _)
            | (Terms::InTerm | Terms::NotHalfTerm, Some(true))
            | (Terms::InHolidays, Some(false)) => Some(doubts),
            (Terms::InTerm, Some(false)) | (Terms::InHolidays, Some(true)) => None,
            _ => Some(doubts.with(Doubt::Term, true)),
        }
    }

    fn is_in_season(&self, date: NaiveDate) -> bool {
        let at = (date.month(), date.day());
        SEASONS.iter().enumerate().any(|(index, (_, from, to))| {
            let is_within = if from <= to { *from <= at && at <= *to } else { at >= *from || at <= *to };
            self.seasons & (1 << index) != 0 && is_within
        })
    }
}
