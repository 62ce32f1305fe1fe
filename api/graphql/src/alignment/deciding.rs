//! What stewards decide of verdicts.

use async_graphql::{
    Result,
    dynamic::{Enum, EnumItem, FieldFuture, InputValue, ResolverContext, TypeRef},
};
use reconcile::alignment::{Decide, DecideError};
use serde_json::Value;

use super::{
    answer, maybe, text,
    verdicts::{VERDICT, of_verdict},
};
use crate::{
    errors::{Refused, off_the_loop},
    filter,
    judgements::Judge,
    reading::Reading,
    shape::Draft,
};

const DECISION: &str = "Decision";
/// The way to say what is decided, and what it means.
const DECISIONS: [(&str, &str); 4] = [
    ("ACCEPT", "It is right, and to be mended."),
    ("DISMISS", "It is not, for a reason, until the facts change."),
    ("ASSIGN", "Someone is to look after it."),
    ("REOPEN", "What was decided is taken back."),
];

/// Adds the way to decide.
pub(crate) fn add_mutation(draft: Draft) -> Draft {
    let id = InputValue::new("id", TypeRef::named_nn(TypeRef::ID)).description("The verdict.");
    let decision = InputValue::new("decision", TypeRef::named_nn(DECISION));
    let reason = "Why it is dismissed; with `DISMISS` only, which needs it.";
    let owner = "Who is to look after it; with `ASSIGN` only. Nobody, where it is left out.";
    let doc = "Decides a verdict, and answers with it as it is then. For stewards.";
    let arguments = vec![
        id,
        decision.description("What is decided."),
        maybe("reason", TypeRef::STRING, reason),
        maybe("owner", TypeRef::STRING, owner),
    ];
    draft.asking("decideVerdict", TypeRef::named(VERDICT), doc, arguments, |ctx| {
        FieldFuture::new(async move {
            let decided = decide(&ctx).await;
            Ok(answer(&ctx, decided.map(Some)))
        })
    })
}

async fn decide(ctx: &ResolverContext<'_>) -> Result<Value> {
    let Judge { caller, desk, access } = Judge::of(ctx)?;
    let is_whole = Reading::of(ctx)?.seat.sees_all();
    let id = filter::uuid(ctx.args.try_get("id")?.as_value())?;
    let word = ctx.args.try_get("decision")?;
    let decided = decision(word.enum_name()?, text(ctx, "reason")?, text(ctx, "owner")?)?;
    let (who, target) = (caller.name.clone(), id.to_string());
    let work =
        move || access.audited(&caller, "decide verdict", &target, || desk.decide(id, &[decided], &who));
    Ok(of_verdict(&off_the_loop(work).await?, is_whole))
}

fn decision(word: &str, reason: Option<String>, owner: Option<String>) -> Result<Decide> {
    match (word, reason, owner) {
        ("ACCEPT", None, None) => Ok(Decide::Accept),
        ("DISMISS", reason, None) => Ok(Decide::Dismiss { reason: reason.unwrap_or_default() }),
        ("ASSIGN", None, owner) => Ok(Decide::Assign { owner }),
        ("REOPEN", None, None) => Ok(Decide::Reopen),
        (_, Some(_), Some(_)) => {
            Err("decide one thing at a time: `reason` is for DISMISS, `owner` for ASSIGN".into())
        }
        (_, Some(_), None) => Err("`reason` is for DISMISS; leave it out".into()),
        _ => Err("`owner` is for ASSIGN; leave it out".into()),
    }
}

impl From<DecideError> for Refused {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Store(error) => error.into(),
            DecideError::Unknown(id) => {
                Self::Told(format!("there is no verdict {id}; `verdicts` lists them"))
            }
            told => Self::Told(told.to_string()),
        }
    }
}

/// The enumeration of decisions.
pub(super) fn decision_type() -> Enum {
    let item = |(word, doc): (&str, &str)| EnumItem::new(word).description(doc);
    let decision = Enum::new(DECISION).description("What is done with a verdict.");
    DECISIONS.into_iter().map(item).fold(decision, Enum::item)
}
