//! What readers reported, for stewards.

use async_graphql::{
    Error, Result,
    dynamic::{Enum, EnumItem, FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use model::{Report, ReportState};
use serde_json::{Value, json};

use crate::{
    errors::off_the_loop,
    judgements::{desk, whole},
    limits,
    nouns::scalar,
    reading::attempt,
    scalars,
    shape::{Draft, Shapes},
};

const REPORT: &str = "Report";
const STATE: &str = "ReportState";

/// What can become of a report, and what that means.
const STATES: [(ReportState, &str); 3] = [
    (ReportState::Open, "Nobody has decided it yet."),
    (ReportState::Accepted, "It was right: the sources were told."),
    (ReportState::Dismissed, "It was not."),
];

/// Adds the root field for what readers reported.
pub(crate) fn add_roots(draft: Draft) -> Draft {
    let doc = "What readers reported, the eldest first. For stewards: it may tell of persons.";
    let number = |name: &str, doc: &str| InputValue::new(name, TypeRef::named(TypeRef::INT)).description(doc);
    let state = InputValue::new("state", TypeRef::named(STATE))
        .description("Those of which this became; open unless given.");
    let arguments = vec![
        state,
        number("first", "How many to give: at most 100."),
        number("after", "Only those with greater numbers."),
    ];
    draft.asking("reports", TypeRef::named_nn_list(REPORT), doc, arguments, |ctx| {
        FieldFuture::new(async move { Ok(attempt(&ctx, reports(&ctx).await.map(Some))) })
    })
}

async fn reports<'a>(ctx: &ResolverContext<'a>) -> Result<FieldValue<'a>> {
    let desk = desk(ctx)?;
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let after = whole(ctx, "after", usize::MAX)?.unwrap_or(0);
    let page = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let state = match ctx.args.get("state").filter(|state| !state.is_null()) {
        None => ReportState::Open,
        Some(word) => {
            let word = word.enum_name()?;
            let known = STATES.iter().find(|(state, _)| state.as_str() == word);
            known.ok_or_else(|| Error::new(format!("`{word}` is no state of a report")))?.0
        }
    };
    let found = off_the_loop(move || desk.reports(state, page(after), page(first))).await?;
    Ok(FieldValue::list(found.iter().map(|one| FieldValue::owned_any(of_report(one)))))
}

fn of_report(report: &Report) -> Value {
    let decided = report.decided.as_ref();
    json!({
        "number": report.number,
        "entity": report.entity,
        "at": report.at,
        "kind": report.kind,
        "message": report.message,
        "contact": report.contact,
        "state": report.state,
        "who": decided.map(|decision| &decision.who),
        "decided": decided.map(|decision| decision.at),
        "note": decided.map(|decision| &decision.note),
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let states = Enum::new(STATE).description("What became of a report.");
    let item = |(state, doc): (ReportState, &str)| EnumItem::new(state.as_str()).description(doc);
    report_type().register(builder, shapes).register(STATES.into_iter().map(item).fold(states, Enum::item))
}

fn report_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let maybe = || TypeRef::named(TypeRef::STRING);
    let moment = scalars::DATE_TIME;
    let contact = "Where the reader may be asked; gone once it is decided.";
    let note = "What the sources were told, or why it was dismissed.";
    Draft::new(REPORT, "What somebody who read the directory says is wrong with an entity.")
        .field("number", TypeRef::named_nn(TypeRef::INT), "Counts reports, from 1.", |ctx| {
            scalar(&ctx, "number")
        })
        .field("entity", TypeRef::named_nn(TypeRef::ID), "What it is about.", |ctx| scalar(&ctx, "entity"))
        .field("at", TypeRef::named_nn(moment), "When it came.", |ctx| scalar(&ctx, "at"))
        .field("kind", text(), "`wrong`, `closed`, `duplicate`, `harmful` or `other`.", |ctx| {
            scalar(&ctx, "kind")
        })
        .field("message", text(), "What the reader wrote.", |ctx| scalar(&ctx, "message"))
        .field("contact", maybe(), contact, |ctx| scalar(&ctx, "contact"))
        .field("state", TypeRef::named_nn(STATE), "What became of it.", |ctx| scalar(&ctx, "state"))
        .field("who", maybe(), "Who decided.", |ctx| scalar(&ctx, "who"))
        .field("decided", TypeRef::named(moment), "When.", |ctx| scalar(&ctx, "decided"))
        .field("note", maybe(), note, |ctx| scalar(&ctx, "note"))
}
