use actix_web::{HttpResponse, get};
use catalog::{Need, Query};

use crate::{
    asked::{Asked, Needs},
    document::responses::Told,
    problem::Problem,
    reader::Reader,
    wire::{NeedList, Signpost},
};

/// Lists needs, or hears them in what somebody says
///
/// Without `q` every need and circumstance that is known. With it those that are heard in the sentence, with the place that
/// it names, and the services that answer the first need, best first, each with the reason why.
#[utoipa::path(
    operation_id = "listNeeds",
    tag = "needs",
    params(Needs),
    responses((status = 200, description = "The needs and circumstances.", body = NeedList), Told)
)]
#[get("/v1/needs")]
async fn list_needs(reader: Reader, Asked(asked): Asked<Needs>) -> Result<HttpResponse, Problem> {
    let snapshot = &reader.snapshot;
    let Some(text) = asked.q else {
        let needs = &snapshot.guide().needs;
        let list = NeedList::of(needs.needs().iter(), needs.circumstances().iter());
        return reader.told(Default::default, |_| &list);
    };
    let understood = snapshot.understand(&text.0);
    let list = NeedList::of(understood.needs.iter().copied(), understood.circumstances.iter().copied());
    let code = |need: &&Need| need.code.clone();
    let answers = understood.needs.first().map(|need| {
        let query = Query {
            circumstances: understood.circumstances.iter().map(code).collect(),
            limit: asked.limit.usize(),
            ..need.query(understood.place.as_ref())
        };
        Signpost::of(snapshot, need, understood.place.as_ref(), &query)
    });
    let list = list.heard(understood.place.as_ref(), answers.transpose()?);
    reader.told(|| list.licences(), |_| &list)
}
