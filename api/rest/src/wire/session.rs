//! Sessions, as they are told.

use catalog::{Entry, Session, Snapshot};
use chrono::{NaiveDate, SecondsFormat};
use model::CalendarKind;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::licences::Licence;

/// Sessions in order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionPage {
    /// How many sessions there are in all.
    #[schema(minimum = 0, example = 1)]
    pub(crate) total_items: usize,
    /// How many are given here.
    #[schema(minimum = 0, example = 1)]
    pub(crate) size: usize,
    /// The first moment at which a session could begin.
    #[schema(format = DateTime, example = "2026-11-23T00:00:00+00:00")]
    pub(crate) from: String,
    /// The moment at which none could begin any more.
    #[schema(format = DateTime, example = "2026-11-30T00:00:00+00:00")]
    pub(crate) to: String,
    /// What is known of holidays: beyond it, what depends on them is not sure.
    pub(crate) calendars: Calendars,
    /// The path of those that come after.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = UriReference, example = "/v1/occurrences?from=2026-11-23&cursor=c3RhcnQ")]
    pub(crate) next: Option<String>,
    /// The sessions.
    pub(crate) contents: Vec<SessionTold>,
    /// The terms under which they may be used.
    pub(crate) licences: Vec<Licence>,
}

/// Between which days holidays are known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Calendars {
    /// Bank holidays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) bank_holidays: Option<KnownDays>,
    /// School terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) terms: Option<KnownDays>,
}

/// The first and last day of which something is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnownDays {
    /// The first day.
    #[schema(example = "2020-01-01")]
    pub(crate) from: NaiveDate,
    /// The last day.
    #[schema(example = "2028-12-31")]
    pub(crate) to: NaiveDate,
}

impl Calendars {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let known = |kind| snapshot.calendar().span(kind).map(|(from, to)| KnownDays { from, to });
        Self { bank_holidays: known(CalendarKind::BankHoliday), terms: known(CalendarKind::Term) }
    }
}

/// A service on one day at one place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionTold {
    /// Its id: that of the service, the place, the day and the time together.
    #[schema(example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) id: Uuid,
    /// The service.
    pub(crate) service: NamedThing,
    /// The id of the service at the location.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) service_at_location_id: Option<Uuid>,
    /// The location; left out where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) location: Option<SessionPlace>,
    /// The day on which it begins.
    #[schema(example = "2026-11-25")]
    pub(crate) date: NaiveDate,
    /// When it begins, where the time is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime, example = "2026-11-25T10:00:00+00:00")]
    pub(crate) starts_at: Option<String>,
    /// When it ends, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime, example = "2026-11-25T12:00:00+00:00")]
    pub(crate) ends_at: Option<String>,
    /// Whether it was called off, or its service is temporarily closed.
    #[schema(example = false)]
    pub(crate) cancelled: bool,
    /// Why it is not sure that it is held: `bank-holiday`, `term`, `remark` or `timezone`. Empty where nothing is in doubt.
    #[schema(example = json!(["bank-holiday"]))]
    pub(crate) uncertain: Vec<&'static str>,
    /// How to attend: `in_person`, `online` or `phone`; left out where nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "in_person")]
    pub(crate) attendance: Option<&'static str>,
    /// The same in the words of its schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "In person")]
    pub(crate) attending_type: Option<String>,
    /// How many metres away it is as the crow flies, where `near` is asked for and the place is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 840)]
    pub(crate) distance_m: Option<i64>,
}

/// Something with a name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedThing {
    /// Its id.
    #[schema(example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) id: Uuid,
    /// What it is called.
    #[schema(example = "Computer lessons")]
    pub(crate) name: String,
}

impl NamedThing {
    fn of(entry: &Entry) -> Self {
        Self { id: entry.id, name: entry.name().to_owned() }
    }
}

/// Where a session is held.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionPlace {
    /// Its id.
    #[schema(example = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub(crate) id: Uuid,
    /// What it is called.
    #[schema(example = "Central Library")]
    pub(crate) name: String,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 50.371)]
    pub(crate) latitude: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = -4.142)]
    pub(crate) longitude: Option<f64>,
    /// Whether a source gives the coordinates (`given`) or they were derived, such as from the postcode (`derived`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "given")]
    pub(crate) precision: Option<&'static str>,
}

impl SessionTold {
    pub(crate) fn of(session: &Session<'_>) -> Self {
        let stamp = |at: chrono::DateTime<chrono_tz::Tz>| at.to_rfc3339_opts(SecondsFormat::Secs, false);
        #[expect(clippy::cast_possible_truncation, reason = "no distance on earth is that long")]
        let distance_m = session.distance.map(|metres| metres.round() as i64);
        Self {
            id: session.id(),
            service: NamedThing::of(session.service),
            service_at_location_id: session.at.map(|at| at.id),
            location: session.location.map(|location| SessionPlace {
                id: location.id,
                name: location.name().to_owned(),
                latitude: session.point().map(|point| point.0),
                longitude: session.point().map(|point| point.1),
                precision: session.precision().map(catalog::Precision::as_str),
            }),
            date: session.date(),
            starts_at: session.starts().map(stamp),
            ends_at: session.ends().map(stamp),
            cancelled: session.held.is_cancelled,
            uncertain: session.doubts().iter().map(normalize::recurrence::Doubt::as_str).collect(),
            attendance: session.attendance().map(catalog::Attendance::as_str),
            attending_type: session.attending_type().map(str::to_owned),
            distance_m,
        }
    }
}
