//! The directory as a subgraph of Apollo Federation 2: what it tells a composer of itself, and the entities that other
//! subgraphs refer to.
//!
//! The root fields are our own and not the engine's: the document is written once, and a reference that cannot be is
//! null with an error of its own beside it, so that the others are answered.

use std::sync::OnceLock;

use async_graphql::{
    Name, Result, SDLExportOptions, Value,
    dynamic::{
        FieldFuture, FieldValue, InputValue, ResolverContext, Scalar, SchemaBuilder, SchemaError, TypeRef,
        Union,
    },
    indexmap::IndexMap,
};

use catalog::{Entry, ListKind};

use crate::{
    node,
    nouns::pascal,
    reading::{Reading, attempt},
    schema::Types,
    shape::{Draft, Shapes},
};

const ANY: &str = "_Any";
const ENTITY: &str = "_Entity";
const SERVICE: &str = "_Service";

/// The key by which other subgraphs know an organization, besides its id.
pub(crate) const REGISTRATION: &str = "registration { scheme number }";
/// The key by which other subgraphs know a location, besides its id.
pub(crate) const UPRN: &str = "uprn";

/// Adds the root fields.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let service = "What the directory is as a subgraph of a federation (Apollo Federation 2).";
    let entities =
        "The things that other subgraphs of a federation refer to; null in the place of what is not there.";
    let representations = InputValue::new("representations", TypeRef::named_nn_list_nn(ANY));
    let representations =
        representations.description("References: a `__typename` with the fields of one of its keys.");
    draft
        .field("_service", TypeRef::named_nn(SERVICE), service, |_| {
            FieldFuture::Value(Some(FieldValue::owned_any(())))
        })
        .naming(
            "_entities",
            TypeRef::named_list_nn(ENTITY),
            entities,
            ("representations", representations),
            |ctx| FieldFuture::Value(each(&ctx)),
        )
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let doc = "A reference to a thing: an object with `__typename` and the fields of a key.";
    let builder = builder.register(Scalar::new(ANY).description(doc));
    let entity = Union::new(ENTITY).description("A thing that other subgraphs may refer to.");
    let entity =
        node::LISTS.into_iter().fold(entity, |entity, kind| entity.possible_type(pascal(kind.as_str())));
    let sdl = "The schema with its keys, in GraphQL's own language.";
    let service = Draft::new(SERVICE, "The directory as a subgraph.").field(
        "sdl",
        TypeRef::named_nn(TypeRef::STRING),
        sdl,
        |ctx| FieldFuture::Value(attempt(&ctx, document(&ctx))),
    );
    service.register(builder.register(entity), shapes)
}

fn document<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    static DOCUMENT: OnceLock<std::result::Result<String, SchemaError>> = OnceLock::new();
    match DOCUMENT.get_or_init(sdl) {
        Ok(sdl) => Ok(Reading::of(ctx)?.count(sdl.len()).then(|| FieldValue::value(sdl.as_str()))),
        Err(error) => Err(error.to_string().into()),
    }
}

/// The schema as composers read it: with the keys of its entities, without the federation's own types.
pub(crate) fn sdl() -> std::result::Result<String, SchemaError> {
    let options = SDLExportOptions::new().federation().include_specified_by();
    Ok(Types::composed()?.engine.sdl_with_options(options))
}

fn each<'a>(ctx: &ResolverContext<'a>) -> Option<FieldValue<'a>> {
    let given = ctx.args.get("representations");
    let given = match given.as_ref().map(|given| given.as_value()) {
        Some(Value::List(given)) => given.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let values = given.iter().map(|one| attempt(ctx, resolve(ctx, one))).collect();
    Some(Reading::of(ctx).ok()?.holes.list(ctx, values))
}

fn resolve<'a>(ctx: &ResolverContext<'a>, representation: &Value) -> Result<Option<FieldValue<'a>>> {
    let Value::Object(object) = representation else {
        return Err("a representation is an object with `__typename` and the fields of a key".into());
    };
    let reading = Reading::of(ctx)?;
    let Some(entry) = refer(reading, object)? else { return Ok(None) };
    let thing = reading.count(0).then(|| reading.thing(entry.kind, entry.id)).flatten();
    Ok(thing.map(|thing| node::typed(thing, entry.kind)))
}

/// What a representation refers to.
fn refer<'a>(reading: &'a Reading, object: &IndexMap<Name, Value>) -> Result<Option<&'a Entry>> {
    let name = text(object, "__typename").ok_or("a representation needs a `__typename`")?;
    let kind = node::LISTS.into_iter().find(|kind| pascal(kind.as_str()) == name);
    let kind = kind.ok_or_else(|| format!("`{name}` is no type of entities here"))?;
    if let Some(id) = text(object, "id") {
        // What is no id of ours names nothing here; to others it may name something.
        return Ok(id.parse().ok().and_then(|id| reading.find(kind, id)));
    }
    let registered =
        |register: &str, number: &str| Ok(reading.snapshot.by_identifier(kind, register, number));
    match (kind, object.get("registration"), text(object, "uprn")) {
        (ListKind::Organization, Some(Value::Object(registration)), _) => {
            let both = text(registration, "scheme").zip(text(registration, "number"));
            let (scheme, number) = both.ok_or("`registration` needs a `scheme` and a `number`")?;
            registered(scheme, number)
        }
        (ListKind::Location, _, Some(uprn)) => registered("UPRN", uprn),
        _ => {
            Err(format!("a representation of `{name}` needs the fields of one of its keys, such as `id`")
                .into())
        }
    }
}

fn text<'a>(object: &'a IndexMap<Name, Value>, field: &str) -> Option<&'a str> {
    match object.get(field) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}
