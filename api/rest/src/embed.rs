//! Fragments for websites.

use ::web::{Brief, Fragments};
use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
};
use catalog::{Entry, ListKind, Query};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    asked::{Chosen, EmbedFormat, Embedding, Filter},
    page::Page,
    pages::{HTML, Made, broken, prefers},
    problem::Problem,
    reader::{Found, Reader},
};

/// The most services that can be named.
const MOST_IDS: usize = 50;
/// How many a page holds unless told.
const USUAL: usize = 10;

/// Services for a template.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BriefPage {
    /// How many there are on all pages.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 42)]
    total: usize,
    /// The number of this page, from 1.
    #[schema(minimum = 1, maximum = 2147483647, value_type = i32, example = 1)]
    page: usize,
    /// How many a page holds.
    #[schema(minimum = 1, maximum = 50, value_type = i32, example = 10)]
    per_page: usize,
    /// The services of this page.
    items: Vec<Brief>,
}

/// A list of services as fragments or texts.
pub(crate) fn list(
    reader: &Reader,
    chosen: &Chosen,
    filter: &Filter,
    embedding: &Embedding,
) -> Result<HttpResponse, Problem> {
    let (page, total, entries) = choose(reader, chosen, filter)?;
    let base = reader.base();
    let site = reader.site(&base);
    let (text, is_json) = match format(reader, embedding) {
        EmbedFormat::Html => {
            let level = embedding.level().ok_or_else(broken)?;
            let list = Fragments { entries: entries.clone(), total, level };
            (::web::fragments(site, &list).ok_or_else(broken)?, false)
        }
        EmbedFormat::Json => {
            let items: Option<Vec<Brief>> = entries.iter().map(|entry| Brief::of(site, entry)).collect();
            let items = items.ok_or_else(broken)?;
            (json(&BriefPage { total, page: page.number, per_page: page.size, items }), true)
        }
    };
    let keys = ::web::keys(&site, entries.iter().copied(), true);
    let links = page.links(total, reader.request.query_string());
    Ok(fragment(&Made { reader, keys, entries }, text, is_json, links))
}

/// One service as a fragment or texts.
pub(crate) fn one(reader: &Reader, id: Uuid, embedding: &Embedding) -> Result<HttpResponse, Problem> {
    let entry = match reader.find(ListKind::Service, id)? {
        Found::Here(entry) => entry,
        Found::Moved(survivor) => return Ok(reader.moved(survivor).finish()),
    };
    let base = reader.base();
    let site = reader.site(&base);
    let (text, is_json) = match format(reader, embedding) {
        EmbedFormat::Html => {
            let level = embedding.level().ok_or_else(broken)?;
            (::web::fragment(site, entry, level).ok_or_else(broken)?, false)
        }
        EmbedFormat::Json => (json(&Brief::of(site, entry).ok_or_else(broken)?), true),
    };
    let keys = ::web::keys(&site, [entry], false);
    Ok(fragment(&Made { reader, keys, entries: vec![entry] }, text, is_json, None))
}

/// The part of the list that is wanted, how many there are, and what is on it.
fn choose<'r>(
    reader: &'r Reader,
    chosen: &Chosen,
    filter: &Filter,
) -> Result<(Page, usize, Vec<&'r Entry>), Problem> {
    let named: Vec<Uuid> = chosen.ids.iter().map(|id| reader.current(id.0)).collect();
    if named.len() > MOST_IDS {
        let value = format!("{} ids", named.len());
        return Err(Problem::parameter("ids", &value, &format!("at most {MOST_IDS} ids")));
    }
    let usual = if named.is_empty() { USUAL } else { MOST_IDS };
    let size = chosen.per_page.map_or(usual, |size| size.usize());
    let page = Page { number: usize::try_from(chosen.page.0).unwrap_or(1), size };
    let query = Query {
        text: chosen.search.as_ref().map(|words| words.0.clone()),
        location_id: chosen.location_id.map(|id| reader.current(id.0)),
        ids: named.clone(),
        ..filter.query(ListKind::Service, reader)?
    };
    if named.is_empty() {
        let hits = reader.snapshot.search(&Query { offset: page.offset(), limit: size, ..query })?;
        return Ok((page, hits.total, hits.items.iter().map(|hit| hit.entry).collect()));
    }
    let hits = reader.snapshot.search(&Query { limit: MOST_IDS, ..query })?;
    let mut entries: Vec<&Entry> = hits.items.iter().map(|hit| hit.entry).collect();
    entries.sort_by_key(|entry| named.iter().position(|id| *id == entry.id));
    Ok((page, hits.total, entries.into_iter().skip(page.offset()).take(size).collect()))
}

fn format(reader: &Reader, embedding: &Embedding) -> EmbedFormat {
    embedding.format.unwrap_or_else(|| match prefers(&reader.request, "application/json", "text/html") {
        true => EmbedFormat::Json,
        false => EmbedFormat::Html,
    })
}

fn json(value: &impl Serialize) -> String {
    // Text and numbers in plain structs always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

/// The answer. Where somebody opens it by itself, nothing in it may do anything, and search engines leave it alone: the
/// canonical page is what they are to show.
fn fragment(made: &Made<'_>, text: String, is_json: bool, links: Option<String>) -> HttpResponse {
    let mut answer = made.with(if is_json { "application/json" } else { HTML }, text, links);
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; form-action 'none'"),
    );
    headers.insert(header::HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    answer
}
