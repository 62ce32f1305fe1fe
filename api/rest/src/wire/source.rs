use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::RunCounts;
use reconcile::sources;
use serde::Serialize;
use utoipa::ToSchema;

use super::PrecedenceRule;
use crate::licences::Licence;

/// A source, with how its last harvest went and how much it tells.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// The short name that stands in the names of its records.
    #[schema(example = "library-service")]
    id: String,
    /// The name for people.
    #[schema(example = "The library service")]
    name: String,
    /// Who publishes it.
    #[schema(example = "The council")]
    publisher: String,
    /// The terms of use.
    licence: Licence,
    /// Whether what it says may be published again; where not, it is used for matching only.
    republish: bool,
    /// Who may see what it says: `public`, `partner` or `private`.
    #[schema(example = "public")]
    visibility: String,
    /// How far it has come: `proposed`; `trial`: harvested and matched, not published; `live`; `paused`: not harvested,
    /// what it said stays; `retired`: nothing of it is published any more.
    #[schema(example = "live")]
    state: &'static str,
    /// The form of its feed, such as `csv`; `push`: its records are written one by one.
    #[schema(example = "csv")]
    format: &'static str,
    /// Whose word counts where sources disagree: the greater wins.
    #[schema(minimum = 0, maximum = 1000, example = 500)]
    precedence: i32,
    /// Where its word counts more or less than that: the last rule that fits a field of a thing decides.
    precedence_for: Vec<PrecedenceRule>,
    /// Whether what it says only adds to what others tell of.
    supplements: bool,
    /// After how long a service of it must have been changed or confirmed, such as `52w`, or `never`: it is overdue then,
    /// marked by an `alert` and found last.
    #[schema(example = "52w")]
    review: String,
    /// How long after that it is no longer published.
    #[schema(example = "26w")]
    grace: String,
    /// How many records of each kind it has now, by kind.
    #[schema(example = json!({ "location": 17, "service": 42 }))]
    records: BTreeMap<&'static str, u64>,
    /// The empty list that is filled in for it; absent where its feed is no list, and in lists of sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/v1/sources/library-service/template")]
    template: Option<String>,
    /// The page on which people send its list; absent where its feed is no list, and in lists of sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/v1/sources/library-service/upload")]
    upload: Option<String>,
    /// Its last harvest; absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_run: Option<Run>,
}

/// A page of sources, by their short names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourcePage {
    /// The sources.
    sources: Vec<Source>,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

/// One harvest of a source.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    /// Counts the harvests of all sources, from 1.
    #[schema(minimum = 1, example = 42)]
    number: i64,
    /// When it began.
    started: DateTime<Utc>,
    /// When it ended; absent while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    finished: Option<DateTime<Utc>>,
    /// `running`; `harvested`: read whole and taken; `braked`: held up because too much would be deleted; `failed`: not
    /// read to its end. Only `harvested` changed anything.
    #[schema(example = "harvested")]
    outcome: &'static str,
    /// What it did: how many items were read, were new, changed, unchanged, deleted, reidentified (under a new key) or
    /// rejected, how many records were written, and how many issues were raised.
    #[schema(value_type = BTreeMap<String, u64>, example = json!({ "items": 42, "new": 1, "unchanged": 41 }))]
    counts: RunCounts,
}

/// The harvests of a source, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunList {
    /// The harvests.
    runs: Vec<Run>,
}

/// Something wrong with a source, and what to do about it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Issue {
    /// Counts issues, from 1.
    #[schema(minimum = 1, example = 7)]
    number: i64,
    /// The harvest that raised it.
    #[schema(minimum = 1, example = 42)]
    run: i64,
    /// When.
    at: DateTime<Utc>,
    /// `notice`, `warning`, `error` or `fatal`.
    #[schema(example = "warning")]
    severity: &'static str,
    /// Names the kind of issue.
    #[schema(example = "bad-value")]
    code: String,
    /// The record, as `kind:id`; absent where it is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "service:42")]
    record: Option<String>,
    /// The field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "email")]
    field: Option<String>,
    /// The value as the source wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "info at example.org")]
    value: Option<String>,
    /// What is wrong.
    reason: String,
    /// What to do.
    action: String,
}

/// A page of the open issues of a source, the worst first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuePage {
    /// The issues.
    issues: Vec<Issue>,
    /// How many there are on all pages together.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 3)]
    total: usize,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

/// The part of a list that a page shows, and where the next one begins.
fn page<T>(all: Vec<T>, offset: usize, size: usize) -> (Vec<T>, Option<usize>) {
    let next = offset.saturating_add(size);
    let next_offset = (all.len() > next).then_some(next);
    (all.into_iter().skip(offset).take(size).collect(), next_offset)
}

impl SourcePage {
    /// A page of all that were found.
    pub(crate) fn of(found: Vec<sources::Summary>, offset: usize, size: usize) -> Self {
        let (sources, next_offset) = page(found, offset, size);
        Self { sources: sources.into_iter().map(Source::from).collect(), next_offset }
    }
}

impl RunList {
    /// These harvests.
    pub(crate) fn of(runs: Vec<model::Run>) -> Self {
        Self { runs: runs.into_iter().map(Run::from).collect() }
    }
}

impl IssuePage {
    /// A page of all that were found.
    pub(crate) fn of(found: Vec<model::Issue>, offset: usize, size: usize) -> Self {
        let total = found.len();
        let (issues, next_offset) = page(found, offset, size);
        Self { issues: issues.into_iter().map(Issue::from).collect(), total, next_offset }
    }
}

impl From<sources::Summary> for Source {
    fn from(found: sources::Summary) -> Self {
        let source = found.source;
        Self {
            licence: Licence::from(&source.licence),
            republish: source.licence.republish,
            id: source.id.to_string(),
            name: source.name,
            publisher: source.publisher,
            visibility: source.visibility.to_string(),
            state: found.state.as_str(),
            format: found.format.as_str(),
            precedence: source.precedence,
            precedence_for: source.precedence_for.into_iter().map(PrecedenceRule::from).collect(),
            supplements: source.supplements,
            review: found.review.to_string(),
            grace: found.grace.to_string(),
            records: found.records.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect(),
            template: None,
            upload: None,
            last_run: found.last_run.map(Run::from),
        }
    }
}

impl Source {
    /// With where its list is had and sent, by a path below which sources are.
    pub(crate) fn with_links(mut self, has_template: bool, path: impl Fn(&str) -> String) -> Self {
        let link = |what: &str| has_template.then(|| path(&format!("/v1/sources/{}/{what}", self.id)));
        (self.template, self.upload) = (link("template"), link("upload"));
        self
    }
}

impl From<model::Run> for Run {
    fn from(run: model::Run) -> Self {
        Self {
            number: run.number,
            started: run.started,
            finished: run.finished,
            outcome: run.outcome.as_str(),
            counts: run.counts,
        }
    }
}

impl From<model::Issue> for Issue {
    fn from(issue: model::Issue) -> Self {
        let draft = issue.draft;
        Self {
            number: issue.number,
            run: issue.run,
            at: issue.at,
            severity: draft.severity.as_str(),
            code: draft.code,
            record: draft.record,
            field: draft.field,
            value: draft.value,
            reason: draft.reason,
            action: draft.action,
        }
    }
}
