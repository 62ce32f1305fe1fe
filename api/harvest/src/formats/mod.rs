//! One adapter for each format: how a feed becomes items, and an item HSDS-shaped JSON.

mod atom;
pub(crate) mod charset;
mod csv;
pub(crate) mod hsds;
mod icalendar;
pub(crate) mod json;
mod jsonl;
mod looks;
mod openactive;
mod oruk_1;
mod pages;
mod rows;
mod sheets;
mod tabular;
mod website;
mod zone;

use std::collections::BTreeMap;

use model::{Kind, Visibility};
use serde_json::{Map, Value};

use crate::{
    Format, SourceConfig,
    fetch::{Fetch, Refused},
    issues::Issues,
    reidentify::Traits,
};

pub(crate) use hsds::{Splitter, taxonomy_of};
pub(crate) use icalendar::{CalendarEvent, calendar_events};
pub(crate) use jsonl::leaves;
pub(crate) use pages::SELECTED_KEYS;
pub(crate) use rows::{ROW, ReadRows, TakeRows};

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

    /// Whether the feed is one file, which need not be read again while it is the same.
    fn is_one_file(&self, _config: &SourceConfig) -> bool {
        false
    }

    /// Reads the draft of an item's record. `None`, with an issue, if the body cannot be read.
    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft>;

    /// By what an item without an id of its own may be known again; `None` where the source gives ids.
    fn traits(&self, _id: &str, _body: &[u8]) -> Option<Traits> {
        None
    }

    /// Whether an item yields a record. Others are kept to make items of.
    fn has_record(&self, _id: &str) -> bool {
        true
    }

    /// Whether an item is one that the publisher would count.
    fn is_counted(&self, _id: &str) -> bool {
        true
    }
}

/// The adapter of a source.
pub(crate) fn adapter(config: &SourceConfig) -> Box<dyn Adapter + '_> {
    match reader(config.format) {
        Some(read_rows) => Box::new(rows::Rows::new(config, read_rows)),
        None if config.format == Format::HsdsTabular => Box::new(tabular::Tabular),
        None if config.format == Format::Pages => Box::new(pages::WebPages),
        None if config.format == Format::Website => Box::new(website::Website),
        None if config.format == Format::Oruk1 => Box::new(oruk_1::Oruk1),
        None if config.format == Format::Icalendar => Box::new(icalendar::ICalendar),
        None if config.format == Format::Openactive => Box::new(openactive::OpenActive),
        None if config.format == Format::Push => Box::new(hsds::Pushed),
        None => Box::new(hsds::Hsds),
    }
}

/// What reads the rows of a format that has some.
pub(crate) fn reader(format: Format) -> Option<ReadRows> {
    match format {
        Format::Oruk | Format::Oruk1 | Format::Hsds | Format::HsdsTabular => None,
        Format::Icalendar | Format::Openactive | Format::Pages | Format::Website | Format::Push => None,
        Format::Csv | Format::Tsv => Some(csv::read),
        Format::Jsonl => Some(jsonl::read),
        Format::Json => Some(json::read),
        Format::Xlsx => Some(sheets::read_xlsx),
        Format::Ods => Some(sheets::read_ods),
        Format::Atom => Some(atom::read),
    }
}

/// Takes an item id apart: the sort of item, and the source's own id.
pub(crate) fn split_id(id: &str) -> (&str, &str) {
    id.split_once('/').unwrap_or(("", id))
}
