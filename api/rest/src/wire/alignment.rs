use chrono::{DateTime, Utc};
use model::alignment;
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};
use uuid::Uuid;

use crate::asked::Value as _;

/// What is amiss between a page and an entity, or between two pages, with its evidence and what to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AlignmentVerdict)]
pub(crate) struct Verdict {
    /// The same from run to run.
    #[schema(value_type = String, format = Uuid)]
    id: Uuid,
    /// What is amiss.
    #[schema(schema_with = kind)]
    kind: &'static str,
    /// The website.
    #[schema(example = "council-website")]
    source: String,
    /// The address of the page; absent for an entry without page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://www.plymouth.gov.uk/libraries/central")]
    page: Option<String>,
    /// What the page is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Central Library")]
    page_title: Option<String>,
    /// The entity; absent where the directory has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>, format = Uuid)]
    entity: Option<Uuid>,
    /// What kind of thing the entity is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "service")]
    entity_kind: Option<&'static str>,
    /// What the entity is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Central Library")]
    entity_name: Option<String>,
    /// The field it is about, in the standard's words; the other page of near duplicates; what a list calls the thing that
    /// has no entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "phones")]
    field: Option<String>,
    /// What the page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "01752 305900")]
    page_value: Option<String>,
    /// What the directory says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "01752 305923")]
    entity_value: Option<String>,
    /// How sure it is.
    #[schema(minimum = 0, maximum = 1, example = 0.97)]
    score: f64,
    /// What speaks for it.
    evidence: Evidence,
    /// What to do.
    #[schema(example = "find out which is right; then change the page, or correct the directory")]
    action: String,
    /// The section of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "libraries")]
    section: Option<String>,
    /// The codes of the directory's own categories that the entity is in.
    #[schema(example = json!(["libraries"]))]
    topics: Vec<String>,
    /// Where whoever runs the site edits the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://www.plymouth.gov.uk/node/12/edit")]
    edit: Option<String>,
    /// How far people have come with it.
    #[schema(schema_with = state)]
    state: &'static str,
    /// Who looks after it; for stewards.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Ann of the web team")]
    owner: Option<String>,
    /// What was decided; for stewards.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decision: Option<Decision>,
    /// When it was first found.
    found: DateTime<Utc>,
    /// When its facts last changed.
    changed: DateTime<Utc>,
    /// When its cause was found gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    closed: Option<DateTime<Utc>>,
}

/// What speaks for a verdict.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerdictEvidence)]
pub(crate) struct Evidence {
    /// Why, in sentences.
    #[schema(example = json!(["same telephone: +441752305900"]))]
    why: Vec<String>,
    /// Where in the page it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Central Library › Contact")]
    place: Option<String>,
    /// Which side is newer: `page` or `directory`; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "page")]
    newer: Option<String>,
    /// The day on which the page last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2026-10-01")]
    page_changed: Option<String>,
    /// The day on which the directory's value was last confirmed or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2026-02-01")]
    entity_changed: Option<String>,
    /// The sources that say what the page says.
    agree_with_page: Vec<String>,
    /// The sources that say what the directory says.
    agree_with_entity: Vec<String>,
    /// Passages that two pages share.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<String>,
    /// The entry that a page without one would make, as a push takes it: a service in JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    draft: Option<String>,
}

/// What someone decided of a verdict.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerdictDecision)]
pub(crate) struct Decision {
    /// Who.
    #[schema(example = "Ann of the web team")]
    who: String,
    /// When.
    at: DateTime<Utc>,
    /// Why.
    #[schema(example = "Both numbers ring at the same desk")]
    reason: String,
}

pub(super) fn kind() -> ObjectBuilder {
    crate::asked::VerdictKindName::object().description(Some("What is amiss."))
}

fn state() -> ObjectBuilder {
    crate::asked::VerdictStateName::object().description(Some("How far people have come with it."))
}

impl Verdict {
    /// A verdict as everyone may read it, or with who looks after it and what was decided.
    pub(crate) fn of(verdict: alignment::Verdict, is_whole: bool) -> Self {
        let decision = verdict.decision.filter(|_| is_whole);
        Self {
            id: verdict.id,
            kind: verdict.kind.as_str(),
            source: verdict.source.to_string(),
            page: verdict.page,
            page_title: verdict.page_title,
            entity: verdict.entity,
            entity_kind: verdict.entity_kind.map(model::Kind::as_str),
            entity_name: verdict.entity_name,
            field: verdict.field,
            page_value: verdict.page_value,
            entity_value: verdict.entity_value,
            score: verdict.score,
            evidence: verdict.evidence.into(),
            action: verdict.action,
            section: verdict.section,
            topics: verdict.topics,
            edit: verdict.edit,
            state: verdict.state.as_str(),
            owner: verdict.owner.filter(|_| is_whole),
            decision: decision.map(|one| Decision { who: one.who, at: one.at, reason: one.reason }),
            found: verdict.found,
            changed: verdict.changed,
            closed: verdict.closed,
        }
    }

    /// The columns of a table of verdicts.
    pub(crate) const COLUMNS: [&str; 16] = [
        "id",
        "kind",
        "page",
        "page_title",
        "entity",
        "entity_name",
        "field",
        "page_value",
        "entity_value",
        "score",
        "action",
        "evidence",
        "section",
        "state",
        "found",
        "edit",
    ];

    /// Its cells, in the order of the columns.
    pub(crate) fn cells(&self) -> [String; 16] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            self.id.to_string(),
            self.kind.to_owned(),
            text(&self.page),
            text(&self.page_title),
            self.entity.map(|id| id.to_string()).unwrap_or_default(),
            text(&self.entity_name),
            text(&self.field),
            text(&self.page_value),
            text(&self.entity_value),
            self.score.to_string(),
            self.action.clone(),
            self.evidence.why.join("; "),
            text(&self.section),
            self.state.to_owned(),
            self.found.date_naive().to_string(),
            text(&self.edit),
        ]
    }
}

impl From<alignment::Evidence> for Evidence {
    fn from(evidence: alignment::Evidence) -> Self {
        let names = |sources: Vec<model::SourceId>| sources.iter().map(ToString::to_string).collect();
        Self {
            why: evidence.why,
            place: evidence.place,
            newer: evidence.newer,
            page_changed: evidence.page_changed,
            entity_changed: evidence.entity_changed,
            agree_with_page: names(evidence.agree_with_page),
            agree_with_entity: names(evidence.agree_with_entity),
            passages: evidence.passages,
            draft: evidence.draft,
        }
    }
}

/// A page of verdicts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictPage {
    /// How many there are in all.
    #[schema(minimum = 0, example = 42)]
    total: u64,
    /// The verdicts.
    verdicts: Vec<Verdict>,
    /// What to give as `offset` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, maximum = 2147483647, value_type = Option<i32>, example = 20)]
    next_offset: Option<usize>,
}

impl VerdictPage {
    /// Those that stand after some, of so many in all.
    pub(crate) fn of(found: Vec<alignment::Verdict>, total: u64, offset: usize, is_whole: bool) -> Self {
        let next = offset + found.len();
        let next_offset = ((next as u64) < total && !found.is_empty()).then_some(next);
        let verdicts = found.into_iter().map(|verdict| Verdict::of(verdict, is_whole)).collect();
        Self { total, verdicts, next_offset }
    }
}
