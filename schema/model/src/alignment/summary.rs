use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Relation, VerdictKind};
use crate::{Kind, SourceId};

/// How a page stands to the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlignedPage {
    /// Its name: host, path and what is left of the query, the same for every address that leads to it.
    pub key: String,
    /// Where it is.
    pub address: String,
    /// Every other address that leads to it.
    pub addresses: Vec<String>,
    /// The website.
    pub source: SourceId,
    /// What it is called.
    pub title: String,
    /// The section of the site.
    pub section: String,
    /// When it last changed, as far as it says.
    pub modified: Option<String>,
    /// Where whoever runs the site edits it.
    pub edit: Option<String>,
    /// Whether it asks not to be indexed.
    pub noindex: bool,
    /// Whether it is dated news.
    pub news: bool,
    /// The entities that it shows out of the directory itself.
    pub own: Vec<Uuid>,
    /// The entities that it tells of in its own words, those that it is about first.
    pub entities: Vec<PageEntity>,
}

/// An entity that a page tells of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageEntity {
    /// The canonical id.
    pub entity: Uuid,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What the directory calls it.
    pub name: String,
    /// Whether the page is about it or mentions it.
    pub relation: Relation,
    /// How sure that is, 0 to 1.
    pub score: f64,
    /// Why, in words, the strongest first.
    pub why: Vec<String>,
    /// What the page calls it.
    pub called: String,
    /// Where in the page it stands.
    pub place: String,
}

/// What holding all websites against the directory came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Alignment {
    /// When.
    pub at: DateTime<Utc>,
    /// How many pages there are.
    pub pages: u64,
    /// How many of them tell of an entity, or show one.
    pub aligned_pages: u64,
    /// How many entities the directory publishes, taxonomies left out.
    pub entities: u64,
    /// How many of them a page tells of or shows.
    pub aligned_entities: u64,
    /// How many facts were found on both sides.
    pub facts: u64,
    /// How many of those agree.
    pub agreeing: u64,
    /// How many pages repeat what the directory holds.
    pub duplicates: u64,
    /// How many facts disagree.
    pub conflicts: u64,
    /// Verdicts that are open or accepted, by kind; kinds without any are left out.
    pub verdicts: BTreeMap<VerdictKind, u64>,
    /// The share of facts found on both sides that agree, 0 to 1; none where there is none.
    pub consistency: Option<f64>,
}
