//! What changed, in order, for whoever keeps a copy.

use async_graphql::{
    Result, Value as Answer,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::Snapshot;
use model::Change;
use reconcile::changes::{self, Feed, FeedError};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    connection::given,
    errors::{self, Code, Refused, coded, off_the_loop},
    filter::value::{text, whole},
    node,
    nouns::{parts, scalar},
    paging,
    reading::{Reading, attempt, object},
    scalars,
    shape::{Draft, Shapes},
};

const CHANGE: &str = "Change";

/// Adds the root field.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let doc = "What was updated, merged or withdrawn after a number, in order. Ask with `after: 0`, then again and again with \
               `last` and `place` of the answer before. A number that is not in the log, or of another history after a restore, \
               is refused with the code `CHANGES_GONE`: then read everything anew.";
    let after = "The number to begin after: `last` of the answer before, and 0 to begin with.";
    let epoch =
        "`place` or `epoch` of the answer before: where the history is another since, that is refused.";
    let [first, _] = paging::forward_arguments();
    let arguments = vec![
        InputValue::new("after", TypeRef::named(TypeRef::INT)).default_value(0).description(after),
        InputValue::new("epoch", TypeRef::named(TypeRef::STRING)).description(epoch),
        first,
    ];
    draft.asking("changes", TypeRef::named(format!("{CHANGE}List")), doc, arguments, |ctx| {
        FieldFuture::new(async move {
            let found = found(&ctx).await;
            Ok(attempt(&ctx, found.map(|found| Some(FieldValue::owned_any(found)))))
        })
    })
}

async fn found(ctx: &ResolverContext<'_>) -> Result<Value> {
    let reading = Reading::of(ctx)?;
    reading.look()?;
    // Who follows is never to be told what a cache still has.
    reading.pass();
    let store = reading.store.clone().ok_or_else(|| errors::unkept("no log of changes"))?;
    let (after, epoch, first) = asked(&given(ctx))?;
    let seen = reading.snapshot.version();
    let feed = off_the_loop(move || {
        changes::check(&store, after, epoch.as_deref(), seen)?;
        changes::after(&store, after, seen, first)
    });
    Ok(told(&reading.snapshot, &feed.await?))
}

fn asked<'a>(given: &impl Fn(&str) -> Option<&'a Answer>) -> Result<(i64, Option<String>, usize)> {
    let after = given("after").map_or(Ok(0), whole)?;
    if after < 0 {
        return Err(format!("`after` is {after}; give the number of a change: a whole number from 0").into());
    }
    let epoch = given("epoch").map(|epoch| text(epoch).map(str::to_owned)).transpose()?;
    Ok((after, epoch, paging::first(given)?))
}

impl From<FeedError> for Refused {
    fn from(error: FeedError) -> Self {
        let told = error.to_string();
        match error {
            FeedError::Gone { first, last, .. } => {
                let error = coded(Code::ChangesGone, told);
                Self::Coded(errors::with_facts(error, &[("first", first), ("last", last)]))
            }
            FeedError::Store(error) => error.into(),
        }
    }
}

/// A part of the log, as a JSON object to select fields from.
fn told(snapshot: &Snapshot, feed: &Feed) -> Value {
    json!({
        "nodes": feed.changes.iter().filter_map(|change| of_change(snapshot, change)).collect::<Vec<_>>(),
        "epoch": feed.epoch,
        "place": feed.place,
        "first": feed.first,
        "last": feed.last,
        "more": feed.more,
    })
}

fn of_change(snapshot: &Snapshot, change: &Change) -> Option<Value> {
    let became = snapshot.became(change)?;
    Some(json!({
        "number": change.number,
        "id": change.entity,
        "kind": change.kind.as_str(),
        "change": became.as_str(),
        "into": became.survivor(),
        "at": change.at,
    }))
}

/// What became of the thing that a change is of: itself, or what it was merged into.
fn thing<'a>(ctx: &ResolverContext<'a>) -> Option<FieldValue<'a>> {
    let id: Uuid = object(ctx)?.get("id")?.as_str()?.parse().ok()?;
    node::find(Reading::of(ctx).ok()?, id)
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    change_type().register(list_type().register(builder, shapes), shapes)
}

fn list_type() -> Draft {
    let epoch = "Names the history that the numbers count in: it stays the same until the directory is restored from a backup, \
                 and is another then. Send it with `after`.";
    let place = "The epoch with a mark of the change `last` behind it. Who sends this with `after` hears, too, that a database \
                 was put back by other means.";
    let first = "The number of the first change that the log holds. Nothing is taken out of it: one can always begin at 0.";
    Draft::new(&format!("{CHANGE}List"), "A part of the log of changes.")
        .page("nodes", TypeRef::named_nn_list_nn(CHANGE), "What changed.", |ctx| parts(&ctx, "nodes"))
        .field("epoch", TypeRef::named_nn(TypeRef::STRING), epoch, |ctx| scalar(&ctx, "epoch"))
        .field("place", TypeRef::named_nn(TypeRef::STRING), place, |ctx| scalar(&ctx, "place"))
        .field("first", TypeRef::named_nn(TypeRef::INT), first, |ctx| scalar(&ctx, "first"))
        .field("last", TypeRef::named_nn(TypeRef::INT), "The number to go on after.", |ctx| {
            scalar(&ctx, "last")
        })
        .field("more", TypeRef::named_nn(TypeRef::BOOLEAN), "Whether there are more already.", |ctx| {
            scalar(&ctx, "more")
        })
}

fn change_type() -> Draft {
    let number = "Its number. Numbers rise; those of changes that no reader sees are left out.";
    let what = "What happened to it: `updated`, it is new or says something new; `merged`, it is one with another now; \
                `deleted`, it is no longer published.";
    let node_doc =
        "The thing as it is now, or what it was merged into. Null where it is no longer published.";
    let text = || TypeRef::named_nn(TypeRef::STRING);
    Draft::new(CHANGE, "One change.")
        .field("number", TypeRef::named_nn(TypeRef::INT), number, |ctx| scalar(&ctx, "number"))
        .field("id", TypeRef::named_nn(TypeRef::ID), "The id of what changed.", |ctx| scalar(&ctx, "id"))
        .field("kind", text(), "What kind of thing it is.", |ctx| scalar(&ctx, "kind"))
        .field("change", text(), what, |ctx| scalar(&ctx, "change"))
        .field("into", TypeRef::named(TypeRef::ID), "What it was merged into.", |ctx| scalar(&ctx, "into"))
        .field("at", TypeRef::named_nn(scalars::DATE_TIME), "When it was published.", |ctx| {
            scalar(&ctx, "at")
        })
        .field("node", TypeRef::named(node::NODE), node_doc, |ctx| FieldFuture::Value(thing(&ctx)))
}
