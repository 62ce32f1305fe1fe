//! Between the standard's schedules and opening hours in one text, in the form of OpenStreetMap.

use std::collections::{BTreeMap, BTreeSet};

use normalize::schedule::{self, DAYS, Hours, Opening, Recurring};
use serde_json::{Value, json};

use super::json::{Object, is_empty};

/// Fields of a schedule by which it does not simply hold every week or month.
const BOUNDS: &[&str] = &[
    "valid_from",
    "valid_to",
    "dtstart",
    "until",
    "count",
    "interval",
    "byweekno",
    "bymonthday",
    "byyearday",
    "exdate",
    "cancelled",
];

/// The hours of schedules that hold every week, or in certain weeks of each month, as one text. `None` where there are
/// none, or where one of the schedules says anything else.
pub fn text(schedules: &[Value]) -> Option<String> {
    let openings: Option<Vec<Recurring>> = schedules.iter().map(|one| opening(one.as_object()?)).collect();
    let openings = openings.filter(|openings| !openings.is_empty())?;
    let told = Hours { openings, ..Hours::default() }.to_text();
    Some(schedule::read(&told).map_or(told, |normal| normal.to_text()))
}

fn opening(schedule: &Object) -> Option<Recurring> {
    let is_monthly = match text_in(schedule, "freq") {
        None | Some("WEEKLY") => false,
        Some("MONTHLY") => true,
        Some(_) => return None,
    };
    let is_bound = |field: &&str| {
        schedule.get(*field).is_some_and(|value| !(is_empty(value) || *field == "interval" && is_one(value)))
    };
    if BOUNDS.iter().any(is_bound) {
        return None;
    }
    let (days, weeks_of_month) = days(text_in(schedule, "byday")?)?;
    // Certain weeks are weeks of a month, and a month has no day of the week without one.
    (is_monthly != weeks_of_month.is_empty()).then_some(())?;
    let (opens_at, closes_at) = (clock(schedule, "opens_at")?, clock(schedule, "closes_at")?);
    Some(Recurring { opening: Opening { days, opens_at, closes_at }, weeks_of_month })
}

/// The days of a rule and the weeks of a month, where these are the same of each day: `1MO,3MO,1TU,3TU`.
fn days(told: &str) -> Option<(Vec<&'static str>, Vec<i8>)> {
    let mut weeks_of: BTreeMap<usize, BTreeSet<i8>> = BTreeMap::new();
    for rule in told.split(',').map(str::trim) {
        let (week, day) = rule.split_at_checked(rule.len().checked_sub(2)?)?;
        let day = DAYS.iter().position(|known| *known == day)?;
        let weeks = weeks_of.entry(day).or_default();
        if !week.is_empty() {
            weeks.insert(week.parse().ok().filter(|week| *week != 0)?);
        }
    }
    let weeks = weeks_of.values().next()?.clone();
    weeks_of.values().all(|other| *other == weeks).then_some(())?;
    let days = weeks_of.keys().filter_map(|day| DAYS.get(*day).copied()).collect();
    Some((days, weeks.into_iter().collect()))
}

/// Every week, or every month: what holds without an interval too.
fn is_one(interval: &Value) -> bool {
    interval.as_f64() == Some(1.0) || interval.as_str().is_some_and(|text| text.trim() == "1")
}

fn text_in<'o>(schedule: &'o Object, field: &str) -> Option<&'o str> {
    super::json::text(schedule, field)
}

/// The time of day to the minute.
fn clock(schedule: &Object, field: &str) -> Option<String> {
    text_in(schedule, field)?.get(..5).map(str::to_owned)
}

/// Schedules as the standard writes them, from a text. `None` where any of it is not understood or it says that it
/// never opens: the standard has no schedule for that.
pub(crate) fn schedules(hours: &str) -> Option<Value> {
    let hours = schedule::read(hours).ok().filter(|hours| !hours.openings.is_empty())?;
    if hours.valid_from.is_some() || hours.valid_to.is_some() || !hours.remarks.is_empty() {
        return None;
    }
    let schedule = |recurring: &Recurring| {
        json!({
            "freq": recurring.freq(),
            "byday": recurring.byday(),
            "opens_at": recurring.opening.opens_at,
            "closes_at": recurring.opening.closes_at,
        })
    };
    Some(hours.openings.iter().map(schedule).collect())
}
