//! When an event is: its own days, and those on which it is otherwise.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::{
    Object,
    event::Event,
    recurrence::Rule,
    told,
    when::{When, Zone, zone_of},
};
use crate::{formats::zone, issues::Issues};

/// The schedules of an event and of the days that take the place of its own.
pub(super) fn of(
    master: &Event,
    others: &[Event],
    calendar: Option<&str>,
    record: &str,
    issues: &mut Issues,
) -> Vec<Value> {
    let mut schedules = Vec::new();
    let (off, moved): (Vec<&Event>, Vec<&Event>) = others.iter().partition(|other| other.is_cancelled());
    let mut except = master.moments("EXDATE");
    except.extend(moved.iter().copied().filter_map(Event::replaces));
    let mut off: Vec<When> = off.into_iter().filter_map(Event::replaces).collect();
    let is_single = master.text("RRULE").is_none();
    off.extend(master.starts().filter(|_| is_single && master.is_cancelled()));
    schedules.extend(own(master, except, off, calendar, record, issues));
    let closes = master.ends().and_then(|ends| ends.time);
    let more = master.moments("RDATE").into_iter().map(|when| on(when, Some(When { time: closes, ..when })));
    schedules.extend(more.map(Value::Object));
    for other in moved {
        schedules.extend(instead(master, other, record, issues));
    }
    schedules
}

fn own(
    event: &Event,
    except: Vec<When>,
    off: Vec<When>,
    calendar: Option<&str>,
    record: &str,
    issues: &mut Issues,
) -> Option<Value> {
    let starts = event.starts()?;
    let mut schedule = on(starts, event.ends());
    let mut notes = Vec::new();
    if let Some(rule) = event.text("RRULE") {
        schedule.remove("until");
        schedule.insert("valid_from".to_owned(), starts.day.to_string().into());
        if !Rule::read(rule).fill(&mut schedule, starts.day) {
            let reason = "HSDS can say only a part of this rule; all of it is kept in words";
            issues.notice("frequency-in-words", record, "RRULE", rule, reason);
            notes.push(format!("Recurs by the rule {rule}"));
        }
    }
    without_days(&mut schedule, off, except, &mut notes);
    notes.extend(in_zone(event, &mut schedule, starts, calendar, record, issues));
    if !notes.is_empty() {
        schedule.insert("notes".to_owned(), notes.join("\n").into());
    }
    Some(Value::Object(schedule))
}

/// Takes days out of a schedule, in fields of our own and in words, which every reader of the standard knows. What was
/// called off as a whole has no other day left: to readers who know nothing of such fields it tells none.
fn without_days(schedule: &mut Object, off: Vec<When>, except: Vec<When>, notes: &mut Vec<String>) {
    let days =
        |moments: Vec<When>| -> BTreeSet<NaiveDate> { moments.into_iter().map(|when| when.day).collect() };
    let off = days(off);
    let mut except = days(except);
    except.retain(|day| !off.contains(day));
    let is_once = !schedule.contains_key("valid_from");
    if is_once && !off.is_empty() {
        schedule.remove("dtstart");
        schedule.remove("until");
    }
    for (field, words, days) in [("exdate", "Not on", except), ("cancelled", "Cancelled on", off)] {
        if !days.is_empty() {
            let days: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
            schedule.insert(field.to_owned(), days.join(",").into());
            notes.push(format!("{words} {}", days.join(", ")));
        }
    }
}

/// Notes the zone of a schedule, of which the standard knows only how far it is ahead.
fn in_zone(
    event: &Event,
    schedule: &mut Object,
    starts: When,
    calendar: Option<&str>,
    record: &str,
    issues: &mut Issues,
) -> Option<String> {
    let property = event.property("DTSTART")?;
    match zone_of(property, calendar) {
        Zone::Local => None,
        Zone::Other(tz) => {
            schedule.insert("timezone".to_owned(), zone::offset(tz, starts.day)?.into());
            Some(format!("Times are those of {tz}"))
        }
        Zone::Unknown => {
            let name = property.param("TZID").or(calendar).unwrap_or_default();
            let reason = "no zone of this name is known; the times are kept as they are written";
            issues.notice("unknown-zone", record, "DTSTART", name, reason);
            Some(format!("Times are those of {name}"))
        }
    }
}

/// Something that is once.
fn on(starts: When, ends: Option<When>) -> Object {
    told([
        ("dtstart", Some(starts.day.to_string())),
        ("until", Some(ends.map_or(starts.day, |ends| ends.day.max(starts.day)).to_string())),
        ("opens_at", starts.clock()),
        ("closes_at", starts.time.and(ends).and_then(When::clock)),
    ])
}

/// A day on which a recurring event is otherwise.
fn instead(master: &Event, other: &Event, record: &str, issues: &mut Issues) -> Option<Value> {
    let mut schedule = on(other.starts()?, other.ends());
    if other.property("RECURRENCE-ID").is_some_and(|id| id.param("RANGE").is_some()) {
        let reason = "it changes this day and all after it; only the day is taken";
        issues.notice(
            "this-and-future",
            record,
            "RECURRENCE-ID",
            other.text("RECURRENCE-ID").unwrap_or_default(),
            reason,
        );
    }
    let differs = |name: &str| other.text(name).filter(|told| master.text(name) != Some(told));
    if let Some(name) = differs("SUMMARY") {
        schedule.insert("description".to_owned(), name.into());
    }
    if let Some(place) = differs("LOCATION") {
        schedule.insert("notes".to_owned(), format!("At {place}").into());
    }
    Some(Value::Object(schedule))
}
