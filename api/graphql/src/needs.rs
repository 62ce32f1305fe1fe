//! What people need, and what answers it.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{Entry, Fit, Hits, ListKind, Located, Need, Query, Snapshot, whole_metres};
use serde_json::{Value, json};

use crate::{
    connection::given,
    filter::value::{boolean, each, text},
    listed::{self, Edge, Listed},
    nouns::{part, parts, related, scalar},
    paging::{self, Paging},
    reading::{Reading, attempt},
    scalars,
    shape::{Draft, Shapes},
};

/// The name of the type of needs, and of circumstances.
pub(crate) const NEED: &str = "Need";
const NEEDS: &str = "Needs";
/// The name of the type of what answers a need.
pub(crate) const ANSWER: &str = "NeedAnswer";

/// Adds the root fields.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let all = "What people need and the circumstances in which they are: all that are known, or those that are heard in what \
               somebody says.";
    let said = "What somebody says, with the place if they name one, such as `I want to learn to use a computer near PL2`.";
    let one = "The need of this code with what answers it, the best first, each with the reason why. Null where there is none.";
    let search = InputValue::new("search", TypeRef::named(TypeRef::STRING)).description(said);
    draft
        .asking("needs", TypeRef::named(NEEDS), all, vec![search], |ctx| {
            FieldFuture::Value(attempt(&ctx, known(&ctx).map(|found| Some(FieldValue::owned_any(found)))))
        })
        .asking("need", TypeRef::named(format!("{ANSWER}Connection")), one, arguments(), |ctx| {
            FieldFuture::Value(attempt(&ctx, signpost(&ctx).map(|found| found.map(Listed::answer))))
        })
}

fn arguments() -> Vec<InputValue> {
    let near = "Near this place: a postcode or the beginning of one, the name of a ward or a place, or `latitude,longitude`.";
    let circumstances = "Circumstances, by their codes: what is for them comes first.";
    let own = [
        InputValue::new("code", TypeRef::named_nn(TypeRef::STRING)).description("The code of the need."),
        InputValue::new("near", TypeRef::named(TypeRef::STRING)).description(near),
        InputValue::new("circumstances", TypeRef::named_nn_list(TypeRef::STRING)).description(circumstances),
        InputValue::new("free", TypeRef::named(TypeRef::BOOLEAN))
            .description("Only what is known to cost nothing."),
    ];
    own.into_iter().chain(paging::arguments()).collect()
}

fn known(ctx: &ResolverContext<'_>) -> Result<Value> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let told = |needs: &mut dyn Iterator<Item = &Need>| needs.map(of_need).collect::<Vec<_>>();
    let Some(said) = given(ctx)("search").map(text).transpose()? else {
        let known = &snapshot.guide().needs;
        let (needs, circumstances) = (known.needs(), known.circumstances());
        return Ok(json!({
            "needs": told(&mut needs.iter()),
            "circumstances": told(&mut circumstances.iter()),
        }));
    };
    let heard = snapshot.understand(said);
    Ok(json!({
        "needs": told(&mut heard.needs.iter().copied()),
        "circumstances": told(&mut heard.circumstances.iter().copied()),
        "place": heard.place.as_ref().map(of_place),
    }))
}

fn signpost(ctx: &ResolverContext<'_>) -> Result<Option<Listed>> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let (given, code) = (given(ctx), ctx.args.try_get("code")?.string()?);
    let Some(need) = snapshot.guide().needs.need(code) else { return Ok(None) };
    let place = given("near").map(text).transpose()?.map(|near| located(snapshot, near)).transpose()?;
    let mut query = need.query(place.as_ref());
    query.free = given("free").map_or(Ok(false), boolean)?;
    if let Some(circumstances) = given("circumstances") {
        query.circumstances = each(circumstances, |code| text(code).map(str::to_owned))?;
    }
    let hits = Paging::read(&given)?.find(snapshot, &mut query)?;
    let about = json!({ "need": of_need(need), "place": place.as_ref().map(of_place) });
    let (start, total) = (hits.start, hits.total);
    Ok(Some(Listed { edges: answers(snapshot, &query, &hits)?, start, total, about }))
}

fn located(snapshot: &Snapshot, near: &str) -> Result<Located> {
    let unknown = || {
        format!(
            "`near` is `{near}`, which is no place that is known; give a postcode or the beginning of one, the name of a ward \
             or a place, or latitude,longitude"
        )
    };
    Ok(snapshot.locate(near).ok_or_else(unknown)?)
}

fn answers(snapshot: &Snapshot, query: &Query, hits: &Hits<'_>) -> Result<Vec<Edge>> {
    let answered = hits.items.iter().zip(fits(snapshot, query, hits)?);
    let edge = |(hit, fit): (&catalog::Hit<'_>, Option<Value>)| {
        Some(Edge { cursor: hit.cursor().to_string(), node: fit? })
    };
    Ok(answered.filter_map(edge).collect())
}

/// Why each hit answers the need that was asked for, as a JSON object to select fields from; none where it does not.
pub(crate) fn fits(snapshot: &Snapshot, query: &Query, hits: &Hits<'_>) -> Result<Vec<Option<Value>>> {
    let entries = || hits.items.iter().map(|hit| hit.entry);
    let fits = entries().zip(snapshot.fits(query, entries())?);
    Ok(fits.map(|(entry, fit)| fit.map(|fit| of_answer(snapshot, entry, &fit))).collect())
}

/// A need or a circumstance, as a JSON object to select fields from.
pub(crate) fn of_need(need: &Need) -> Value {
    let topics = need
        .topics
        .iter()
        .map(|topic| json!({ "topic": topic.topic, "weight": topic.weight, "because": topic.because }));
    json!({
        "code": need.code,
        "name": need.name,
        "description": need.description,
        "topics": topics.collect::<Vec<_>>(),
        "indicator": need.indicator,
    })
}

fn of_place(place: &Located) -> Value {
    json!({
        "label": place.label,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.precision.as_str(),
    })
}

fn of_answer(snapshot: &Snapshot, entry: &Entry, fit: &Fit<'_>) -> Value {
    let location = fit.nearest.map(|nearest| nearest.location);
    let ward = location
        .and_then(|id| snapshot.ward(id))
        .map(|ward| json!({ "code": ward.code, "name": ward.name, "foundBy": ward.found_by.as_str() }));
    json!({
        "service": entry.id,
        "score": fit.score,
        "topic": fit.reason.topic.topic,
        "because": fit.reason.topic.because,
        "circumstances": fit.circumstances.iter().map(|reason| &reason.need.code).collect::<Vec<_>>(),
        "cost": fit.cost.as_str(),
        "distanceM": fit.nearest.map(|nearest| whole_metres(nearest.metres)),
        "location": location,
        "ward": ward,
        "assuredDate": fit.assured,
        "overdue": fit.overdue,
        "explanation": fit.explanation(),
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let doc = "What answers a need: a page of services, the best first, each with the reason why.";
    let [connection, edge] = listed::types(ANSWER, doc);
    let near = "The place near which it was asked for; null where none was named.";
    let connection = connection
        .field("need", TypeRef::named_nn(NEED), "The need.", |ctx| part(&ctx, "need"))
        .field("place", TypeRef::named("Place"), near, |ctx| part(&ctx, "place"));
    let types =
        [needs_type(), need_type(), topic_type(), place_type(), connection, edge, answer_type(), ward_type()];
    types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn needs_type() -> Draft {
    let list = || TypeRef::named_nn_list_nn(NEED);
    let needs = "The needs; of those that were heard, the one that most was said of first.";
    let place = "The place that was named; null where none was, or where nothing was said.";
    Draft::new(NEEDS, "Needs and circumstances.")
        .asking("needs", list(), needs, Vec::new(), |ctx| parts(&ctx, "needs"))
        .asking("circumstances", list(), "The circumstances, likewise.", Vec::new(), |ctx| {
            parts(&ctx, "circumstances")
        })
        .field("place", TypeRef::named("Place"), place, |ctx| part(&ctx, "place"))
}

fn need_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let topics = "The topics that answer it, the best first.";
    let indicator = "The indicator that tells how many people in an area have it.";
    Draft::new(NEED, "Something that people need, or a circumstance in which they are.")
        .field("code", text(), "Its code.", |ctx| scalar(&ctx, "code"))
        .field("name", text(), "What people call it.", |ctx| scalar(&ctx, "name"))
        .field("description", text(), "What it means.", |ctx| scalar(&ctx, "description"))
        .field("topics", TypeRef::named_nn_list_nn("NeedTopic"), topics, |ctx| parts(&ctx, "topics"))
        .field("indicator", TypeRef::named(TypeRef::STRING), indicator, |ctx| scalar(&ctx, "indicator"))
}

fn topic_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let weight = "How well it answers, above 0 and at most 1.";
    Draft::new("NeedTopic", "A topic that answers a need.")
        .field("topic", text(), "The code of a category.", |ctx| scalar(&ctx, "topic"))
        .field("weight", TypeRef::named_nn(TypeRef::FLOAT), weight, |ctx| scalar(&ctx, "weight"))
        .field("because", text(), "Why.", |ctx| scalar(&ctx, "because"))
}

fn place_type() -> Draft {
    let (text, degrees) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named_nn(TypeRef::FLOAT));
    let precision =
        "How narrowly it was told: `point`, `postcode`, `sector`, `district`, `ward` or `locality`.";
    Draft::new("Place", "A place that a text tells.")
        .field("label", text(), "What it is called.", |ctx| scalar(&ctx, "label"))
        .field("latitude", degrees(), "Degrees north.", |ctx| scalar(&ctx, "latitude"))
        .field("longitude", degrees(), "Degrees east.", |ctx| scalar(&ctx, "longitude"))
        .field("precision", text(), precision, |ctx| scalar(&ctx, "precision"))
}

fn answer_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let score = "How well it answers, in thousandths; comparable within one list only.";
    let circumstances = "The circumstances that it is for, of those that were named, by their codes.";
    let draft = Draft::new(ANSWER, "A service that answers a need, and why.")
        .field("service", TypeRef::named_nn("Service"), "The service.", |ctx| {
            related(&ctx, ListKind::Service, "service")
        })
        .field("score", TypeRef::named_nn(TypeRef::INT), score, |ctx| scalar(&ctx, "score"))
        .field("topic", text(), "The topic that answers best, by its code.", |ctx| scalar(&ctx, "topic"))
        .field("because", text(), "Why that answers.", |ctx| scalar(&ctx, "because"))
        .field("circumstances", TypeRef::named_nn_list_nn(TypeRef::STRING), circumstances, |ctx| {
            scalar(&ctx, "circumstances")
        });
    with_facts(draft)
}

fn with_facts(draft: Draft) -> Draft {
    let distance =
        "Metres from the place to its nearest location; null where no place was named or none is known.";
    let assured = "The day on which somebody last confirmed what is said of it.";
    let text = || TypeRef::named_nn(TypeRef::STRING);
    draft
        .field("cost", text(), "`free`, `paid` or `unknown`.", |ctx| scalar(&ctx, "cost"))
        .field("distanceM", TypeRef::named(TypeRef::INT), distance, |ctx| scalar(&ctx, "distanceM"))
        .field("location", TypeRef::named("Location"), "That location.", |ctx| {
            related(&ctx, ListKind::Location, "location")
        })
        .field("ward", TypeRef::named("LocationWard"), "The ward that it lies in.", |ctx| part(&ctx, "ward"))
        .field("assuredDate", TypeRef::named(scalars::DATE), assured, |ctx| scalar(&ctx, "assuredDate"))
        .field("overdue", TypeRef::named_nn(TypeRef::BOOLEAN), "Whether nobody did so in time.", |ctx| {
            scalar(&ctx, "overdue")
        })
        .field("explanation", text(), "All of that in a sentence for people.", |ctx| {
            scalar(&ctx, "explanation")
        })
}

fn ward_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let found_by = "`boundary`, `postcode` or `nearest-centroid`, which is a guess.";
    Draft::new("LocationWard", "The ward of a location, and how that was found.")
        .field("code", text(), "Its code.", |ctx| scalar(&ctx, "code"))
        .field("name", text(), "Its name.", |ctx| scalar(&ctx, "name"))
        .field("foundBy", text(), found_by, |ctx| scalar(&ctx, "foundBy"))
}
