use actix_web::{HttpRequest, HttpResponse, get, web};
use model::alignment::{Verdict, VerdictKind, VerdictState};
use store::VerdictFilter;

use super::verdicts;
use crate::{
    asked::{Asked, Suggestions},
    caller::Visitor,
    document::responses::Answered,
    problem::Problem,
    state::State,
    table::{self, Table},
    wire::{AddressSuggestion, AddressSuggestions},
};

/// Suggests canonical addresses and redirects for a website
///
/// Of pages that repeat an entry, its canonical address; of two pages that share most of their text, a redirect from the
/// older. What someone dismissed is left out. With `format=csv`, or `Accept: text/csv`, a table.
#[utoipa::path(
    operation_id = "suggestAddresses",
    tag = "alignment",
    params(Suggestions),
    responses(
        (status = 200, description = "The suggestions.", content(
            (AddressSuggestions = "application/json"),
            (String = "text/csv")
        )),
        Answered
    )
)]
#[get("/v1/alignment/addresses")]
async fn suggest_addresses(
    request: HttpRequest,
    visitor: Visitor,
    Asked(asked): Asked<Suggestions>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let filter = VerdictFilter {
        kinds: vec![VerdictKind::Duplicate, VerdictKind::NearDuplicatePages],
        states: vec![VerdictState::Open, VerdictState::Accepted],
        source: asked.source.map(|source| source.0),
        ..VerdictFilter::default()
    };
    let (found, _) = verdicts(visitor, filter, (0, table::MOST_ROWS)).await?;
    let base = state.base(&request);
    let mut suggestions: Vec<AddressSuggestion> =
        found.into_iter().filter_map(|verdict| suggestion(verdict, &base)).collect();
    suggestions.sort_by(|a, b| (&a.address, a.relation, &a.target).cmp(&(&b.address, b.relation, &b.target)));
    let is_table = table::is_asked_for(&request, asked.format);
    table::or_json(is_table, &TABLE, suggestions, |suggestions| AddressSuggestions { suggestions })
}

/// Suggestions as a table.
const TABLE: Table<AddressSuggestion> = Table {
    name: "addresses.csv",
    columns: &["address", "relation", "target", "why", "verdict"],
    cells: |one| {
        vec![one.address, one.relation.to_owned(), one.target, one.why.to_owned(), one.verdict.to_string()]
    },
};

/// What follows from a verdict: only of a page that is about one thing is the entry the canonical address.
fn suggestion(verdict: Verdict, base: &str) -> Option<AddressSuggestion> {
    let (relation, target, why) = match verdict.kind {
        VerdictKind::NearDuplicatePages => {
            ("redirect", verdict.field?, "most of the page stands on the other, which is newer")
        }
        _ => {
            let is_about = verdict.evidence.about;
            let entity = verdict.entity.filter(|_| is_about)?;
            let kind = verdict.entity_kind?;
            ("canonical", format!("{base}/{kind}s/{entity}"), "the page repeats the directory's entry")
        }
    };
    Some(AddressSuggestion { address: verdict.page?, relation, target, why, verdict: verdict.id })
}
