//! Days and moments as people write them, by a clock in Britain.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::clock::{moment_of, wall_clock};

/// The years that are taken; others are slips of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The forms of a moment without an offset, each with a sample.
const FORMS: [(&str, &str); 2] =
    [("%Y-%m-%dT%H:%M", "2026-11-25T18:30"), ("%Y-%m-%dT%H:%M:%S", "2026-11-25T18:30:00")];

/// Whether a text is as long as the sample, and has figures where that has them.
pub fn is_written_like(text: &str, sample: &str) -> bool {
    let alike = |(byte, as_in): (u8, u8)| byte == as_in || (byte.is_ascii_digit() && as_in.is_ascii_digit());
    text.len() == sample.len() && text.bytes().zip(sample.bytes()).all(alike)
}

/// A day, or a moment by a clock in Britain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallTime {
    /// A whole day.
    Day(NaiveDate),
    /// A moment.
    Moment(NaiveDateTime),
}

impl WallTime {
    /// What is read.
    pub const ALLOWED: &'static str = "a day such as 2026-11-25, a moment by a clock in Britain such as 2026-11-25T18:30, or \
                                       one with an offset such as 2026-11-25T18:30:00Z, from 1900 to 2199";
    /// What is read as a moment alone.
    pub const MOMENTS: &'static str = "a moment by a clock in Britain such as 2026-11-25T18:30, or one with an offset such as \
                                       2026-11-25T18:30:00Z, from 1900 to 2199";

    /// Reads a day, or a moment with an offset or without.
    pub fn read(text: &str) -> Option<Self> {
        let moment = with_offset(text).map(wall_clock);
        let local = || {
            let mut forms = FORMS.iter().filter(|(_, sample)| is_written_like(text, sample));
            forms.find_map(|(form, _)| NaiveDateTime::parse_from_str(text, form).ok())
        };
        let read = match moment.or_else(local) {
            Some(moment) => Self::Moment(moment),
            None => Self::Day(text.parse().ok().filter(|_| is_written_like(text, "2026-11-25"))?),
        };
        Some(read).filter(|read| YEARS.contains(&read.begin().year()))
    }

    /// Reads a moment. One with an offset stays the one it is in the hour that clocks show twice.
    pub fn moment(text: &str) -> Option<DateTime<Utc>> {
        let Self::Moment(wall) = Self::read(text)? else { return None };
        Some(with_offset(text).unwrap_or_else(|| moment_of(wall).to_utc()))
    }

    /// The first moment of it.
    pub fn begin(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN),
            Self::Moment(moment) => moment,
        }
    }

    /// The first moment after a day, or the moment.
    pub fn end(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN),
            Self::Moment(moment) => moment,
        }
    }
}

fn with_offset(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_and_moments_are_those_of_a_clock_in_britain() {
        let shown =
            |text: &str| WallTime::read(text).map(|read| (read.begin().to_string(), read.end().to_string()));
        let of = |begin: &str, end: &str| Some((begin.to_owned(), end.to_owned()));
        assert_eq!(shown("2026-11-25"), of("2026-11-25 00:00:00", "2026-11-26 00:00:00"));
        assert_eq!(shown("2026-07-01T18:30"), of("2026-07-01 18:30:00", "2026-07-01 18:30:00"));
        assert_eq!(shown("2026-07-01T18:30:00Z"), of("2026-07-01 19:30:00", "2026-07-01 19:30:00"));
        assert_eq!((shown("soon"), shown("0001-01-01"), shown("2026-1-1")), (None, None, None));
    }

    #[test]
    fn a_moment_with_an_offset_stays_what_it_is_where_clocks_show_an_hour_twice() {
        let moment = |text: &str| WallTime::moment(text).map(|moment| moment.to_rfc3339());
        assert_eq!(moment("2026-10-25T01:30:00Z").as_deref(), Some("2026-10-25T01:30:00+00:00"));
        assert_eq!(moment("2026-10-25T01:30").as_deref(), Some("2026-10-25T00:30:00+00:00"));
        assert_eq!(moment("2026-10-25"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (WallTime::read(&text), WallTime::moment(&text));
        }
    }
}
