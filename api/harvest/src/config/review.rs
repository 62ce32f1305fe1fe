use std::{fmt, str::FromStr};

use model::ReviewPeriod;
use serde::{Deserialize, Serialize};

use super::{Every, UnknownSpan};

/// After how long a source's word must be confirmed: a span of time, or `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ReviewAfter {
    /// After so long.
    Span(Every),
    /// It counts for ever: as for a register that is kept by law, of which nobody confirms single entries.
    Never,
}

const WEEK: u64 = 7 * 24 * 60 * 60;

impl ReviewAfter {
    /// A year of whole weeks.
    pub const YEAR: Self = Self::Span(Every::seconds(52 * WEEK));
    /// Half of it.
    pub const HALF_YEAR: Self = Self::Span(Every::seconds(26 * WEEK));

    /// The period that a review and the grace after it make. `None` where no review is due, ever.
    pub(super) fn period(self, grace: Self) -> Option<ReviewPeriod> {
        let Self::Span(every) = self else { return None };
        let grace = match grace {
            Self::Span(grace) => grace.duration().as_secs(),
            Self::Never => i64::MAX.unsigned_abs(),
        };
        Some(ReviewPeriod { every: every.duration().as_secs(), grace })
    }
}

impl FromStr for ReviewAfter {
    type Err = UnknownSpan;

    fn from_str(text: &str) -> Result<Self, UnknownSpan> {
        if text.trim() == "never" { Ok(Self::Never) } else { text.parse().map(Self::Span) }
    }
}

impl TryFrom<String> for ReviewAfter {
    type Error = UnknownSpan;

    fn try_from(text: String) -> Result<Self, UnknownSpan> {
        text.parse()
    }
}

impl fmt::Display for ReviewAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Span(every) => every.fmt(f),
            Self::Never => f.write_str("never"),
        }
    }
}

impl From<ReviewAfter> for String {
    fn from(after: ReviewAfter) -> Self {
        after.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_due_after_a_span_or_never() {
        for text in ["52w", "90d", "never"] {
            assert_eq!(text.parse::<ReviewAfter>().unwrap().to_string(), text);
        }
        assert!("soon".parse::<ReviewAfter>().is_err());
        let year = ReviewAfter::YEAR.period(ReviewAfter::HALF_YEAR).unwrap();
        assert_eq!((year.every, year.grace), (52 * WEEK, 26 * WEEK));
        assert_eq!(ReviewAfter::Never.period(ReviewAfter::YEAR), None);
    }

    #[test]
    fn what_never_lapses_is_still_due() {
        let period = ReviewAfter::YEAR.period(ReviewAfter::Never).unwrap();
        assert!(period.grace > 1_000_000 * 52 * WEEK);
    }
}
