use harvest::UploadReport;
use model::RunCounts;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Fault, PrecedenceRule, Read};
use crate::{
    document::bodies::RowMapping,
    problem::{Problem, ProblemType},
};

/// The terms of use of what a source says.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub(crate) struct Terms {
    /// The licence, by its SPDX name where it has one.
    #[schema(min_length = 1, example = "OGL-UK-3.0")]
    id: String,
    /// Where its text stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri)]
    url: Option<String>,
    /// Whom to name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Contains data of the Food Bank Network")]
    attribution: Option<String>,
    /// Whether it may be published; otherwise it is used for matching only.
    #[serde(default = "yes")]
    #[schema(default = true)]
    republish: bool,
}

const fn yes() -> bool {
    true
}

/// A source that is to join.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSource {
    /// The short name in record names: small letters, digits, `-` and `_`.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9][a-z0-9_-]*$", example = "food-banks")]
    id: String,
    /// The name for people.
    #[schema(min_length = 1, example = "Food banks")]
    name: String,
    /// Who publishes it; the name unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Food Bank Network")]
    publisher: Option<String>,
    /// The form of the feed, such as `oruk`, `csv`, `xlsx`; `push` for records that are written one by one.
    #[schema(
        pattern = "^(csv|tsv|json|jsonl|xlsx|ods|hsds-tabular|oruk|oruk-1|hsds|openactive|icalendar|atom|pages|website|push)$",
        example = "csv"
    )]
    format: String,
    /// The http(s) address of the feed. Without one, its file is uploaded, or its records are pushed. A `website` needs one:
    /// its sitemap, a list of its pages, or a page whose links are followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri, example = "https://food-banks.example/list.csv")]
    location: Option<String>,
    /// How far it has come: `proposed` unless told, `trial` or `live`.
    #[serde(default = "proposed")]
    #[schema(default = "proposed", pattern = "^(proposed|trial|live)$", example = "trial")]
    state: String,
    /// The terms of use.
    licence: Terms,
    /// Who may see what it says: `public` unless told, `partner` or `private`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "public")]
    visibility: Option<String>,
    /// Its records that only stewards may see, as `kind:id`, and the places that they name with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["service:42"]))]
    confidential: Vec<String>,
    /// Whose word counts where sources disagree: the greater wins. 500 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, maximum = 1000, example = 500)]
    precedence: Option<i32>,
    /// Where its word counts more or less than that: the last rule that fits a field of a thing decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    precedence_for: Vec<PrecedenceRule>,
    /// When it is harvested: a span such as `6h`, or a line of cron. `1d` unless told, where there is an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, schema_with = crate::document::bodies::timetable)]
    every: Option<String>,
    /// After how long a service of it must have been changed or confirmed: a span such as `52w`, which it is unless told, or
    /// `never`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^(never|[1-9][0-9]{0,4}[smhdw])$", example = "52w")]
    review: Option<String>,
    /// How long after that it is no longer published: `26w` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^(never|[1-9][0-9]{0,4}[smhdw])$", example = "26w")]
    grace: Option<String>,
    /// How rows become records: the tables of `[map]` in a source.toml, as JSON; for formats of rows alone: csv, tsv, json,
    /// jsonl, xlsx and ods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RowMapping>, nullable = false)]
    map: Option<Value>,
}

fn proposed() -> String {
    "proposed".to_owned()
}

impl NewSource {
    /// As its description is read.
    pub(crate) fn described(mut self) -> Value {
        if self.location.is_some() && self.every.is_none() {
            self.every = Some("1d".to_owned());
        }
        // Texts and numbers under text names always serialise.
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// What became of an uploaded feed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Taken {
    /// The number of the run that it was; absent where it was only tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 42)]
    run: Option<i64>,
    /// What it did: see the `counts` of a run.
    #[schema(value_type = BTreeMap<String, u64>, example = json!({ "items": 42, "new": 1, "unchanged": 41 }))]
    counts: RunCounts,
    /// Everything that was found wrong.
    issues: Vec<Fault>,
}

impl Taken {
    /// What a run came to, or the problem where nothing of it was taken.
    pub(crate) fn of(report: UploadReport) -> Result<Self, Problem> {
        let (outcome, last) = (report.outcome, report.issues.last().cloned());
        let taken = Self {
            run: report.run,
            counts: report.counts,
            issues: report.issues.into_iter().map(Fault::from).collect(),
        };
        let told = || {
            last.map_or_else(
                || "nothing was taken".to_owned(),
                |issue| Read::OverHttp.words(&format!("{}; {}", issue.reason, issue.action)),
            )
        };
        let kind = match outcome {
            model::Outcome::Harvested => return Ok(taken),
            model::Outcome::Braked => &ProblemType::BRAKED,
            model::Outcome::Failed | model::Outcome::Running => &ProblemType::UNPROCESSABLE_RECORD,
        };
        let issues = serde_json::to_value(&taken.issues).unwrap_or_default();
        Err(Problem::new(kind, told()).with("issues", issues))
    }
}
