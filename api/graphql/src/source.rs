//! The sources: who says what the directory publishes, how their harvests went, and what is wrong with what they say.
//! Who asks is told what they may know: a source that is not public is as unknown to anyone as one that does not exist.

use access::{Refusal, Scope};
use async_graphql::{
    Error, Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::{Issue, Run, SourceId};
use reconcile::{
    matches::Audience,
    sources::{self, Summary},
};
use serde_json::{Value, json};
use store::Store;

use crate::{
    entity, errors,
    judgements::whole,
    limits,
    nouns::{part, parts, scalar},
    reading::{Reading, Seat, attempt, object},
    scalars,
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
                let found = all(&ctx).await.map(|sources| FieldValue::list(sources.iter().map(shown)));
                Ok(attempt(&ctx, found.map(Some)))
            })
        })
}

async fn one<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let Ok(id) = ctx.args.try_get("id")?.string()?.parse::<SourceId>() else { return Ok(None) };
    let found = ask(ctx, move |store, audience| sources::find(store, &id, audience)).await?;
    Ok(found.flatten().as_ref().map(shown))
}

async fn all(ctx: &ResolverContext<'_>) -> Result<Vec<Summary>> {
    Ok(ask(ctx, sources::list).await?.unwrap_or_default())
}

/// Asks the store, where blocking is allowed: sources are few and seldom asked for, so the catalog does not keep them.
async fn ask<T: Send + 'static>(
    ctx: &ResolverContext<'_>,
    question: impl FnOnce(&Store, Audience) -> store::Result<T> + Send + 'static,
) -> Result<Option<T>> {
    let reading = Reading::of(ctx)?;
    let Some(store) = reading.store.clone() else { return Ok(None) };
    let audience = if reading.seat.sees_all() { Audience::Steward } else { Audience::Anyone };
    let answer = actix_web::web::block(move || question(&store, audience)).await.map_err(internal)?;
    Ok(Some(answer.map_err(internal)?))
}

/// Keeps the inner cause, which may name tables and files, to the log.
fn internal(error: impl std::fmt::Display) -> Error {
    tracing::error!(%error, "the sources could not be read");
    errors::coded(errors::Code::Internal, "the sources cannot be read at the moment; try again later")
}

/// The source that a field is selected from.
fn parent(ctx: &ResolverContext<'_>) -> Result<SourceId> {
    let id = object(ctx).and_then(|source| source.get("id")).and_then(Value::as_str);
    Ok(id.ok_or("no source to look at")?.parse()?)
}

async fn runs<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let (id, first) = (parent(ctx)?, whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE));
    let limit = i64::try_from(first).unwrap_or(i64::MAX);
    let found = ask(ctx, move |store, audience| sources::runs(store, &id, audience, limit)).await?;
    let runs = found.flatten().unwrap_or_default();
    Ok(Some(FieldValue::list(runs.iter().map(|run| FieldValue::owned_any(of_run(run))))))
}

async fn issues<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let id = parent(ctx)?;
    insight(&Reading::of(ctx)?.seat, &id).map_err(errors::refused)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let offset = whole(ctx, "offset", usize::MAX)?.unwrap_or(0);
    let found = ask(ctx, move |store, _| sources::open_issues(store, &id)).await?;
    let issues = found.flatten().unwrap_or_default().into_iter().skip(offset).take(first);
    Ok(Some(FieldValue::list(issues.map(|issue| FieldValue::owned_any(of_issue(&issue))))))
}

/// Refuses whoever may look neither at everything nor at this source, which would have to be their own.
pub(crate) fn insight(seat: &Seat, source: &SourceId) -> std::result::Result<(), Refusal> {
    match &seat.caller {
        Some(caller) if caller.may(Scope::PrivateRead) => Ok(()),
        Some(caller) => caller.needs_source(source),
        None => Err(Refusal::Missing),
    }
}

fn shown(summary: &Summary) -> FieldValue<'static> {
    let source = &summary.source;
    let records = summary.records.iter().map(|(kind, count)| json!({ "kind": kind, "count": count }));
    FieldValue::owned_any(json!({
        "id": source.id,
        "name": source.name,
        "publisher": source.publisher,
        "licence": entity::licence_object(&source.licence),
        "visibility": source.visibility,
        "state": summary.state,
        "format": summary.format,
        "precedence": source.precedence,
        "precedenceFor": source.precedence_for,
        "supplements": source.supplements,
        "review": summary.review,
        "grace": summary.grace,
        "records": records.collect::<Vec<_>>(),
        "lastRun": summary.last_run.as_ref().map(of_run),
    }))
}

fn of_run(run: &Run) -> Value {
    let counts = &run.counts;
    json!({
        "number": run.number, "started": run.started, "finished": run.finished, "outcome": run.outcome,
        "items": counts.items, "new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged,
        "deleted": counts.deleted, "rejected": counts.rejected, "records": counts.records, "issues": counts.issues,
    })
}

fn of_issue(issue: &Issue) -> Value {
    let draft = &issue.draft;
    json!({
        "run": issue.run, "at": issue.at, "severity": draft.severity.as_str(), "code": draft.code,
        "record": draft.record, "field": draft.field, "value": draft.value, "reason": draft.reason,
        "action": draft.action,
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [source_type(), rule_type(), count_type(), run_type(), issue_type()];
    types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes))
}

fn first(doc: &str) -> InputValue {
    InputValue::new("first", TypeRef::named(TypeRef::INT)).description(doc)
}

fn source_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let id = "The short name that stands in record names.";
    let licence = "The terms on which what it says may be used.";
    let state = "How far it has come: proposed, trial, live, paused or retired.";
    let precedence = "Whose word counts where sources disagree: the greater wins.";
    let rules =
        "Where its word counts more or less than that: the last rule that fits a field of a thing decides.";
    let supplements = "Whether what it says only adds to what others tell of.";
    let review = "After how long a service of it must have been changed or confirmed, or `never`.";
    let grace = "How long after that it is no longer published.";
    let issues_doc =
        "What is wrong with what it says, the worst first. For stewards, and clients of the source.";
    let most = || first("How many to give: at most 100.");
    let offset =
        InputValue::new("offset", TypeRef::named(TypeRef::INT)).description("How many to pass over.");
    Draft::new("Source", "Someone who publishes what the directory takes.")
        .field("id", TypeRef::named_nn(TypeRef::ID), id, |ctx| scalar(&ctx, "id"))
        .field("name", text(), "The name for people.", |ctx| scalar(&ctx, "name"))
        .field("publisher", text(), "Who publishes it.", |ctx| scalar(&ctx, "publisher"))
        .field("licence", TypeRef::named_nn("Licence"), licence, |ctx| part(&ctx, "licence"))
        .field("visibility", text(), "Who may see what it says.", |ctx| scalar(&ctx, "visibility"))
        .field("state", text(), state, |ctx| scalar(&ctx, "state"))
        .field("format", text(), "The form of its feed.", |ctx| scalar(&ctx, "format"))
        .field("precedence", TypeRef::named_nn(TypeRef::INT), precedence, |ctx| scalar(&ctx, "precedence"))
        .field("precedenceFor", TypeRef::named_nn_list_nn("PrecedenceRule"), rules, |ctx| {
            parts(&ctx, "precedenceFor")
        })
        .field("supplements", TypeRef::named_nn(TypeRef::BOOLEAN), supplements, |ctx| {
            scalar(&ctx, "supplements")
        })
        .field("review", text(), review, |ctx| scalar(&ctx, "review"))
        .field("grace", text(), grace, |ctx| scalar(&ctx, "grace"))
        .field("records", TypeRef::named_nn_list_nn("RecordCount"), "How many records it has.", |ctx| {
            parts(&ctx, "records")
        })
        .field("lastRun", TypeRef::named("Run"), "Its last harvest.", |ctx| part(&ctx, "lastRun"))
        .asking(
            "runs",
            TypeRef::named_nn_list("Run"),
            "Its harvests, the latest first.",
            vec![most()],
            |ctx| FieldFuture::new(async move { Ok(attempt(&ctx, runs(&ctx).await)) }),
        )
        .asking("issues", TypeRef::named_nn_list("Issue"), issues_doc, vec![most(), offset], |ctx| {
            FieldFuture::new(async move { Ok(attempt(&ctx, issues(&ctx).await)) })
        })
}

fn rule_type() -> Draft {
    let fields =
        "The fields, as HSDS names them, such as `phones` or `service.phones`; all where none is named.";
    let whose =
        "Whose things, by the name of the organization or its number in a register; everyone's without.";
    Draft::new("PrecedenceRule", "A source's precedence for some fields of some things.")
        .field("fields", TypeRef::named_nn_list_nn(TypeRef::STRING), fields, |ctx| {
            let fields = object(&ctx).and_then(|rule| rule.get("fields")).and_then(Value::as_array);
            let fields = fields.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
            FieldFuture::Value(Some(FieldValue::list(fields.map(FieldValue::value))))
        })
        .field("organization", TypeRef::named(TypeRef::STRING), whose, |ctx| scalar(&ctx, "organization"))
        .field("precedence", TypeRef::named_nn(TypeRef::INT), "Whose word counts: the greater wins.", |ctx| {
            scalar(&ctx, "precedence")
        })
}

fn count_type() -> Draft {
    let kind = "What kind of thing they are.";
    Draft::new("RecordCount", "How many records of a kind a source has.")
        .field("kind", TypeRef::named_nn(TypeRef::STRING), kind, |ctx| scalar(&ctx, "kind"))
        .field("count", TypeRef::named_nn(TypeRef::INT), "How many.", |ctx| scalar(&ctx, "count"))
}

/// What a harvest counts, and what each count is.
const COUNTS: [(&str, &str); 8] = [
    ("items", "Items read."),
    ("new", "Items not seen before."),
    ("changed", "Items that say something new."),
    ("unchanged", "Items that say what they said."),
    ("deleted", "Items that are gone."),
    ("rejected", "Items that were kept out."),
    ("records", "Records written."),
    ("issues", "Issues raised."),
];

fn run_type() -> Draft {
    let outcome =
        "running; harvested: read whole and taken; braked: held up, since too much would be deleted; failed.";
    let moment = scalars::DATE_TIME;
    let draft = Draft::new("Run", "One harvest of one source.")
        .field("number", TypeRef::named_nn(TypeRef::INT), "Counts harvests, from 1.", |ctx| {
            scalar(&ctx, "number")
        })
        .field("started", TypeRef::named_nn(moment), "When it began.", |ctx| scalar(&ctx, "started"))
        .field("finished", TypeRef::named(moment), "When it ended.", |ctx| scalar(&ctx, "finished"))
        .field("outcome", TypeRef::named_nn(TypeRef::STRING), outcome, |ctx| scalar(&ctx, "outcome"));
    COUNTS.into_iter().fold(draft, |draft, (name, doc)| {
        draft.field(name, TypeRef::named_nn(TypeRef::INT), doc, move |ctx| scalar(&ctx, name))
    })
}

fn issue_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let maybe = || TypeRef::named(TypeRef::STRING);
    Draft::new("Issue", "Something that is wrong with what a source says, and what to do about it.")
        .field("run", TypeRef::named(TypeRef::INT), "The run that raised it.", |ctx| scalar(&ctx, "run"))
        .field("at", TypeRef::named(scalars::DATE_TIME), "When.", |ctx| scalar(&ctx, "at"))
        .field("severity", text(), "notice, warning, error or fatal.", |ctx| scalar(&ctx, "severity"))
        .field("code", text(), "A word for its kind.", |ctx| scalar(&ctx, "code"))
        .field("record", maybe(), "The record, as `kind:id`.", |ctx| scalar(&ctx, "record"))
        .field("field", maybe(), "The path of the field.", |ctx| scalar(&ctx, "field"))
        .field("value", maybe(), "The value.", |ctx| scalar(&ctx, "value"))
        .field("reason", text(), "What is wrong.", |ctx| scalar(&ctx, "reason"))
        .field("action", text(), "What to do about it.", |ctx| scalar(&ctx, "action"))
}
