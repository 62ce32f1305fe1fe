//! Lists: a page in its envelope, or everything, one object a line.

use std::sync::Arc;

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use catalog::{Hits, Query};

use crate::{
    asked::{Format, PageSize, Paging},
    export::Export,
    licences::Licences,
    page::Page,
    problem::Problem,
    reader::{Encode, Reader},
};

/// As many results as a list can have.
const ALL: usize = u32::MAX as usize;

/// A list that was asked for.
pub(crate) struct List {
    query: Query,
    paging: Paging,
    encode: Encode,
    on_one_page: bool,
}

impl List {
    /// What belongs in it, which part of it is wanted, and how each result is written.
    pub(crate) fn new(query: Query, paging: Paging, encode: Encode) -> Self {
        let text = paging.search.as_ref().map(|words| words.0.clone());
        Self { query: Query { text, ..query }, paging, encode, on_one_page: false }
    }

    /// Puts everything on one page where no page size was asked for.
    pub(crate) fn on_one_page(self, on_one_page: bool) -> Self {
        Self { on_one_page, ..self }
    }

    /// Answers with it.
    pub(crate) async fn answer(self, reader: &Reader) -> Result<HttpResponse, Problem> {
        let validators = reader.validators();
        if !reader.is_private() && validators.are_held(&reader.request) {
            return Ok(validators.not_modified());
        }
        let mut answer = HttpResponse::Ok();
        if reader.is_private() {
            answer.insert_header((header::CACHE_CONTROL, "no-store"));
        } else {
            validators.put(&mut answer);
        }
        match self.paging.format {
            Format::Json => self.page(reader, answer),
            Format::Ndjson => self.lines(reader, answer).await,
        }
    }

    fn page(self, reader: &Reader, mut answer: HttpResponseBuilder) -> Result<HttpResponse, Problem> {
        let page = Page { number: whole(self.paging.page.0), size: self.page_size() };
        let query = Query { offset: page.offset(), limit: page.size, ..self.query };
        let hits = reader.snapshot.search(&query)?;
        let licences = licences(reader, &hits);
        licences.put(&mut answer);
        // Where the parameters were kept out of the address, no header has them.
        if let Some(links) = reader.repeatable().and_then(|query| page.links(hits.total, query)) {
            answer.append_header((header::LINK, links));
        }
        let contents = hits.items.iter().map(|hit| (self.encode)(&reader.snapshot, hit.entry));
        Ok(answer.content_type("application/json").body(page.envelope(hits.total, contents, &licences)))
    }

    fn page_size(&self) -> usize {
        match self.paging.per_page {
            Some(size) => whole(size.0),
            None if self.on_one_page => ALL,
            None => whole(PageSize::default().0),
        }
    }

    async fn lines(self, reader: &Reader, mut answer: HttpResponseBuilder) -> Result<HttpResponse, Problem> {
        let query = Query { limit: ALL, ..self.query };
        let hits = reader.snapshot.search(&query)?;
        licences(reader, &hits).put(&mut answer);
        let things = hits.items.iter().map(|hit| (hit.entry.kind, hit.entry.id)).collect();
        answer.content_type("application/x-ndjson");
        Export::new(&reader.snapshot, things, Arc::new(self.encode)).answer(reader, answer).await
    }
}

/// The licences of everything on a part of a list.
fn licences(reader: &Reader, hits: &Hits<'_>) -> Licences {
    reader.snapshot.licences(hits.items.iter().map(|hit| hit.entry)).into_iter().collect()
}

/// A number that was checked to be positive.
fn whole(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}
