//! Sessions: the single days of something that recurs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Object, schedule::local, values};

/// What is kept of a session. Free places and the like come and go, and are none of a directory's business.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Session {
    /// The kind and id that the feed gives it.
    pub(super) id: String,
    /// What it is a session of.
    pub(super) of: String,
    pub(super) starts: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ends: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// Whether it was called off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_cancelled: bool,
}

/// A session, and its series where that is told with it.
pub(super) struct Read {
    pub(super) session: Session,
    pub(super) series: Option<Object>,
}

/// Reads a session. `None` where it is not one of a series, or does not say when it is.
pub(super) fn read(id: String, data: &Object) -> Option<Read> {
    let series = data.get("superEvent")?;
    let of = match series {
        Value::String(reference) => reference.trim().to_owned(),
        Value::Object(series) => values::key(series)?,
        _ => return None,
    };
    let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
    let session = Session {
        id,
        of: Some(of).filter(|of| !of.is_empty())?,
        starts: text("startDate")?,
        ends: text("endDate"),
        url: text("url"),
        is_cancelled: is_cancelled(data),
    };
    Some(Read { session, series: series.as_object().cloned() })
}

/// Whether something was called off.
pub(super) fn is_cancelled(data: &Object) -> bool {
    data.get("eventStatus").and_then(Value::as_str).is_some_and(|status| status.ends_with("EventCancelled"))
}

impl Session {
    /// Whether it is still to come on a day. What cannot be read as a day is kept.
    pub(super) fn is_to_come(&self, today: NaiveDate) -> bool {
        let last = self.ends.as_deref().and_then(local).or_else(|| local(&self.starts));
        last.is_none_or(|last| last.day >= today)
    }
}
