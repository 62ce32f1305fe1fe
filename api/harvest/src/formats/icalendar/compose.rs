//! The items of a calendar: the events of each UID together, and what they share.

use std::collections::BTreeMap;

use model::{IssueDraft, Kind, Severity};
use normalize::text;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    event::Event,
    lines::{self, Met},
    place::Place,
    property::Property,
    service,
};
use crate::{
    Format,
    fetch::{Fetch, Refused},
    formats::{JSON, hsds::Splitter, looks::Looks},
    issues::shown,
    local::Local,
    spool::Spool,
};

/// The events of one UID as its item holds them.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Composed {
    /// The lines of each, unfolded: first the recurring one, then the days on which it is otherwise.
    pub(super) events: Vec<String>,
    /// The zone of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) zone: Option<String>,
    /// Who publishes the calendar, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<String>,
    /// Whether all of it is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_over: bool,
}

/// Properties that an item does without: when the server wrote the answer, and the guests.
const LEFT_OUT: [&str; 2] = ["DTSTAMP", "ATTENDEE"];

/// The events of a calendar on disk, by UID and by the day that they take the place of.
struct Events {
    spool: Spool,
    by_uid: BTreeMap<String, BTreeMap<String, Rank>>,
    zone: Option<String>,
    nameless: u64,
}

/// Which of two tellings of an event is the later.
type Rank = (u64, String);

/// Reads a calendar.
pub(super) fn fetch(local: &Local, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
    let spool = fetch.spool.another()?;
    let mut events = Events { spool, by_uid: BTreeMap::new(), zone: None, nameless: 0 };
    let is_calendar = lines::read(local, &mut |met| match met {
        Met::Property(line) => {
            events.note_zone(line);
            Ok(())
        }
        Met::Event(lines) => events.take(lines, &local.name, fetch),
    })?;
    if !is_calendar {
        return Err(Looks::of(local)?.refused(local, Format::Icalendar));
    }
    events.tell(&local.name, fetch);
    events.finish(fetch)
}

impl Events {
    fn note_zone(&mut self, line: &str) {
        if let Some(property) = Property::read(line).filter(|property| property.name == "X-WR-TIMEZONE") {
            self.zone = Some(property.value);
        }
    }

    fn take(&mut self, mut lines: Vec<String>, place: &str, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        lines.retain(|line| {
            let name = line.split([':', ';']).next().unwrap_or_default();
            !LEFT_OUT.iter().any(|left| name.trim().eq_ignore_ascii_case(left))
        });
        let event = Event::read(lines.iter().map(String::as_str));
        let Some(uid) = self.uid(&event) else {
            let action = "give each event a UID; until then nothing is taken to be gone";
            fetch.issues.kept_out(
                "no-id",
                place,
                "this event has neither a UID nor a SUMMARY and DTSTART",
                action,
            );
            fetch.nameless += 1;
            return Ok(());
        };
        let replaces = event.text("RECURRENCE-ID").unwrap_or_default().to_owned();
        let sequence = event.text("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or_default();
        let rank = (sequence, event.text("LAST-MODIFIED").unwrap_or_default().to_owned());
        let known = self.by_uid.entry(uid.clone()).or_default();
        let key = format!("{uid}\u{1f}{replaces}");
        let body = lines.join("\n");
        if let Some(before) = known.get(&replaces) {
            tell_twice(&uid, fetch);
            if *before > rank {
                return Ok(());
            }
        }
        known.insert(replaces, rank);
        self.spool.put(&key, "text/calendar", body.as_bytes())?;
        Ok(())
    }

    /// Its UID, or what it is called and when it begins.
    fn uid(&mut self, event: &Event) -> Option<String> {
        let told = event.text("UID").filter(|uid| !uid.chars().any(char::is_control));
        if let Some(uid) = told {
            return Some(uid.to_owned());
        }
        let name = event.text("SUMMARY").map(text::key).filter(|key| !key.is_empty())?;
        let starts = event.text("DTSTART").map(text::key)?;
        self.nameless += 1;
        Some(format!("{name}-{starts}"))
    }

    fn tell(&self, place: &str, fetch: &mut Fetch<'_>) {
        if self.nameless > 0 {
            let reason = format!(
                "{} events have no UID; they are told apart by their name and beginning",
                self.nameless
            );
            let action = "give each event a UID that stays the same when it is moved";
            let issue = IssueDraft::new(Severity::Warning, "no-uid", reason, action);
            fetch.issues.push(issue.in_record(place));
        }
    }

    fn finish(mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let mut terms = Splitter::default();
        for (uid, replaced) in std::mem::take(&mut self.by_uid) {
            let mut events = Vec::new();
            for replaces in replaced.keys() {
                let body = self.spool.body(&format!("{uid}\u{1f}{replaces}"))?.unwrap_or_default();
                events.push(String::from_utf8(body).unwrap_or_default());
            }
            let publisher = fetch.config.publisher.clone();
            let composed = Composed { events, zone: self.zone.clone(), publisher, is_over: false };
            spool(fetch, &mut terms, &uid, composed)?;
        }
        terms.finish(fetch)
    }
}

/// Spools the events of a UID with what they share with others.
fn spool(
    fetch: &mut Fetch<'_>,
    terms: &mut Splitter,
    uid: &str,
    mut composed: Composed,
) -> Result<(), Refused> {
    let events: Vec<Event> = composed.events.iter().map(|text| Event::read(text.lines())).collect();
    let Some(master) = events.first() else { return Ok(()) };
    let last: Option<Vec<_>> = events.iter().map(Event::last_day).collect();
    composed.is_over =
        last.and_then(|days| days.into_iter().max()).is_some_and(|last| last < fetch.now.date_naive());
    if master.is_public() {
        shared(fetch, terms, master, composed.publisher.as_deref())?;
    }
    let body = serde_json::to_vec(&composed).unwrap_or_default();
    fetch.item(&format!("{}/{uid}", Kind::Service), JSON, &body)
}

/// Spools what an event shares with others.
fn shared(
    fetch: &mut Fetch<'_>,
    terms: &mut Splitter,
    master: &Event,
    publisher: Option<&str>,
) -> Result<(), Refused> {
    if let Some(name) = service::organizer(master, publisher) {
        let body = json!({ "name": name }).to_string();
        let id = format!("{}/{}", Kind::Organization, text::key(&name));
        fetch.spool.offer(&id, JSON, body.as_bytes())?;
    }
    if let Some(place) = Place::of(master)
        && let Some(id) = place.id()
    {
        let body = serde_json::to_vec(&place).unwrap_or_default();
        fetch.spool.offer(&format!("{}/{id}", Kind::Location), JSON, &body)?;
    }
    service::categories(master).for_each(|term| terms.term(term));
    Ok(())
}

fn tell_twice(uid: &str, fetch: &mut Fetch<'_>) {
    let reason = "the calendar holds it twice; the one with the greater SEQUENCE counts, else the later";
    let action = "give each event its own UID, or leave one out";
    let issue = IssueDraft::new(Severity::Warning, "duplicate-id", reason, action);
    fetch.issues.push(issue.in_record(shown(&format!("{}:{uid}", Kind::Service))));
}
