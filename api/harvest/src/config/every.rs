use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};

/// A span of time as configuration writes it: a whole number and `s`, `m`, `h`, `d` or `w`, such as `6h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Every(Duration);

/// The units and their seconds, the longest first.
const UNITS: [(&str, u64); 5] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

impl Every {
    /// One day.
    pub const DAY: Self = Self(Duration::from_secs(86_400));

    /// A span of so many seconds.
    pub(super) const fn seconds(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    /// The span.
    pub const fn duration(self) -> Duration {
        self.0
    }
}

/// A text that names no span of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no span of time; write a whole number and s, m, h, d or w, such as \"6h\"")]
pub struct UnknownSpan(pub String);

impl FromStr for Every {
    type Err = UnknownSpan;

    fn from_str(text: &str) -> Result<Self, UnknownSpan> {
        let span = UNITS.iter().find_map(|(unit, seconds)| {
            let count: u64 = text.strip_suffix(unit)?.trim().parse().ok()?;
            count.checked_mul(*seconds).filter(|span| *span > 0)
        });
        span.map(|span| Self(Duration::from_secs(span))).ok_or_else(|| UnknownSpan(text.to_owned()))
    }
}

impl TryFrom<String> for Every {
    type Error = UnknownSpan;

    fn try_from(text: String) -> Result<Self, UnknownSpan> {
        text.parse()
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let (unit, size) = UNITS.iter().find(|(_, size)| seconds.is_multiple_of(*size)).unwrap_or(&("s", 1));
        write!(f, "{}{unit}", seconds / size)
    }
}

impl From<Every> for String {
    fn from(every: Every) -> Self {
        every.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Every;

    #[test]
    fn spans_read_back_what_they_wrote() {
        for span in ["6h", "1d", "90s", "2w", "45m"] {
            assert_eq!(span.parse::<Every>().unwrap().to_string(), span);
        }
        for bad in ["", "h", "0h", "6", "-1h", "1.5h", "99999999999999999999w"] {
            assert!(bad.parse::<Every>().is_err(), "{bad}");
        }
    }
}
