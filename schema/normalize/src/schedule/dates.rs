//! The days on which hours begin and cease to hold.

use chrono::{Datelike, NaiveDate};

/// From when until when hours hold.
pub(super) type Period = (Option<NaiveDate>, Option<NaiveDate>);

/// The months by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a phrase that is nothing but a period: `6 November to 11 December 2023`, `from 1 November 2022`,
/// `starts 11/01/23`, `until 31st March 2023`. A first day takes the year of the last. `None` where it is anything
/// else or a year is missing.
pub(super) fn period(phrase: &str) -> Option<Period> {
    let spaced =
        phrase.to_lowercase().replace(['-', '–', '—'], " to ").replace([',', ':', '.', '(', ')'], " ");
    let words: Vec<&str> =
        spaced.split_whitespace().filter(|word| !matches!(*word, "of" | "the" | "on" | "and")).collect();
    let (begins, rest) =
        strip(&words, &["from", "starting", "starts", "start", "beginning", "begins", "commencing"]);
    let (ends, rest) = strip(rest, &["until", "till", "ending", "ends", "to"]);
    let (first, rest) = date(rest)?;
    if rest.is_empty() {
        let day = Some(first.with_year(None)?);
        return match (begins, ends) {
            (true, false) => Some((day, None)),
            (false, true) => Some((None, day)),
            _ => None,
        };
    }
    let (is_range, rest) = strip(rest, &["to", "until", "till", "ending", "ends"]);
    let (last, rest) = date(rest)?;
    let last = last.with_year(None).filter(|_| is_range && rest.is_empty() && !ends)?;
    let first = first.with_year(Some(last))?;
    (first <= last).then_some((Some(first), Some(last)))
}

/// Drops words of a list from the beginning; whether there was one.
fn strip<'a, 'b>(words: &'a [&'b str], any: &[&str]) -> (bool, &'a [&'b str]) {
    let count = words.iter().take_while(|word| any.contains(word)).count();
    (count > 0, words.get(count..).unwrap_or_default())
}

/// A day whose year may be missing.
struct Day {
    day: u32,
    month: u32,
    year: Option<i32>,
}

impl Day {
    /// The day, in its own year, or in the latest that is not after another.
    fn with_year(&self, not_after: Option<NaiveDate>) -> Option<NaiveDate> {
        if let Some(year) = self.year {
            return NaiveDate::from_ymd_opt(year, self.month, self.day);
        }
        let last = not_after?;
        let same = NaiveDate::from_ymd_opt(last.year(), self.month, self.day)?;
        if same <= last { Some(same) } else { NaiveDate::from_ymd_opt(last.year() - 1, self.month, self.day) }
    }
}

/// Reads a day from the beginning: `6 November`, `6th Nov 2023`, `November 6 2023`, `06/11/2023`; a day of the week
/// before it is left out.
fn date<'a, 'b>(words: &'a [&'b str]) -> Option<(Day, &'a [&'b str])> {
    let words = match words {
        [weekday, rest @ ..] if super::words::day(weekday).is_some() => rest,
        words => words,
    };
    let (first, rest) = words.split_first()?;
    if first.contains('/') {
        let mut parts = first.split('/').map(str::parse::<u32>);
        let (Some(Ok(day)), Some(Ok(month)), Some(Ok(year)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let year = if year < 100 { year + 2000 } else { year };
        return Some((Day { day, month, year: i32::try_from(year).ok() }, rest));
    }
    let (second, rest) = rest.split_first()?;
    let (day, month) = match (number(first), number(second)) {
        (Some(day), None) => (day, month(second)?),
        (None, Some(day)) => (day, month(first)?),
        _ => return None,
    };
    let year =
        rest.first().and_then(|word| word.parse::<i32>().ok()).filter(|year| (2000..2100).contains(year));
    Some((Day { day, month, year }, rest.get(usize::from(year.is_some())..).unwrap_or_default()))
}

/// `6`, `6th`.
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    digits.parse().ok().filter(|_| matches!(ending, "" | "st" | "nd" | "rd" | "th") && digits.len() <= 2)
}

fn month(word: &str) -> Option<u32> {
    let is_word = word.len() >= 3 && word.chars().all(char::is_alphabetic);
    let at = MONTHS.iter().position(|short| word.starts_with(short)).filter(|_| is_word)?;
    u32::try_from(at + 1).ok()
}
