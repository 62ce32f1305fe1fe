use actix_web::{HttpResponse, get};
use catalog::QueryError;

use crate::{
    asked::Of,
    document::responses::SuggestionsFound,
    own::{KINDS, is_asked, lists::Suggest},
    problem::Problem,
    reader::Reader,
    wire::{Suggestion, Suggestions},
};

/// Completes what is typed
///
/// Names that go on from `q`: those that begin with it, by name, then those with a later word that begins so. Meant to be
/// asked with every letter: an answer takes well under a millisecond to make.
#[utoipa::path(
    operation_id = "suggest",
    tag = "search",
    params(Of<Suggest>),
    responses((status = 200, description = "The names.", body = Suggestions), SuggestionsFound)
)]
#[get("/v1/suggest")]
async fn suggest(reader: Reader, wanted: Of<Suggest>) -> Result<HttpResponse, Problem> {
    let wanted = &wanted.0;
    let typed = wanted.q.as_ref().ok_or_else(|| Problem::parameter("q", "", "the beginning of a name"))?;
    let validators = reader.validators();
    if validators.are_held(&reader.request) {
        return Ok(validators.not_modified());
    }
    let kinds: Vec<_> = KINDS.into_iter().filter(|kind| is_asked(*kind, &wanted.kind)).collect();
    let limit = wanted.limit.map_or(USUAL, |limit| limit.usize());
    let found =
        reader.snapshot.suggest(&kinds, &typed.0, limit).map_err(|error: QueryError| Problem::from(error))?;
    let suggestions = found.into_iter().map(|entry| Suggestion {
        id: entry.id,
        kind: entry.kind.as_str(),
        name: entry.name().to_owned(),
    });
    let mut answer = HttpResponse::Ok();
    validators.put(&mut answer);
    Ok(answer.json(Suggestions { suggestions: suggestions.collect() }))
}

/// How many names are given where no limit is asked for.
const USUAL: usize = 10;
