//! Opening hours written for people, and in the form of OpenStreetMap's `opening_hours`.
//!
//! A text is read whole or not at all: every word of it must be understood, or be a remark in brackets, before a colon
//! or on a line of its own that says nothing about time. Hours that hold every week are read, and those of certain
//! weeks of each month (`first Monday of the month`); anything else (fortnightly, in term time, by appointment, "late")
//! makes the whole text not understood, because half of a timetable is a wrong timetable.

mod dates;
mod grammar;
mod issue;
mod lexer;
mod osm;
mod remarks;
mod span;
mod week;
mod words;

#[cfg(test)]
mod tests;

pub use issue::Issue;
pub use osm::to_text;

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

/// One opening interval, every week or in some weeks of each month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recurring {
    /// The interval and its days.
    pub opening: Opening,
    /// Which of those days of a month: 1 for the first, -1 for the last; none where it is every week.
    pub weeks_of_month: Vec<i8>,
}

impl Recurring {
    /// How often it recurs, as HSDS has it: `WEEKLY` or `MONTHLY`.
    pub fn freq(&self) -> &'static str {
        if self.weeks_of_month.is_empty() { "WEEKLY" } else { "MONTHLY" }
    }

    /// Its days as iCalendar writes them: `MO,TU`, of certain weeks of a month `1MO,-1FR`.
    pub fn byday(&self) -> String {
        let days = &self.opening.days;
        if self.weeks_of_month.is_empty() {
            return days.join(",");
        }
        let each =
            days.iter().flat_map(|day| self.weeks_of_month.iter().map(move |week| format!("{week}{day}")));
        each.collect::<Vec<_>>().join(",")
    }
}

/// All that a text about opening hours says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// The openings, those with the same times together, sorted by day and time; none where it is closed.
    pub openings: Vec<Recurring>,
    /// The first day on which they hold, where it is stated: `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// The last day on which they hold, where it is stated: `YYYY-MM-DD`.
    pub valid_to: Option<String>,
    /// What else is said, in the text's own words: whom a session is for, what it is called, closing on public
    /// holidays.
    pub remarks: Vec<String>,
}

impl Hours {
    /// Whether it says nothing but what is open every week.
    pub fn is_weekly(&self) -> bool {
        let is_each = |opening: &Recurring| opening.weeks_of_month.is_empty();
        self.openings.iter().all(is_each)
            && self.valid_from.is_none()
            && self.valid_to.is_none()
            && self.remarks.is_empty()
    }

    /// The openings in the form of OpenStreetMap: `Mo-Fr 09:00-17:00; Sa[1] 10:00-13:00`, or `Mo-Su off`. Neither the
    /// days on which they hold nor the remarks are in it.
    pub fn to_text(&self) -> String {
        osm::write(self)
    }
}

/// Reads all that a text says of opening hours.
///
/// # Errors
///
/// Where any part of it is not surely understood.
pub fn read(text: &str) -> Result<Hours, Issue> {
    let noted = remarks::take(&crate::text::plain(text))?;
    let tokens = lexer::tokens(&noted.rest)?;
    let openings = grammar::timetable(&tokens).ok_or(Issue::Unclear)?;
    Ok(Hours { openings, valid_from: noted.from, valid_to: noted.to, remarks: noted.remarks })
}

/// The weekly openings that a text states, those with the same times together, sorted by day and time; none where it
/// says that it is closed. `None` where any part of the text is not understood, or where it says more than that
/// ([`read`] takes this too).
pub fn parse(text: &str) -> Option<Vec<Opening>> {
    let hours = read(text).ok().filter(Hours::is_weekly)?;
    Some(hours.openings.into_iter().map(|opening| opening.opening).collect())
}

/// The openings on one day (`MO` to `SU`), from a cell such as `08:30-18:00`, `10am-12noon, 1pm-4pm` or `Closed`.
/// `None` where the cell is empty, is not understood, or the day is none.
pub fn parse_day(day: &'static str, text: &str) -> Option<Vec<Opening>> {
    let day = DAYS.iter().position(|known| *known == day)?;
    let tokens = lexer::tokens(&crate::text::plain(text)).ok()?;
    grammar::day(day, &tokens)
}

/// A time of day standing alone, as `HH:MM`.
pub(crate) fn single_time(text: &str) -> Option<String> {
    match lexer::tokens(text).ok()?.as_slice() {
        [lexer::Token::Time(time)] => {
            time.minutes_if_clear().filter(|at| *at <= week::DAY).map(week::clock_face)
        }
        _ => None,
    }
}
