use actix_web::{HttpResponse, get};
use catalog::Query;

use crate::{
    asked::{Asked, NeedCode, Origin, Signposted, Value as _},
    document::responses::NeedTold,
    problem::{Problem, ProblemType},
    reader::Reader,
    wire::Signpost,
};

/// Gets one need with what answers it
///
/// The services that answer the need, best first, each with the reason why: the topic that fits, how far it is, what it
/// costs, and whether what is said of it was confirmed in time.
#[utoipa::path(
    operation_id = "getNeed",
    tag = "needs",
    params(NeedCode, Signposted),
    responses((status = 200, description = "The need and what answers it.", body = Signpost), NeedTold)
)]
#[get("/v1/needs/{code}")]
async fn get_need(
    reader: Reader,
    path: NeedCode,
    Asked(asked): Asked<Signposted>,
) -> Result<HttpResponse, Problem> {
    let snapshot = &reader.snapshot;
    let unknown = || Problem::new(&ProblemType::UNKNOWN_NEED, format!("No need has the code {}", path.code));
    let need = snapshot.guide().needs.need(&path.code).ok_or_else(unknown)?;
    let nowhere = |text: &str| Problem::unknown_name("near", text, Origin::ALLOWED);
    let place = asked.near.as_ref().map(|near| snapshot.locate(&near.0).ok_or_else(|| nowhere(&near.0)));
    let place = place.transpose()?;
    let query = Query {
        circumstances: asked.circumstance.iter().map(|code| code.0.clone()).collect(),
        free: asked.free.0,
        limit: asked.limit.usize(),
        offset: asked.offset.usize(),
        ..need.query(place.as_ref())
    };
    let signpost = Signpost::of(snapshot, need, place.as_ref(), &query)?;
    reader.told(|| signpost.licences(), |_| &signpost)
}
