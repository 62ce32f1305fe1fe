//! Opening times and timetables in the words of schema.org.

use std::collections::BTreeMap;

use model::hsds::WEEKDAYS;
use serde_json::{Map, Value, json};

use super::{Node, graph::string};

/// The schedules of opening-hours specifications: those with the same times and dates together.
pub(in crate::formats) fn specified(value: &Value) -> Vec<Value> {
    let mut by_times: BTreeMap<[Option<String>; 4], Vec<&'static str>> = BTreeMap::new();
    for node in nodes(value) {
        let told = ["opens", "closes", "validFrom", "validThrough"].map(|key| string(node, key));
        let days = days(node.get("dayOfWeek").unwrap_or(&Value::Null));
        by_times.entry(told).or_default().extend(days);
    }
    by_times.into_iter().filter_map(|(told, days)| schedule(told, days)).collect()
}

fn schedule(told: [Option<String>; 4], mut days: Vec<&'static str>) -> Option<Value> {
    let [opens, closes, from, through] = told;
    days.sort_by_key(|day| WEEKDAYS.iter().position(|known| known == day));
    days.dedup();
    let is_closed = opens == closes;
    // A day of the week on which it is closed needs no saying; a day of the year does.
    if is_closed && from.is_none() && through.is_none() {
        return None;
    }
    let mut schedule = Map::new();
    let mut put = |key: &str, text: Option<String>| {
        schedule.extend(text.map(|text| (key.to_owned(), Value::String(text))));
    };
    put("valid_from", from.as_deref().map(day_of));
    put("valid_to", through.as_deref().map(day_of));
    if is_closed {
        put("description", Some("Closed".to_owned()));
        put("byday", (!days.is_empty()).then(|| days.join(",")));
    } else {
        put("opens_at", opens);
        put("closes_at", closes);
        put("freq", Some("WEEKLY".to_owned()));
        put("byday", Some(if days.is_empty() { WEEKDAYS.join(",") } else { days.join(",") }));
    }
    Some(Value::Object(schedule))
}

/// The schedules of an event: its timetable, or when it begins and ends.
pub(in crate::formats) fn of_event(node: &Node) -> Vec<Value> {
    let planned: Vec<Value> = nodes(node.get("eventSchedule").unwrap_or(&Value::Null)).map(planned).collect();
    let (start, end) = (string(node, "startDate"), string(node, "endDate"));
    if !planned.is_empty() || start.is_none() {
        return planned;
    }
    let clock = |moment: &Option<String>| moment.as_deref().and_then(time_of);
    let mut schedule = Map::new();
    let mut put = |key: &str, text: Option<String>| {
        schedule.extend(text.map(|text| (key.to_owned(), Value::String(text))));
    };
    put("opens_at", string(node, "doorTime").as_deref().and_then(time_of).or_else(|| clock(&start)));
    put("closes_at", clock(&end));
    put("dtstart", start.as_deref().map(day_of));
    put("valid_from", start.as_deref().map(day_of));
    put("valid_to", end.or(start).as_deref().map(day_of));
    vec![Value::Object(schedule)]
}

fn planned(node: &Node) -> Value {
    let mut schedule = Map::new();
    let told = [
        ("startTime", "opens_at"),
        ("endTime", "closes_at"),
        ("repeatCount", "count"),
        ("byMonthDay", "bymonthday"),
        ("description", "description"),
    ];
    for (key, name) in told {
        schedule.extend(string(node, key).map(|text| (name.to_owned(), Value::String(text))));
    }
    let dates = [("startDate", "valid_from"), ("endDate", "valid_to"), ("startDate", "dtstart")];
    for (key, name) in dates {
        schedule.extend(string(node, key).map(|text| (name.to_owned(), Value::String(day_of(&text)))));
    }
    let days = ordinal_days(node);
    if !days.is_empty() {
        schedule.insert("byday".to_owned(), days.join(",").into());
    }
    if let Some((freq, interval)) = string(node, "repeatFrequency").as_deref().and_then(frequency) {
        schedule.insert("freq".to_owned(), freq.into());
        schedule.insert("interval".to_owned(), interval.into());
        if days.is_empty() && freq == "DAILY" {
            schedule.insert("freq".to_owned(), "WEEKLY".into());
            schedule.insert("byday".to_owned(), WEEKDAYS.join(",").into());
        }
    }
    Value::Object(schedule)
}

/// How often, as ISO 8601 writes spans: `P2W` is every second week. Days are counted in whole weeks where they can be.
fn frequency(span: &str) -> Option<(&'static str, u32)> {
    let (count, unit) = match span.to_ascii_lowercase().as_str() {
        "daily" => (1, 'D'),
        "weekly" => (1, 'W'),
        "monthly" => (1, 'M'),
        _ => {
            let span = span.strip_prefix('P')?;
            let unit = span.chars().next_back()?;
            (span.strip_suffix(unit)?.parse().ok()?, unit)
        }
    };
    match unit {
        'D' if count == 1 => Some(("DAILY", 1)),
        'D' if count % 7 == 0 && count > 0 => Some(("WEEKLY", count / 7)),
        'W' => Some(("WEEKLY", count)),
        'M' => Some(("MONTHLY", count)),
        _ => None,
    }
}

/// Days of a timetable, which may be those of certain weeks of a month.
fn ordinal_days(node: &Node) -> Vec<String> {
    let told = node.get("byDay").unwrap_or(&Value::Null);
    let is_ordinal =
        |text: &str| text.len() > 2 && text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let weeks = node.get("byMonthWeek").and_then(Value::as_i64);
    texts(told)
        .filter_map(|text| match is_ordinal(text) {
            true => Some(text.to_owned()),
            false => day(text).map(|day| weeks.map_or_else(|| day.to_owned(), |week| format!("{week}{day}"))),
        })
        .collect()
}

fn days(value: &Value) -> Vec<&'static str> {
    texts(value).flat_map(|text| text.split(',')).filter_map(day).collect()
}

/// A day of the week, from `Monday`, `https://schema.org/Monday` or `Mo`.
fn day(text: &str) -> Option<&'static str> {
    let name = text.trim().rsplit(['/', ':']).next()?.to_ascii_uppercase();
    WEEKDAYS.iter().copied().find(|day| name.starts_with(day))
}

/// The day of a moment, on the calendar of the place where it is told.
fn day_of(moment: &str) -> String {
    moment.split(['T', ' ']).next().unwrap_or(moment).to_owned()
}

/// The time of day of a moment, or nothing where only a day is told.
fn time_of(moment: &str) -> Option<String> {
    let (_, time) = moment.split_once('T').or_else(|| moment.split_once(' ')).unwrap_or(("", moment));
    let time = time.get(..5)?;
    (time.as_bytes().get(2) == Some(&b':')).then(|| time.to_owned())
}

/// The objects of a value: itself, or those of a list.
pub(in crate::formats) fn nodes(value: &Value) -> impl Iterator<Item = &Node> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter().filter_map(Value::as_object)
}

/// The texts of a value; of an object its name or id.
pub(in crate::formats) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(|value| match value {
        Value::String(text) => Some(text.as_str()),
        Value::Object(node) => node.get("name").or_else(|| node.get("@id")).and_then(Value::as_str),
        _ => None,
    })
}

/// Times that are told in words, such as `Mo-Fr 09:00-17:00`.
pub(in crate::formats) fn in_words(value: &Value) -> Option<Value> {
    let words: Vec<&str> = texts(value).collect();
    (!words.is_empty()).then(|| json!(words.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_the_same_times_are_one_schedule_and_closed_days_are_told_by_date_only() {
        let told = json!([
            { "dayOfWeek": ["Monday", "https://schema.org/Tuesday"], "opens": "09:00", "closes": "17:00" },
            { "dayOfWeek": "Friday", "opens": "09:00", "closes": "17:00" },
            { "dayOfWeek": "Sunday", "opens": "00:00", "closes": "00:00" },
            { "validFrom": "2026-12-25", "validThrough": "2026-12-25", "opens": "00:00", "closes": "00:00" }
        ]);
        let read = specified(&told);
        assert_eq!(
            read,
            [
                json!({ "description": "Closed", "valid_from": "2026-12-25", "valid_to": "2026-12-25" }),
                json!({ "byday": "MO,TU,FR", "closes_at": "17:00", "freq": "WEEKLY", "opens_at": "09:00" }),
            ]
        );
    }

    #[test]
    fn spans_are_counted_in_weeks_and_months() {
        assert_eq!(frequency("P2W"), Some(("WEEKLY", 2)));
        assert_eq!(frequency("P14D"), Some(("WEEKLY", 2)));
        assert_eq!(frequency("P1M"), Some(("MONTHLY", 1)));
        assert_eq!(frequency("P1Y"), None);
        assert_eq!(frequency("€"), None);
    }
}
