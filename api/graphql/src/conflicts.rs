//! Facts on which sources disagree, as questions for stewards.

use async_graphql::dynamic::{SchemaBuilder, TypeRef};
use model::Conflict;
use serde_json::{Value, json};

use crate::{
    nouns::{parts, scalar},
    scalars,
    shape::{Draft, Shapes},
};

/// The name of the type.
pub(crate) const CONFLICT: &str = "Conflict";

/// A conflict as its type reads it.
pub(crate) fn of_conflict(conflict: &Conflict) -> Value {
    json!(conflict)
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    [conflict_type(), contention_type()]
        .into_iter()
        .fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn conflict_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let field = "The field, in the standard's words; `position` stands for latitude and longitude.";
    let claims = "What each source says, the published claim first.";
    Draft::new(CONFLICT, "A fact on which sources disagree about one entity.")
        .field("entity", TypeRef::named_nn(TypeRef::ID), "The entity.", |ctx| scalar(&ctx, "entity"))
        .field("kind", text(), "What kind of thing it is.", |ctx| scalar(&ctx, "kind"))
        .field("name", TypeRef::named(TypeRef::STRING), "Its published name.", |ctx| scalar(&ctx, "name"))
        .field("field", text(), field, |ctx| scalar(&ctx, "field"))
        .field("claims", TypeRef::named_nn_list_nn("Contention"), claims, |ctx| parts(&ctx, "claims"))
        .field("why", text(), "Why the published claim is the published one.", |ctx| scalar(&ctx, "why"))
}

fn contention_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let moment = || TypeRef::named_nn(scalars::DATE_TIME);
    let published = TypeRef::named_nn(TypeRef::BOOLEAN);
    Draft::new("Contention", "One side of a conflict.")
        .field("source", TypeRef::named_nn(TypeRef::ID), "Who says it.", |ctx| scalar(&ctx, "source"))
        .field("record", TypeRef::named_nn(TypeRef::ID), "The record that says it.", |ctx| {
            scalar(&ctx, "record")
        })
        .field("value", text(), "What it says, as one text.", |ctx| scalar(&ctx, "value"))
        .field("changed", moment(), "When the record last changed.", |ctx| scalar(&ctx, "changed"))
        .field("seen", moment(), "When the record was last seen.", |ctx| scalar(&ctx, "seen"))
        .field("published", published, "Whether this is published.", |ctx| scalar(&ctx, "published"))
}
