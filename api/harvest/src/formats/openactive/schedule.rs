//! When things are: schedules, sessions and opening hours.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use model::hsds::WEEKDAYS;
use normalize::recurrence::Recurrence;
use serde_json::{Value, json};

use super::{
    Object,
    session::Session,
    values::{last, number, put, take_list, take_text},
};
use crate::{formats::zone, issues::Issues};

/// A day, and the time on it where it is told, as a clock in Britain shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Local {
    pub(super) day: NaiveDate,
    pub(super) time: Option<NaiveTime>,
}

/// Reads a moment or a day. One without an offset is taken as local.
pub(super) fn local(text: &str) -> Option<Local> {
    let text = text.trim();
    let moment = match DateTime::parse_from_rfc3339(text) {
        Ok(moment) => Some(zone::in_britain(moment.naive_utc())),
        Err(_) => ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%MZ"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()),
    };
    match moment {
        Some(moment) => Some(Local { day: moment.date(), time: Some(moment.time()) }),
        None => Some(Local { day: NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?, time: None }),
    }
}

/// One day of a session.
pub(super) enum Single {
    Held(Object),
    CalledOff(Object),
}

/// One day of a session of a feed.
pub(super) fn of_session(session: &Session) -> Option<Single> {
    single(&session.starts, session.ends.as_deref(), session.url.as_deref(), session.is_cancelled)
}

/// One day of a session.
pub(super) fn single(starts: &str, ends: Option<&str>, url: Option<&str>, is_off: bool) -> Option<Single> {
    let mut schedule = of_day(starts, ends)?;
    put(&mut schedule, "schedule_link", url);
    Some(if is_off { Single::CalledOff(schedule) } else { Single::Held(schedule) })
}

/// Notes what was called off with the schedule that would have held it. What none holds stands alone, without a day that
/// readers would go by who know nothing of what is called off.
pub(super) fn call_off(schedules: &mut Vec<Value>, off: Vec<Object>) {
    for mut session in off {
        session.remove("until");
        let Some(Value::String(day)) = session.remove("dtstart") else { continue };
        let holds = |one: &Value| {
            let read: Option<model::hsds::Schedule> = serde_json::from_value(one.clone()).ok();
            let recurrence = read.as_ref().and_then(Recurrence::of);
            let is_day = recurrence.zip(day.parse().ok()).is_some_and(|(rule, day)| rule.holds_on(day));
            is_day && one.get("opens_at") == session.get("opens_at")
        };
        match schedules.iter_mut().find(|one| holds(one)).and_then(Value::as_object_mut) {
            Some(schedule) => note_days(schedule, "cancelled", "Cancelled on", &[day]),
            None => {
                note_days(&mut session, "cancelled", "Cancelled on", &[day]);
                schedules.push(Value::Object(session));
            }
        }
    }
}

/// Adds days to a field of a schedule and to its notes, which every reader of the standard knows.
fn note_days(schedule: &mut Object, field: &str, words: &str, days: &[String]) {
    let joined = |before: Option<&Value>, between: &str, more: String| {
        let before = before.and_then(Value::as_str).map(|before| format!("{before}{between}"));
        Value::from(before.unwrap_or_default() + &more)
    };
    let listed = joined(schedule.get(field), ",", days.join(","));
    let said = joined(schedule.get("notes"), "\n", format!("{words} {}", days.join(", ")));
    schedule.insert(field.to_owned(), listed);
    schedule.insert("notes".to_owned(), said);
}

/// Something that is once, from a moment to another.
pub(super) fn of_day(starts: &str, ends: Option<&str>) -> Option<Object> {
    let (starts, ends) = (local(starts)?, ends.and_then(local));
    let mut schedule = Object::new();
    let until = ends.map_or(starts.day, |ends| ends.day);
    put(&mut schedule, "dtstart", Some(starts.day.to_string()));
    put(&mut schedule, "until", Some(until.to_string()));
    put(&mut schedule, "opens_at", starts.time.map(clock));
    put(&mut schedule, "closes_at", ends.and_then(|ends| ends.time).map(clock));
    Some(schedule)
}

/// A schedule that recurs, also one that is not to be extrapolated. What is read is taken out of it.
pub(super) fn recurring(mut told: Object, record: &str, issues: &mut Issues) -> Value {
    let mut schedule = Object::new();
    let mut notes = Vec::new();
    let starts = take_text(&mut told, "startDate").and_then(|text| local(&text));
    let ends = take_text(&mut told, "endDate").and_then(|text| local(&text));
    frequency(&mut schedule, &mut told, &mut notes, record, issues);
    for name in ["dtstart", "valid_from"] {
        put(&mut schedule, name, starts.map(|starts| starts.day.to_string()));
    }
    for name in ["until", "valid_to"] {
        put(&mut schedule, name, ends.map(|ends| ends.day.to_string()));
    }
    put(&mut schedule, "count", number(told.remove("repeatCount").as_ref()));
    times(&mut schedule, &mut told, starts);
    let month_days: Vec<String> = take_list(&mut told, "byMonthDay").iter().map(Value::to_string).collect();
    put(&mut schedule, "bymonthday", (!month_days.is_empty()).then(|| month_days.join(",")));
    zone(&mut schedule, &mut told, starts, &mut notes);
    let except = exceptions(&mut told, &mut notes);
    put(&mut schedule, "notes", (!notes.is_empty()).then(|| notes.join("\n")));
    if !except.is_empty() {
        note_days(&mut schedule, "exdate", "Not on", &except);
    }
    for name in told.keys().filter(|name| !HOUSEKEEPING.contains(&name.as_str())) {
        issues.unread(&format!("Schedule.{name}"), record);
    }
    Value::Object(schedule)
}

/// Members of a schedule that say nothing about when it is.
const HOUSEKEEPING: [&str; 8] =
    ["@type", "type", "@id", "id", "@context", "idTemplate", "urlTemplate", "scheduledEventType"];

/// How often it recurs, and on which days.
fn frequency(
    schedule: &mut Object,
    told: &mut Object,
    notes: &mut Vec<String>,
    record: &str,
    issues: &mut Issues,
) {
    let days: Vec<String> =
        take_list(told, "byDay").iter().filter_map(|day| weekday(day.as_str()?)).collect();
    let repeats = take_text(told, "repeatFrequency");
    let span = repeats.as_deref().and_then(Span::read);
    let found = span.as_ref().and_then(Span::recurs);
    match found {
        Some((freq, interval)) => {
            put(schedule, "freq", Some(freq));
            put(schedule, "interval", (interval > 1).then_some(interval));
        }
        None if !days.is_empty() && repeats.is_none() => put(schedule, "freq", Some("WEEKLY")),
        None => {}
    }
    if let Some(repeats) = repeats.filter(|_| found.is_none()) {
        let reason = "HSDS has no frequency for this; it is kept in words";
        issues.notice("frequency-in-words", record, "eventSchedule.repeatFrequency", &repeats, reason);
        let days = span.filter(|span| span.months == 0 && span.minutes == 0).map(|span| span.days);
        notes.push(days.map_or(format!("Repeats by {repeats}"), |days| format!("Repeats every {days} days")));
    }
    put(schedule, "byday", (!days.is_empty()).then(|| days.join(",")));
}

fn times(schedule: &mut Object, told: &mut Object, starts: Option<Local>) {
    let time = |text: String| NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok();
    let opens = take_text(told, "startTime").and_then(time).or_else(|| starts?.time);
    let lasts = take_text(told, "duration").and_then(|text| Span::read(&text)).and_then(|span| span.length());
    let closes = take_text(told, "endTime").and_then(time);
    let closes =
        closes.or_else(|| opens.zip(lasts).map(|(opens, lasts)| opens.overflowing_add_signed(lasts).0));
    put(schedule, "opens_at", opens.map(clock));
    put(schedule, "closes_at", closes.map(clock));
}

/// HSDS has only an offset for the zone: that of its first day.
fn zone(schedule: &mut Object, told: &mut Object, starts: Option<Local>, notes: &mut Vec<String>) {
    let Some(name) = take_text(told, "scheduleTimezone") else { return };
    let offset =
        name.parse::<Tz>().ok().zip(starts).and_then(|(zone, starts)| zone::offset(zone, starts.day));
    if let Some(offset) = offset {
        put(schedule, "timezone", Some(offset));
        notes.push(format!("Times are those of {name}"));
    }
}

/// The days on which it is not. Those that cannot be read, and the months in which it is, are told in words.
fn exceptions(told: &mut Object, notes: &mut Vec<String>) -> Vec<String> {
    let written = take_list(told, "exceptDate");
    let (mut days, mut unread) = (Vec::new(), Vec::new());
    for text in written.iter().filter_map(Value::as_str) {
        match local(text) {
            Some(local) => days.push(local.day.to_string()),
            None => unread.push(text),
        }
    }
    if !unread.is_empty() {
        notes.push(format!("Except {}", unread.join(", ")));
    }
    let months: Vec<String> = take_list(told, "byMonth").iter().map(Value::to_string).collect();
    if !months.is_empty() {
        notes.push(format!("Only in months {}", months.join(", ")));
    }
    days
}

/// When a place or a facility is open.
pub(super) fn hours(told: &Object) -> Option<Value> {
    let days = match told.get("dayOfWeek")? {
        Value::Array(days) => days.iter().filter_map(|day| weekday(day.as_str()?)).collect(),
        day => vec![weekday(day.as_str()?)?],
    };
    let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
    let day = |name: &str| text(name).and_then(|text| local(&text)).map(|local| local.day.to_string());
    let mut schedule = Object::new();
    put(&mut schedule, "freq", Some("WEEKLY"));
    put(&mut schedule, "byday", (!days.is_empty()).then(|| days.join(",")));
    put(&mut schedule, "opens_at", text("opens"));
    put(&mut schedule, "closes_at", text("closes"));
    put(&mut schedule, "valid_from", day("validFrom"));
    put(&mut schedule, "valid_to", day("validThrough"));
    (!days.is_empty()).then_some(json!(schedule))
}

/// The two letters of a day: `https://schema.org/Monday`, `schema:Monday`, or `1MO` as iCalendar has it.
fn weekday(day: &str) -> Option<String> {
    let name = last(day).to_uppercase();
    let (ordinal, letters) = name.split_at(name.find(|c: char| c.is_alphabetic())?);
    let found = WEEKDAYS.iter().find(|short| letters.starts_with(**short))?;
    Some(format!("{ordinal}{found}"))
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// A span of time as ISO 8601 writes it, in months, days and minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    months: u32,
    days: u32,
    minutes: u32,
}

impl Span {
    fn read(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix('P')?;
        let (mut span, mut digits, mut is_time) = (Self::default(), String::new(), false);
        for character in rest.chars() {
            match character {
                'T' => is_time = true,
                '0'..='9' => digits.push(character),
                unit => {
                    let number: u32 = std::mem::take(&mut digits).parse().ok()?;
                    span.add(number, unit, is_time)?;
                }
            }
        }
        (digits.is_empty() && span != Self::default()).then_some(span)
    }

    fn add(&mut self, number: u32, unit: char, is_time: bool) -> Option<()> {
        let (part, of) = match (unit, is_time) {
            ('Y', false) => (&mut self.months, 12),
            ('M', false) => (&mut self.months, 1),
            ('W', false) => (&mut self.days, 7),
            ('D', false) => (&mut self.days, 1),
            ('H', true) => (&mut self.minutes, 60),
            ('M', true) => (&mut self.minutes, 1),
            ('S', true) => return Some(()),
            _ => return None,
        };
        *part = part.checked_add(number.checked_mul(of)?)?;
        Some(())
    }

    /// The frequency and interval of HSDS that it stands for.
    fn recurs(&self) -> Option<(&'static str, u32)> {
        match self {
            Self { months: 0, days: 1, minutes: 0 } => Some(("DAILY", 1)),
            Self { months: 0, days, minutes: 0 } if days % 7 == 0 => Some(("WEEKLY", days / 7)),
            Self { months, days: 0, minutes: 0 } => Some(("MONTHLY", *months)),
            _ => None,
        }
    }

    /// How long it is, where that does not hang on the calendar.
    fn length(&self) -> Option<TimeDelta> {
        let minutes = i64::from(self.days).checked_mul(24 * 60)?.checked_add(i64::from(self.minutes))?;
        TimeDelta::try_minutes(minutes).filter(|_| self.months == 0 && minutes < 24 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_called_off_is_noted_where_it_would_have_been_held() {
        let weekly = json!({ "freq": "WEEKLY", "byday": "WE", "opens_at": "10:00", "notes": "Bring a mat" });
        let mut schedules = vec![weekly];
        let off = ["2026-07-08T09:00:00Z", "2026-07-15T10:00", "2026-07-09T10:00"];
        call_off(&mut schedules, off.iter().filter_map(|starts| of_day(starts, None)).collect());
        assert_eq!(schedules[0]["cancelled"], "2026-07-08,2026-07-15");
        assert_eq!(schedules[0]["notes"], "Bring a mat\nCancelled on 2026-07-08\nCancelled on 2026-07-15");
        let alone =
            json!({ "opens_at": "10:00", "cancelled": "2026-07-09", "notes": "Cancelled on 2026-07-09" });
        assert_eq!(schedules[1..], [alone], "a Thursday is none of its days");
    }

    #[test]
    fn spans_become_frequencies_and_lengths() {
        for (text, recurs) in [
            ("P1D", Some(("DAILY", 1))),
            ("P2D", None),
            ("P14D", Some(("WEEKLY", 2))),
            ("P1W", Some(("WEEKLY", 1))),
            ("P3M", Some(("MONTHLY", 3))),
            ("P1Y", Some(("MONTHLY", 12))),
        ] {
            assert_eq!(Span::read(text).unwrap().recurs(), recurs, "{text}");
        }
        assert_eq!(Span::read("PT1H30M").unwrap().length(), Some(TimeDelta::minutes(90)));
        for text in ["", "P", "PT", "1W", "P1", "PM", "P99999999999Y", "P1Q", "P-1D"] {
            assert_eq!(Span::read(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_told_as_a_clock_in_britain_shows_them() {
        let shown = |text| local(text).map(|local| (local.day.to_string(), local.time.map(clock)));
        assert_eq!(shown("2026-07-01T18:00:00Z"), Some(("2026-07-01".into(), Some("19:00".into()))));
        assert_eq!(shown("2026-01-01T00:30:00+01:00"), Some(("2025-12-31".into(), Some("23:30".into()))));
        assert_eq!(shown("2026-07-01T18:00"), Some(("2026-07-01".into(), Some("18:00".into()))));
        assert_eq!(shown("2026-07-01"), Some(("2026-07-01".into(), None)));
        assert_eq!(shown("soon"), None);
    }
}
