use catalog::is_written_like;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model::hsds::WEEKDAYS;
use utoipa::openapi::{
    SchemaFormat, Type,
    schema::{KnownFormat, ObjectBuilder},
};

use super::{Value, values};

values!(Day, Moment, Time);

/// Every day of the years 1900 to 2199, as a pattern.
pub(super) const DAY: &str = concat!(
    "((19|20|21)[0-9]{2}-(",
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])",
    ")|((19|20|21)([02468][48]|[13579][26]|[2468]0)|2000)-02-29)"
);

/// A time of day, as a pattern.
pub(super) const CLOCK: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

/// A moment: with an offset, or in UTC without one; a date alone means its beginning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(pub(crate) DateTime<Utc>);

impl Value for Moment {
    const ALLOWED: &'static str =
        "a date and time such as 2026-01-31T09:00:00Z, or a date such as 2026-01-31";

    fn read(text: &str) -> Option<Self> {
        // A `+` that was not escaped arrives as a space.
        let with_offset =
            || DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok().map(|moment| moment.to_utc());
        let without = || text.parse::<NaiveDateTime>().ok().map(|moment| moment.and_utc());
        let date = || text.parse::<NaiveDate>().ok().map(|date| date.and_time(NaiveTime::MIN).and_utc());
        with_offset().or_else(without).or_else(date).map(Self)
    }

    fn object() -> ObjectBuilder {
        let moment = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(moment))
    }
}

/// A day of the week, `MO` to `SU`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day(pub(crate) &'static str);

impl Value for Day {
    const ALLOWED: &'static str = "one or more of MO, TU, WE, TH, FR, SA, SU";

    fn read(text: &str) -> Option<Self> {
        WEEKDAYS.iter().find(|day| day.eq_ignore_ascii_case(text)).map(|day| Self(day))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(WEEKDAYS.iter().copied()))
    }
}

/// A time of day, `HH:MM`.
#[derive(Clone, Debug)]
pub(crate) struct Time(pub(crate) String);

impl Value for Time {
    const ALLOWED: &'static str = "a time from 00:00 to 23:59";

    fn read(text: &str) -> Option<Self> {
        let shape = is_written_like(text, "00:00");
        NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| shape).map(|_| Self(text.to_owned()))
    }

    fn object() -> ObjectBuilder {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^{CLOCK}$")))
    }
}
