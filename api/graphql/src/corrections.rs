//! What stewards correct in single facts.

use async_graphql::{
    Error, Result,
    dynamic::{Enum, EnumItem, FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use chrono::{DateTime, Utc};
use reconcile::correcting::{CorrectError, Corrected, NewCorrection, Wish};
use serde_json::{Value, json};

use crate::{
    conflicts::{self, CONFLICT},
    errors::{Refused, off_the_loop},
    filter,
    judgements::{Judge, desk, whole},
    limits,
    nouns::{part, scalar},
    reading::attempt,
    scalars,
    shape::{Draft, Shapes},
};

const REMEDY: &str = "Remedy";
/// The way to say what is to be done, and what it needs.
const REMEDIES: [(&str, &str); 4] = [
    ("pin", "Publish what a source claims."),
    ("reject", "Do not use what a source claims."),
    ("supply", "Publish a value of one's own."),
    ("lift", "Let the sources decide again."),
];

/// Adds the root fields for disputed facts and for the log of corrections.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let disputed = "The facts on which sources disagree, the most worth deciding first. For stewards.";
    let log = "What stewards corrected, the newest first. For stewards.";
    let number = |name: &str, doc: &str| InputValue::new(name, TypeRef::named(TypeRef::INT)).description(doc);
    let first = || number("first", "How many to give: at most 100.");
    let offset = number("offset", "How many to pass over.");
    let before = number("before", "Only those with lesser numbers.");
    let entity = InputValue::new("entity", TypeRef::named(TypeRef::ID)).description("Only of this entity.");
    draft
        .asking("conflicts", TypeRef::named_nn_list(CONFLICT), disputed, vec![first(), offset], |ctx| {
            FieldFuture::new(async move { Ok(attempt(&ctx, disputes(&ctx).await.map(Some))) })
        })
        .asking(
            "corrections",
            TypeRef::named_nn_list("Correction"),
            log,
            vec![entity, before, first()],
            |ctx| FieldFuture::new(async move { Ok(attempt(&ctx, logged(&ctx).await.map(Some))) }),
        )
}

/// Adds the way to correct.
pub(crate) fn add_mutation(draft: Draft) -> Draft {
    let text =
        |name: &str, doc: &str| InputValue::new(name, TypeRef::named_nn(TypeRef::STRING)).description(doc);
    let maybe = |name: &str, ty: &str, doc: &str| InputValue::new(name, TypeRef::named(ty)).description(doc);
    let entity = InputValue::new("entity", TypeRef::named_nn(TypeRef::ID));
    let remedy = InputValue::new("remedy", TypeRef::named_nn(REMEDY)).description("What is to be done.");
    let what = "The source or record whose claim is pinned or rejected, or the value that is supplied.";
    let arguments = vec![
        entity.description("The entity, or an id that was merged into it."),
        text("field", "The fact, such as `phones`."),
        remedy,
        maybe("what", TypeRef::STRING, what),
        text("reason", "Why. It stays in the log."),
        maybe("who", TypeRef::STRING, "Who decides; the name in the settings unless given."),
        maybe("expires", scalars::DATE_TIME, "When it shall stop to hold by itself."),
        maybe("dryRun", TypeRef::BOOLEAN, "Only say what it would do."),
    ];
    let doc = "Corrects one field of an entity, and says what is published before and after. It takes effect at once, \
               until it expires or is lifted; no harvest overrides it. For stewards.";
    draft.asking("correct", TypeRef::named("Corrected"), doc, arguments, |ctx| {
        FieldFuture::new(async move {
            let corrected = correct(&ctx).await;
            Ok(attempt(&ctx, corrected.map(|done| Some(FieldValue::owned_any(of_corrected(&done))))))
        })
    })
}

async fn disputes<'a>(ctx: &ResolverContext<'a>) -> Result<FieldValue<'a>> {
    let desk = desk(ctx)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let offset = whole(ctx, "offset", 10_000)?.unwrap_or(0);
    let page = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let found = off_the_loop(move || desk.conflicts(&Default::default(), page(first), page(offset))).await?;
    Ok(FieldValue::list(found.iter().map(|one| FieldValue::owned_any(conflicts::of_conflict(one)))))
}

async fn logged<'a>(ctx: &ResolverContext<'a>) -> Result<FieldValue<'a>> {
    let desk = desk(ctx)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let before = whole(ctx, "before", usize::MAX)?.and_then(|before| i64::try_from(before).ok());
    let entity = ctx.args.get("entity").filter(|id| !id.is_null());
    let entity = entity.map(|id| filter::uuid(id.as_value())).transpose()?;
    let found = off_the_loop(move || desk.corrections(entity, before, first)).await?;
    Ok(FieldValue::list(found.iter().map(|one| FieldValue::owned_any(json!(one)))))
}

async fn correct(ctx: &ResolverContext<'_>) -> Result<Corrected> {
    let Judge { caller, desk, access } = Judge::of(ctx)?;
    let text = |argument: &str| -> Result<Option<String>> {
        let given = ctx.args.get(argument).filter(|value| !value.is_null());
        given.map(|value| value.string().map(str::to_owned)).transpose()
    };
    let expires = text("expires")?.map(|moment| {
        let read = DateTime::parse_from_rfc3339(&moment).map(|moment| moment.with_timezone(&Utc));
        read.map_err(|_| {
            Error::new(format!("`expires` must be a moment such as 2027-03-31T00:00:00Z, not `{moment}`"))
        })
    });
    let new = NewCorrection {
        entity: filter::uuid(ctx.args.try_get("entity")?.as_value())?,
        field: text("field")?.unwrap_or_default(),
        wish: wish(ctx.args.try_get("remedy")?.enum_name()?, text("what")?)?,
        who: text("who")?.unwrap_or_else(|| caller.name.clone()),
        reason: text("reason")?.unwrap_or_default(),
        expires: expires.transpose()?,
    };
    let dry_run = ctx.args.get("dryRun").filter(|value| !value.is_null());
    let dry_run = dry_run.map(|value| value.boolean()).transpose()?.unwrap_or(false);
    let target = format!("{} of {}", new.field, new.entity);
    off_the_loop(move || match dry_run {
        true => desk.correct(&new, true),
        false => access.audited(&caller, "correct", &target, || desk.correct(&new, false)),
    })
    .await
}

fn wish(remedy: &str, what: Option<String>) -> Result<Wish> {
    let claimant = |what: String| what.parse().map_err(|error| Error::new(format!("`what`: {error}")));
    match (remedy, what) {
        ("pin", Some(what)) => Ok(Wish::Pin(claimant(what)?)),
        ("reject", Some(what)) => Ok(Wish::Reject(claimant(what)?)),
        ("supply", Some(what)) => Ok(Wish::Supply(what)),
        ("lift", None) => Ok(Wish::Lift),
        ("lift", Some(_)) => Err("lifting takes no `what`".into()),
        _ => Err("say `what`: whose claim is meant, or which value is supplied".into()),
    }
}

impl From<CorrectError> for Refused {
    fn from(error: CorrectError) -> Self {
        match error {
            CorrectError::Store(error) => error.into(),
            told => Self::Told(told.to_string()),
        }
    }
}

fn of_corrected(done: &Corrected) -> Value {
    json!({
        "correction": done.correction,
        "entity": done.entity,
        "before": done.before.value,
        "after": done.after.value,
        "overruled": done.issues.iter().filter_map(|issue| issue.record.clone()).collect::<Vec<_>>(),
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [correction_type(), corrected_type()];
    let builder = types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes));
    let remedy = Enum::new(REMEDY).description("What is done about one fact.");
    let item = |(word, doc): (&str, &str)| EnumItem::new(word).description(doc);
    builder.register(REMEDIES.into_iter().map(item).fold(remedy, Enum::item))
}

fn correction_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let moment = scalars::DATE_TIME;
    let expires = "When it stops to hold by itself.";
    Draft::new("Correction", "What a steward said about one fact. The log of them is only appended to.")
        .field("number", TypeRef::named_nn(TypeRef::INT), "Counts corrections, from 1.", |ctx| {
            scalar(&ctx, "number")
        })
        .field("record", TypeRef::named_nn(TypeRef::ID), "The record it is attached to.", |ctx| {
            scalar(&ctx, "record")
        })
        .field("field", text(), "The fact.", |ctx| scalar(&ctx, "field"))
        .field("remedy", TypeRef::named_nn(REMEDY), "What is done.", |ctx| scalar(&ctx, "remedy"))
        .field("value", text(), "The value that it is about, as one text.", |ctx| scalar(&ctx, "value"))
        .field("who", text(), "Who decided.", |ctx| scalar(&ctx, "who"))
        .field("at", TypeRef::named_nn(moment), "When.", |ctx| scalar(&ctx, "at"))
        .field("reason", text(), "Why.", |ctx| scalar(&ctx, "reason"))
        .field("expires", TypeRef::named(moment), expires, |ctx| scalar(&ctx, "expires"))
}

fn corrected_type() -> Draft {
    let value = || TypeRef::named(TypeRef::STRING);
    let overruled = "The records that are overruled; their sources get an issue.";
    Draft::new("Corrected", "What a correction does, or would do.")
        .field("correction", TypeRef::named_nn("Correction"), "The correction.", |ctx| {
            part(&ctx, "correction")
        })
        .field("entity", TypeRef::named_nn(TypeRef::ID), "The entity.", |ctx| scalar(&ctx, "entity"))
        .field("before", value(), "What was published.", |ctx| scalar(&ctx, "before"))
        .field("after", value(), "What is published.", |ctx| scalar(&ctx, "after"))
        .field("overruled", TypeRef::named_nn_list_nn(TypeRef::ID), overruled, |ctx| {
            scalar(&ctx, "overruled")
        })
}
