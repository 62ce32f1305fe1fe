//! What the directory knows of an entity beyond the standard: who said what, on which terms, under which ids.

use async_graphql::dynamic::{FieldFuture, FieldValue, ResolverContext, SchemaBuilder, TypeRef};
use catalog::Entry;
use chrono::SecondsFormat;
use model::{Licence, Provenance, SourceId};
use serde_json::{Value, json};

use crate::{
    matches,
    nouns::scalar,
    reading::{self, Reading, attempt},
    scalars,
    shape::{Draft, Shapes, Way},
};

/// Adds the fields that every entity has.
pub(crate) fn extend(draft: Draft) -> Draft {
    let list = |of: &str| TypeRef::named_nn_list_nn(of);
    let said = "Who said each field. A field that nobody may see is not here.";
    let terms = "The licences and attributions of what is said of it, to be repeated by whoever shows it.";
    let former = "Its former ids: things that turned out to be this one. They lead here.";
    let sayers = "The sources that say at least one of its published fields.";
    let held = "What holds it together: the pairs of its records, the surest first.";
    let changed = "When it, or anything that the standard shows with it, last changed.";
    draft
        .field("provenance", list("FieldProvenance"), said, |ctx| {
            let provenance = entry(&ctx).map(provenance).transpose();
            FieldFuture::Value(attempt(&ctx, provenance).or_else(|| Some(no_values())))
        })
        .field("licences", list("Licence"), terms, |ctx| {
            FieldFuture::Value(entry(&ctx).map(|entry| FieldValue::list(licences(entry))))
        })
        .field("referents", list(TypeRef::ID), former, |ctx| {
            let id = |id: &uuid::Uuid| FieldValue::value(id.to_string());
            FieldFuture::Value(entry(&ctx).map(|entry| FieldValue::list(entry.referents().iter().map(id))))
        })
        .way(Way::Referents)
        .field("sources", list("EntitySource"), sayers, |ctx| {
            let sources = || Some(FieldValue::list(sources(Reading::of(&ctx).ok()?, entry(&ctx)?)));
            FieldFuture::Value(sources())
        })
        .field("matches", TypeRef::named("EntityMatch"), held, |ctx| {
            FieldFuture::new(async move { Ok(attempt(&ctx, matches::of_thing(&ctx).await)) })
        })
        .field("lastModified", TypeRef::named_nn(scalars::DATE_TIME), changed, |ctx| {
            let modified = |entry: &Entry| entry.modified.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            FieldFuture::Value(entry(&ctx).map(|entry| FieldValue::value(modified(entry))))
        })
        .way(Way::Modified)
}

fn entry<'a>(ctx: &ResolverContext<'a>) -> Option<&'a Entry> {
    let thing = reading::thing(ctx)?;
    let reading = Reading::of(ctx).ok()?;
    reading.count(0);
    reading.find(thing.kind, thing.id)
}

fn no_values() -> FieldValue<'static> {
    FieldValue::list(std::iter::empty::<FieldValue<'static>>())
}

/// The claims of an entity, as JSON objects to select fields from.
fn provenance(entry: &Entry) -> async_graphql::Result<FieldValue<'static>> {
    let fields: Provenance = serde_json::from_str(&entry.provenance())?;
    let fields = fields.into_iter().map(
        |(field, claims)| json!({ "field": field, "why": model::why_published(&claims), "claims": claims }),
    );
    Ok(FieldValue::list(fields.map(FieldValue::owned_any)))
}

fn licences(entry: &Entry) -> impl Iterator<Item = FieldValue<'static>> {
    entry.licences().iter().map(|licence| FieldValue::owned_any(licence_object(licence)))
}

fn sources(reading: &Reading, entry: &Entry) -> Vec<FieldValue<'static>> {
    let shown = |id: &SourceId| {
        let publisher = reading.snapshot.publisher(id);
        FieldValue::owned_any(json!({
            "id": id,
            "name": publisher.map(|publisher| &publisher.name),
            "publisher": publisher.map(|publisher| &publisher.publisher),
        }))
    };
    entry.sources().iter().map(shown).collect()
}

/// A licence, as a JSON object to select fields from.
pub(crate) fn licence_object(licence: &Licence) -> Value {
    json!({
        "name": licence.id,
        "url": licence.url,
        "attribution": licence.attribution,
    })
}

/// Puts the types of provenance and licences into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [field_provenance(), claim(), licence_type(), source_type()];
    types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn field_provenance() -> Draft {
    let claims = "What each source says, the published one first.";
    let why = "Why the first of the claims is published, in words.";
    Draft::new("FieldProvenance", "Who said one field of an entity.")
        .field("field", TypeRef::named_nn(TypeRef::STRING), "The field, in the standard's words.", |ctx| {
            scalar(&ctx, "field")
        })
        .field("why", TypeRef::named(TypeRef::STRING), why, |ctx| scalar(&ctx, "why"))
        .field("claims", TypeRef::named_nn_list_nn("Claim"), claims, |ctx| {
            let list =
                reading::object(&ctx).and_then(|object| object.get("claims")).and_then(Value::as_array);
            let claims = list.into_iter().flatten().map(|claim| FieldValue::borrowed_any(claim));
            FieldFuture::Value(Some(FieldValue::list(claims)))
        })
}

fn claim() -> Draft {
    let (id, text) = (TypeRef::named_nn(TypeRef::ID), TypeRef::named(TypeRef::STRING));
    let record = "The record that says it, as `source:kind:id`.";
    let original = "What the source wrote, where the value is a cleaned form of it.";
    let derived = "The rule that derived the value, where no source gave it.";
    let moment = TypeRef::named_nn(scalars::DATE_TIME);
    Draft::new("Claim", "What one record says of one field.")
        .field("source", id.clone(), "The id of the source that says it.", |ctx| scalar(&ctx, "source"))
        .field("record", id, record, |ctx| scalar(&ctx, "record"))
        .field("value", TypeRef::named(scalars::JSON), "The value.", |ctx| scalar(&ctx, "value"))
        .field("original", text.clone(), original, |ctx| scalar(&ctx, "original"))
        .field("seen", moment, "When the record was last seen.", |ctx| scalar(&ctx, "seen"))
        .field("derived", text, derived, |ctx| scalar(&ctx, "derived"))
}

fn source_type() -> Draft {
    let text = || TypeRef::named(TypeRef::STRING);
    Draft::new("EntitySource", "A source that says something of an entity.")
        .field("id", TypeRef::named_nn(TypeRef::ID), "The short name that stands in record names.", |ctx| {
            scalar(&ctx, "id")
        })
        .field("name", text(), "The name for people.", |ctx| scalar(&ctx, "name"))
        .field("publisher", text(), "Who publishes it.", |ctx| scalar(&ctx, "publisher"))
}

fn licence_type() -> Draft {
    // Not `id`: two sources may use one licence with different attributions, which a client's cache must not join.
    let name = "A short name: an SPDX identifier where there is one.";
    let attribution = "The attribution that a reader must repeat.";
    Draft::new("Licence", "The terms on which what a source says may be used.")
        .field("name", TypeRef::named_nn(TypeRef::STRING), name, |ctx| scalar(&ctx, "name"))
        .field("url", TypeRef::named(scalars::URI), "The licence's page.", |ctx| scalar(&ctx, "url"))
        .field("attribution", TypeRef::named(TypeRef::STRING), attribution, |ctx| scalar(&ctx, "attribution"))
}
