//! Between the standard's schedules and opening hours in one text, in the form of OpenStreetMap.

use normalize::schedule::{self, DAYS, Opening};
use serde_json::{Value, json};

use super::json::{Object, is_empty};

/// Fields of a schedule by which it does not simply hold every week.
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
];

/// The hours of schedules that hold every week, as one text. `None` where there are none, or where one of the
/// schedules says anything else.
pub(crate) fn text(schedules: &[Value]) -> Option<String> {
    let openings: Option<Vec<Opening>> = schedules.iter().map(|one| opening(one.as_object()?)).collect();
    let told = schedule::to_text(&openings.filter(|openings| !openings.is_empty())?);
    Some(schedule::parse(&told).map_or(told, |normal| schedule::to_text(&normal)))
}

fn opening(schedule: &Object) -> Option<Opening> {
    let is_weekly = text_in(schedule, "freq").is_none_or(|freq| freq == "WEEKLY");
    let is_bound = BOUNDS.iter().any(|field| schedule.get(*field).is_some_and(|value| !is_empty(value)));
    if !is_weekly || is_bound {
        return None;
    }
    let told = text_in(schedule, "byday")?;
    let days: Option<Vec<&'static str>> =
        told.split(',').map(|day| DAYS.iter().find(|known| **known == day.trim()).copied()).collect();
    Some(Opening {
        days: days?,
        opens_at: clock(schedule, "opens_at")?,
        closes_at: clock(schedule, "closes_at")?,
    })
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
    let openings = schedule::parse(hours).filter(|openings| !openings.is_empty())?;
    let schedule = |opening: &Opening| {
        json!({
            "freq": "WEEKLY",
            "byday": opening.days.join(","),
            "opens_at": opening.opens_at,
            "closes_at": opening.closes_at,
        })
    };
    Some(openings.iter().map(schedule).collect())
}
