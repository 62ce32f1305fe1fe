//! Sessions as iCalendar (RFC 5545). Times are in UTC, so that no program needs to know a zone.

use catalog::{ListKind, Occurrences, Session};
use chrono::Utc;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use normalize::recurrence::Doubt;

use crate::reader::Reader;

/// How often programs that subscribe should ask again.
const AGAIN: &str = "PT6H";

/// The text of a calendar.
pub(super) fn text(reader: &Reader, found: &Occurrences<'_>) -> String {
    let base = reader.base();
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Open directory//Sessions//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"))
        .append_property(Property::new("NAME", "Sessions"))
        .append_property(Property::new("X-WR-CALNAME", "Sessions"))
        .append_property(Property::new("REFRESH-INTERVAL", AGAIN).add_parameter("VALUE", "DURATION").done());
    for session in &found.items {
        calendar.push(event(reader, &base, session));
    }
    calendar.to_string()
}

fn event(reader: &Reader, base: &str, session: &Session<'_>) -> Event {
    let mut event = Event::new();
    // What is in a name of a host would change the id when the directory moves.
    event.uid(&format!("{}@sessions.directory.invalid", session.id())).timestamp(session.service.modified);
    event.summary(session.service.name()).status(status(session));
    match (session.starts(), session.ends()) {
        (Some(starts), ends) => {
            event.starts(starts.with_timezone(&Utc));
            if let Some(ends) = ends.filter(|ends| *ends > starts) {
                event.ends(ends.with_timezone(&Utc));
            }
        }
        (None, _) => {
            event.starts(session.date());
        }
    }
    if let Some(location) = session.location {
        event.location(location.name());
    }
    if let Some((latitude, longitude)) = session.point() {
        event.append_property(Property::new("GEO", format!("{latitude};{longitude}")));
    }
    if let Some(address) = reader.site(base).address(ListKind::Service, session.service.id) {
        event.url(&address);
    }
    if let Some(said) = said(session) {
        event.description(&said);
    }
    event.done()
}

fn status(session: &Session<'_>) -> EventStatus {
    if session.held.is_cancelled {
        EventStatus::Cancelled
    } else if session.doubts().is_empty() {
        EventStatus::Confirmed
    } else {
        EventStatus::Tentative
    }
}

/// What people must know before they go.
fn said(session: &Session<'_>) -> Option<String> {
    let doubt = |doubt: Doubt| match doubt {
        Doubt::BankHoliday => "This may be a bank holiday: check before you go.",
        Doubt::Term => "This depends on school terms: check before you go.",
        Doubt::Remark => "Its times are limited in words: check before you go.",
        Doubt::Timezone => "Its times are those of another country.",
    };
    let off = session.held.is_cancelled.then_some("This was called off.");
    let all: Vec<&str> = off.into_iter().chain(session.doubts().iter().map(doubt)).collect();
    let attending = session.attending_type().map(|words| format!("How to attend: {words}."));
    let lines: Vec<String> = all.into_iter().map(str::to_owned).chain(attending).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
