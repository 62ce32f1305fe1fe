//! Hours written in the form of OpenStreetMap's `opening_hours`.

use std::collections::BTreeMap;

use super::{DAYS, Hours, Opening};

/// The openings in the form of OpenStreetMap: `Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-13:00`. A time after midnight is
/// written on the day that it opened (`Fr 18:00-25:00`). [`super::parse`] reads it back.
pub fn to_text(openings: &[Opening]) -> String {
    rules(openings.iter().map(|opening| (opening, [].as_slice())))
}

/// As [`to_text`], with the weeks of a month: `Tu[1,3] 10:00-12:00`, `Fr[-1] 14:00-16:00`.
pub(super) fn write(hours: &Hours) -> String {
    rules(hours.openings.iter().map(|opening| (&opening.opening, opening.weeks_of_month.as_slice())))
}

/// The openings, the times of one day in one rule, as a later rule for a day would replace it, and the days with the
/// same times in one.
fn rules<'a>(openings: impl Iterator<Item = (&'a Opening, &'a [i8])>) -> String {
    let mut times_of: BTreeMap<(&[i8], usize), Vec<String>> = BTreeMap::new();
    for (opening, weeks) in openings {
        let days = opening.days.iter().filter_map(|day| DAYS.iter().position(|known| known == day));
        for day in days {
            times_of.entry((weeks, day)).or_default().push(span(opening));
        }
    }
    let mut rules: Vec<(&[i8], Vec<usize>, Vec<String>)> = Vec::new();
    for ((weeks, day), mut times) in times_of {
        times.sort();
        match rules.iter_mut().find(|rule| rule.0 == weeks && rule.2 == times) {
            Some((_, days, _)) => days.push(day),
            None => rules.push((weeks, vec![day], times)),
        }
    }
    if rules.is_empty() {
        return "Mo-Su off".to_owned();
    }
    let written =
        rules.iter().map(|(weeks, days, times)| format!("{} {}", selector(days, weeks), times.join(",")));
    written.collect::<Vec<_>>().join("; ")
}

/// `09:00-17:00`; the end of a night is counted on from the day it began.
fn span(opening: &Opening) -> String {
    if opening.closes_at > opening.opens_at {
        return format!("{}-{}", opening.opens_at, opening.closes_at);
    }
    let (hour, minute) = opening.closes_at.split_once(':').unwrap_or_default();
    let hour = hour.parse::<u16>().unwrap_or_default() + 24;
    format!("{}-{hour}:{minute}", opening.opens_at)
}

/// `Mo-Fr`, `Tu,Th`, `Sa[1]`; three days or more in a row are a range.
fn selector(days: &[usize], weeks: &[i8]) -> String {
    if !weeks.is_empty() {
        let weeks = weeks.iter().map(i8::to_string).collect::<Vec<_>>().join(",");
        return days.iter().map(|day| format!("{}[{weeks}]", name(*day))).collect::<Vec<_>>().join(",");
    }
    let runs = days.chunk_by(|a, b| a + 1 == *b).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{}-{}", name(*first), name(*last))],
        few => few.iter().map(|day| name(*day)).collect(),
    });
    runs.collect::<Vec<_>>().join(",")
}

fn name(day: usize) -> String {
    let (first, rest) = DAYS.get(day).and_then(|day| day.split_at_checked(1)).unwrap_or_default();
    format!("{first}{}", rest.to_ascii_lowercase())
}
