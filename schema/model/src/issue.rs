use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::SourceId;

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; everything was used.
    Notice,
    /// A value was left out or a link not made; the record is published without it.
    Warning,
    /// A record was kept out, or its last good version was kept.
    Error,
    /// The run stopped and nothing of it was taken.
    Fatal,
}

impl Severity {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

/// Something wrong with a feed, said so that its publisher can mend it: where, which value, why, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueDraft {
    /// How much it matters.
    pub severity: Severity,
    /// A short fixed name for this sort of issue, such as `bad-value` or `dangling-key`.
    pub code: String,
    /// The record it is in, as `kind:id` in the source's own words, or the row or file where none could be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The field or column it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The offending value, cut to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub action: String,
}

impl IssueDraft {
    const LONGEST_VALUE: usize = 200;

    /// The code of issues that end when a record is confirmed unchanged.
    pub const OVERDUE: &str = "overdue";

    /// The code of issues that readers reported and a steward accepted. They end when the record changes or is confirmed.
    pub const REPORTED: &str = "reported";

    /// An issue with a feed or run as a whole.
    pub fn new(severity: Severity, code: &str, reason: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            record: None,
            field: None,
            value: None,
            reason: reason.into(),
            action: action.into(),
        }
    }

    /// Names the record it is in.
    #[must_use]
    pub fn in_record(mut self, record: impl Into<String>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// Names the field it is in.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Quotes the offending value.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        self.value = Some(value.chars().take(Self::LONGEST_VALUE).collect());
        self
    }
}

/// An issue as it was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Counts issues, from 1; given by the store.
    pub number: i64,
    /// The run that raised it.
    pub run: i64,
    /// The source it is in.
    pub source: SourceId,
    /// When it was raised.
    pub at: DateTime<Utc>,
    /// What is wrong, and where.
    #[serde(flatten)]
    pub draft: IssueDraft,
}
