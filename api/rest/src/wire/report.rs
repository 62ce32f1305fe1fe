use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};
use uuid::Uuid;

use super::printed::printed;
use crate::asked::{self, Value as _};

/// What somebody says is wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReport {
    /// `wrong`: something that is said is not so; `closed`: it is closed, or was never there; `duplicate`: it is listed
    /// twice; `harmful`: it does harm that it is published; `other`.
    #[schema(schema_with = kind)]
    kind: asked::ReportKind,
    /// What is wrong and what would be right. Needed with `other`. Only stewards read it.
    #[serde(default)]
    #[schema(
        max_length = 2000,
        pattern = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$",
        example = "They moved to Stoke Hall in May"
    )]
    message: String,
    /// An e-mail address at which the reader may be asked. Only stewards see it; it is deleted with the decision.
    #[serde(default)]
    #[schema(max_length = 254, format = Email, nullable = false, example = "reader@example.org")]
    contact: Option<String>,
    /// Must be empty: a report in which it is not is thrown away. People are not shown it.
    #[serde(default)]
    #[schema(max_length = 0)]
    homepage: String,
}

fn kind() -> ObjectBuilder {
    let doc = "`wrong`: something that is said is not so; `closed`: it is closed, or was never there; `duplicate`: it is \
               listed twice; `harmful`: it does harm that it is published; `other`.";
    asked::ReportKind::object().description(Some(doc))
}

impl NewReport {
    /// As it is kept.
    pub(crate) fn about(&self, entity: Uuid) -> store::NewReport {
        let (message, contact) = (self.message.clone(), self.contact.clone());
        store::NewReport { entity, kind: self.kind.0, message, contact }
    }

    /// What no person is shown.
    pub(crate) fn homepage(&self) -> &str {
        &self.homepage
    }
}

/// That a report came.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportReceived {
    /// Always true.
    pub(crate) received: bool,
}

/// How a report is decided.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportPatch {
    /// `accepted`: its sources are told the note; `dismissed`: nobody is.
    #[schema(schema_with = decision)]
    pub(crate) state: asked::ReportDecision,
    /// What the sources are told, or why it is dismissed. Write nothing of the reader into it.
    #[schema(schema_with = note)]
    pub(crate) note: String,
    /// Who decides; the name in the settings unless given.
    #[serde(default)]
    #[schema(schema_with = super::printed::who)]
    pub(crate) who: Option<String>,
}

fn note() -> ObjectBuilder {
    let doc = "What the sources are told, or why it is dismissed. Write nothing of the reader into it.";
    printed(2_000, doc).examples(["Their own page says that they moved"])
}

fn decision() -> ObjectBuilder {
    let doc = "`accepted`: its sources are told the note; `dismissed`: nobody is.";
    asked::ReportDecision::object().description(Some(doc))
}

/// A report as stewards see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// Counts reports, from 1.
    #[schema(minimum = 1, example = 7)]
    number: i64,
    /// What it is about, by the id that it had when the report came.
    #[schema(value_type = String, format = Uuid)]
    entity: Uuid,
    /// When it came.
    at: DateTime<Utc>,
    /// `wrong`, `closed`, `duplicate`, `harmful` or `other`.
    #[schema(example = "closed")]
    kind: &'static str,
    /// What the reader wrote.
    #[schema(example = "They moved to Stoke Hall in May")]
    message: String,
    /// Where the reader may be asked; gone once it is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "reader@example.org")]
    contact: Option<String>,
    /// `open`, `accepted` or `dismissed`.
    #[schema(example = "open")]
    state: &'static str,
    /// Who decided; absent while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Ann of the library")]
    who: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decided: Option<DateTime<Utc>>,
    /// What the sources were told, or why it was dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<String>,
}

impl From<model::Report> for Report {
    fn from(report: model::Report) -> Self {
        let (who, decided, note) = match report.decided {
            Some(decision) => (Some(decision.who), Some(decision.at), Some(decision.note)),
            None => (None, None, None),
        };
        Self {
            number: report.number,
            entity: report.entity,
            at: report.at,
            kind: report.kind.as_str(),
            message: report.message,
            contact: report.contact,
            state: report.state.as_str(),
            who,
            decided,
            note,
        }
    }
}

/// A page of reports, the eldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportPage {
    /// The reports.
    reports: Vec<Report>,
    /// What to give as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 23)]
    next_after: Option<i64>,
}

impl ReportPage {
    /// A page of so many out of what was found, which is one more where there is a next page.
    pub(crate) fn of(mut found: Vec<model::Report>, size: usize) -> Self {
        let has_more = found.len() > size;
        found.truncate(size);
        let last = found.last().map(|report| report.number);
        Self { reports: found.into_iter().map(Report::from).collect(), next_after: last.filter(|_| has_more) }
    }
}

/// A report that was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettledReport {
    /// The report.
    report: Report,
    /// The sources that were told, by an issue `reported` for each record.
    #[schema(value_type = Vec<String>)]
    told: Vec<model::SourceId>,
}

impl From<reconcile::reporting::Settled> for SettledReport {
    fn from(settled: reconcile::reporting::Settled) -> Self {
        Self { report: settled.report.into(), told: settled.told }
    }
}
