use actix_web::{HttpRequest, HttpResponse, get};
use model::alignment::VerdictState;
use reconcile::matches::Audience;
use store::VerdictFilter;

use super::verdicts;
use crate::{
    asked::{Asked, Order, Verdicts},
    caller::Visitor,
    document::responses::Answered,
    problem::Problem,
    table::{self, Table},
    wire::{Verdict, VerdictPage},
};

/// Lists what may be amiss between websites and the directory
///
/// What is told twice, differently, too late, or on one side only: each with its evidence and what to do, what matters most
/// first. Those that are open or accepted, unless told otherwise. With `format=csv`, or `Accept: text/csv`, all of them as
/// one table. Who looks after a verdict and what was decided is told to stewards alone.
#[utoipa::path(
    operation_id = "listVerdicts",
    tag = "alignment",
    params(Verdicts),
    responses(
        (status = 200, description = "A page of the verdicts, or all of them as a table.", content(
            (VerdictPage = "application/json"),
            (String = "text/csv")
        )),
        Answered
    ),
    security((), ("oauth2" = ["private:read"]), ("steward" = []))
)]
#[get("/v1/alignment/verdicts")]
async fn list_verdicts(
    request: HttpRequest,
    visitor: Visitor,
    Asked(asked): Asked<Verdicts>,
) -> Result<HttpResponse, Problem> {
    let is_whole = visitor.audience == Audience::Steward;
    if asked.owner.is_some() && !is_whole {
        visitor.needs_all()?;
    }
    let is_table = table::is_asked_for(&request, asked.format);
    let (offset, size) = match is_table {
        true => (0, table::MOST_ROWS),
        false => (asked.offset.usize(), asked.limit.usize()),
    };
    let (found, total) = verdicts(visitor, filter(asked), (offset, size)).await?;
    let table = Table {
        name: "verdicts.csv",
        columns: &Verdict::COLUMNS,
        cells: |verdict| Verdict::of(verdict, false).cells().to_vec(),
    };
    table::or_json(is_table, &table, found, |found| VerdictPage::of(found, total, offset, is_whole))
}

/// What is still to be done, unless told.
fn filter(asked: Verdicts) -> VerdictFilter {
    let states: Vec<VerdictState> = asked.state.iter().map(|state| state.0).collect();
    VerdictFilter {
        kinds: asked.kind.iter().map(|kind| kind.0).collect(),
        states: if states.is_empty() { vec![VerdictState::Open, VerdictState::Accepted] } else { states },
        section: asked.section.map(|section| section.0),
        topic: asked.topic.map(|topic| topic.0),
        source: asked.source.map(|source| source.0),
        page: asked.page.map(|page| page.0),
        entity: asked.entity.map(|entity| entity.0),
        owner: asked.owner.map(|owner| owner.0),
        newest_first: asked.sort == Order::Newest,
    }
}
