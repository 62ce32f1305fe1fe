//! Calendars of bank holidays and school terms: comma-separated values in a layout of our own, and iCalendar.
//!
//! A file is taken whole or not at all. What it tells of replaces what was known of the same days, so that taking the same
//! file again changes nothing, and a corrected one corrects.

mod check;
mod csv;
mod ical;

use std::{fmt, path::Path};

use model::{CalendarKind, CalendarPeriod};
use store::CalendarSpan;

use crate::{fetch::Refused, local::Local};

/// The longest file in bytes that is read.
const LONGEST: usize = 4 * 1024 * 1024;

/// Why a calendar was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// A value of a line is wrong.
    #[error("line {line}: `{value}` {reason}")]
    Value {
        /// The line, from 1.
        line: u64,
        /// What stands there.
        value: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
}

impl CalendarError {
    fn value(line: u64, value: impl fmt::Display, reason: impl Into<String>) -> Self {
        let value = crate::issues::shown(&value.to_string());
        Self::Value { line, value, reason: reason.into() }
    }
}

impl From<Refused> for CalendarError {
    fn from(refused: Refused) -> Self {
        Self::Unreadable(format!("{}: {}", refused.0.reason, refused.0.action))
    }
}

/// A period as a line of a file tells it.
struct Told {
    line: u64,
    period: CalendarPeriod,
}

/// Reads a calendar. The kind is that of every line; it may be left out where the lines name theirs.
///
/// # Errors
///
/// Where any line of it cannot be used.
pub fn read(path: &Path, kind: Option<CalendarKind>) -> Result<Vec<CalendarSpan>, CalendarError> {
    let local = Local::at(path.to_owned());
    let bytes = local.whole()?;
    if bytes.len() > LONGEST {
        let reason =
            format!("{} is longer than {LONGEST} bytes, the most that is read of a calendar", local.name);
        return Err(CalendarError::Unreadable(reason));
    }
    let begins = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let is_calendar = begins.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"));
    let told = if is_calendar { ical::read(&local, &bytes, kind)? } else { csv::read(begins, kind)? };
    check::spans(told)
}

/// Reads the text of a calendar as comma-separated values.
///
/// # Errors
///
/// Where any line of it cannot be used.
pub fn read_csv(text: &str) -> Result<Vec<CalendarSpan>, CalendarError> {
    check::spans(csv::read(text.as_bytes(), None)?)
}

#[cfg(test)]
mod tests;
