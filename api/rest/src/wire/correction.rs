use chrono::{DateTime, Utc};
use model::{IssueDraft, Remedy};
use reconcile::correcting::{self, Wish};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};

use super::printed::printed;
use crate::{
    asked::{self, Claimant, Identifier, Moment, Value as _},
    problem::{Problem, ProblemType},
};

/// A correction of one field of an entity.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCorrection {
    /// The entity, by its current or a former id.
    #[schema(schema_with = entity)]
    entity: Identifier,
    /// A single value such as `name`, `status`, `email`; or `phones`, `schedules`, `addresses`, `postal_code` and the
    /// other parts of an address, `position`.
    #[schema(min_length = 1, max_length = 64, example = "phones")]
    field: String,
    /// `pin`: publish what `from` claims; `reject`: do not use what `from` claims; `supply`: publish `value`; `lift`: let
    /// the sources decide again.
    #[schema(schema_with = remedy)]
    remedy: asked::Remedy,
    /// Whose claim is pinned or rejected: a source, or one of its records.
    #[serde(default)]
    #[schema(schema_with = claimant)]
    from: Option<Claimant>,
    /// The value to supply, as a person writes it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 10000, nullable = false, example = "01752 668000")]
    value: Option<String>,
    /// Why. It stays in the log, and the sources that are overruled are told.
    #[schema(schema_with = reason)]
    reason: String,
    /// Who decides; the name in the settings unless given.
    #[serde(default)]
    #[schema(schema_with = super::printed::who)]
    who: Option<String>,
    /// When it stops to hold; never unless given.
    #[serde(default)]
    #[schema(schema_with = moment)]
    expires: Option<Moment>,
    /// Only say what would be published before and after, and change nothing.
    #[serde(default)]
    #[schema(default = false)]
    dry_run: bool,
}

fn entity() -> ObjectBuilder {
    Identifier::object().description(Some("The entity, by its current or a former id."))
}

fn remedy() -> ObjectBuilder {
    let doc = "`pin`: publish what `from` claims; `reject`: do not use what `from` claims; `supply`: publish `value`; \
               `lift`: let the sources decide again.";
    asked::Remedy::object().description(Some(doc))
}

fn claimant() -> ObjectBuilder {
    let doc = "Whose claim is pinned or rejected: a source, or one of its records.";
    Claimant::object().description(Some(doc)).examples(["library-service"])
}

fn reason() -> ObjectBuilder {
    let doc = "Why. It stays in the log, and the sources that are overruled are told.";
    printed(2_000, doc).examples(["Rang them: the old number is dead"])
}

fn moment() -> ObjectBuilder {
    Moment::object().description(Some("When it stops to hold; never unless given."))
}

impl NewCorrection {
    /// Whether it is only to be tried out.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// As the desk takes it, signed by whoever sent it unless it names another.
    pub(crate) fn signed(self, sender: &str) -> Result<correcting::NewCorrection, Problem> {
        let wish = match (self.remedy.0, self.from, self.value) {
            (Remedy::Pin, Some(from), None) => Wish::Pin(from.0),
            (Remedy::Reject, Some(from), None) => Wish::Reject(from.0),
            (Remedy::Supply, None, Some(value)) => Wish::Supply(value),
            (Remedy::Lift, None, None) => Wish::Lift,
            (remedy, ..) => return Err(misfit(remedy)),
        };
        Ok(correcting::NewCorrection {
            entity: self.entity.0,
            field: self.field,
            wish,
            who: self.who.unwrap_or_else(|| sender.to_owned()),
            reason: self.reason,
            expires: self.expires.map(|expires| expires.0),
        })
    }
}

fn misfit(remedy: Remedy) -> Problem {
    let needs = match remedy {
        Remedy::Pin | Remedy::Reject => "`from` and no `value`",
        Remedy::Supply => "`value` and no `from`",
        Remedy::Lift => "neither `from` nor `value`",
    };
    let detail = format!("`{}` takes {needs}", remedy.as_str());
    Problem::new(&ProblemType::INVALID_BODY, detail).with("parameter", "remedy").with("allowed", needs)
}

/// A correction as it stands in the log, which is only appended to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Correction {
    /// Counts corrections, from 1; 0 where it was only tried out.
    #[schema(minimum = 0, example = 12)]
    number: i64,
    /// The record that it is attached to: it holds for the entity that this record belongs to.
    #[schema(example = "library-service:service:42")]
    record: String,
    /// The field.
    #[schema(example = "phones")]
    field: String,
    /// `pin`, `reject`, `supply` or `lift`.
    #[schema(example = "pin")]
    remedy: &'static str,
    /// The value in normal form; empty where it was lifted.
    #[schema(example = "+441752668000")]
    value: String,
    /// The numbers of the corrections that it put out of force.
    supersedes: Vec<i64>,
    /// Who decided.
    #[schema(example = "Ann of the library")]
    who: String,
    /// When.
    at: DateTime<Utc>,
    /// Why.
    #[schema(example = "Rang them: the old number is dead")]
    reason: String,
    /// When it stops to hold by itself; absent where never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires: Option<DateTime<Utc>>,
}

impl From<model::Correction> for Correction {
    fn from(correction: model::Correction) -> Self {
        Self {
            number: correction.number,
            record: correction.record.to_string(),
            field: correction.field,
            remedy: correction.remedy.as_str(),
            value: correction.value,
            supersedes: correction.supersedes,
            who: correction.who,
            at: correction.at,
            reason: correction.reason,
            expires: correction.expires,
        }
    }
}

/// A page of the log of corrections, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionPage {
    /// The corrections.
    corrections: Vec<Correction>,
    /// What to give as `before` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 23)]
    next_before: Option<i64>,
}

impl CorrectionPage {
    /// A page of so many out of what was found, which is one more where there is a next page.
    pub(crate) fn of(mut found: Vec<model::Correction>, size: usize) -> Self {
        let has_more = found.len() > size;
        found.truncate(size);
        let last = found.last().map(|correction| correction.number);
        let corrections = found.into_iter().map(Correction::from).collect();
        Self { corrections, next_before: last.filter(|_| has_more) }
    }
}

/// A field before a correction or after it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct View {
    /// The published value as one text; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "+441752668000")]
    value: Option<String>,
    /// The fields that hold it, in the standard's words.
    #[schema(value_type = Object)]
    content: Map<String, Value>,
    /// Whether the entity can be published at all.
    publishable: bool,
}

/// A claim that a correction overrules: its source gets an issue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Overruled {
    /// The record.
    #[schema(example = "library-service:service:42")]
    record: Option<String>,
    /// What it says.
    #[schema(example = "+441752305900")]
    value: Option<String>,
    /// What its source is told.
    reason: String,
}

/// What a correction did, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Corrected {
    /// The correction.
    correction: Correction,
    /// The entity that it is about.
    #[schema(value_type = String, format = Uuid)]
    entity: uuid::Uuid,
    /// The field without it.
    before: View,
    /// The field with it.
    after: View,
    /// The claims that it overrules.
    overruled: Vec<Overruled>,
}

impl From<correcting::View> for View {
    fn from(view: correcting::View) -> Self {
        Self { value: view.value, content: view.content, publishable: view.publishable }
    }
}

impl From<IssueDraft> for Overruled {
    fn from(issue: IssueDraft) -> Self {
        Self { record: issue.record, value: issue.value, reason: issue.reason }
    }
}

impl From<correcting::Corrected> for Corrected {
    fn from(corrected: correcting::Corrected) -> Self {
        Self {
            correction: corrected.correction.into(),
            entity: corrected.entity,
            before: corrected.before.into(),
            after: corrected.after.into(),
            overruled: corrected.issues.into_iter().map(Overruled::from).collect(),
        }
    }
}
