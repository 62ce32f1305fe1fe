use std::{fmt, str::FromStr};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::London;
use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use serde::{Deserialize, Serialize};

use super::Every;

/// When a source is harvested: every so often (`6h`), or by a line of cron (`30 6 * * 1-5`: minute, hour, day of the
/// month, month and day of the week), which is read in the local time of the United Kingdom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Timetable {
    /// Every so often.
    Every(Every),
    /// By a line of cron.
    Cron(Box<Cron>),
}

/// A text that is no timetable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no timetable: {why}; write a span such as \"6h\" or a cron line such as \"30 6 * * 1-5\""
)]
pub struct UnknownTimetable {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl Timetable {
    /// When it is time next after a moment. `None` where it never is, such as on a thirtieth of February.
    pub fn next_after(&self, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Every(every) => moment.checked_add_signed(TimeDelta::from_std(every.duration()).ok()?),
            Self::Cron(cron) => {
                let next = cron.find_next_occurrence(&moment.with_timezone(&London), false);
                next.ok().map(|next| next.with_timezone(&Utc))
            }
        }
    }
}

impl FromStr for Timetable {
    type Err = UnknownTimetable;

    fn from_str(text: &str) -> Result<Self, UnknownTimetable> {
        let fail = |why: String| UnknownTimetable { text: text.to_owned(), why };
        if text.split_whitespace().count() < 2 {
            return text
                .parse()
                .map(Self::Every)
                .map_err(|error: super::UnknownSpan| fail(error.to_string()));
        }
        let five_fields = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        five_fields
            .parse(text)
            .map(|cron| Self::Cron(Box::new(cron)))
            .map_err(|error| fail(error.to_string()))
    }
}

impl TryFrom<String> for Timetable {
    type Error = UnknownTimetable;

    fn try_from(text: String) -> Result<Self, UnknownTimetable> {
        text.parse()
    }
}

impl fmt::Display for Timetable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(every) => every.fmt(f),
            Self::Cron(cron) => f.write_str(cron.as_str()),
        }
    }
}

impl From<Timetable> for String {
    fn from(timetable: Timetable) -> Self {
        timetable.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Timetable;

    fn next(timetable: &str, after: &str) -> String {
        let timetable: Timetable = timetable.parse().unwrap();
        timetable.next_after(after.parse().unwrap()).unwrap().to_rfc3339()
    }

    #[test]
    fn a_span_counts_from_the_last_time() {
        assert_eq!(next("6h", "2026-11-22T05:00:00Z"), "2026-11-22T11:00:00+00:00");
    }

    #[test]
    fn a_line_of_cron_goes_by_the_clock_on_the_wall() {
        assert_eq!(next("30 6 * * 1-5", "2026-11-20T07:00:00Z"), "2026-11-23T06:30:00+00:00", "a Monday");
        assert_eq!(next("30 6 * * *", "2026-07-01T12:00:00Z"), "2026-07-02T05:30:00+00:00", "in summer");
    }

    #[test]
    fn what_never_comes_is_none() {
        let never: Timetable = "0 0 30 2 *".parse().unwrap();
        assert_eq!(never.next_after("2026-11-22T05:00:00Z".parse().unwrap()), None);
    }

    #[test]
    fn a_timetable_reads_back_what_it_wrote_and_says_what_is_wrong() {
        for text in ["6h", "2w", "30 6 * * 1-5", "*/15 * * * *"] {
            assert_eq!(text.parse::<Timetable>().unwrap().to_string(), text);
        }
        for text in ["", "0h", "often", "61 6 * * *", "1 2 3", "0 0 6 * * 1-5 2030"] {
            let error = text.parse::<Timetable>().unwrap_err().to_string();
            assert!(error.contains("6h") && error.contains(text), "{error}");
        }
    }
}
