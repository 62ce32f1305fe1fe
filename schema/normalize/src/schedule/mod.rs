//! Opening hours written for people, and in the form of OpenStreetMap's `opening_hours`.
//!
//! A text is read whole or not at all: every word of it must be understood. Hours that hold every week are; anything
//! else (fortnightly, in term time, by appointment, from a date, "late") makes the whole text not understood, because
//! half of a timetable is a wrong timetable.

mod grammar;
mod lexer;
mod week;

#[cfg(test)]
mod tests;

/// The days of the week as iCalendar (RFC 5545) writes them, from Monday.
pub const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// One opening interval, the same on each of its days, every week.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Opening {
    /// The days, from Monday: `MO` to `SU`.
    pub days: Vec<&'static str>,
    /// When it opens: `HH:MM`.
    pub opens_at: String,
    /// When it closes: `HH:MM`. Not after `opens_at` means on the next day: `00:00` is midnight.
    pub closes_at: String,
}

/// The weekly openings that a text states, those with the same times together, sorted by day and time; none where it
/// says that it is closed. `None` where any part of the text is not understood.
pub fn parse(text: &str) -> Option<Vec<Opening>> {
    let tokens = lexer::tokens(&crate::text::plain(text))?;
    grammar::timetable(&tokens)
}

/// The openings on one day (`MO` to `SU`), from a cell such as `08:30-18:00`, `10am-12noon, 1pm-4pm` or `Closed`.
/// `None` where the cell is empty, is not understood, or the day is none.
pub fn parse_day(day: &'static str, text: &str) -> Option<Vec<Opening>> {
    let day = DAYS.iter().position(|known| *known == day)?;
    let tokens = lexer::tokens(&crate::text::plain(text))?;
    grammar::day(day, &tokens)
}

/// The openings in the form of OpenStreetMap: `Mo-Fr 09:00-17:00; Sa 10:00-13:00`. [`parse`] reads it back.
pub fn to_text(openings: &[Opening]) -> String {
    if openings.is_empty() {
        return "Mo-Su off".to_owned();
    }
    let rule = |opening: &Opening| {
        let days: Vec<String> = opening.days.iter().map(|day| title_case(day)).collect();
        format!("{} {}-{}", days.join(","), opening.opens_at, opening.closes_at)
    };
    openings.iter().map(rule).collect::<Vec<_>>().join("; ")
}

/// A time of day standing alone, as `HH:MM`.
pub(crate) fn single_time(text: &str) -> Option<String> {
    match lexer::tokens(text)?.as_slice() {
        [lexer::Token::Time(time)] => time.minutes_if_clear().map(week::clock_face),
        _ => None,
    }
}

fn title_case(day: &str) -> String {
    let (first, rest) = day.split_at_checked(1).unwrap_or((day, ""));
    format!("{first}{}", rest.to_ascii_lowercase())
}
