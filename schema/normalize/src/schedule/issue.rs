//! Why a text about opening hours was not understood.

use std::fmt;

/// Why a text about opening hours was not understood, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Issue {
    /// There is no text.
    Empty,
    /// This word or sign is not known.
    Unknown(String),
    /// This says that the hours do not hold every week, without saying when they do.
    NotWeekly(String),
    /// These words are known, but two bare numbers, a missing time or a contradiction leave the meaning open.
    Unclear,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no text; write for example `Monday to Friday: 9am to 5pm`"),
            Self::Unknown(word) => write!(f, "`{word}` is not understood; leave it out, or put a remark in brackets"),
            Self::NotWeekly(words) => write!(
                f,
                "`{words}` leaves open when the hours hold; state days and times, such as `first Monday of the month 9am-5pm`, \
                 or keep them in words"
            ),
            Self::Unclear => f.write_str(
                "the days and times do not fit together; give each day with both times, with am or pm or on the \
                 24-hour clock (`Monday: 9am to 12 noon`), and no day twice",
            ),
        }
    }
}

impl std::error::Error for Issue {}
