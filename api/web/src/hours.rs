//! When something is open or takes place: every schedule as a line of words, and the next time.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use model::hsds::Schedule;
use normalize::recurrence::{self, Day, Doubt, Held};

use crate::words::{self, WEEKDAYS};

/// How the weeks of a month are counted.
const NUMBERS: [(i64, &str); 7] = [
    (1, "first"),
    (2, "second"),
    (3, "third"),
    (4, "fourth"),
    (5, "fifth"),
    (-1, "last"),
    (-2, "second to last"),
];

/// Schedules in words, a line each; weekly ones with the same times together, and first.
pub(crate) fn lines(schedules: &[Schedule]) -> Vec<String> {
    let mut weekly: BTreeMap<String, (u16, BTreeSet<u8>)> = BTreeMap::new();
    let mut others = Vec::new();
    for schedule in schedules {
        let opens = schedule.opens_at.as_deref().and_then(recurrence::minutes);
        match every_week_on(schedule) {
            Some(days) => {
                let together = weekly.entry(tail(schedule)).or_default();
                *together = (opens.unwrap_or_default(), &together.1 | &days);
            }
            None => others.extend(line(schedule).filter(|line| !others.contains(line))),
        }
    }
    let mut weekly: Vec<_> = weekly.into_iter().map(|(tail, (opens, days))| (days, opens, tail)).collect();
    weekly.sort();
    let weekly = weekly.into_iter().map(|(days, _, tail)| days_of_week(&days) + &tail);
    weekly.chain(others).collect()
}

/// The days of a schedule that holds in every week, and nothing else decides on.
pub(crate) fn every_week_on(schedule: &Schedule) -> Option<BTreeSet<u8>> {
    let is_weekly = schedule.freq.as_deref().is_none_or(|freq| freq.eq_ignore_ascii_case("weekly"));
    let every = schedule.interval.is_none_or(|interval| interval.0 == 1.0);
    let limits = [&schedule.bymonthday, &schedule.byyearday, &schedule.byweekno];
    let is_plain =
        is_weekly && every && schedule.count.is_none() && limits.iter().all(|limit| limit.is_none());
    let days = recurrence::days(schedule.byday.as_deref().filter(|_| is_plain)?)?;
    let days: Option<BTreeSet<u8>> =
        days.iter().map(|day| day.number.is_none().then_some(day.weekday)).collect();
    days.filter(|days| !days.is_empty())
}

/// `Monday to Friday`, `Monday and Thursday`, `Every day`.
fn days_of_week(days: &BTreeSet<u8>) -> String {
    let name = |day: u8| WEEKDAYS.get(usize::from(day)).copied().unwrap_or_default().to_owned();
    let in_order: Vec<u8> = days.iter().copied().collect();
    match in_order.as_slice() {
        all if all.len() == 7 => "Every day".to_owned(),
        [first, .., last] if in_order.len() > 2 && usize::from(last - first) + 1 == in_order.len() => {
            format!("{} to {}", name(*first), name(*last))
        }
        some => words::list(&some.iter().map(|day| name(*day)).collect::<Vec<_>>()),
    }
}

/// One schedule that is not weekly. None where there is nothing to say.
fn line(schedule: &Schedule) -> Option<String> {
    match days_in_words(schedule) {
        Some(days) => Some(days + &tail(schedule)),
        None => {
            let said = [span(schedule), note(schedule)].into_iter().flatten().collect::<Vec<_>>().join(", ");
            (!said.is_empty()).then(|| words::capital(&said))
        }
    }
}

fn days_in_words(schedule: &Schedule) -> Option<String> {
    // What cannot be followed is not put into words either.
    recurrence::Recurrence::of(schedule)?;
    let interval = schedule.interval.map_or(1.0, |interval| interval.0);
    let start = schedule.dtstart.as_deref().or(schedule.valid_from.as_deref());
    let days = recurrence::days(schedule.byday.as_deref().unwrap_or_default())?;
    let of_month = schedule.bymonthday.as_deref().filter(|days| !days.trim().is_empty());
    match schedule.freq.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("MONTHLY") => {
            let often =
                if interval > 1.0 { format!("every {interval} months") } else { "the month".to_owned() };
            let which = match (days.is_empty(), of_month) {
                (false, _) => words::list(&days.iter().copied().map(day_of_month).collect::<Vec<_>>()),
                (true, Some(of_month)) => format!("day {of_month}"),
                (true, None) => format!("day {}", start?.get(8..10)?.trim_start_matches('0')),
            };
            Some(words::capital(&format!("{which} of {often}").replace("of every", "every")))
        }
        None if days.is_empty() => Some(format!("On {}", words::day(start?.get(..10)?.parse().ok()?))),
        _ => {
            let weekdays: BTreeSet<u8> = days.iter().map(|day| day.weekday).collect();
            let on = if weekdays.is_empty() {
                start?.get(..10)?.parse::<chrono::NaiveDate>().ok()?.format("%A").to_string()
            } else {
                days_of_week(&weekdays)
            };
            let often = if interval > 1.0 { format!("Every {interval} weeks on ") } else { String::new() };
            Some(often + &on)
        }
    }
}

fn day_of_month(day: Day) -> String {
    let name = WEEKDAYS.get(usize::from(day.weekday)).copied().unwrap_or_default();
    let Some(number) = day.number else { return format!("every {name}") };
    match NUMBERS.iter().find(|(known, _)| *known == number) {
        Some((_, word)) => format!("{word} {name}"),
        None => format!("{name} number {number}"),
    }
}

/// Everything of a schedule but its days.
fn tail(schedule: &Schedule) -> String {
    let mut tail = span(schedule).map(|span| format!(": {span}")).unwrap_or_default();
    let from =
        schedule.valid_from.as_deref().or(schedule.dtstart.as_deref().filter(|_| schedule.freq.is_some()));
    let until = schedule.valid_to.as_deref().or(schedule.until.as_deref());
    for (word, bound) in [("from", from), ("until", until)] {
        if let Some(bound) = bound {
            tail += &format!(", {word} {}", words::read_date(bound));
        }
    }
    note(schedule).map_or(tail.clone(), |note| format!("{tail} ({note})"))
}

fn span(schedule: &Schedule) -> Option<String> {
    let clock = |text: &Option<String>| text.as_deref().and_then(recurrence::minutes).map(words::clock);
    words::span(clock(&schedule.opens_at), clock(&schedule.closes_at))
}

fn note(schedule: &Schedule) -> Option<String> {
    let said = [&schedule.description, &schedule.notes].into_iter().flatten().map(|text| text.trim());
    let said: Vec<&str> = said.filter(|text| !text.is_empty()).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// The next time: `Thursday 5 November 2026, 10am to 12 noon`. It names the day, so that it stays true while it is kept.
/// What is not sure is said with it.
pub(crate) fn next_in_words(next: &Held) -> String {
    let occurrence = &next.occurrence;
    let span = words::span(occurrence.opens.map(words::time), occurrence.closes.map(words::time));
    let day = words::day(occurrence.date);
    let said = span.map_or(day.clone(), |span| format!("{day}, {span}"));
    match caution(next) {
        Some(caution) => format!("{said} ({caution})"),
        None => said,
    }
}

/// What is to be said where it is not sure that it is held.
fn caution(next: &Held) -> Option<&'static str> {
    Some(match next.doubts.iter().next()? {
        Doubt::BankHoliday => "this may be a bank holiday: check before you go",
        Doubt::Term => "this depends on school terms: check before you go",
        Doubt::Remark => "check before you go",
        Doubt::Timezone => "times are those of another country",
    })
}

/// The same, readable by machines too.
pub(crate) fn next_markup(next: &Held) -> Markup {
    let stamp = match next.occurrence.opens {
        Some(opens) => catalog::moment_of(opens).to_rfc3339(),
        None => next.occurrence.date.to_string(),
    };
    html! { time datetime=(stamp) { (next_in_words(next)) } }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn said(schedules: &[Value]) -> Vec<String> {
        let schedule = |fields: &Value| {
            let mut all = json!({ "id": "s" });
            all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            serde_json::from_value(all).unwrap()
        };
        lines(&schedules.iter().map(schedule).collect::<Vec<Schedule>>())
    }

    fn weekly(days: &str, opens: &str, closes: &str) -> Value {
        json!({ "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes })
    }

    #[test]
    fn days_with_the_same_times_stand_together_in_the_order_of_the_week() {
        let week = ["TU", "MO", "WE"].map(|day| weekly(day, "09:00", "17:00"));
        assert_eq!(said(&week), ["Monday to Wednesday: 9am to 5pm"]);
        let two = [weekly("SA", "10:00", "12:30"), weekly("MO,TH", "09:00", "17:00")];
        assert_eq!(said(&two), ["Monday and Thursday: 9am to 5pm", "Saturday: 10am to 12:30pm"]);
        assert_eq!(
            said(&[weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")]),
            ["Every day: 12 midnight to 12 midnight"]
        );
    }

    #[test]
    fn what_is_rarer_is_said_as_it_is() {
        let rare = [
            json!({ "freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00" }),
            json!({ "freq": "MONTHLY", "byday": "2TU,-1FR", "interval": 3, "dtstart": "2026-01-01" }),
            json!({ "freq": "MONTHLY", "bymonthday": "15" }),
            json!({ "freq": "WEEKLY", "interval": 2, "byday": "WE", "dtstart": "2026-11-04", "until": "2026-12-16" }),
            json!({ "dtstart": "2026-12-24", "opens_at": "18:00", "closes_at": "19:30" }),
        ];
        let expected = [
            "First Saturday of the month: from 10am",
            "Second Tuesday and last Friday every 3 months, from 1 January 2026",
            "Day 15 of the month",
            "Every 2 weeks on Wednesday, from 4 November 2026, until 16 December 2026",
            "On Thursday 24 December 2026: 6pm to 7:30pm",
        ];
        assert_eq!(said(&rare), expected);
    }

    #[test]
    fn remarks_are_kept_and_what_cannot_be_read_is_not_made_up() {
        let mut term = weekly("MO", "10:00", "11:00");
        term["description"] = "term time only".into();
        term["valid_to"] = "2026-12-14".into();
        assert_eq!(said(&[term]), ["Monday: 10am to 11am, until 14 December 2026 (term time only)"]);
        assert_eq!(said(&[json!({ "description": "ring the bell", "byday": "always" })]), ["Ring the bell"]);
        assert_eq!(said(&[json!({ "freq": "YEARLY" }), json!({})]), Vec::<String>::new());
    }
}
