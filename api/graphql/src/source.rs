//! The sources: who says what the directory publishes. Only public facts of public sources are told; a source
//! that is not public is as unknown here as one that does not exist.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::Source;
use serde_json::json;

use crate::{
    entity,
    nouns::{part, scalar},
    reading::{Reading, attempt},
    shape::{Draft, Shapes},
};

/// Adds the root fields for sources.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let id =
        InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The short name of the source.");
    draft
        .asking("source", TypeRef::named("Source"), "The source of this id.", vec![id], |ctx| {
            FieldFuture::new(async move {
                let found = one(&ctx).await;
                Ok(attempt(&ctx, found))
            })
        })
        .field("sources", TypeRef::named_nn_list("Source"), "The sources, by id.", |ctx| {
            FieldFuture::new(async move {
                let found = public(&ctx).await.map(|sources| FieldValue::list(sources.iter().map(shown)));
                Ok(attempt(&ctx, found.map(Some)))
            })
        })
}

async fn one<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let id = ctx.args.try_get("id")?.string()?;
    let sources = public(ctx).await?;
    Ok(sources.iter().find(|source| source.id.as_str() == id).map(shown))
}

/// Reads the public sources from the store: few and seldom asked for, so the catalog does not keep them.
async fn public(ctx: &ResolverContext<'_>) -> Result<Vec<Source>> {
    let Some(store) = Reading::of(ctx)?.store.clone() else { return Ok(Vec::new()) };
    let sources =
        actix_web::web::block(move || store.sources()).await.map_err(internal)?.map_err(internal)?;
    let mut public: Vec<_> = sources.into_iter().filter(|source| source.visibility.is_public()).collect();
    public.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(public)
}

/// Keeps the inner cause, which may name tables and files, to the log.
fn internal(error: impl std::fmt::Display) -> async_graphql::Error {
    tracing::error!(%error, "the sources could not be read");
    "the sources cannot be read at the moment; try again later".into()
}

fn shown(source: &Source) -> FieldValue<'static> {
    FieldValue::owned_any(json!({
        "id": source.id,
        "name": source.name,
        "publisher": source.publisher,
        "licence": entity::licence_object(&source.licence),
    }))
}

/// Puts the type into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let id = "The short name that stands in record names.";
    let licence = "The terms on which what it says may be used.";
    Draft::new("Source", "Someone who publishes what the directory takes.")
        .field("id", TypeRef::named_nn(TypeRef::ID), id, |ctx| scalar(&ctx, "id"))
        .field("name", text(), "The name for people.", |ctx| scalar(&ctx, "name"))
        .field("publisher", text(), "Who publishes it.", |ctx| scalar(&ctx, "publisher"))
        .field("licence", TypeRef::named_nn("Licence"), licence, |ctx| part(&ctx, "licence"))
        .register(builder, shapes)
}
