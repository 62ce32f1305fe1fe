//! What may be amiss between websites and the directory.

use access::Scope;
use async_graphql::{
    Result, Value as Answer,
    dynamic::{FieldFuture, InputValue, ResolverContext, TypeRef},
};
use model::{
    SourceId,
    alignment::{Evidence, Verdict, VerdictKind, VerdictState},
};
use serde_json::{Value, json};
use store::VerdictFilter;

use super::{add_entity, answer, ask, given, list, list_type, maybe, paging, part_asked_for, text, words};
use crate::{
    errors, filter,
    nouns::{part, scalar},
    reading::Reading,
    scalars,
    shape::Draft,
};

/// The name of the type. What people decide of two records is called a verdict, too.
pub(super) const VERDICT: &str = "AlignmentVerdict";

/// What is still to be done: the states that are listed unless told.
const USUAL_STATES: [VerdictState; 2] = [VerdictState::Open, VerdictState::Accepted];

pub(super) fn add_roots(draft: Draft) -> Draft {
    let one = "The verdict of this id. Null where there is none.";
    let all = "What may be amiss between websites and the directory, what matters most first.";
    let id = InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The id.");
    let arguments = narrowing().into_iter().chain(more_narrowing()).chain(paging()).collect();
    draft
        .asking("verdict", TypeRef::named(VERDICT), one, vec![id], |ctx| {
            FieldFuture::new(async move {
                let found = by_id(&ctx).await;
                Ok(answer(&ctx, found))
            })
        })
        .asking("verdicts", TypeRef::named(format!("{VERDICT}List")), all, arguments, |ctx| {
            FieldFuture::new(async move {
                let found = listed(&ctx, None).await;
                Ok(answer(&ctx, found.map(Some)))
            })
        })
}

/// The arguments by which any list of verdicts is narrowed.
pub(super) fn narrowing() -> [InputValue; 2] {
    let states = USUAL_STATES.iter().map(|state| Answer::Enum(async_graphql::Name::new(words::word(state))));
    let kind = InputValue::new("kind", TypeRef::named_nn_list(words::KIND));
    let state = InputValue::new("state", TypeRef::named_nn_list(words::STATE));
    [
        kind.description("Only those of these kinds."),
        state.default_value(Answer::List(states.collect())).description("Only those in these states."),
    ]
}

fn more_narrowing() -> [InputValue; 7] {
    let text = |name, doc| maybe(name, TypeRef::STRING, doc);
    [
        text("section", "Only those of this section of the site: the first part of the path."),
        text("topic", "Only those about an entity of this category of the directory's own, by its code."),
        maybe("source", TypeRef::ID, "Only those of this website."),
        text("page", "Only those about the page at this address, as `WebsitePage.address` gives it."),
        maybe("entity", TypeRef::ID, "Only those about this entity."),
        text("owner", "Only those that this person looks after. For stewards."),
        maybe("newestFirst", TypeRef::BOOLEAN, "Those that were found last first, whatever their kind."),
    ]
}

/// A part of the verdicts that the arguments describe; only those on one page, where there is one.
pub(super) async fn listed(ctx: &ResolverContext<'_>, page: Option<String>) -> Result<Value> {
    let mut filter = read(ctx)?;
    filter.page = page.or(filter.page);
    let (first, offset) = part_asked_for(ctx)?;
    let found = ask(ctx, move |desk| desk.verdicts(&filter, first, offset)).await?;
    let is_whole = Reading::of(ctx)?.seat.sees_all();
    Ok(list(found, |verdict| of_verdict(verdict, is_whole)))
}

fn read(ctx: &ResolverContext<'_>) -> Result<VerdictFilter> {
    let owner = text(ctx, "owner")?;
    if owner.is_some() {
        let permitted = Reading::of(ctx)?.seat.permitted(Scope::PrivateRead);
        permitted.map_err(errors::refused)?;
    }
    let states = words::words(ctx, "state", &VerdictState::ALL)?;
    let newest_first = given(ctx, "newestFirst").map(|flag| flag.boolean()).transpose()?;
    Ok(VerdictFilter {
        kinds: words::words(ctx, "kind", &VerdictKind::ALL)?,
        states: if states.is_empty() { USUAL_STATES.into() } else { states },
        section: text(ctx, "section")?,
        topic: text(ctx, "topic")?,
        source: text(ctx, "source")?.as_deref().map(SourceId::new).transpose()?,
        page: text(ctx, "page")?,
        entity: given(ctx, "entity").map(|id| filter::uuid(id.as_value())).transpose()?,
        owner,
        newest_first: newest_first.unwrap_or(false),
    })
}

async fn by_id(ctx: &ResolverContext<'_>) -> Result<Option<Value>> {
    let id = filter::uuid(ctx.args.try_get("id")?.as_value())?;
    let found = ask(ctx, move |desk| desk.verdict(id)).await?;
    let is_whole = Reading::of(ctx)?.seat.sees_all();
    Ok(found.map(|verdict| of_verdict(&verdict, is_whole)))
}

/// A verdict as everyone may read it, or with who looks after it and what was decided.
pub(super) fn of_verdict(verdict: &Verdict, is_whole: bool) -> Value {
    let decision = verdict.decision.as_ref().filter(|_| is_whole);
    json!({
        "id": verdict.id,
        "kind": words::word(&verdict.kind),
        "source": verdict.source,
        "page": verdict.page,
        "pageTitle": verdict.page_title,
        "entity": verdict.entity,
        "entityKind": verdict.entity_kind,
        "entityName": verdict.entity_name,
        "field": verdict.field,
        "pageValue": verdict.page_value,
        "entityValue": verdict.entity_value,
        "score": verdict.score,
        "evidence": of_evidence(&verdict.evidence),
        "action": verdict.action,
        "section": verdict.section,
        "topics": verdict.topics,
        "edit": verdict.edit,
        "state": words::word(&verdict.state),
        "owner": verdict.owner.as_ref().filter(|_| is_whole),
        "decision": decision.map(|one| json!({ "who": one.who, "at": one.at, "reason": one.reason })),
        "found": verdict.found,
        "changed": verdict.changed,
        "closed": verdict.closed,
    })
}

fn of_evidence(evidence: &Evidence) -> Value {
    json!({
        "why": evidence.why,
        "place": evidence.place,
        "newer": evidence.newer,
        "pageChanged": evidence.page_changed,
        "entityChanged": evidence.entity_changed,
        "agreeWithPage": evidence.agree_with_page,
        "agreeWithEntity": evidence.agree_with_entity,
        "passages": evidence.passages,
        "draft": evidence.draft,
    })
}

pub(super) fn types() -> [Draft; 4] {
    [with_progress(verdict_type()), list_type(VERDICT), evidence_type(), decision_type()]
}

/// What a verdict says.
fn verdict_type() -> Draft {
    let (text, maybe) = (|| TypeRef::named_nn(TypeRef::STRING), || TypeRef::named(TypeRef::STRING));
    let doc =
        "What is amiss between a page and an entity, or between two pages, with its evidence and what to do.";
    let field = "What it is about: a field in the standard's words; the other page of near duplicates; what a list calls \
                 the thing that has no entry.";
    let topics = "The codes of the directory's own categories that the entity is in.";
    let draft = Draft::new(VERDICT, doc)
        .field("id", TypeRef::named_nn(TypeRef::ID), "The same as long as it is about the same.", |ctx| {
            scalar(&ctx, "id")
        })
        .field("kind", TypeRef::named_nn(words::KIND), "What is amiss.", |ctx| scalar(&ctx, "kind"))
        .field("source", TypeRef::named_nn(TypeRef::ID), "The website.", |ctx| scalar(&ctx, "source"))
        .field(
            "page",
            TypeRef::named(scalars::URI),
            "The address of the page; null for an entry without page.",
            |ctx| scalar(&ctx, "page"),
        )
        .field("pageTitle", maybe(), "What the page is called.", |ctx| scalar(&ctx, "pageTitle"))
        .field(
            "entity",
            TypeRef::named(TypeRef::ID),
            "The id of the entity; null where the directory has none.",
            |ctx| scalar(&ctx, "entity"),
        )
        .field("entityKind", maybe(), "What kind of thing the entity is.", |ctx| scalar(&ctx, "entityKind"))
        .field("entityName", maybe(), "What the entity is called.", |ctx| scalar(&ctx, "entityName"));
    add_entity(draft)
        .field("field", maybe(), field, |ctx| scalar(&ctx, "field"))
        .field("pageValue", maybe(), "What the page says.", |ctx| scalar(&ctx, "pageValue"))
        .field("entityValue", maybe(), "What the directory says.", |ctx| scalar(&ctx, "entityValue"))
        .field("score", TypeRef::named_nn(TypeRef::FLOAT), "How sure it is, 0 to 1.", |ctx| {
            scalar(&ctx, "score")
        })
        .field("evidence", TypeRef::named_nn("VerdictEvidence"), "What speaks for it.", |ctx| {
            part(&ctx, "evidence")
        })
        .field("action", text(), "What to do.", |ctx| scalar(&ctx, "action"))
        .field("section", maybe(), "The section of the site.", |ctx| scalar(&ctx, "section"))
        .field("topics", TypeRef::named_nn_list_nn(TypeRef::STRING), topics, |ctx| scalar(&ctx, "topics"))
}

/// What became of a verdict.
fn with_progress(draft: Draft) -> Draft {
    let moment = || TypeRef::named(scalars::DATE_TIME);
    let edit = "Where whoever runs the site edits the page.";
    let owner = "Who looks after it; shown to stewards.";
    let decision = "The last decision; shown to stewards.";
    draft
        .field("edit", TypeRef::named(scalars::URI), edit, |ctx| scalar(&ctx, "edit"))
        .field("state", TypeRef::named_nn(words::STATE), "How far people have come with it.", |ctx| {
            scalar(&ctx, "state")
        })
        .field("owner", TypeRef::named(TypeRef::STRING), owner, |ctx| scalar(&ctx, "owner"))
        .field("decision", TypeRef::named("VerdictDecision"), decision, |ctx| part(&ctx, "decision"))
        .field("found", TypeRef::named_nn(scalars::DATE_TIME), "When it was first found.", |ctx| {
            scalar(&ctx, "found")
        })
        .field("changed", TypeRef::named_nn(scalars::DATE_TIME), "When its facts last changed.", |ctx| {
            scalar(&ctx, "changed")
        })
        .field("closed", moment(), "When its cause was found gone, if it is.", |ctx| scalar(&ctx, "closed"))
}

fn evidence_type() -> Draft {
    let (text, day) = (|| TypeRef::named(TypeRef::STRING), || TypeRef::named(scalars::DATE));
    let words = || TypeRef::named_nn_list_nn(TypeRef::STRING);
    let sources = || TypeRef::named_nn_list_nn(TypeRef::ID);
    let newer = "Which side is newer, `page` or `directory`; null where that is not known.";
    let page_changed = "The day on which the page last changed, as far as it says.";
    let entity_changed = "The day on which the directory's value was last confirmed or changed.";
    let with_page = "The sources that say what the page says.";
    let with_entity = "The sources that say what the directory says.";
    let draft = "The entry that a page without one would make, as a push takes it: a service as JSON text.";
    Draft::new("VerdictEvidence", "What speaks for a verdict.")
        .field("why", words(), "Why, in sentences.", |ctx| scalar(&ctx, "why"))
        .field("place", text(), "Where in the page it stands.", |ctx| scalar(&ctx, "place"))
        .field("newer", text(), newer, |ctx| scalar(&ctx, "newer"))
        .field("pageChanged", day(), page_changed, |ctx| scalar(&ctx, "pageChanged"))
        .field("entityChanged", day(), entity_changed, |ctx| scalar(&ctx, "entityChanged"))
        .field("agreeWithPage", sources(), with_page, |ctx| scalar(&ctx, "agreeWithPage"))
        .field("agreeWithEntity", sources(), with_entity, |ctx| scalar(&ctx, "agreeWithEntity"))
        .field("passages", words(), "Passages that two pages share.", |ctx| scalar(&ctx, "passages"))
        .field("draft", text(), draft, |ctx| scalar(&ctx, "draft"))
}

fn decision_type() -> Draft {
    let text = || TypeRef::named_nn(TypeRef::STRING);
    let why = "Why; empty where it was accepted.";
    Draft::new("VerdictDecision", "What someone decided of a verdict.")
        .field("who", text(), "Who.", |ctx| scalar(&ctx, "who"))
        .field("at", TypeRef::named_nn(scalars::DATE_TIME), "When.", |ctx| scalar(&ctx, "at"))
        .field("reason", text(), why, |ctx| scalar(&ctx, "reason"))
}
