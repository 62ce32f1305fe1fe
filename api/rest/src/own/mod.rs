//! The directory's own lists: what is wanted, found and written, in whichever form the reader takes.

mod changes;
mod forms;
mod item;
pub(crate) mod lists;
mod query;
mod search;

use std::{fmt::Write as _, sync::Arc};

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use catalog::{FacetCounts, Fit, Hit, Hits, ListKind, Query, QueryError};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

pub(crate) use changes::{Waiters, changes};
pub(crate) use item::{Shape, of_entity};
pub(crate) use search::{KINDS, Lists, is_asked};

use crate::{
    asked::{Form, Wanted},
    caller::off_the_loop,
    condition::PUBLISHED,
    export::Export,
    licences::{self, Licences},
    problem::Problem,
    reader::Reader,
};

/// The most that is given at once as a table or on a map, where no limit is asked for.
const MOST_AT_ONCE: usize = 5_000;

/// Answers with a list, or with several as one.
pub(crate) async fn answer(reader: &Reader, lists: &Lists, wanted: &Wanted) -> Result<HttpResponse, Problem> {
    let form = wanted.form(&reader.request)?;
    let query = lists.query(reader, wanted)?;
    let validators = reader.validators_of(form);
    if !wanted.goes_by_the_clock() && validators.are_held(&reader.request) {
        return Ok(validators.not_modified());
    }
    let mut answer = HttpResponse::Ok();
    if wanted.goes_by_the_clock() {
        answer.insert_header((header::CACHE_CONTROL, PUBLISHED));
    } else {
        validators.put(&mut answer);
    }
    answer.insert_header((header::VARY, "Accept"));
    if form == Form::Ndjson {
        return everything(reader, (lists, query), wanted, answer).await;
    }
    let limit = match (wanted.limit, form) {
        (None, Form::Csv | Form::GeoJson) => MOST_AT_ONCE,
        (limit, _) => limit.unwrap_or_default().usize(),
    };
    let query = Query { limit, ..query };
    let hits = lists.find(reader, &query)?;
    let page = Page::of(reader, &hits, &query, &lists.shape(wanted))?;
    page.put(reader, &mut answer);
    Ok(match form {
        Form::Csv => {
            let table = forms::Table::of(reader, &hits, page, &wanted.fields);
            answer.content_type(forms::CSV).body(off_the_loop(move || table.text()).await?)
        }
        Form::GeoJson => {
            answer.content_type("application/geo+json").body(forms::features(reader, &hits, &page))
        }
        Form::Json | Form::Ndjson => answer.content_type("application/json").body(page.envelope()),
    })
}

async fn everything(
    reader: &Reader,
    (lists, query): (&Lists, Query),
    wanted: &Wanted,
    mut answer: HttpResponseBuilder,
) -> Result<HttpResponse, Problem> {
    licences::of_areas(&reader.snapshot, &query).into_iter().collect::<Licences>().put(&mut answer);
    let hits = lists.find(reader, &Query { limit: usize::MAX >> 1, ..query })?;
    let things = hits.items.iter().map(|hit| (hit.entry.kind, hit.entry.id)).collect();
    let shape = lists.shape(wanted);
    let encode = Arc::new(move |snapshot: &catalog::Snapshot, entry: &catalog::Entry| {
        shape.write(snapshot, entry, (None, None))
    });
    answer.content_type("application/x-ndjson");
    Export::new(&reader.snapshot, things, encode).answer(reader, answer).await
}

/// What is given at a time, ready to be put into an envelope.
pub(crate) struct Page {
    total: usize,
    /// The results, each a JSON object.
    items: Vec<String>,
    facets: Option<Value>,
    licences: Licences,
    /// The path of the next one.
    next: Option<String>,
    /// Where a sentence is heard that found nothing here.
    needs: Option<String>,
}

impl Page {
    fn of<'r>(reader: &'r Reader, hits: &Hits<'r>, query: &Query, shape: &Shape) -> Result<Self, QueryError> {
        let fits = fits(reader, hits, query)?;
        let write = |(at, hit): (usize, &Hit<'_>)| {
            let fit = fits.get(at).and_then(Option::as_ref);
            shape.write(&reader.snapshot, hit.entry, (Some(hit), fit))
        };
        let is_more = hits.items.len() == query.limit && hits.start + hits.items.len() < hits.total;
        let last = hits.items.last().filter(|_| is_more);
        Ok(Self {
            total: hits.total,
            items: hits.items.iter().enumerate().map(write).collect(),
            facets: (!hits.facets.is_empty()).then(|| counted(&hits.facets)),
            licences: reader
                .snapshot
                .licences(hits.items.iter().map(|hit| hit.entry))
                .into_iter()
                .chain(licences::of_areas(&reader.snapshot, query))
                .collect(),
            needs: where_it_is_heard(reader, query, hits.total),
            next: last.map(|hit: &Hit<'_>| path_at(reader, &hit.cursor().to_string())),
        })
    }

    /// Puts the headers on an answer that lead on and name the licences.
    fn put(&self, reader: &Reader, answer: &mut HttpResponseBuilder) {
        self.licences.put(answer);
        if reader.repeatable().is_none() {
            return;
        }
        answer.append_header((header::LINK, format!("<{}>; rel=\"first\"", path_without(reader, "cursor"))));
        if let Some(next) = &self.next {
            answer.append_header((header::LINK, format!("<{next}>; rel=\"next\"")));
        }
    }

    /// The page as a JSON object.
    fn envelope(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail, and texts always serialise.
        let _ = write!(out, "{{\"total_items\":{},\"size\":{},", self.total, self.items.len());
        if let Some(next) = &self.next {
            let _ = write!(out, "\"next\":{},", json!(next));
        }
        if let Some(needs) = &self.needs {
            let _ = write!(out, "\"needs\":{},", json!(needs));
        }
        let _ = write!(out, "\"contents\":[{}]", self.items.join(","));
        if let Some(facets) = &self.facets {
            let _ = write!(out, ",\"facets\":{facets}");
        }
        let _ = write!(out, ",\"licences\":{}}}", self.licences.json());
        out
    }
}

/// The path at which a sentence is heard, where one found no service: words must all be found, and needs are heard in any.
fn where_it_is_heard(reader: &Reader, query: &Query, total: usize) -> Option<String> {
    const SENTENCE: usize = 5;
    let is_sentence = |text: &&String| text.split_whitespace().count() >= SENTENCE;
    let said =
        query.text.as_ref().filter(|_| total == 0 && query.kind == ListKind::Service).filter(is_sentence)?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", said).finish();
    Some(reader.path(&format!("/v1/needs?{query}")))
}

/// Why each hit answers the need that is asked for; nothing where none is.
fn fits<'r>(reader: &'r Reader, hits: &Hits<'r>, query: &Query) -> Result<Vec<Option<Fit<'r>>>, QueryError> {
    if query.need.is_none() {
        return Ok(Vec::new());
    }
    reader.snapshot.fits(query, hits.items.iter().map(|hit| hit.entry))
}

/// The counts by the name of what was counted by.
fn counted(facets: &[FacetCounts]) -> Value {
    let of = |counts: &FacetCounts| {
        let values = counts.values.iter().map(|value| {
            let mut told = json!({ "value": value.value, "count": value.count });
            if let (Some(label), Some(members)) = (&value.label, told.as_object_mut()) {
                members.insert("label".to_owned(), json!(label));
            }
            told
        });
        (
            counts.facet.as_str().to_owned(),
            json!({ "values": values.collect::<Vec<_>>(), "more": counts.more }),
        )
    };
    Value::Object(facets.iter().map(of).collect::<Map<_, _>>())
}

/// The path that was asked for, with what was asked but one parameter.
fn path_without(reader: &Reader, name: &str) -> String {
    let pairs =
        form_urlencoded::parse(reader.request.query_string().as_bytes()).filter(|(key, _)| key != name);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    reader.path(&format!("{}{mark}{query}", reader.request.path()))
}

/// The same list from another place on.
fn path_at(reader: &Reader, cursor: &str) -> String {
    let path = path_without(reader, "cursor");
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}cursor={cursor}")
}
