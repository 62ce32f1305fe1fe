use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};

use super::printed::printed;
use crate::asked::{RecordName, Value, Verdict};

/// A decision on two records.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewJudgement {
    /// One record.
    #[schema(schema_with = one_record)]
    a: RecordName,
    /// The other, of the same kind.
    #[schema(schema_with = other_record)]
    b: RecordName,
    /// `positive`: one thing; `negative`: two things; `unsure`: left open, which also takes an earlier decision back.
    #[schema(schema_with = verdict)]
    verdict: Verdict,
    /// Why. It stays in the log.
    #[schema(schema_with = reason)]
    reason: String,
    /// Who decided; the name in the settings unless given.
    #[serde(default)]
    #[schema(schema_with = super::printed::who)]
    who: Option<String>,
}

fn one_record() -> ObjectBuilder {
    RecordName::object()
        .description(Some("One record."))
        .examples(["library-service:location:central-library"])
}

fn other_record() -> ObjectBuilder {
    RecordName::object()
        .description(Some("The other, of the same kind."))
        .examples(["warm-spaces:location:central-library-pl1-1hz"])
}

fn reason() -> ObjectBuilder {
    printed(2_000, "Why. It stays in the log.").examples(["The same building; the postcode was mistyped"])
}

fn verdict() -> ObjectBuilder {
    let doc = "`positive`: one thing; `negative`: two things; `unsure`: left open, which also takes an earlier \
               decision back.";
    Verdict::object().description(Some(doc))
}

impl NewJudgement {
    /// As it is logged, signed by whoever sent it unless it names another.
    pub(crate) fn signed(self, sender: &str) -> store::NewJudgement {
        store::NewJudgement {
            a: self.a.0,
            b: self.b.0,
            verdict: self.verdict.0,
            who: self.who.unwrap_or_else(|| sender.to_owned()),
            reason: self.reason,
        }
    }
}

/// A decision as it stands in the log, which is only appended to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Judgement {
    /// Counts decisions, from 1.
    #[schema(minimum = 1, example = 42)]
    number: i64,
    /// The lesser of the two records by name.
    #[schema(example = "library-service:location:central-library")]
    a: String,
    /// The greater.
    #[schema(example = "warm-spaces:location:central-library-pl1-1hz")]
    b: String,
    /// What was decided: `positive`, `negative` or `unsure`.
    #[schema(example = "positive")]
    verdict: String,
    /// Who decided.
    #[schema(example = "Ann of the library")]
    who: String,
    /// When.
    at: DateTime<Utc>,
    /// Why.
    #[schema(example = "The same building; the postcode was mistyped")]
    reason: String,
}

impl From<model::Judgement> for Judgement {
    fn from(judgement: model::Judgement) -> Self {
        Self {
            number: judgement.number,
            a: judgement.a.to_string(),
            b: judgement.b.to_string(),
            verdict: judgement.verdict.as_str().to_owned(),
            who: judgement.who,
            at: judgement.at,
            reason: judgement.reason,
        }
    }
}

/// The decisions as they are logged: one where one was sent, else as many.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Judgements {
    /// One decision.
    One(Judgement),
    /// Several decisions.
    Many(Vec<Judgement>),
}

/// A page of the log of decisions, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JudgementPage {
    /// The decisions.
    judgements: Vec<Judgement>,
    /// What to give as `before` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 23)]
    next_before: Option<i64>,
}

impl JudgementPage {
    /// A page of so many out of what was found, which is one more where there is a next page.
    pub(crate) fn of(mut found: Vec<model::Judgement>, size: usize) -> Self {
        let has_more = found.len() > size;
        found.truncate(size);
        let last = found.last().map(|judgement| judgement.number);
        let judgements = found.into_iter().map(Judgement::from).collect();
        Self { judgements, next_before: last.filter(|_| has_more) }
    }
}
