//! Everything at once: what fits the words best, of every kind.

use std::cmp::Reverse;

use actix_web::HttpResponse;
use catalog::{Hit, ListKind, Query, QueryError};

use super::Page;
use crate::{
    asked::{KindName, Wanted},
    problem::Problem,
    reader::Reader,
};

/// The kinds that are searched.
pub(crate) const KINDS: [ListKind; 5] = [
    ListKind::Service,
    ListKind::Organization,
    ListKind::Location,
    ListKind::Taxonomy,
    ListKind::TaxonomyTerm,
];

/// Answers with the best of every kind, or of those that were asked for.
pub(crate) fn search(reader: &Reader, wanted: &Wanted) -> Result<HttpResponse, Problem> {
    if wanted.q.is_none() {
        return Err(Problem::parameter("q", "", "words to look for"));
    }
    let validators = reader.validators();
    if validators.are_held(&reader.request) {
        return Ok(validators.not_modified());
    }
    let limit = wanted.limit.unwrap_or_default().usize();
    let (mut found, mut total): (Vec<Hit<'_>>, usize) = (Vec::new(), 0);
    for kind in KINDS.into_iter().filter(|kind| is_asked(*kind, &wanted.kind)) {
        let query = Query { limit, ..wanted.query(kind, reader)? };
        // A kind that a condition means nothing to has nothing that fits it.
        let hits = match reader.snapshot.search(&query) {
            Err(QueryError::NotForList { .. }) => continue,
            hits => hits?,
        };
        total += hits.total;
        found.extend(hits.items);
    }
    found.sort_by_key(|hit| Reverse(hit.score));
    found.truncate(limit);
    let shape = super::Shape { with_kind: true, ..wanted.shape() };
    let page = Page {
        total,
        items: found.iter().map(|hit| shape.write(&reader.snapshot, hit.entry, Some(hit))).collect(),
        facets: None,
        licences: reader.snapshot.licences(found.iter().map(|hit| hit.entry)).into_iter().collect(),
        next: None,
    };
    let mut answer = HttpResponse::Ok();
    validators.put(&mut answer);
    page.licences.put(&mut answer);
    Ok(answer.content_type("application/json").body(page.envelope()))
}

/// Whether a kind is asked for; each is where none is named.
pub(crate) fn is_asked(kind: ListKind, kinds: &[KindName]) -> bool {
    kinds.is_empty() || kinds.iter().any(|asked| asked.0.as_str() == kind.as_str())
}
