//! Days and times as people in the United Kingdom say them.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

/// The days of the week, from Monday.
pub(crate) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `5 November 2026`.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `Thursday 5 November 2026`.
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// The day of an ISO date or moment; what cannot be read is left as it is.
pub(crate) fn read_date(text: &str) -> String {
    let read = text.get(..10).and_then(|day| day.parse().ok());
    read.map_or_else(|| text.to_owned(), date)
}

/// `10am`, `9:30am`, `12 noon`, `12 midnight`, of minutes after midnight.
pub(crate) fn clock(minutes: u16) -> String {
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    match (hour, minute) {
        (0, 0) => "12 midnight".to_owned(),
        (12, 0) => "12 noon".to_owned(),
        _ => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
        }
    }
}

/// The same of a moment.
pub(crate) fn time(moment: NaiveDateTime) -> String {
    clock(u16::try_from(moment.hour() * 60 + moment.minute()).unwrap_or_default())
}

/// `10am to 12 noon`; nothing where no time is known.
pub(crate) fn span(opens: Option<String>, closes: Option<String>) -> Option<String> {
    match (opens, closes) {
        (Some(opens), Some(closes)) => Some(format!("{opens} to {closes}")),
        (Some(opens), None) => Some(format!("from {opens}")),
        (None, Some(closes)) => Some(format!("until {closes}")),
        (None, None) => None,
    }
}

/// `one, two and three`.
pub(crate) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Words that begin small, as the beginning of a sentence.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The first words of a text, at most so many characters, cut between words.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if whole.chars().count() <= most {
        return whole;
    }
    let cut: String = whole.chars().take(most).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', '.', '–', '-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let said = [0, 1, 570, 600, 720, 750, 780, 1_439, 1_440].map(clock);
        let expected = [
            "12 midnight",
            "12:01am",
            "9:30am",
            "10am",
            "12 noon",
            "12:30pm",
            "1pm",
            "11:59pm",
            "12 midnight",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(beginning("A  club,\nfor all", 40), "A club, for all");
        assert_eq!(beginning("A club, for everybody", 10), "A club…");
        assert_eq!(beginning("Überlängenwort", 4), "Über…");
    }
}
