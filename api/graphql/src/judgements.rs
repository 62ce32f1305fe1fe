//! What stewards look at and decide.

use access::{Access, Caller, Scope};
use async_graphql::{
    Error, Result,
    dynamic::{Enum, EnumItem, FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::{Judgement, Verdict};
use reconcile::{
    Desk,
    judging::{About, JudgeError},
    review::Question,
};
use serde_json::{Value, json};
use store::NewJudgement;

use crate::{
    alignment, confirming,
    conflicts::{self, CONFLICT},
    corrections,
    errors::{self, Refused, off_the_loop},
    filter, limits,
    matches::{self, record},
    nouns::{part, scalar},
    pushing,
    reading::{Reading, attempt},
    scalars,
    schema::MUTATION,
    shape::{Draft, Shapes},
};

/// The name of the enumeration of verdicts.
pub(crate) const VERDICT: &str = "Verdict";

/// Adds the root fields for the queue and the log.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let queue = "The doubtful pairs that nobody has judged, the most worth deciding first. For stewards.";
    let log = "What people decided, the newest first. For stewards.";
    let offset = InputValue::new("offset", TypeRef::named(TypeRef::INT)).default_value(0);
    let offset = offset.description("How many to pass over.");
    draft
        .asking("review", TypeRef::named_nn_list("Question"), queue, vec![first(), offset], |ctx| {
            FieldFuture::new(async move {
                let found = questions(&ctx).await;
                let shown = |question: Question| FieldValue::owned_any(of_question(&question));
                let list = found.map(|found| Some(FieldValue::list(found.into_iter().map(shown))));
                Ok(attempt(&ctx, list))
            })
        })
        .asking("judgements", TypeRef::named_nn_list("Judgement"), log, log_arguments(), |ctx| {
            FieldFuture::new(async move {
                let found = judgements(&ctx).await;
                let shown = |judgement: Judgement| FieldValue::owned_any(object(&judgement));
                let list = found.map(|found| Some(FieldValue::list(found.into_iter().map(shown))));
                Ok(attempt(&ctx, list))
            })
        })
}

fn first() -> InputValue {
    let default = i32::try_from(limits::USUAL_PAGE).unwrap_or(i32::MAX);
    InputValue::new("first", TypeRef::named(TypeRef::INT))
        .default_value(default)
        .description("How many to give: at most 100.")
}

fn log_arguments() -> Vec<InputValue> {
    let id = |name: &str, doc: &str| InputValue::new(name, TypeRef::named(TypeRef::ID)).description(doc);
    let before = InputValue::new("before", TypeRef::named(TypeRef::INT));
    vec![
        id("record", "Those on this record, `source:kind:id`."),
        id("entity", "Those on any record that belongs to this entity now."),
        first(),
        before.description("Only those with a lesser number: the last one of the page before."),
    ]
}

async fn questions(ctx: &ResolverContext<'_>) -> Result<Vec<Question>> {
    let desk = desk(ctx)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let offset = whole(ctx, "offset", 10_000)?.unwrap_or(0);
    let head = off_the_loop(move || desk.questions(offset + first)).await?;
    Ok(head.into_iter().skip(offset).collect())
}

async fn judgements(ctx: &ResolverContext<'_>) -> Result<Vec<Judgement>> {
    let desk = desk(ctx)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let before = whole(ctx, "before", usize::MAX)?.and_then(|before| i64::try_from(before).ok());
    let given = |name: &str| ctx.args.get(name).filter(|value| !value.is_null());
    let about = About {
        record: given("record").map(|_| record(ctx, "record")).transpose()?,
        entity: given("entity").map(|id| filter::uuid(id.as_value())).transpose()?,
    };
    off_the_loop(move || desk.judgements(&about, before, first)).await
}

/// A whole number that an argument gives, if it gives one.
pub(crate) fn whole(ctx: &ResolverContext<'_>, argument: &str, most: usize) -> Result<Option<usize>> {
    let Some(value) = ctx.args.get(argument).filter(|value| !value.is_null()) else { return Ok(None) };
    let number = usize::try_from(value.i64()?).ok().filter(|number| *number <= most);
    number
        .map(Some)
        .ok_or_else(|| Error::new(format!("`{argument}` must be a whole number from 0 to {most}")))
}

/// The desk, for whoever may read what is not published.
pub(crate) fn desk(ctx: &ResolverContext<'_>) -> Result<Desk> {
    let seat = &Reading::of(ctx)?.seat;
    seat.permitted(Scope::PrivateRead).map_err(errors::refused)?;
    seat.desk.clone().ok_or_else(|| errors::unkept("no records to judge"))
}

/// Someone who may decide, and where it is noted that they did.
pub(crate) struct Judge {
    pub(crate) caller: Caller,
    pub(crate) desk: Desk,
    pub(crate) access: Access,
}

impl Judge {
    /// Whoever asks, if they may decide.
    pub(crate) fn of(ctx: &ResolverContext<'_>) -> Result<Self> {
        let seat = &Reading::of(ctx)?.seat;
        let caller = seat.permitted(Scope::JudgementsWrite);
        let caller = caller.map_err(errors::refused)?;
        let (desk, access) = (seat.desk.clone(), seat.access.clone());
        let (desk, access) = desk.zip(access).ok_or_else(|| errors::unkept("no records to judge"))?;
        Ok(Self { caller, desk, access })
    }
}

fn mutation() -> Draft {
    let record = |name: &str| {
        let id = InputValue::new(name, TypeRef::named_nn(TypeRef::ID));
        id.description("A record, as `source:kind:id`.")
    };
    let verdict = InputValue::new("verdict", TypeRef::named_nn(VERDICT)).description("What was decided.");
    let reason = InputValue::new("reason", TypeRef::named_nn(TypeRef::STRING))
        .description("Why. It stays in the log.");
    let who = InputValue::new("who", TypeRef::named(TypeRef::STRING))
        .description("Who decided; the name in the settings unless given.");
    let doc = "Decides whether two records are one thing. It takes effect at once, no later harvest overrides it, and \
               it is taken back by deciding `unsure`. For stewards.";
    let arguments = vec![record("a"), record("b"), verdict, reason, who];
    let root = Draft::new(MUTATION, "What can be decided and written.");
    let root = confirming::add_mutation(pushing::add_mutation(corrections::add_mutation(root)));
    alignment::add_mutation(root).asking("judge", TypeRef::named("Judgement"), doc, arguments, |ctx| {
        FieldFuture::new(async move {
            let judged = judge(&ctx).await;
            Ok(attempt(&ctx, judged.map(|judged| judged.map(|one| FieldValue::owned_any(object(&one))))))
        })
    })
}

async fn judge(ctx: &ResolverContext<'_>) -> Result<Option<Judgement>> {
    let Judge { caller, desk, access } = Judge::of(ctx)?;
    let word = ctx.args.try_get("verdict")?.enum_name()?.to_owned();
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word);
    let who = ctx.args.get("who").filter(|who| !who.is_null());
    let new = NewJudgement {
        a: record(ctx, "a")?,
        b: record(ctx, "b")?,
        verdict: verdict.ok_or("`verdict` must be positive, negative or unsure")?,
        who: who
            .map(|who| who.string().map(str::to_owned))
            .transpose()?
            .unwrap_or_else(|| caller.name.clone()),
        reason: ctx.args.try_get("reason")?.string()?.to_owned(),
    };
    let target = format!("{} {}", new.a, new.b);
    let judged =
        off_the_loop(move || access.audited(&caller, "judge", &target, || desk.judge(&[new]))).await?;
    Ok(judged.into_iter().next().map(|judged| judged.judgement))
}

impl From<JudgeError> for Refused {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Pair(error) => error.into(),
            JudgeError::Store(error) => error.into(),
            told => Self::Told(told.to_string()),
        }
    }
}

/// A judgement as a JSON object to select fields from.
pub(crate) fn object(judgement: &Judgement) -> Value {
    json!(judgement)
}

fn of_question(question: &Question) -> Value {
    let worth = question.worth();
    let (kind, name, asked) = match question {
        Question::SameThing(doubt) => ("same_thing", "match", matches::of_pair(&doubt.matched)),
        Question::WhichFact(conflict) => ("which_fact", "conflict", conflicts::of_conflict(conflict)),
    };
    json!({
        "kind": kind,
        "value": worth.value(),
        "doubt": worth.doubt,
        "services": worth.services,
        "public": worth.is_public,
        name: asked,
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let types = [mutation(), judgement_type(), question_type()];
    let builder = types.into_iter().fold(builder, |builder, draft| draft.register(builder, shapes));
    conflicts::register(builder, shapes).register(verdict_type())
}

fn verdict_type() -> Enum {
    Enum::new(VERDICT)
        .description("What was decided on two records.")
        .item(EnumItem::new("positive").description("They are one thing."))
        .item(EnumItem::new("negative").description("They are two things."))
        .item(EnumItem::new("unsure").description("Left open: the rules decide. Takes a decision back."))
}

fn judgement_type() -> Draft {
    let (id, text) = (|| TypeRef::named_nn(TypeRef::ID), || TypeRef::named_nn(TypeRef::STRING));
    let moment = TypeRef::named_nn(scalars::DATE_TIME);
    Draft::new("Judgement", "A decision on two records. The log of them is only appended to.")
        .field("number", TypeRef::named_nn(TypeRef::INT), "Counts decisions, from 1.", |ctx| {
            scalar(&ctx, "number")
        })
        .field("a", id(), "The lesser record by name.", |ctx| scalar(&ctx, "a"))
        .field("b", id(), "The greater.", |ctx| scalar(&ctx, "b"))
        .field("verdict", TypeRef::named_nn(VERDICT), "What was decided.", |ctx| scalar(&ctx, "verdict"))
        .field("who", text(), "Who decided.", |ctx| scalar(&ctx, "who"))
        .field("at", moment, "When.", |ctx| scalar(&ctx, "at"))
        .field("reason", text(), "Why.", |ctx| scalar(&ctx, "reason"))
}

fn question_type() -> Draft {
    let number = || TypeRef::named_nn(TypeRef::FLOAT);
    let value = "What the answer is worth: `doubt` × log2(1 + `services`).";
    let doubt = "How doubtful it is, from 0 to 1, where both answers are as likely.";
    let kind = "What is asked: `same_thing`, whether two records are one thing; or `which_fact`, which of the values \
                that sources give is right.";
    let conflict = "The values that sources give; with `which_fact` only.";
    let public = "Whether readers see any of what it is about.";
    Draft::new("Question", "Something that only a person can decide.")
        .field("kind", TypeRef::named_nn(TypeRef::STRING), kind, |ctx| scalar(&ctx, "kind"))
        .field("value", number(), value, |ctx| scalar(&ctx, "value"))
        .field("doubt", number(), doubt, |ctx| scalar(&ctx, "doubt"))
        .field(
            "services",
            TypeRef::named_nn(TypeRef::INT),
            "How many published services hang on it.",
            |ctx| scalar(&ctx, "services"),
        )
        .field("public", TypeRef::named_nn(TypeRef::BOOLEAN), public, |ctx| scalar(&ctx, "public"))
        .field("match", TypeRef::named("Match"), "The evidence; with `same_thing` only.", |ctx| {
            part(&ctx, "match")
        })
        .field("conflict", TypeRef::named(CONFLICT), conflict, |ctx| part(&ctx, "conflict"))
}
