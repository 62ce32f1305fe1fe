//! What one run leaves for the next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::ContentHash;
use outbound::Validators;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::SourceConfig;

/// Counts the ways in which items were read into records: when it or the mapping changes, all are read again.
const READER: u32 = 4;

/// The state of a source between runs. Unknown members of an older or newer state are left aside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// The way in which the items were read.
    pub(crate) reader: String,
    /// The categories that records were given.
    pub(crate) categorised: Categorised,
    /// Items that were kept out: they are tried again in each run, so that their issues do not fall silent.
    pub(crate) rejected: BTreeSet<String>,
    /// Items that go on under an older id: new id to old.
    pub(crate) aliases: BTreeMap<String, String>,
    /// For APIs: the greatest `last_modified` seen.
    pub(crate) watermark: Option<DateTime<Utc>>,
    /// For APIs: when all ids were last listed.
    pub(crate) listed: Option<DateTime<Utc>>,
    /// For web pages: what is known of each, by the hash of its address.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) pages: BTreeMap<String, SeenPage>,
    /// For a feed that is one file: the file that was read.
    pub(crate) file: Option<ReadFile>,
    /// For feeds of pages that follow one another: where they go on.
    pub(crate) followed: Followed,
}

/// What records were given of the directory's own taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Categorised {
    /// Which categories and decisions were in force; empty where none were.
    pub(crate) version: String,
    /// Whether any record has one.
    pub(crate) is_used: bool,
}

/// A web page that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SeenPage {
    /// When it was last modified, as its list says it.
    pub(crate) modified: Option<String>,
    /// By what its server knows it.
    pub(crate) validators: Validators,
    /// When it was last read.
    pub(crate) read: DateTime<Utc>,
    /// For websites: what this address was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<OfSite>,
}

/// An address of a website that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OfSite {
    /// The address that is asked for.
    pub(crate) address: String,
    /// The key of the page that it leads to.
    pub(crate) page: String,
    /// How many links away from a listed page it is.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) depth: usize,
}

const fn is_zero(depth: &usize) -> bool {
    *depth == 0
}

/// A file that was read to its end, and what was made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReadFile {
    /// Where it was.
    pub(crate) location: String,
    /// By what its server knows it.
    pub(crate) validators: Validators,
    /// The hash of the ids and hashes of its items.
    pub(crate) items: ContentHash,
}

/// How far feeds of pages were followed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Followed {
    /// The addresses that the source's description gave.
    pub(crate) asked: Vec<String>,
    /// Where each feed goes on, by its first address; nowhere, where it has to be read from its beginning.
    pub(crate) next: BTreeMap<String, Option<String>>,
    /// What is part of something that no feed has told of yet.
    pub(crate) waiting: Vec<Value>,
}

impl State {
    /// Reads what a run left. What cannot be read is as good as none: the next run then reads everything.
    pub(crate) fn read(value: Option<Value>) -> Self {
        value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
    }

    pub(crate) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Names the way in which a source is read now.
    pub(crate) fn reader_of(config: &SourceConfig) -> String {
        let map = config.map.as_ref().map(crate::Mapping::to_json);
        let fields = serde_json::to_string(&config.fields).unwrap_or_default();
        let pages = config.pages.as_ref().map(|pages| serde_json::to_string(pages).unwrap_or_default());
        let told = format!(
            "{READER}\u{1f}{}\u{1f}{map:?}\u{1f}{fields}{}{}{}",
            config.format,
            pages.unwrap_or_default(),
            config.hosts.iter().map(|host| format!("\u{1f}{host}")).collect::<String>(),
            config.confidential.iter().map(|label| format!("\u{1f}{label}")).collect::<String>()
        );
        ContentHash::of(told.as_bytes()).0
    }
}
