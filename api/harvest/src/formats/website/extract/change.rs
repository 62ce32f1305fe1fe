//! That something is closed, and on which day it ends.

use chrono::NaiveDate;
use normalize::date;

/// Words of whatever is not a thing that people go to.
const OTHER: [&str; 22] = [
    "application",
    "consultation",
    "nomination",
    "registration",
    "booking",
    "enrol",
    "vote",
    "voting",
    "survey",
    "entries",
    "fund",
    "road",
    "lane",
    "bridge",
    "vacanc",
    "submission",
    "petition",
    "appeal",
    "round",
    "street",
    "window",
    "deadline",
];

const FOR_GOOD: [&str; 18] = [
    "permanently closed",
    "closed permanently",
    "has closed down",
    "has now closed",
    "have now closed",
    "closed for good",
    "no longer running",
    "no longer runs",
    "no longer operating",
    "no longer operates",
    "no longer takes place",
    "no longer meets",
    "no longer meeting",
    "no longer open",
    "ceased trading",
    "has ceased",
    "closed its doors",
    "no longer exists",
];

const FOR_NOW: [&str; 10] = [
    "temporarily closed",
    "closed temporarily",
    "closed until further notice",
    "closed for refurbishment",
    "closed for repair",
    "closed for renovation",
    "closed for building work",
    "currently closed",
    "temporary closure until",
    "closed for essential",
];

/// What a line says of whether something is open at all, in the words of HSDS.
pub(super) fn status(line: &str) -> Option<&'static str> {
    const LONGEST: usize = 400;
    let lower = line.to_lowercase();
    let is_conditional = ["if ", "when ", "unless ", "in case "].iter().any(|word| lower.starts_with(word));
    if lower.len() > LONGEST || is_conditional || lower.contains(" not closed") {
        return None;
    }
    lower.split(['.', '!']).find_map(|sentence| {
        let is_other = OTHER.iter().any(|word| sentence.contains(word)) || sentence.contains(" if ");
        (!is_other).then(|| of_sentence(sentence)).flatten()
    })
}

fn of_sentence(sentence: &str) -> Option<&'static str> {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| sentence.contains(phrase));
    if has(&FOR_NOW) {
        return Some("temporarily closed");
    }
    let has_closed = ["has closed", "have closed"].iter().any(|phrase| {
        sentence.split_once(phrase).is_some_and(|(_, rest)| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with(['.', ',', '(']) || rest.starts_with("permanently")
        })
    });
    (has(&FOR_GOOD) || has_closed).then_some("inactive")
}

/// Words of what is over on a day without anything being over.
const NOT_ENDING: [&str; 16] = [
    "every",
    "weekly",
    "each",
    "apply",
    "application",
    "deadline",
    "closed",
    "closing",
    "consultation",
    "book by",
    "hours",
    "last updated",
    "published",
    "reviewed",
    "born",
    "since",
];

/// The last day of what a line tells of, where it is over then.
pub(super) fn ends(line: &str, is_dated: bool) -> Option<NaiveDate> {
    let lower = line.to_lowercase();
    if line.len() > 300 || NOT_ENDING.iter().any(|word| lower.contains(word)) {
        return None;
    }
    if is_dated {
        return dates(&lower).pop();
    }
    let marks = ["until ", "ends on ", "runs to ", "ending on ", " till ", "finishes on "];
    let after = marks.iter().filter_map(|mark| Some(lower.find(mark)? + mark.len())).min()?;
    let rest = lower.get(after..)?;
    // The date stands right behind the word, but for a day of the week.
    let near = rest.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
    dates(&near).into_iter().next()
}

/// The days of the calendar that a text names with their years.
fn dates(text: &str) -> Vec<NaiveDate> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || ",()–—|".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let parsed = match (words.get(number + 1), words.get(number + 2)) {
            (Some(month), Some(year)) => named(word, month, year).or_else(|| named(month, word, year)),
            _ => None,
        };
        let figures = word.contains(['/', '-']) && word.len() >= 8;
        let parsed = parsed.or_else(|| date::normalize(word).filter(|_| figures)?.parse().ok());
        found.extend(parsed);
    }
    found
}

fn named(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let day: u32 = day.trim_end_matches(char::is_alphabetic).parse().ok()?;
    let month = month.get(..3).and_then(|month| MONTHS.iter().position(|known| *known == month))?;
    let year: i32 = year
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .ok()
        .filter(|year| (1990..2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()? + 1, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_closed_is_told_from_what_is_closed_on_a_day() {
        for closed in [
            "Stoke Library has closed.",
            "This centre is permanently closed",
            "The lunch club is no longer running.",
        ] {
            assert_eq!(status(closed), Some("inactive"), "{closed}");
        }
        for closed in ["The pool is temporarily closed for works", "We are closed until further notice"] {
            assert_eq!(status(closed), Some("temporarily closed"), "{closed}");
        }
        for open in [
            "Closed on Mondays",
            "Closed bank holidays",
            "Saturday: closed",
            "Applications have now closed.",
            "If the centre is temporarily closed, call us",
            "The consultation has closed.",
            "The library has closed early on Fridays",
        ] {
            assert_eq!(status(open), None, "{open}");
        }
    }

    #[test]
    fn a_dated_event_ends_and_what_recurs_does_not() {
        let day = |text: &str| text.parse().ok();
        assert_eq!(ends("Date: Saturday 14 June 2025, 10am to 2pm", true), day("2025-06-14"));
        assert_eq!(ends("14th June 2025 to 16 June 2025", true), day("2025-06-16"));
        assert_eq!(ends("The exhibition is open until Monday 30 June 2025.", false), day("2025-06-30"));
        assert_eq!(ends("Every Saturday until 30 June 2025", false), None);
        assert_eq!(ends("Apply until 30 June 2025", false), None);
        assert_eq!(ends("Closed until 30 June 2025", false), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".{0,80}") {
            let _ = (status(&text), ends(&text, true), ends(&text, false), ends(&format!("until {text}"), false));
        }
    }
}
