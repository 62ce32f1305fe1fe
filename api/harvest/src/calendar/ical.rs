//! Calendars as iCalendar: each event is a bank holiday, or a part of a term.

use model::{CalendarKind, CalendarPeriod};

use super::{CalendarError, Told};
use crate::{
    formats::{CalendarEvent, calendar_events},
    local::Local,
};

/// Words in the name of an event that tells when there is no term.
const NO_TERM: [&str; 9] =
    ["holiday", "holidays", "half", "break", "inset", "closure", "training", "christmas", "easter"];

pub(super) fn read(
    local: &Local,
    bytes: &[u8],
    kind: Option<CalendarKind>,
) -> Result<Vec<Told>, CalendarError> {
    let Some(kind) = kind else {
        let reason = format!(
            "{} is iCalendar, which does not say of which kind it is; name it with --kind",
            local.name
        );
        return Err(CalendarError::Unreadable(reason));
    };
    let text = String::from_utf8_lossy(bytes);
    let begins = |line: &&str| line.trim().eq_ignore_ascii_case("BEGIN:VEVENT");
    let lines = (1_u64..).zip(text.lines()).filter(|(_, line)| begins(line)).map(|(line, _)| line);
    let events = calendar_events(local)?;
    let told = events.iter().zip(lines).filter(|(event, _)| !event.is_cancelled);
    told.map(|(event, line)| period(event, line, kind)).collect()
}

fn period(event: &CalendarEvent, line: u64, kind: CalendarKind) -> Result<Told, CalendarError> {
    let name = event.name.clone().unwrap_or_default();
    if name.trim().is_empty() {
        return Err(CalendarError::value(line, "", "is the SUMMARY of this event; give it one"));
    }
    if event.recurs {
        return Err(CalendarError::value(line, name, "recurs; tell each time as an event of its own"));
    }
    let Some((first, last)) = event.days else {
        return Err(CalendarError::value(line, name, "has no DTSTART that can be read"));
    };
    let mut words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    if kind == CalendarKind::Term && words.any(|word| NO_TERM.contains(&word.as_str())) {
        let reason = "tells when there is no term; list the parts of terms, from first to last day of school";
        return Err(CalendarError::value(line, name, reason));
    }
    Ok(Told { line, period: CalendarPeriod { kind, first, last, name } })
}
