use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use model::alignment::{Verdict, VerdictKind, VerdictState};
use store::VerdictFilter;

use crate::{
    asked::{Asked, Suggestions},
    caller::{Visitor, off_the_loop},
    document::responses::Answered,
    problem::Problem,
    state::State,
    table,
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
    let most = i64::try_from(table::MOST_ROWS).unwrap_or(i64::MAX);
    let (found, _) = off_the_loop(move || visitor.desk.verdicts(&filter, most, 0)).await?;
    let base = state.base(&request);
    let mut suggestions: Vec<AddressSuggestion> =
        found.into_iter().filter_map(|verdict| suggestion(verdict, &base)).collect();
    suggestions.sort_by(|a, b| (&a.address, a.relation, &a.target).cmp(&(&b.address, b.relation, &b.target)));
    if table::is_asked_for(&request, asked.format) {
        let cells = |one: AddressSuggestion| {
            vec![
                one.address,
                one.relation.to_owned(),
                one.target,
                one.why.to_owned(),
                one.verdict.to_string(),
            ]
        };
        let columns = ["address", "relation", "target", "why", "verdict"];
        return table::answer("addresses.csv", &columns, suggestions.into_iter().map(cells));
    }
    let found = AddressSuggestions { suggestions };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-cache")).json(found))
}

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
