//! What became of one record: the item as it came, what was read out of it, and what it is one with. For stewards, and for
//! clients of its source.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::Item;
use reconcile::{matches::Audience, sources::Outcome};
use serde_json::{Value, json};

use crate::{
    errors::{self, off_the_loop},
    matches,
    nouns::{part, parts, scalar},
    reading::{Reading, attempt},
    scalars,
    shape::{Draft, Shapes},
    source::insight,
};

/// Adds the root field for a record.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let id =
        InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("A record, as `source:kind:id`.");
    let doc = "What became of one record. For stewards, and for clients of its source.";
    draft.asking("record", TypeRef::named("Record"), doc, vec![id], |ctx| {
        FieldFuture::new(async move {
            let found = find(&ctx).await;
            Ok(attempt(&ctx, found.map(|found| Some(FieldValue::owned_any(shown(&found))))))
        })
    })
}

async fn find(ctx: &ResolverContext<'_>) -> Result<Outcome> {
    let key = matches::record(ctx, "id")?;
    let seat = &Reading::of(ctx)?.seat;
    insight(seat, &key.source).map_err(errors::refused)?;
    let audience = if seat.sees_all() { Audience::Steward } else { Audience::Anyone };
    let desk = seat.desk.clone().ok_or_else(|| errors::unkept("no records to look at"))?;
    off_the_loop(move || desk.outcome(&key, audience)).await
}

fn shown(found: &Outcome) -> Value {
    let record = &found.record;
    json!({
        "record": record.key,
        "visibility": record.visibility,
        "firstSeen": record.first_seen,
        "modified": record.modified,
        "deleted": record.deleted,
        "assured": record.assured().map(|assured| assured.date_naive()),
        "content": record.noun.to_value(),
        "original": record.original,
        "item": found.item.as_ref().map(of_item),
        "entity": found.entity,
        "matches": found.matches.iter().map(matches::of_pair).collect::<Vec<_>>(),
    })
}

fn of_item(item: &Item) -> Value {
    json!({
        "id": item.id,
        "version": item.version,
        "mediaType": item.media_type,
        "firstSeen": item.first_seen,
        "lastSeen": item.last_seen,
        "body": String::from_utf8_lossy(&item.body),
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    [record_type(), item_type()].into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn record_type() -> Draft {
    let (text, json) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named_nn(scalars::JSON));
    let moment = || TypeRef::named_nn(scalars::DATE_TIME);
    let content = "What was read out of the item, in the words of HSDS.";
    let original = "What the source wrote where it was cleaned, by JSON pointer.";
    let matches = "The other records of that entity, and why each is one with it; the surest first.";
    Draft::new("Record", "What a source says of one thing, and what became of it.")
        .field("record", TypeRef::named_nn(TypeRef::ID), "Its name everywhere, `source:kind:id`.", |ctx| {
            scalar(&ctx, "record")
        })
        .field("visibility", text(), "Who may see it: `public`, `partner` or `private`.", |ctx| {
            scalar(&ctx, "visibility")
        })
        .field("firstSeen", moment(), "When it was first seen.", |ctx| scalar(&ctx, "firstSeen"))
        .field("modified", moment(), "When what it says last changed.", |ctx| scalar(&ctx, "modified"))
        .field("deleted", TypeRef::named(scalars::DATE_TIME), "When its source withdrew it.", |ctx| {
            scalar(&ctx, "deleted")
        })
        .field("assured", TypeRef::named(scalars::DATE), "The day on which it was last confirmed.", |ctx| {
            scalar(&ctx, "assured")
        })
        .field("content", json(), content, |ctx| scalar(&ctx, "content"))
        .field("original", json(), original, |ctx| scalar(&ctx, "original"))
        .field("item", TypeRef::named("Item"), "The item as it came, as long as it is kept.", |ctx| {
            part(&ctx, "item")
        })
        .field("entity", TypeRef::named(TypeRef::ID), "The id of the entity that it belongs to.", |ctx| {
            scalar(&ctx, "entity")
        })
        .field("matches", TypeRef::named_nn_list_nn("Match"), matches, |ctx| parts(&ctx, "matches"))
}

fn item_type() -> Draft {
    let (text, moment) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named_nn(scalars::DATE_TIME));
    let body = "The body as text; what is no UTF-8 is replaced by U+FFFD.";
    Draft::new("Item", "An item as its source sent it.")
        .field("id", text(), "The source's own name for it.", |ctx| scalar(&ctx, "id"))
        .field(
            "version",
            TypeRef::named_nn(TypeRef::INT),
            "Counts the versions that differ, from 1.",
            |ctx| scalar(&ctx, "version"),
        )
        .field("mediaType", text(), "The media type of the body.", |ctx| scalar(&ctx, "mediaType"))
        .field("firstSeen", moment(), "When this version was first seen.", |ctx| scalar(&ctx, "firstSeen"))
        .field("lastSeen", moment(), "When it was last seen.", |ctx| scalar(&ctx, "lastSeen"))
        .field("body", text(), body, |ctx| scalar(&ctx, "body"))
}
