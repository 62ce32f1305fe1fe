use harvest::push::{self, PushReport, WrittenAs};
use model::{IssueDraft, SourceId};
use serde::Serialize;
use utoipa::ToSchema;

use super::Read;
use crate::{
    problem::{Problem, ProblemType},
    push::tag,
};

/// Something that is wrong with a record that was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Fault {
    /// How bad it is: `notice`, `warning` or `error`.
    #[schema(example = "warning")]
    severity: &'static str,
    /// A word for its kind.
    #[schema(example = "bad-value")]
    code: String,
    /// The record, as `kind:id`, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "service:42")]
    record: Option<String>,
    /// Where in the record, as a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/phones/0/number")]
    pointer: Option<String>,
    /// The value at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "call us")]
    value: Option<String>,
    /// What is wrong.
    #[schema(example = "it holds no telephone number")]
    reason: String,
    /// What to do about it.
    #[schema(example = "correct it at the source; the record is used without it")]
    action: String,
}

impl From<IssueDraft> for Fault {
    fn from(issue: IssueDraft) -> Self {
        let issue = Read::OverHttp.say(issue);
        Self {
            severity: issue.severity.as_str(),
            code: issue.code,
            record: issue.record,
            pointer: issue.field.map(|field| pointer(&field)),
            value: issue.value,
            reason: issue.reason,
            action: issue.action,
        }
    }
}

/// The path of a field, whose parts have points between them, as a JSON pointer.
fn pointer(field: &str) -> String {
    field.split('.').map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

/// What became of one write.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Written {
    /// The record's name everywhere, `source:kind:id`.
    #[schema(example = "food-banks:service:42")]
    record: String,
    /// `created`, `changed`, `unchanged`, `deleted`, `absent` or `rejected`.
    #[schema(value_type = String, example = "created")]
    outcome: WrittenAs,
    /// The number of the run that it was; absent where it was only tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 42)]
    run: Option<i64>,
    /// The entity tag of the record now, for `If-Match`; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    etag: Option<String>,
    /// What was found wrong. What is no error was left out, and the rest taken.
    issues: Vec<Fault>,
}

impl Written {
    fn of(source: &SourceId, run: Option<i64>, written: push::Written) -> Self {
        Self {
            record: format!("{source}:{}:{}", written.kind, written.id),
            outcome: written.written_as,
            run,
            etag: written.hash.as_ref().map(tag),
            issues: written.issues.into_iter().map(Fault::from).collect(),
        }
    }

    /// The only write of a push, with all that was found wrong.
    pub(crate) fn one(source: &SourceId, report: PushReport) -> Option<Self> {
        let mut one = Self::of(source, report.run, report.written.into_iter().next()?);
        one.issues.extend(report.issues.into_iter().map(Fault::from));
        Some(one)
    }

    pub(crate) fn written_as(&self) -> WrittenAs {
        self.outcome
    }

    pub(crate) fn tag(&self) -> Option<String> {
        self.etag.clone()
    }

    /// The problem of a record that could not be read.
    pub(crate) fn rejected(&self) -> Problem {
        let worst = self.issues.iter().find(|issue| matches!(issue.severity, "error" | "fatal"));
        let told = worst.map_or("the record cannot be read", |issue| issue.reason.as_str());
        let problem = Problem::new(&ProblemType::UNPROCESSABLE_RECORD, format!("{}: {told}", self.record));
        let pointer = worst.and_then(|issue| issue.pointer.clone()).unwrap_or_default();
        let issues = serde_json::to_value(&self.issues).unwrap_or_default();
        problem.with("pointer", pointer).with("issues", issues)
    }
}

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenBatch {
    /// The number of the run that it was; absent where it was only tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 42)]
    run: Option<i64>,
    /// How many were kept out.
    #[schema(minimum = 0, example = 0)]
    rejected: usize,
    /// Each write, in order.
    records: Vec<Written>,
    /// What was found wrong with what is nested in the records.
    issues: Vec<Fault>,
}

impl WrittenBatch {
    /// What a push came to.
    pub(crate) fn of(source: &SourceId, report: PushReport) -> Self {
        let records: Vec<Written> =
            report.written.into_iter().map(|written| Written::of(source, None, written)).collect();
        Self {
            run: report.run,
            rejected: records.iter().filter(|one| one.outcome == WrittenAs::Rejected).count(),
            records,
            issues: report.issues.into_iter().map(Fault::from).collect(),
        }
    }
}

/// One write of a batch.
#[derive(Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchWrite<'a> {
    /// What kind of thing it is: `service`, `organization`, `location` or `taxonomy`.
    #[schema(example = "service")]
    pub(crate) kind: String,
    /// The source's own id.
    #[schema(
        max_length = 500,
        pattern = r"^[^\u0000-\u0020\u007F-\u00A0]([^\u0000-\u001F\u007F-\u009F]*[^\u0000-\u0020\u007F-\u00A0])?$",
        example = "42"
    )]
    pub(crate) id: String,
    /// The record as HSDS has it.
    #[serde(borrow, default)]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub(crate) record: Option<&'a serde_json::value::RawValue>,
    /// Whether it is to be deleted; then there is no `record`.
    #[serde(default)]
    pub(crate) delete: bool,
}
