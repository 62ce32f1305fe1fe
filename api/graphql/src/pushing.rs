//! Records that partners write through the graph.

use access::{Access, Caller, Scope};
use async_graphql::{
    Result,
    dynamic::{
        FieldFuture, FieldValue, InputObject, InputValue, ResolverContext, SchemaBuilder, TypeRef,
        ValueAccessor,
    },
};
use harvest::push::{Condition, PushError, PushReport, Write};
use model::{IssueDraft, Kind, SourceId};
use reconcile::Desk;
use serde_json::{Value, json};

use crate::{
    errors,
    errors::{Refused, off_the_loop},
    nouns::{parts, scalar},
    reading::{Reading, attempt},
    scalars,
    shape::{Draft, Shapes},
};

/// The most records of one mutation: what fits into a request.
const MOST: usize = 500;

/// Adds the way to write records.
pub(crate) fn add_mutation(draft: Draft) -> Draft {
    let source = InputValue::new("source", TypeRef::named_nn(TypeRef::ID)).description("The source.");
    let records = InputValue::new("records", TypeRef::named_nn_list_nn("RecordWrite"))
        .description("What is written: 1 to 500 records.");
    let dry_run = InputValue::new("dryRun", TypeRef::named(TypeRef::BOOLEAN))
        .description("Try all of it and keep nothing.");
    let doc = "Writes records of a source. Those that cannot be read are kept out and do not hold up the others. For \
               clients of the source.";
    let arguments = vec![source, records, dry_run];
    draft.asking("pushRecords", TypeRef::named("Pushed"), doc, arguments, |ctx| {
        FieldFuture::new(async move {
            let pushed = push(&ctx).await;
            Ok(attempt(&ctx, pushed.map(|pushed| Some(FieldValue::owned_any(pushed)))))
        })
    })
}

/// Someone who may write records of a source, and where it is noted that they did.
pub(crate) struct Writer {
    pub(crate) caller: Caller,
    pub(crate) source: SourceId,
    pub(crate) desk: Desk,
    pub(crate) access: Access,
}

impl Writer {
    /// Whoever asks, if they may write the source that the argument `source` names.
    pub(crate) fn of(ctx: &ResolverContext<'_>) -> Result<Self> {
        let seat = &Reading::of(ctx)?.seat;
        let told = errors::refused;
        let source: SourceId = ctx.args.try_get("source")?.string()?.parse()?;
        let caller = seat.permitted(Scope::RecordsWrite).map_err(told)?;
        caller.needs_source(&source).map_err(told)?;
        let (desk, access) =
            seat.desk.clone().zip(seat.access.clone()).ok_or_else(|| errors::unkept("no records"))?;
        Ok(Self { caller, source, desk, access })
    }
}

async fn push(ctx: &ResolverContext<'_>) -> Result<Value> {
    let Writer { caller, source, desk, access } = Writer::of(ctx)?;
    let given = ctx.args.try_get("records")?.list()?;
    if given.is_empty() || given.len() > MOST {
        return Err(format!("`records` must be 1 to {MOST}, not {}", given.len()).into());
    }
    let writes = given.iter().map(|write| read(&write)).collect::<Result<Vec<_>>>()?;
    let dry_run = ctx.args.get("dryRun").filter(|value| !value.is_null());
    let dry_run = dry_run.map(|value| value.boolean()).transpose()?.unwrap_or(false);
    let (name, target) = (source.clone(), format!("{} records of {source}", writes.len()));
    let report = off_the_loop(move || match dry_run {
        true => desk.push(&source, &writes, true),
        false => access.audited(&caller, "push records", &target, || desk.push(&source, &writes, false)),
    });
    Ok(of_report(&name, &report.await?))
}

fn read(write: &ValueAccessor<'_>) -> Result<Write> {
    let fields = write.object()?;
    let kind: Kind = fields.try_get("kind")?.string()?.parse()?;
    let id = fields.try_get("id")?.string()?.trim().to_owned();
    if id.is_empty() || id.chars().any(char::is_control) || id.chars().count() > 500 {
        return Err("an id is 1 to 500 characters without control characters".into());
    }
    let record = fields.get("record").filter(|record| !record.is_null());
    let record = record.map(|record| record.deserialize::<Value>()).transpose()?;
    let delete = fields.get("delete").filter(|delete| !delete.is_null());
    let delete = delete.map(|delete| delete.boolean()).transpose()?.unwrap_or(false);
    if record.is_some() == delete {
        return Err(format!("{kind}:{id}: give a `record`, or `delete: true`, and not both").into());
    }
    Ok(Write { kind, id, record: record.map(|record| record.to_string()), condition: Condition::Any })
}

impl From<PushError> for Refused {
    fn from(error: PushError) -> Self {
        match error {
            PushError::Store(error) => error.into(),
            PushError::Config(error) => Self::Failed(error.to_string()),
            told => Self::Told(told.to_string()),
        }
    }
}

fn of_report(source: &SourceId, report: &PushReport) -> Value {
    let written = report.written.iter().map(|written| {
        json!({
            "record": format!("{source}:{}:{}", written.kind, written.id),
            "outcome": written.written_as,
            "issues": written.issues.iter().map(of_issue).collect::<Vec<_>>(),
        })
    });
    json!({
        "run": report.run,
        "records": written.collect::<Vec<_>>(),
        "issues": report.issues.iter().map(of_issue).collect::<Vec<_>>(),
    })
}

fn of_issue(issue: &IssueDraft) -> Value {
    json!({
        "severity": issue.severity.as_str(), "code": issue.code, "record": issue.record, "field": issue.field,
        "value": issue.value, "reason": issue.reason, "action": issue.action,
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [pushed_type(), written_type()];
    let builder = types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes));
    builder.register(write_input())
}

fn pushed_type() -> Draft {
    let nested = "What was found wrong with what is nested in the records.";
    let written = "Each write, in order.";
    Draft::new("Pushed", "What became of records that were written.")
        .field("run", TypeRef::named(TypeRef::INT), "The run; null where it was only tried.", |ctx| {
            scalar(&ctx, "run")
        })
        .field("records", TypeRef::named_nn_list_nn("Written"), written, |ctx| parts(&ctx, "records"))
        .field("issues", TypeRef::named_nn_list_nn("Issue"), nested, |ctx| parts(&ctx, "issues"))
}

fn written_type() -> Draft {
    let outcome = "created, changed, unchanged, deleted, absent or rejected.";
    let issues = "What was found wrong with it.";
    Draft::new("Written", "What became of one write.")
        .field("record", TypeRef::named_nn(TypeRef::ID), "The record's name everywhere.", |ctx| {
            scalar(&ctx, "record")
        })
        .field("outcome", TypeRef::named_nn(TypeRef::STRING), outcome, |ctx| scalar(&ctx, "outcome"))
        .field("issues", TypeRef::named_nn_list_nn("Issue"), issues, |ctx| parts(&ctx, "issues"))
}

fn write_input() -> InputObject {
    let field = |name: &str, ty: TypeRef, doc: &str| InputValue::new(name, ty).description(doc);
    InputObject::new("RecordWrite")
        .description("One record that is written.")
        .field(field(
            "kind",
            TypeRef::named_nn(TypeRef::STRING),
            "service, organization, location or taxonomy.",
        ))
        .field(field("id", TypeRef::named_nn(TypeRef::ID), "The source's own id."))
        .field(field("record", TypeRef::named(scalars::JSON), "The record as HSDS has it."))
        .field(field("delete", TypeRef::named(TypeRef::BOOLEAN), "Whether it is to be deleted."))
}
