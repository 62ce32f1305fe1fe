//! How websites stand to the directory: their pages, what may be amiss, and what is decided of it. Who looks after a
//! verdict and what was decided is for stewards; everything else anyone may read.

mod deciding;
mod figures;
mod pages;
mod verdicts;
mod words;

use async_graphql::{
    Result,
    dynamic::{Enum, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef, ValueAccessor},
};
use catalog::ListKind;
use reconcile::Desk;
use serde_json::{Value, json};

pub(crate) use deciding::add_mutation;
pub(crate) use pages::extend;

use crate::{
    errors::{self, off_the_loop},
    judgements::whole,
    limits,
    nouns::{parts, related, scalar},
    reading::{Reading, attempt},
    shape::{Draft, Shapes},
};

/// Adds the root fields.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    pages::add_roots(verdicts::add_roots(figures::add_roots(draft)))
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = figures::types().into_iter().chain(verdicts::types()).chain(pages::types());
    let builder = types.fold(builder, |builder, draft| draft.register(builder, shapes));
    let enums = words::enums().into_iter().chain([deciding::decision_type()]);
    enums.fold(builder, |builder, words: Enum| builder.register(words))
}

/// Asks the desk, where blocking is allowed, as often as one request may.
async fn ask<T: Send + 'static>(
    ctx: &ResolverContext<'_>,
    question: impl FnOnce(&Desk) -> store::Result<T> + Send + 'static,
) -> Result<T> {
    let reading = Reading::of(ctx)?;
    reading.look()?;
    let desk = reading.seat.desk.clone().ok_or_else(|| errors::unkept("no records, and so no websites"))?;
    off_the_loop(move || question(&desk)).await
}

/// An object to select fields from, or why there is none.
fn answer<'a>(ctx: &ResolverContext<'a>, found: Result<Option<Value>>) -> Option<FieldValue<'a>> {
    attempt(ctx, found.map(|found| found.map(FieldValue::owned_any)))
}

/// An argument, if it is given.
fn given<'a>(ctx: &'a ResolverContext<'_>, argument: &str) -> Option<ValueAccessor<'a>> {
    ctx.args.get(argument).filter(|value| !value.is_null())
}

/// A text that an argument gives.
fn text(ctx: &ResolverContext<'_>, argument: &str) -> Result<Option<String>> {
    // No database holds NUL in text, so nothing is found by it.
    let read = |value: ValueAccessor<'_>| Ok(value.string()?.replace('\0', "\u{fffd}"));
    given(ctx, argument).map(read).transpose()
}

/// An argument that may be left out.
fn maybe(name: &str, of: &str, doc: &str) -> InputValue {
    InputValue::new(name, TypeRef::named(of)).description(doc)
}

/// The arguments by which a part of a list is asked for.
fn paging() -> [InputValue; 2] {
    let first = format!("How many to give: at most {}; {} unless told.", limits::PAGE, limits::USUAL_PAGE);
    [maybe("first", TypeRef::INT, &first), maybe("offset", TypeRef::INT, "How many to pass over.")]
}

/// How many are asked for, and how many are passed over.
fn part_asked_for(ctx: &ResolverContext<'_>) -> Result<(i64, i64)> {
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let offset = whole(ctx, "offset", usize::MAX)?.unwrap_or(0);
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok((number(first), number(offset)))
}

/// A part of a list as its type reads it.
fn list<T>((found, total): (Vec<T>, u64), shown: impl FnMut(&T) -> Value) -> Value {
    json!({ "nodes": found.iter().map(shown).collect::<Vec<_>>(), "totalCount": total })
}

/// The type of a part of a list.
fn list_type(of: &str) -> Draft {
    let nodes = TypeRef::named_nn_list_nn(of);
    Draft::new(&format!("{of}List"), "A part of a list.")
        .page("nodes", nodes, "The things in the part.", |ctx| parts(&ctx, "nodes"))
        .field("totalCount", TypeRef::named_nn(TypeRef::INT), "How long the whole list is.", |ctx| {
            scalar(&ctx, "totalCount")
        })
}

/// Adds the ways to the entity whose id the field `entity` holds, each null for an entity of another kind.
fn add_entity(draft: Draft) -> Draft {
    let service = "The entity, where it is a service.";
    let organization = "The entity, where it is an organization.";
    let location = "The entity, where it is a location.";
    draft
        .field("service", TypeRef::named("Service"), service, |ctx| {
            related(&ctx, ListKind::Service, "entity")
        })
        .field("organization", TypeRef::named("Organization"), organization, |ctx| {
            related(&ctx, ListKind::Organization, "entity")
        })
        .field("location", TypeRef::named("Location"), location, |ctx| {
            related(&ctx, ListKind::Location, "entity")
        })
}
