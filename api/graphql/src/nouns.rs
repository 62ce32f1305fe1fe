//! Object types made of the dictionary of the standard: one for each noun that an entity can hold.

use std::collections::BTreeMap;

use async_graphql::{
    Value as Answer,
    dynamic::{FieldFuture, FieldValue, ResolverContext, TypeRef},
};
use catalog::ListKind;
use model::{
    Kind, Noun,
    hsds::{Field, FieldKind, NounType},
};
use serde_json::Value;

use crate::{
    entity, link, node,
    reading::{self, Reading},
    registered, scalars,
    shape::{Draft, Way},
};

/// Every noun that an entity is or holds, by name.
pub(crate) fn reachable() -> BTreeMap<&'static str, &'static NounType> {
    let mut found = BTreeMap::new();
    let mut waiting: Vec<_> = Kind::ALL.into_iter().map(Noun::noun_type).collect();
    while let Some(noun) = waiting.pop() {
        if found.insert(noun.name, noun).is_none() {
            waiting.extend(noun.fields.iter().filter_map(nested));
        }
    }
    found
}

/// The noun inside a field, if there is one.
fn nested(field: &Field) -> Option<&'static NounType> {
    match field.kind {
        FieldKind::List(noun) | FieldKind::One(noun) => Some(noun()),
        _ => None,
    }
}

/// The object type of a noun, with what the directory adds to it.
pub(crate) fn draft(noun: &'static NounType) -> Draft {
    let id = "The id: it stays the same as long as the thing it names.";
    let draft = Draft::new(&pascal(noun.name), noun.doc)
        .field("id", TypeRef::named_nn(TypeRef::ID), id, |ctx| scalar(&ctx, "id"))
        .way(Way::Scalar("id"));
    let draft = noun.fields.iter().fold(draft, |draft, field| add(draft, noun, field));
    let is_node = node::LISTS.iter().any(|kind| kind.as_str() == noun.name);
    let draft = if is_node { draft.implement(node::NODE).key("id") } else { draft };
    let draft = registered::extend(link::extend(draft, noun.name), noun.name);
    if noun.name.parse::<Kind>().is_ok() { entity::extend(draft) } else { draft }
}

fn add(draft: Draft, noun: &'static NounType, field: &'static Field) -> Draft {
    let (name, doc) = (camel(field.name), describe(field));
    match field.kind {
        FieldKind::List(_) if link::replaces(noun.name, field.name) => draft,
        FieldKind::List(inner) => {
            let ty = TypeRef::named_nn_list_nn(pascal(inner().name));
            draft.field(&name, ty, &doc, move |ctx| parts(&ctx, field.name)).way(Way::Parts(field.name))
        }
        FieldKind::One(inner) => {
            let ty = TypeRef::named(pascal(inner().name));
            match reference(noun, field, inner().name) {
                Some((list, id)) => draft
                    .field(&name, ty, &doc, move |ctx| related(&ctx, list, id))
                    .way(Way::Related(list, id)),
                None => {
                    draft.field(&name, ty, &doc, move |ctx| part(&ctx, field.name)).way(Way::Part(field.name))
                }
            }
        }
        // What is shown with an entity counts too, so the snapshot says it and not the noun.
        _ if field.name == "last_modified" => draft,
        _ => {
            let ty = TypeRef::named(scalars::name(field.kind));
            draft.field(&name, ty, &doc, move |ctx| scalar(&ctx, field.name)).way(Way::Scalar(field.name))
        }
    }
}

/// Where a nested entity is found: its list, and the field of the same noun that holds its id. `None` for a part,
/// which is nested in the data itself.
fn reference(noun: &NounType, field: &Field, inner: &str) -> Option<(ListKind, &'static str)> {
    let kind: Kind = inner.parse().ok()?;
    let is_for_it = |name: &str| [field.name, inner].iter().any(|stem| name == format!("{stem}_id"));
    let id = noun.fields.iter().map(|field| field.name).find(|name| is_for_it(name))?;
    Some((kind.into(), id))
}

fn describe(field: &Field) -> String {
    let doc = field.doc.trim();
    let words = match field.kind {
        FieldKind::Choice(words) => format!(" One of: {}.", words.join(", ")),
        _ => String::new(),
    };
    let required = if field.required { " The standard requires it." } else { "" };
    format!("{doc}{words}{required}")
}

/// Answers with a scalar of the object selected from.
pub(crate) fn scalar<'a>(ctx: &ResolverContext<'a>, name: &str) -> FieldFuture<'a> {
    // A null would be refused as a word of a closed list.
    let value = reading::object(ctx).and_then(|object| object.get(name)).filter(|value| !value.is_null());
    FieldFuture::Value(value.and_then(|value| shown(ctx, value)))
}

/// A JSON value as it stands in an answer; `None` once the answer is too large.
pub(crate) fn shown<'a>(ctx: &ResolverContext<'a>, value: &Value) -> Option<FieldValue<'a>> {
    let has_room = Reading::of(ctx).ok()?.count(size(value));
    has_room.then(|| Answer::from_json(value.clone()).ok().map(FieldValue::value)).flatten()
}

/// About how many bytes a value takes.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(|value| size(value) + 32).sum(),
        Value::Object(object) => object.iter().map(|(name, value)| name.len() + size(value) + 100).sum(),
    }
}

pub(crate) fn part<'a>(ctx: &ResolverContext<'a>, name: &str) -> FieldFuture<'a> {
    let value = reading::object(ctx).and_then(|object| object.get(name)).filter(|value| !value.is_null());
    FieldFuture::Value(
        value.and_then(|value| Reading::of(ctx).ok()?.count(0).then(|| FieldValue::borrowed_any(value))),
    )
}

/// Answers with the parts in a list of the object selected from.
pub(crate) fn parts<'a>(ctx: &ResolverContext<'a>, name: &str) -> FieldFuture<'a> {
    let list = reading::object(ctx).and_then(|object| object.get(name)).and_then(Value::as_array);
    let reading = Reading::of(ctx).ok();
    let has_room = |_: &&Value| reading.is_some_and(|reading| reading.count(0));
    let shown = list.into_iter().flatten().take_while(has_room).map(|part| FieldValue::borrowed_any(part));
    FieldFuture::Value(Some(FieldValue::list(shown)))
}

/// Answers with the entity whose id a field of the object holds.
pub(crate) fn related<'a>(ctx: &ResolverContext<'a>, list: ListKind, reference: &str) -> FieldFuture<'a> {
    let find = || {
        let id = reading::object(ctx)?.get(reference)?.as_str()?.parse().ok()?;
        let reading = Reading::of(ctx).ok()?;
        reading.count(0).then(|| reading.thing(list, id)).flatten()
    };
    FieldFuture::Value(find())
}

/// `service_at_location` as `ServiceAtLocation`.
pub(crate) fn pascal(name: &str) -> String {
    name.split('_').map(capitalized).collect()
}

/// `service_at_location` as `serviceAtLocation`.
pub(crate) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalized(word))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
