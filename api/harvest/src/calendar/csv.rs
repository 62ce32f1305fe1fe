//! Calendars as comma-separated values: `kind,first_day,last_day,name`.

use chrono::NaiveDate;
use model::{CalendarKind, CalendarPeriod};

use super::{CalendarError, Told};

const COLUMNS: [&str; 4] = ["kind", "first_day", "last_day", "name"];

/// Where the columns stand.
struct Columns([Option<usize>; 4]);

pub(super) fn read(bytes: &[u8], kind: Option<CalendarKind>) -> Result<Vec<Told>, CalendarError> {
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).trim(::csv::Trim::All).from_reader(bytes);
    let headers = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let columns = Columns::of(&headers, kind)?;
    let mut told = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(&error))?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        told.push(columns.read(&row, kind)?);
    }
    Ok(told)
}

fn unreadable(error: &::csv::Error) -> CalendarError {
    CalendarError::Unreadable(format!("it cannot be read as comma-separated values: {error}"))
}

impl Columns {
    fn of(headers: &::csv::StringRecord, kind: Option<CalendarKind>) -> Result<Self, CalendarError> {
        if let Some(unknown) = headers.iter().find(|name| !COLUMNS.contains(name)) {
            let reason = format!("is no column of a calendar; they are {}", COLUMNS.join(", "));
            return Err(CalendarError::value(1, unknown, reason));
        }
        let columns = COLUMNS.map(|name| headers.iter().position(|header| header == name));
        let needed = [kind.is_none(), true, false, true];
        for ((name, column), is_needed) in COLUMNS.iter().zip(columns).zip(needed) {
            if is_needed && column.is_none() {
                let reason = format!("lacks the column {name}; they are {}", COLUMNS.join(", "));
                return Err(CalendarError::value(1, headers.iter().collect::<Vec<_>>().join(","), reason));
            }
        }
        Ok(Self(columns))
    }

    fn read(&self, row: &::csv::StringRecord, kind: Option<CalendarKind>) -> Result<Told, CalendarError> {
        let line = row.position().map_or(0, ::csv::Position::line);
        let [named, first, last, name] =
            self.0.map(|column| column.and_then(|column| row.get(column)).filter(|text| !text.is_empty()));
        let kind = match (named, kind) {
            (None, Some(kind)) => kind,
            (named, told) => {
                let named = named.unwrap_or_default();
                let read: CalendarKind = named.parse().map_err(|_| {
                    CalendarError::value(line, named, "is no kind; write bank-holiday or term")
                })?;
                if let Some(told) = told.filter(|told| *told != read) {
                    return Err(CalendarError::value(
                        line,
                        named,
                        format!("is not {told}, which was asked for"),
                    ));
                }
                read
            }
        };
        let first = day(line, first.unwrap_or_default())?;
        let last = last.map(|last| day(line, last)).transpose()?.unwrap_or(first);
        let name = name.ok_or_else(|| CalendarError::value(line, first, "has no name"))?.to_owned();
        Ok(Told { line, period: CalendarPeriod { kind, first, last, name } })
    }
}

fn day(line: u64, text: &str) -> Result<NaiveDate, CalendarError> {
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    read.ok_or_else(|| CalendarError::value(line, text, "is no day such as 2026-12-25"))
}
