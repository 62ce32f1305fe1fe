//! Why records are taken for one thing, as the desk explains it.

use async_graphql::{
    Error, Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::RecordKey;
use reconcile::{
    Desk,
    matches::{Audience, EntityMatch, Match, MatchError, Published, Side},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    errors::{self, Refused, off_the_loop},
    filter, judgements, link,
    nouns::{part, parts, scalar},
    reading::{Reading, attempt},
    scalars,
    shape::{Draft, Shapes},
};

/// Adds the root fields for explanations.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let record = |name: &str| {
        let id = InputValue::new(name, TypeRef::named_nn(TypeRef::ID));
        id.description("A record, as `source:kind:id`.")
    };
    let id = InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The id, current or former.");
    let pair = "Why two records are taken for one thing, or are not. Without a steward's token only what is \
                published is compared and shown.";
    let whole = "What holds an entity together: the pairs of its records, the surest first.";
    let arguments = vec![record("a"), record("b")];
    draft
        .asking("match", TypeRef::named("Match"), pair, arguments, |ctx| {
            FieldFuture::new(async move {
                let found = explain(&ctx).await;
                Ok(attempt(&ctx, found.map(|found| Some(FieldValue::owned_any(of_pair(&found))))))
            })
        })
        .asking("entityMatch", TypeRef::named("EntityMatch"), whole, vec![id], |ctx| {
            FieldFuture::new(async move {
                let found = explain_entity(&ctx).await;
                Ok(attempt(&ctx, found.map(|found| Some(FieldValue::owned_any(of_entity(&found))))))
            })
        })
}

async fn explain(ctx: &ResolverContext<'_>) -> Result<Match> {
    let (a, b) = (record(ctx, "a")?, record(ctx, "b")?);
    let (desk, audience) = visitor(ctx)?;
    off_the_loop(move || desk.explain(&a, &b, audience)).await
}

async fn explain_entity(ctx: &ResolverContext<'_>) -> Result<EntityMatch> {
    explained(ctx, filter::uuid(ctx.args.try_get("id")?.as_value())?).await
}

async fn explained(ctx: &ResolverContext<'_>, id: Uuid) -> Result<EntityMatch> {
    let (desk, audience) = visitor(ctx)?;
    off_the_loop(move || desk.explain_entity(id, audience)).await
}

/// What holds the entity together that a field is selected from. It is compared anew, so only so many are in one request.
pub(crate) async fn of_thing<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    Reading::of(ctx)?.look()?;
    let found = explained(ctx, link::own_id(ctx)?).await?;
    Ok(Some(FieldValue::owned_any(of_entity(&found))))
}

/// The record that an argument names.
pub(crate) fn record(ctx: &ResolverContext<'_>, argument: &str) -> Result<RecordKey> {
    let value = ctx.args.try_get(argument)?;
    let name = value.string()?;
    // No database holds NUL in text, so no record is named with it.
    let name = name.replace('\0', "\u{fffd}");
    name.parse().map_err(|error| Error::new(format!("`{argument}`: {error}")))
}

/// The desk, and how much whoever asks may see.
fn visitor(ctx: &ResolverContext<'_>) -> Result<(Desk, Audience)> {
    let seat = &Reading::of(ctx)?.seat;
    let audience = if seat.sees_all() { Audience::Steward } else { Audience::Anyone };
    Ok((seat.desk.clone().ok_or_else(|| errors::unkept("no records to compare"))?, audience))
}

impl From<MatchError> for Refused {
    fn from(error: MatchError) -> Self {
        match error {
            MatchError::Store(error) => error.into(),
            told => Self::Told(told.to_string()),
        }
    }
}

/// A pair as a JSON object to select fields from.
pub(crate) fn of_pair(found: &Match) -> Value {
    let explained = &found.explanation;
    let comparison = |compared: &matching::Comparison| {
        json!({
            "property": compared.property,
            "level": compared.level,
            "weight": bits(compared.weight),
            "frequency": compared.frequency,
            "a": compared.a,
            "b": compared.b,
        })
    };
    json!({
        "a": of_side(&found.a),
        "b": of_side(&found.b),
        "version": explained.version,
        "prior": bits(explained.prior),
        "comparisons": explained.comparisons.iter().map(comparison).collect::<Vec<_>>(),
        "rules": explained.rules,
        "blocks": explained.blocks,
        "score": bits(explained.score),
        "probability": explained.probability,
        "band": explained.band,
        "relation": explained.relation,
        "sameEntity": found.is_one,
        "verdict": found.verdict,
        "judgements": found.judgements.iter().map(judgements::object).collect::<Vec<_>>(),
    })
}

fn of_side(side: &Side) -> Value {
    json!({
        "record": side.record,
        "name": side.name,
        "entity": side.entity,
        "source": side.source,
        "visibility": side.visibility,
        "licence": crate::entity::licence_object(&side.licence),
    })
}

fn of_entity(found: &EntityMatch) -> Value {
    json!({
        "entity": found.entity,
        "kind": found.kind,
        "members": found.members.iter().map(of_side).collect::<Vec<_>>(),
        "pairs": found.pairs,
        "matches": found.matches.iter().map(of_pair).collect::<Vec<_>>(),
        "fields": found.fields.iter().map(of_field).collect::<Vec<_>>(),
    })
}

fn of_field(found: &Published) -> Value {
    let claim = &found.claim;
    json!({
        "field": found.field,
        "source": claim.source,
        "record": claim.record,
        "value": claim.value,
        "why": found.why,
    })
}

fn bits(thousandths: i32) -> f64 {
    f64::from(thousandths) / 1000.0
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [match_type(), side_type(), comparison_type(), field_type(), entity_type()];
    types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn match_type() -> Draft {
    let number = || TypeRef::named_nn(TypeRef::FLOAT);
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let words = || TypeRef::named_nn_list_nn(TypeRef::STRING);
    let doc =
        "Why two records are taken for one thing, or are not: the prior and the weights add up to the score.";
    let relation = "What the two are to each other: `same`, `parent-branch`, `same-site` or `unsure`.";
    let judged = "Everything that people decided about this pair, the newest first; shown to stewards.";
    Draft::new("Match", doc)
        .field("a", TypeRef::named_nn("MatchSide"), "The lesser record by name.", |ctx| part(&ctx, "a"))
        .field("b", TypeRef::named_nn("MatchSide"), "The greater.", |ctx| part(&ctx, "b"))
        .field("version", text(), "The version of the match model.", |ctx| scalar(&ctx, "version"))
        .field("prior", number(), "Log2 odds before anything is compared.", |ctx| scalar(&ctx, "prior"))
        .field(
            "comparisons",
            TypeRef::named_nn_list_nn("MatchComparison"),
            "What was compared, and what it weighs.",
            |ctx| parts(&ctx, "comparisons"),
        )
        .field("rules", words(), "The rules that fired, in words.", |ctx| scalar(&ctx, "rules"))
        .field("blocks", words(), "What the blocks that both stand in have in common.", |ctx| {
            scalar(&ctx, "blocks")
        })
        .field("score", number(), "Log2 odds that both are one thing.", |ctx| scalar(&ctx, "score"))
        .field("probability", number(), "The same as a probability.", |ctx| scalar(&ctx, "probability"))
        .field("band", text(), "What follows: `link`, `review` or `no`.", |ctx| scalar(&ctx, "band"))
        .field("relation", text(), relation, |ctx| scalar(&ctx, "relation"))
        .field(
            "sameEntity",
            TypeRef::named_nn(TypeRef::BOOLEAN),
            "Whether both belong to one entity now.",
            |ctx| scalar(&ctx, "sameEntity"),
        )
        .field(
            "verdict",
            TypeRef::named(judgements::VERDICT),
            "What a person decided last about this very pair.",
            |ctx| scalar(&ctx, "verdict"),
        )
        .field("judgements", TypeRef::named_nn_list_nn("Judgement"), judged, |ctx| parts(&ctx, "judgements"))
}

fn side_type() -> Draft {
    let (id, text) = (|| TypeRef::named_nn(TypeRef::ID), || TypeRef::named_nn(TypeRef::STRING));
    let entity = "The id of the entity that it belongs to now.";
    Draft::new("MatchSide", "One record of a pair.")
        .field("record", id(), "Its name everywhere, `source:kind:id`.", |ctx| scalar(&ctx, "record"))
        .field("name", TypeRef::named(TypeRef::STRING), "What its source calls the thing.", |ctx| {
            scalar(&ctx, "name")
        })
        .field("entity", TypeRef::named(TypeRef::ID), entity, |ctx| scalar(&ctx, "entity"))
        .field("source", text(), "The name of its source for people.", |ctx| scalar(&ctx, "source"))
        .field("visibility", text(), "Who may see it: `public`, `partner` or `private`.", |ctx| {
            scalar(&ctx, "visibility")
        })
        .field("licence", TypeRef::named_nn("Licence"), "The terms of its source's words.", |ctx| {
            part(&ctx, "licence")
        })
}

fn comparison_type() -> Draft {
    let (text, maybe) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named(TypeRef::STRING));
    let weight = "What that weighs, in bits: for one thing above zero, against it below.";
    let frequency = "How many records hold the value agreed upon, as far as the match model knows.";
    Draft::new("MatchComparison", "One property of two records.")
        .field("property", text(), "The property.", |ctx| scalar(&ctx, "property"))
        .field("level", text(), "How far they agree.", |ctx| scalar(&ctx, "level"))
        .field("weight", TypeRef::named_nn(TypeRef::FLOAT), weight, |ctx| scalar(&ctx, "weight"))
        .field("frequency", TypeRef::named_nn(TypeRef::INT), frequency, |ctx| scalar(&ctx, "frequency"))
        .field("a", maybe(), "What the first record says, as compared.", |ctx| scalar(&ctx, "a"))
        .field("b", maybe(), "What the second says.", |ctx| scalar(&ctx, "b"))
}

fn entity_type() -> Draft {
    let sides = TypeRef::named_nn_list_nn("MatchSide");
    let fields = "What is published of it, field by field, and why that; empty where it is not published.";
    let pairs = "How many pairs its records make; at most 200 are explained.";
    Draft::new("EntityMatch", "What holds an entity together.")
        .field("entity", TypeRef::named_nn(TypeRef::ID), "Its id.", |ctx| scalar(&ctx, "entity"))
        .field("kind", TypeRef::named_nn(TypeRef::STRING), "What kind of thing it is.", |ctx| {
            scalar(&ctx, "kind")
        })
        .field("members", sides, "The records that it stands for.", |ctx| parts(&ctx, "members"))
        .field("pairs", TypeRef::named_nn(TypeRef::INT), pairs, |ctx| scalar(&ctx, "pairs"))
        .field("matches", TypeRef::named_nn_list_nn("Match"), "The pairs, the surest first.", |ctx| {
            parts(&ctx, "matches")
        })
        .field("fields", TypeRef::named_nn_list_nn("PublishedField"), fields, |ctx| parts(&ctx, "fields"))
}

fn field_type() -> Draft {
    let (id, text) = (|| TypeRef::named_nn(TypeRef::ID), || TypeRef::named_nn(TypeRef::STRING));
    let record = "The record that says it, as `source:kind:id`.";
    let value = "What it says, in the source's own ids.";
    Draft::new("PublishedField", "One field of an entity as it is published.")
        .field("field", text(), "The field, in the standard's words.", |ctx| scalar(&ctx, "field"))
        .field("source", id(), "The id of the source whose claim it is.", |ctx| scalar(&ctx, "source"))
        .field("record", id(), record, |ctx| scalar(&ctx, "record"))
        .field("value", TypeRef::named(scalars::JSON), value, |ctx| scalar(&ctx, "value"))
        .field("why", text(), "Why this is published, in words.", |ctx| scalar(&ctx, "why"))
}
