//! The values that sessions are asked by.

use catalog::{OccurrenceCursor, OccurrenceSort, QueryError};
use chrono::{DateTime, Utc};
use utoipa::openapi::{Type, schema::ObjectBuilder};

use super::{
    Value,
    listing::may_be_cursor,
    time::{CLOCK, DAY},
    values,
};

values!(OpeningMoment, PlaceAmongSessions, SessionForm, SessionOrder, WallTime);

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A day, or a moment by a clock in Britain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WallTime(pub(crate) catalog::WallTime);

/// A moment by a clock or with an offset, as a pattern.
fn moment() -> String {
    format!(r"{DAY}T{CLOCK}(:[0-5][0-9]((\.[0-9]{{1,9}})?(Z|[+-]{CLOCK}))?)?")
}

impl Value for WallTime {
    const ALLOWED: &'static str = catalog::WallTime::ALLOWED;

    fn read(text: &str) -> Option<Self> {
        // A `+` that was not escaped arrives as a space.
        catalog::WallTime::read(&text.replace(' ', "+")).map(Self)
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some(format!("^({DAY}|{})$", moment())))
    }
}

/// A moment at which something is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OpeningMoment(DateTime<Utc>);

impl OpeningMoment {
    /// The moment.
    pub(crate) fn moment(self) -> DateTime<Utc> {
        self.0
    }
}

impl Value for OpeningMoment {
    const ALLOWED: &'static str = catalog::WallTime::MOMENTS;

    fn read(text: &str) -> Option<Self> {
        catalog::WallTime::moment(&text.replace(' ', "+")).map(Self)
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some(format!("^{}$", moment())))
    }
}

/// The order of sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionOrder(pub(crate) OccurrenceSort);

impl Value for SessionOrder {
    const ALLOWED: &'static str = "start or distance";

    fn read(text: &str) -> Option<Self> {
        OccurrenceSort::ALL.into_iter().find(|sort| sort.as_str() == text).map(Self)
    }

    fn object() -> ObjectBuilder {
        text().enum_values(Some(OccurrenceSort::ALL.map(OccurrenceSort::as_str)))
    }
}

/// Where in their order sessions go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceAmongSessions(String);

impl PlaceAmongSessions {
    const MOST: usize = 400;

    /// The place, if it is one.
    pub(crate) fn cursor(&self) -> Result<OccurrenceCursor, QueryError> {
        self.0.parse()
    }
}

impl Value for PlaceAmongSessions {
    const ALLOWED: &'static str = "a cursor as `next` of an answer has it";

    fn read(text: &str) -> Option<Self> {
        may_be_cursor(text, Self::MOST).then(|| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        text().pattern(Some("^[A-Za-z0-9_-]{1,400}$"))
    }
}

/// The form of a list of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionForm {
    /// A page in its envelope.
    Json,
    /// A calendar.
    Calendar,
}

impl SessionForm {
    /// Every form, the usual one first: its name as a parameter and its media type.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 2] =
        [(Self::Json, "json", "application/json"), (Self::Calendar, "ics", "text/calendar")];
}

impl Value for SessionForm {
    const ALLOWED: &'static str = "json or ics";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name, _)| *name == text).map(|(form, ..)| form)
    }

    fn object() -> ObjectBuilder {
        text().enum_values(Some(Self::ALL.map(|(_, name, _)| name))).default(Some("json".into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plus_that_was_not_escaped_is_one() {
        let (escaped, bare) = ("2026-07-01T18:30:00+01:00", "2026-07-01T18:30:00 01:00");
        assert!(WallTime::read(escaped).is_some());
        assert_eq!(WallTime::read(escaped), WallTime::read(bare));
        assert_eq!(OpeningMoment::read(escaped), OpeningMoment::read(bare));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (WallTime::read(&text), PlaceAmongSessions::read(&text), SessionForm::read(&text));
        }
    }
}
