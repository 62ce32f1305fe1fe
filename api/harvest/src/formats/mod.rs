//! One adapter for each format: how a feed becomes items, and an item HSDS-shaped JSON.

pub(crate) mod charset;
mod csv;
mod hsds;
pub(crate) mod json;
mod jsonl;
mod looks;
mod rows;
mod sheets;
mod tabular;

use std::collections::BTreeMap;

use model::{Kind, Visibility};
use serde_json::{Map, Value};

use crate::{
    Format, SourceConfig,
    fetch::{Fetch, Refused},
    issues::Issues,
    reidentify::Traits,
};

pub(crate) use hsds::taxonomy_of;

/// The media type of items that are JSON.
pub(crate) const JSON: &str = "application/json";

/// What an adapter makes of one item: a record before its values are cleaned.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) value: Map<String, Value>,
    pub(crate) visibility: Visibility,
    /// What the source wrote, where the adapter had to take it apart.
    pub(crate) original: BTreeMap<String, String>,
}

/// What knows a format. Everything else in the crate works on items, drafts and records alone.
pub(crate) trait Adapter {
    /// Reads the whole feed into the spool, an item for each thing it holds.
    ///
    /// Every item says all that is needed to read its records. What several things of the feed tell together, such as
    /// the organization nested in each of its services, is an item of its own, made anew in each run.
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused>;

    /// Reads the draft of an item's record. `None`, with an issue, if the body cannot be read.
    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft>;

    /// By what an item without an id of its own may be known again; `None` where the source gives ids.
    fn traits(&self, _id: &str, _body: &[u8]) -> Option<Traits> {
        None
    }

    /// Whether an item is one that the publisher would count.
    fn is_counted(&self, _id: &str) -> bool {
        true
    }
}

/// The adapter of a source.
pub(crate) fn adapter(config: &SourceConfig) -> Box<dyn Adapter + '_> {
    match config.format {
        Format::Oruk | Format::Hsds => Box::new(hsds::Hsds),
        Format::HsdsTabular => Box::new(tabular::Tabular),
        Format::Csv | Format::Tsv => Box::new(rows::Rows::new(config, csv::read)),
        Format::Jsonl => Box::new(rows::Rows::new(config, jsonl::read)),
        Format::Json => Box::new(rows::Rows::new(config, json::read)),
        Format::Xlsx => Box::new(rows::Rows::new(config, sheets::read_xlsx)),
        Format::Ods => Box::new(rows::Rows::new(config, sheets::read_ods)),
    }
}

/// Takes an item id apart: the sort of item, and the source's own id.
pub(crate) fn split_id(id: &str) -> (&str, &str) {
    id.split_once('/').unwrap_or(("", id))
}
