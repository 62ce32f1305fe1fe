//! The events of a calendar as the days that they take.

use chrono::NaiveDate;

use super::{
    event::Event,
    lines::{self, Met},
};
use crate::{Format, fetch::Refused, formats::looks::Looks, local::Local};

/// An event of a calendar that tells of days.
#[derive(Debug)]
pub(crate) struct CalendarEvent {
    /// What it is called.
    pub(crate) name: Option<String>,
    /// Its first and last day; none where they cannot be read.
    pub(crate) days: Option<(NaiveDate, NaiveDate)>,
    /// Whether it has a rule of recurrence.
    pub(crate) recurs: bool,
    /// Whether it was called off.
    pub(crate) is_cancelled: bool,
}

/// Every event of a calendar, in its order.
pub(crate) fn events(local: &Local) -> Result<Vec<CalendarEvent>, Refused> {
    let mut events = Vec::new();
    let is_calendar = lines::read(local, &mut |met| {
        if let Met::Event(lines) = met {
            let event = Event::read(lines.iter().map(String::as_str));
            let days = event.starts().map(|starts| {
                let last = event.ends().map_or(starts.day, |ends| ends.day);
                (starts.day, last)
            });
            events.push(CalendarEvent {
                name: event.text("SUMMARY").map(str::to_owned),
                days,
                recurs: event.text("RRULE").or(event.text("RDATE")).is_some(),
                is_cancelled: event.is_cancelled(),
            });
        }
        Ok(())
    })?;
    if is_calendar { Ok(events) } else { Err(Looks::of(local)?.refused(local, Format::Icalendar)) }
}
