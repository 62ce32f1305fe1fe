//! Schedules as dated sessions: what is on.

use std::fmt::Display;

use async_graphql::{
    Result, Value as Answer,
    dynamic::{Enum, EnumItem, FieldFuture, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{ListKind, OccurrenceCursor, OccurrenceQuery, OccurrenceSort, Session, Snapshot, WallTime};
use chrono::{DateTime, SecondsFormat, TimeZone};
use model::CalendarKind;
use serde_json::{Value, json};

use crate::{
    connection::given,
    filter::{
        self,
        value::{name, text},
    },
    limits,
    listed::{self, Edge, Listed},
    nouns::{part, related, scalar},
    paging,
    reading::{Reading, View, attempt},
    scalars,
    shape::{Draft, Shapes},
};

const OCCURRENCE: &str = "Occurrence";
const SORT: &str = "OccurrenceSort";

/// Adds the root field.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let doc = "What is on: the schedules of services as dated sessions, at each of their places, with what was called off and \
               what is not sure because of a bank holiday or school holidays.";
    draft
        .asking("occurrences", TypeRef::named(format!("{OCCURRENCE}Connection")), doc, arguments(), |ctx| {
            FieldFuture::Value(attempt(&ctx, found(&ctx).map(|found| Some(found.answer()))))
        })
        .price(limits::FOLLOWED)
}

fn arguments() -> Vec<InputValue> {
    let text =
        |name: &str, doc: &str| InputValue::new(name, TypeRef::named(TypeRef::STRING)).description(doc);
    let from = "The first day, or the moment at or after which a session begins, such as `2026-11-25T18:30`: by a clock in \
                Britain unless it names an offset. Now, if left out.";
    let to = "The last day, or the moment before which a session begins: at most 92 days later. A week later, if left out.";
    let words = "Words that all must occur in what is told of the service.";
    let sort = "The order: by when they begin, unless told.";
    let [first, after] = paging::forward_arguments();
    vec![
        text("from", from),
        text("to", to),
        InputValue::new("filter", TypeRef::named(filter::OF_OCCURRENCES))
            .description("Conditions that all must hold."),
        text("search", words),
        InputValue::new("sort", TypeRef::named(SORT)).description(sort),
        first,
        after,
    ]
}

fn found(ctx: &ResolverContext<'_>) -> Result<Listed> {
    let view = Reading::of(ctx)?.view();
    let query = read(&given(ctx), &view)?;
    let found = view.snapshot.occurrences(&query)?;
    let edge = |session: &Session<'_>| Edge { cursor: session.cursor().to_string(), node: told(session) };
    let edges = found.items.iter().map(edge).collect();
    Ok(Listed { edges, start: found.start, total: found.total, about: about(view.snapshot, &query) })
}

fn read<'a>(given: &impl Fn(&str) -> Option<&'a Answer>, view: &View<'_>) -> Result<OccurrenceQuery> {
    let wall = |name: &str| {
        let Some(written) = given(name).map(text).transpose()? else { return Ok(None) };
        let read = WallTime::read(written);
        read.map(Some).ok_or_else(|| refused(name, written, WallTime::ALLOWED))
    };
    let (first, after) = paging::forward(given)?;
    let query = filter::narrowed(given, ListKind::Service, view)?;
    Ok(OccurrenceQuery {
        sort: given("sort").map(sort).transpose()?.unwrap_or_default(),
        limit: first,
        cursor: after.map(str::parse::<OccurrenceCursor>).transpose()?,
        ..OccurrenceQuery::between(query, wall("from")?, wall("to")?, view.now)
    })
}

fn refused(argument: &str, value: &str, allowed: &str) -> async_graphql::Error {
    format!("`{argument}` is `{value}`; give {allowed}").into()
}

fn sort(value: &Answer) -> Result<OccurrenceSort> {
    let name = name(value)?;
    let found = OccurrenceSort::ALL.into_iter().find(|sort| sort.as_str().eq_ignore_ascii_case(name));
    found.ok_or_else(|| format!("`{name}` is no order of sessions").into())
}

/// What is told of all sessions that were asked for.
fn about(snapshot: &Snapshot, query: &OccurrenceQuery) -> Value {
    let known = |kind| snapshot.calendar().span(kind).map(|(from, to)| json!({ "from": from, "to": to }));
    json!({
        "from": stamp(catalog::moment_of(query.from)),
        "to": stamp(catalog::moment_of(query.to)),
        "calendars": {
            "bankHolidays": known(CalendarKind::BankHoliday),
            "terms": known(CalendarKind::Term),
        },
    })
}

fn stamp<Z: TimeZone<Offset: Display>>(at: DateTime<Z>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A session, as a JSON object to select fields from.
fn told(session: &Session<'_>) -> Value {
    json!({
        "id": session.id(),
        "service": session.service.id,
        "serviceAtLocation": session.at.map(|at| at.id),
        "location": session.location.map(|location| location.id),
        "date": session.date(),
        "startsAt": session.starts().map(stamp),
        "endsAt": session.ends().map(stamp),
        "cancelled": session.held.is_cancelled,
        "uncertain": session.doubts().iter().map(normalize::recurrence::Doubt::as_str).collect::<Vec<_>>(),
        "attendance": session.attendance().map(catalog::Attendance::as_str),
        "attendingType": session.attending_type(),
        "precision": session.precision().map(catalog::Precision::as_str),
        "distanceM": session.distance.map(catalog::whole_metres),
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let [connection, edge] = listed::types(OCCURRENCE, "A page of sessions.");
    let types = [with_window(connection), edge, session_type(), calendars_type(), days_type()];
    let builder = types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes));
    builder.register(sort_type())
}

fn with_window(draft: Draft) -> Draft {
    let moment = || TypeRef::named_nn(scalars::DATE_TIME);
    let calendars = "What is known of holidays: beyond it, what depends on them is not sure.";
    draft
        .field("from", moment(), "The first moment at which a session could begin.", |ctx| {
            scalar(&ctx, "from")
        })
        .field("to", moment(), "The moment at which none could begin any more.", |ctx| scalar(&ctx, "to"))
        .field("calendars", TypeRef::named_nn("KnownCalendars"), calendars, |ctx| part(&ctx, "calendars"))
}

fn calendars_type() -> Draft {
    let days = || TypeRef::named("KnownDays");
    Draft::new("KnownCalendars", "Between which days holidays are known.")
        .field("bankHolidays", days(), "Bank holidays.", |ctx| part(&ctx, "bankHolidays"))
        .field("terms", days(), "School terms.", |ctx| part(&ctx, "terms"))
}

fn days_type() -> Draft {
    let day = || TypeRef::named_nn(scalars::DATE);
    Draft::new("KnownDays", "The first and last day of which something is known.")
        .field("from", day(), "The first day.", |ctx| scalar(&ctx, "from"))
        .field("to", day(), "The last day.", |ctx| scalar(&ctx, "to"))
}

fn session_type() -> Draft {
    let id = "Its id: that of the service, the place, the day and the time together.";
    let at = "The service at the location; null where it is held at no known place.";
    let place = "The location; null where none is known.";
    let draft = Draft::new(OCCURRENCE, "A service on one day at one place.")
        .field("id", TypeRef::named_nn(TypeRef::ID), id, |ctx| scalar(&ctx, "id"))
        .field("service", TypeRef::named_nn("Service"), "The service.", |ctx| {
            related(&ctx, ListKind::Service, "service")
        })
        .field("serviceAtLocation", TypeRef::named("ServiceAtLocation"), at, |ctx| {
            related(&ctx, ListKind::ServiceAtLocation, "serviceAtLocation")
        })
        .field("location", TypeRef::named("Location"), place, |ctx| {
            related(&ctx, ListKind::Location, "location")
        })
        .field("date", TypeRef::named_nn(scalars::DATE), "The day on which it begins.", |ctx| {
            scalar(&ctx, "date")
        });
    with_times(draft)
}

fn with_times(draft: Draft) -> Draft {
    let (moment, text) = (|| TypeRef::named(scalars::DATE_TIME), || TypeRef::named(TypeRef::STRING));
    let cancelled = "Whether it was called off, or its service is temporarily closed.";
    let uncertain = "Why it is not sure that it is held: `bank-holiday`, `term`, `remark` or `timezone`. Empty where nothing \
                     is in doubt.";
    let attendance = "How to attend: `in_person`, `online` or `phone`; null where nobody says.";
    let precision = "Whether a source gives the coordinates of its place (`given`) or they were derived, such as from the \
                     postcode (`derived`); null where it has none.";
    let distance =
        "How many metres away it is as the crow flies, where `filter.near` is given and the place is known.";
    draft
        .field("startsAt", moment(), "When it begins, where the time is known.", |ctx| {
            scalar(&ctx, "startsAt")
        })
        .field("endsAt", moment(), "When it ends, where that is known.", |ctx| scalar(&ctx, "endsAt"))
        .field("cancelled", TypeRef::named_nn(TypeRef::BOOLEAN), cancelled, |ctx| scalar(&ctx, "cancelled"))
        .field("uncertain", TypeRef::named_nn_list_nn(TypeRef::STRING), uncertain, |ctx| {
            scalar(&ctx, "uncertain")
        })
        .field("attendance", text(), attendance, |ctx| scalar(&ctx, "attendance"))
        .field("attendingType", text(), "The same in the words of its schedule.", |ctx| {
            scalar(&ctx, "attendingType")
        })
        .field("precision", text(), precision, |ctx| scalar(&ctx, "precision"))
        .field("distanceM", TypeRef::named(TypeRef::INT), distance, |ctx| scalar(&ctx, "distanceM"))
}

fn sort_type() -> Enum {
    let sort = Enum::new(SORT).description("In which order sessions come.");
    OccurrenceSort::ALL.into_iter().fold(sort, |sort, one| {
        let doc = match one {
            OccurrenceSort::Start => "What begins first, first; of what begins together, the nearest.",
            OccurrenceSort::Distance => "The nearest first; needs `filter.near`.",
        };
        sort.item(EnumItem::new(one.as_str().to_ascii_uppercase()).description(doc))
    })
}
