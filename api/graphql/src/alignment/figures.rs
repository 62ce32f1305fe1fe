//! What holding websites against the directory came to.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, ResolverContext, TypeRef},
};
use model::alignment::{Alignment, VerdictKind};
use serde_json::{Value, json};

use super::{answer, ask, maybe, words};
use crate::{
    judgements::whole,
    limits,
    nouns::{parts, scalar},
    reading::attempt,
    scalars,
    shape::Draft,
};

const ALIGNMENT: &str = "Alignment";

pub(super) fn add_roots(draft: Draft) -> Draft {
    let doc = "How websites stand to the directory, as last found. Null before that was first looked at.";
    draft.asking("alignment", TypeRef::named(ALIGNMENT), doc, Vec::new(), |ctx| {
        FieldFuture::new(async move {
            let found = ask(&ctx, |desk| desk.alignments(1)).await;
            Ok(answer(&ctx, found.map(|found| found.first().map(of_alignment))))
        })
    })
}

async fn history<'a>(ctx: &ResolverContext<'a>) -> Result<FieldValue<'a>> {
    let first = whole(ctx, "first", limits::PAGE)?.unwrap_or(limits::USUAL_PAGE);
    let found = ask(ctx, move |desk| desk.alignments(i64::try_from(first).unwrap_or(i64::MAX))).await?;
    Ok(FieldValue::list(found.iter().map(|one| FieldValue::owned_any(of_alignment(one)))))
}

fn of_alignment(alignment: &Alignment) -> Value {
    let count = |kind: VerdictKind| {
        let count = alignment.verdicts.get(&kind).copied().unwrap_or_default();
        json!({ "kind": words::word(&kind), "count": count })
    };
    json!({
        "at": alignment.at,
        "pages": alignment.pages,
        "alignedPages": alignment.aligned_pages,
        "entities": alignment.entities,
        "alignedEntities": alignment.aligned_entities,
        "facts": alignment.facts,
        "agreeing": alignment.agreeing,
        "duplicates": alignment.duplicates,
        "conflicts": alignment.conflicts,
        "consistency": alignment.consistency,
        "verdicts": VerdictKind::ALL.map(count),
    })
}

pub(super) fn types() -> [Draft; 2] {
    [alignment_type(), count_type()]
}

/// What an alignment counts, and what each count is.
const COUNTS: [(&str, &str); 8] = [
    ("pages", "How many pages there are."),
    ("alignedPages", "How many of them tell of an entity, or show one."),
    ("entities", "How many entities the directory publishes, taxonomies left out."),
    ("alignedEntities", "How many of them a page tells of or shows."),
    ("facts", "How many facts stand on both sides."),
    ("agreeing", "How many of those agree."),
    ("duplicates", "How many pages repeat what the directory holds."),
    ("conflicts", "How many facts disagree."),
];

fn alignment_type() -> Draft {
    let consistency = "The share of facts on both sides that agree, 0 to 1; null where there is none.";
    let history_doc = "This one, and those before it that came to something else, the newest first.";
    let first = maybe("first", TypeRef::INT, "How many to give: at most 100; 20 unless told.");
    let draft = Draft::new(ALIGNMENT, "What holding all websites against the directory came to.").field(
        "at",
        TypeRef::named_nn(scalars::DATE_TIME),
        "When.",
        |ctx| scalar(&ctx, "at"),
    );
    let draft = COUNTS.into_iter().fold(draft, |draft, (name, doc)| {
        draft.field(name, TypeRef::named_nn(TypeRef::INT), doc, move |ctx| scalar(&ctx, name))
    });
    draft
        .field("consistency", TypeRef::named(TypeRef::FLOAT), consistency, |ctx| scalar(&ctx, "consistency"))
        .field(
            "verdicts",
            TypeRef::named_nn_list_nn("VerdictCount"),
            "Verdicts that nobody dismissed, by kind.",
            |ctx| parts(&ctx, "verdicts"),
        )
        .asking("history", TypeRef::named_nn_list(ALIGNMENT), history_doc, vec![first], |ctx| {
            FieldFuture::new(async move { Ok(attempt(&ctx, history(&ctx).await.map(Some))) })
        })
}

fn count_type() -> Draft {
    Draft::new("VerdictCount", "How many verdicts there are of a kind.")
        .field("kind", TypeRef::named_nn(words::KIND), "The kind.", |ctx| scalar(&ctx, "kind"))
        .field("count", TypeRef::named_nn(TypeRef::INT), "How many.", |ctx| scalar(&ctx, "count"))
}
