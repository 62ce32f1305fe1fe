//! The whole schema, put together without any data.

use async_graphql::dynamic::{
    FieldFuture, InputValue, ResolverContext, Schema as Engine, SchemaBuilder, SchemaError, TypeRef,
};
use catalog::ListKind;

use crate::{
    alignment, areas, changes, connection, corrections, entity,
    errors::Code,
    federation, filter, introspection, judgements, matches, needs, node,
    nouns::{self, camel, pascal},
    occurrences, pushing,
    reading::{Reading, attempt},
    record, registered, reports, scalars,
    shape::{Draft, Shapes, Way},
    source,
};

/// The engine's schema, and what its fields lead to.
pub(crate) struct Types {
    pub(crate) engine: Engine,
    pub(crate) shapes: Shapes,
}

/// The name of the root of queries. Federation knows it by no other.
pub(crate) const QUERY: &str = "Query";
/// The name of the root of mutations.
pub(crate) const MUTATION: &str = "Mutation";

/// A noun that can be asked for by id and in a list, with the plural of its name.
const ROOTS: [(ListKind, &str); 5] = [
    (ListKind::Service, "services"),
    (ListKind::Organization, "organizations"),
    (ListKind::Location, "locations"),
    (ListKind::Taxonomy, "taxonomies"),
    (ListKind::TaxonomyTerm, "taxonomy_terms"),
];

impl Types {
    /// Puts the schema together.
    pub(crate) fn build() -> Result<Self, SchemaError> {
        Self::made(Shapes::default())
    }

    /// The schema as other subgraphs are composed with it, with the keys of its entities. It is not for running.
    pub(crate) fn composed() -> Result<Self, SchemaError> {
        Self::made(Shapes::composing())
    }

    fn made(mut shapes: Shapes) -> Result<Self, SchemaError> {
        introspection::describe(&mut shapes);
        let builder = Engine::build(QUERY, Some(MUTATION), None);
        let root = if shapes.composing { query() } else { federation::add_roots(query()) };
        let builder = root.register(filter::register(scalars::register(builder)), &mut shapes);
        let builder = register_nouns(builder, &mut shapes);
        let builder = connection::register(builder, &mut shapes);
        let builder = entity::register(builder, &mut shapes);
        let builder = node::register(registered::register(builder, &mut shapes), &mut shapes);
        let builder = if shapes.composing { builder } else { federation::register(builder, &mut shapes) };
        let builder = matches::register(builder, &mut shapes);
        let builder = record::register(builder, &mut shapes);
        let builder = judgements::register(builder, &mut shapes);
        let builder = corrections::register(builder, &mut shapes);
        let builder = reports::register(builder, &mut shapes);
        let builder = pushing::register(builder, &mut shapes);
        let builder = alignment::register(builder, &mut shapes);
        let builder = occurrences::register(builder, &mut shapes);
        let builder = needs::register(areas::register(builder, &mut shapes), &mut shapes);
        let builder = changes::register(builder, &mut shapes);
        let engine = source::register(builder, &mut shapes).finish()?;
        Ok(Self { engine, shapes })
    }
}

fn register_nouns(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    nouns::reachable()
        .into_values()
        .fold(builder, |builder, noun| nouns::draft(noun).register(builder, shapes))
}

fn query() -> Draft {
    let doc = format!(
        "The ways into the directory. Every part of an answer is of the same moment. An error has one of these codes in \
         `extensions.code`:\n{}",
        Code::list()
    );
    let draft = node::add_roots(Draft::new(QUERY, &doc));
    let draft = reports::add_roots(draft);
    let draft = corrections::add_roots(judgements::add_roots(record::add_roots(matches::add_roots(draft))));
    let draft = alignment::add_roots(draft);
    let draft = needs::add_roots(areas::add_roots(occurrences::add_roots(changes::add_roots(draft))));
    source::add_roots(ROOTS.into_iter().fold(draft, |draft, (kind, plural)| {
        let words = kind.as_str().replace('_', " ");
        let one = format!(
            "The {words} of this id, or of the id that it was merged into. Null where there is none."
        );
        let all = format!("The {} that fit, in pages.", plural.replace('_', " "));
        let id =
            InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The id, current or former.");
        let ty = TypeRef::named(pascal(kind.as_str()));
        let draft = draft
            .asking(&camel(kind.as_str()), ty, &one, vec![id], move |ctx| by_id(&ctx, kind))
            .way(Way::ById(kind));
        let arguments = filter::arguments(kind);
        connection::add(draft, &camel(plural), &all, (kind, arguments), move |ctx| {
            filter::read(&connection::given(ctx), kind, &Reading::of(ctx)?.view())
        })
        .way(Way::Listed(kind))
    }))
}

fn by_id<'a>(ctx: &ResolverContext<'a>, kind: ListKind) -> FieldFuture<'a> {
    let find = || {
        let id = filter::uuid(ctx.args.try_get("id")?.as_value())?;
        Ok(Reading::of(ctx)?.thing(kind, id))
    };
    FieldFuture::Value(attempt(ctx, find()))
}
