//! Entities by their ids alone, whatever kind of thing they are, as the Relay specification has them.

use std::collections::HashMap;

use async_graphql::{
    Result, Value,
    dynamic::{
        FieldFuture, FieldValue, InputValue, Interface, InterfaceField, ResolverContext, SchemaBuilder,
        TypeRef,
    },
};
use catalog::{ListKind, Lookup};
use uuid::Uuid;

use crate::{
    filter,
    nouns::pascal,
    reading::{Reading, attempt},
    shape::{Draft, Many, Shape, Shapes, Way},
};

/// The name of the interface of all entities.
pub(crate) const NODE: &str = "Node";

const ID: &str = "The id: it stays the same as long as the thing it names.";

/// The lists of what has an id of its own, and so can be found by it alone.
pub(crate) const LISTS: [ListKind; 6] = ListKind::ALL;

/// Adds the root fields.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let one = "The thing of this id, or of the id that it was merged into. Null where there is none.";
    let many = "The things of these ids, in their order; null in the place of an id that names none.";
    let id = InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The id, current or former.");
    let ids = InputValue::new("ids", TypeRef::named_nn_list_nn(TypeRef::ID));
    let ids = ids.description("The ids, current or former: at most 500.");
    draft
        .asking("node", TypeRef::named(NODE), one, vec![id], |ctx| {
            let found = || Ok(find(Reading::of(&ctx)?, filter::uuid(ctx.args.try_get("id")?.as_value())?));
            FieldFuture::Value(attempt(&ctx, found()))
        })
        .naming("nodes", TypeRef::named_list_nn(NODE), many, ("ids", ids), |ctx| {
            FieldFuture::Value(each(&ctx))
        })
}

fn each<'a>(ctx: &ResolverContext<'a>) -> Option<FieldValue<'a>> {
    let ids = ctx.args.get("ids");
    let ids = match ids.as_ref().map(|ids| ids.as_value()) {
        Some(Value::List(ids)) => ids.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let found = |id: &Value| -> Result<_> { Ok(find(Reading::of(ctx)?, filter::uuid(id)?)) };
    let values = ids.iter().map(|id| attempt(ctx, found(id))).collect();
    Some(Reading::of(ctx).ok()?.holes.list(ctx, values))
}

/// What has the id, or the id that it was merged into.
pub(crate) fn find(reading: &Reading, id: Uuid) -> Option<FieldValue<'static>> {
    let entry = match reading.snapshot.lookup(id) {
        Lookup::Found(entry) => entry,
        Lookup::Moved(survivor) => reading.snapshot.entry(survivor)?,
        Lookup::Gone | Lookup::Unknown => return None,
    };
    reading
        .count(0)
        .then(|| reading.thing(entry.kind, entry.id))
        .flatten()
        .map(|thing| typed(thing, entry.kind))
}

/// A thing with its type, as interfaces and unions want it.
pub(crate) fn typed(thing: FieldValue<'_>, kind: ListKind) -> FieldValue<'_> {
    thing.with_type(pascal(kind.as_str()))
}

/// Puts the interface into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    shapes.insert(
        NODE,
        HashMap::from([(
            "id".to_owned(),
            Shape { of: TypeRef::ID.to_owned(), many: Many::One, way: Way::Resolved, price: 0 },
        )]),
    );
    let id = InterfaceField::new("id", TypeRef::named_nn(TypeRef::ID)).description(ID);
    builder.register(Interface::new(NODE).description("Something with an id of its own.").field(id))
}
