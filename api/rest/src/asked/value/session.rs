//! The values that sessions are asked by.

use catalog::{OccurrenceCursor, OccurrenceSort, QueryError};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use utoipa::openapi::{Type, schema::ObjectBuilder};

use super::{
    Value,
    listing::may_be_cursor,
    time::{CLOCK, DAY, is_written_like},
    values,
};

values!(OpeningMoment, PlaceAmongSessions, SessionForm, SessionOrder, WallTime);

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A day, or a moment by a clock in Britain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WallTime {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl WallTime {
    /// The first moment of it.
    pub(crate) fn begin(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN),
            Self::Moment(moment) => moment,
        }
    }

    /// The first moment after a day, or the moment.
    pub(crate) fn end(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN),
            Self::Moment(moment) => moment,
        }
    }
}

/// The years that are taken; others are slips of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The forms of a moment without an offset, each with a sample.
const FORMS: [(&str, &str); 2] =
    [("%Y-%m-%dT%H:%M", "2026-11-25T18:30"), ("%Y-%m-%dT%H:%M:%S", "2026-11-25T18:30:00")];

/// A moment by a clock or with an offset, as a pattern.
fn moment() -> String {
    format!(r"{DAY}T{CLOCK}(:[0-5][0-9]((\.[0-9]{{1,9}})?(Z|[+-]{CLOCK}))?)?")
}

impl Value for WallTime {
    const ALLOWED: &'static str = "a day such as 2026-11-25, a moment by a clock in Britain such as 2026-11-25T18:30, or one \
                                   with an offset such as 2026-11-25T18:30:00Z, from 1900 to 2199";

    fn read(text: &str) -> Option<Self> {
        use chrono::Datelike;
        // A `+` that was not escaped arrives as a space.
        let offset = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok();
        let moment = offset.map(|moment| catalog::wall_clock(moment.to_utc()));
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
    const ALLOWED: &'static str = "a moment by a clock in Britain such as 2026-11-25T18:30, or one with an offset such as \
                                   2026-11-25T18:30:00Z, from 1900 to 2199";

    fn read(text: &str) -> Option<Self> {
        // A moment with an offset stays the one it is in the hour that clocks show twice.
        let WallTime::Moment(wall) = WallTime::read(text)? else { return None };
        let exact = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok();
        Some(Self(exact.map_or_else(|| catalog::moment_of(wall).to_utc(), |moment| moment.to_utc())))
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
    fn days_and_moments_are_those_of_a_clock_in_britain() {
        let shown =
            |text: &str| WallTime::read(text).map(|read| (read.begin().to_string(), read.end().to_string()));
        let of = |begin: &str, end: &str| Some((begin.to_owned(), end.to_owned()));
        assert_eq!(shown("2026-11-25"), of("2026-11-25 00:00:00", "2026-11-26 00:00:00"));
        assert_eq!(shown("2026-07-01T18:30"), of("2026-07-01 18:30:00", "2026-07-01 18:30:00"));
        assert_eq!(shown("2026-07-01T18:30:00Z"), of("2026-07-01 19:30:00", "2026-07-01 19:30:00"));
        assert_eq!((shown("soon"), shown("0001-01-01"), shown("2026-1-1")), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _ = (WallTime::read(&text), PlaceAmongSessions::read(&text), SessionForm::read(&text));
        }
    }
}
