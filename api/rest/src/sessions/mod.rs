//! Schedules as dated sessions: as pages, and as a calendar to subscribe to.

mod calendar;

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use catalog::{ListKind, OccurrenceQuery, Occurrences, Query};
use chrono::{NaiveDateTime, SecondsFormat};
use url::form_urlencoded;

use crate::{
    accept,
    asked::{PlaceAmongSessions, SessionForm, SessionsAsked},
    condition::Validators,
    licences::{self, Licences},
    problem::{Problem, ProblemType},
    reader::Reader,
    wire::{Calendars, SessionPage, SessionTold},
};

/// How many sessions a calendar holds where no limit is asked for.
const IN_A_CALENDAR: usize = 1_000;

/// Answers with the sessions that are asked for.
pub(crate) fn answer(reader: &Reader, asked: &SessionsAsked) -> Result<HttpResponse, Problem> {
    let form = form(reader, asked)?;
    let query = query(reader, asked, form)?;
    let found = reader.snapshot.occurrences(&query)?;
    let services = found.items.iter().map(|session| session.service);
    let areas = licences::of_areas(&reader.snapshot, &query.query);
    let licences: Licences = reader.snapshot.licences(services).into_iter().chain(areas).collect();
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::VARY, "Accept"));
    licences.put(&mut answer);
    if form == SessionForm::Calendar {
        let text = calendar::text(reader, &found);
        return Ok(tagged(reader, answer, "text/calendar; charset=utf-8", text));
    }
    let next = next(reader, &query, &found);
    if let Some(next) = &next {
        answer.append_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
    let page = serde_json::to_string(&page(reader, &query, &found, licences, next));
    let page = page.map_err(|error| Problem::new(&ProblemType::INTERNAL, error.to_string()))?;
    Ok(tagged(reader, answer, "application/json", page))
}

/// The answer with a tag of its bytes: they move with the clock where no window is named, and with what is known of
/// holidays, so that no tag of what is published fits them.
fn tagged(
    reader: &Reader,
    mut answer: HttpResponseBuilder,
    media_type: &'static str,
    body: String,
) -> HttpResponse {
    let validators = Validators::of_bytes(body.as_bytes(), reader.snapshot.last_modified());
    if validators.are_held(&reader.request) {
        return validators.not_modified();
    }
    validators.put(&mut answer);
    answer.content_type(media_type).body(body)
}

/// The form that is asked for: by its name, else by what the reader takes.
fn form(reader: &Reader, asked: &SessionsAsked) -> Result<SessionForm, Problem> {
    if let Some(form) = asked.window.format {
        return Ok(form);
    }
    let offers = SessionForm::ALL.map(|(_, _, media_type)| media_type);
    let best = accept::best(&reader.request, &offers);
    let form = SessionForm::ALL.into_iter().find(|(_, _, media_type)| Some(*media_type) == best);
    form.map(|(form, ..)| form).ok_or_else(|| {
        let detail = format!("`Accept` rules out all that there is: {}", offers.join(", "));
        Problem::new(&ProblemType::NOT_ACCEPTABLE, detail).with("available", offers.to_vec())
    })
}

fn query(reader: &Reader, asked: &SessionsAsked, form: SessionForm) -> Result<OccurrenceQuery, Problem> {
    let window = &asked.window;
    let limit = match (window.limit, form) {
        (None, SessionForm::Calendar) => IN_A_CALENDAR,
        (limit, _) => limit.unwrap_or_default().usize(),
    };
    let current = |id: &crate::asked::Identifier| reader.current(id.0);
    let query = Query {
        ids: window.service.iter().map(current).collect(),
        location_id: window.location.as_ref().map(current),
        ..asked.wanted.query(ListKind::Service, reader)?
    };
    let (from, to) = (window.from.map(|from| from.0), window.to.map(|to| to.0));
    Ok(OccurrenceQuery {
        sort: window.sort.unwrap_or_default().0,
        limit,
        cursor: window.cursor.as_ref().map(PlaceAmongSessions::cursor).transpose()?,
        ..OccurrenceQuery::between(query, from, to, reader.now())
    })
}

fn page(
    reader: &Reader,
    query: &OccurrenceQuery,
    found: &Occurrences<'_>,
    licences: Licences,
    next: Option<String>,
) -> SessionPage {
    let stamp = |wall: NaiveDateTime| catalog::moment_of(wall).to_rfc3339_opts(SecondsFormat::Secs, false);
    SessionPage {
        total_items: found.total,
        size: found.items.len(),
        from: stamp(query.from),
        to: stamp(query.to),
        calendars: Calendars::of(&reader.snapshot),
        next,
        contents: found.items.iter().map(SessionTold::of).collect(),
        licences: licences.into_list(),
    }
}

/// The path of those that come after: in the same window, whatever the clock says by then.
fn next(reader: &Reader, query: &OccurrenceQuery, found: &Occurrences<'_>) -> Option<String> {
    let last = found.items.last().filter(|_| found.has_more)?;
    let asked = form_urlencoded::parse(reader.request.query_string().as_bytes());
    let kept = asked.filter(|(name, _)| !["from", "to", "cursor"].contains(&name.as_ref()));
    let moment = |wall: NaiveDateTime| wall.format("%Y-%m-%dT%H:%M:%S").to_string();
    let text = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("from", &moment(query.from))
        .append_pair("to", &moment(query.to))
        .append_pair("cursor", &last.cursor().to_string())
        .finish();
    Some(reader.path(&format!("{}?{text}", reader.request.path())))
}
