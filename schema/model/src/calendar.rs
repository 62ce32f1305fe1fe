use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a calendar tells of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarKind {
    /// Bank holidays: single days on which much is closed.
    BankHoliday,
    /// School terms: between two of them are the school holidays.
    Term,
}

/// A word that names no kind of calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of calendar; use bank-holiday or term")]
pub struct UnknownCalendarKind(pub String);

impl CalendarKind {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::BankHoliday, Self::Term];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BankHoliday => "bank-holiday",
            Self::Term => "term",
        }
    }
}

impl fmt::Display for CalendarKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for CalendarKind {
    type Err = UnknownCalendarKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word.trim());
        found.ok_or_else(|| UnknownCalendarKind(word.to_owned()))
    }
}

/// Days of a calendar that belong together: one bank holiday, or one unbroken part of a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CalendarPeriod {
    /// What it tells.
    pub kind: CalendarKind,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day, which is the first where it is a single one.
    pub last: NaiveDate,
    /// What it is called.
    pub name: String,
}
