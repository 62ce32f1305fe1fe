use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ContentHash, Kind, NAMESPACE, SourceId};

/// What may be amiss between a website and the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// Page and directory disagree on a fact.
    Conflict,
    /// A page tells of a thing that every source has closed, or of days that are over.
    Stale,
    /// A link from one to the other leads nowhere.
    BrokenLink,
    /// A page repeats what the directory holds.
    Duplicate,
    /// Two pages share most of their text.
    NearDuplicatePages,
    /// A page tells of a thing that the directory lacks.
    PageWithoutEntry,
    /// The directory holds a thing that has no page, although others of its kind have.
    EntryWithoutPage,
}

impl VerdictKind {
    /// Every kind, what matters most to a reader first.
    pub const ALL: [Self; 7] = [
        Self::Conflict,
        Self::Stale,
        Self::BrokenLink,
        Self::Duplicate,
        Self::NearDuplicatePages,
        Self::PageWithoutEntry,
        Self::EntryWithoutPage,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Stale => "stale",
            Self::BrokenLink => "broken-link",
            Self::Duplicate => "duplicate",
            Self::NearDuplicatePages => "near-duplicate-pages",
            Self::PageWithoutEntry => "page-without-entry",
            Self::EntryWithoutPage => "entry-without-page",
        }
    }
}

impl fmt::Display for VerdictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no kind of verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no kind of verdict; use conflict, stale, broken-link, duplicate, near-duplicate-pages, \
     page-without-entry or entry-without-page"
)]
pub struct UnknownVerdictKind(pub String);

impl FromStr for VerdictKind {
    type Err = UnknownVerdictKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownVerdictKind(word.to_owned()))
    }
}

/// How far people have come with a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerdictState {
    /// Nobody decided.
    Open,
    /// Someone agrees, and it is to be mended.
    Accepted,
    /// Someone disagrees, with a reason, until the facts change.
    Dismissed,
    /// Its cause is gone.
    Closed,
}

impl VerdictState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Dismissed, Self::Closed];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Dismissed => "dismissed",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for VerdictState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no state of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no state of a verdict; use open, accepted, dismissed or closed")]
pub struct UnknownVerdictState(pub String);

impl FromStr for VerdictState {
    type Err = UnknownVerdictState;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let state = Self::ALL.into_iter().find(|state| state.as_str() == word);
        state.ok_or_else(|| UnknownVerdictState(word.to_owned()))
    }
}

/// What is amiss between a page and an entity, or between two pages, with its evidence and what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The same from run to run: made of kind, page, entity and field.
    pub id: Uuid,
    /// What is amiss.
    pub kind: VerdictKind,
    /// The website.
    pub source: SourceId,
    /// The address of the page; none for an entry without page.
    pub page: Option<String>,
    /// What the page is called.
    pub page_title: Option<String>,
    /// The entity; none where the directory has none.
    pub entity: Option<Uuid>,
    /// What kind of thing the entity is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_kind: Option<Kind>,
    /// What the entity is called.
    pub entity_name: Option<String>,
    /// What it is about: a field in the standard's words; the other page of near duplicates; what a list calls the thing
    /// that has no entry.
    pub field: Option<String>,
    /// What the page says.
    pub page_value: Option<String>,
    /// What the directory says.
    pub entity_value: Option<String>,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// What speaks for it.
    pub evidence: Evidence,
    /// What to do.
    pub action: String,
    /// The section of the site: the first step of the page's way or path.
    pub section: Option<String>,
    /// The codes of the directory's own categories that the entity is in.
    pub topics: Vec<String>,
    /// Where whoever runs the site edits the page.
    pub edit: Option<String>,
    /// How far people have come with it.
    pub state: VerdictState,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The last decision.
    pub decision: Option<Decision>,
    /// When it was first found.
    pub found: DateTime<Utc>,
    /// When its facts last changed.
    pub changed: DateTime<Utc>,
    /// When its cause was found gone, if it is.
    pub closed: Option<DateTime<Utc>>,
}

impl Verdict {
    /// The id of what is found about these.
    pub fn id_of(kind: VerdictKind, source: &SourceId, page: &str, entity: &str, field: &str) -> Uuid {
        let name = [kind.as_str(), source.as_str(), page, entity, field];
        Uuid::new_v5(&NAMESPACE, name.join("\u{1f}").as_bytes())
    }

    /// The hash of the facts that it rests on: a dismissal counts until they change.
    pub fn facts(&self) -> ContentHash {
        let facts = [&self.page_value, &self.entity_value].map(|value| value.as_deref().unwrap_or_default());
        ContentHash::of(facts.join("\u{1f}").as_bytes())
    }
}

/// What speaks for a verdict: one sentence each, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// Why the page is taken to be about the entity, or like the other page.
    pub why: Vec<String>,
    /// Whether the page is about the entity alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub about: bool,
    /// Where in the page it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Which of the two is newer: `page`, `directory`; none where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<String>,
    /// When the page last changed, as far as it or its list says, as ISO 8601 writes a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_changed: Option<String>,
    /// When the source of the directory's value last changed it, as ISO 8601 writes a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_changed: Option<String>,
    /// The sources that say what the page says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agree_with_page: Vec<SourceId>,
    /// The sources that say what the directory says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agree_with_entity: Vec<SourceId>,
    /// Passages that two pages share.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<String>,
    /// The entry that a page without one would make: the fields of a service, as far as the page gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
}

/// What someone decided of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The facts as they were: see [`Verdict::facts`].
    pub facts: ContentHash,
}
