use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::formats;

/// The forms in which a feed may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Open Referral UK 3: a JSON API, or files that hold what it answered.
    Oruk,
    /// Open Referral UK 1.0, also in the Local Government Association's older spelling: the same, converted upward.
    #[serde(rename = "oruk-1")]
    Oruk1,
    /// HSDS 3.x: the same API in its international form.
    Hsds,
    /// An HSDS tabular data package, 1.1 to 3.x: a folder or zip of CSV tables.
    HsdsTabular,
    /// iCalendar: the events of a calendar.
    Icalendar,
    /// OpenActive: sessions and facilities, as pages of a Realtime Paged Data Exchange feed.
    Openactive,
    /// One CSV file with a mapping of its columns.
    Csv,
    /// CSV whose cells are separated by tabs and nothing else.
    Tsv,
    /// One JSON object a line, with a mapping of its members.
    Jsonl,
    /// A JSON array of objects, or an object that holds one, with a mapping of their members.
    Json,
    /// A sheet of an Excel workbook with a mapping of its columns.
    Xlsx,
    /// A sheet of an OpenDocument spreadsheet with a mapping of its columns.
    Ods,
    /// Atom, RSS or JSON Feed, with a mapping of what entries say.
    Atom,
    /// Web pages with schema.org or selectors, by a sitemap, a list, or one page.
    Pages,
    /// A whole website: its pages, what each of them tells of, and which of its addresses lead nowhere.
    Website,
    /// HSDS records that are written over HTTP one by one; there is no feed.
    Push,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 16] = [
        Self::Oruk,
        Self::Oruk1,
        Self::Hsds,
        Self::HsdsTabular,
        Self::Icalendar,
        Self::Openactive,
        Self::Csv,
        Self::Tsv,
        Self::Jsonl,
        Self::Json,
        Self::Xlsx,
        Self::Ods,
        Self::Atom,
        Self::Pages,
        Self::Website,
        Self::Push,
    ];

    /// The word for it in configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oruk => "oruk",
            Self::Oruk1 => "oruk-1",
            Self::Hsds => "hsds",
            Self::HsdsTabular => "hsds-tabular",
            Self::Icalendar => "icalendar",
            Self::Openactive => "openactive",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Atom => "atom",
            Self::Pages => "pages",
            Self::Website => "website",
            Self::Push => "push",
        }
    }

    /// Whether the feed has rows that need a mapping.
    pub const fn is_rows(self) -> bool {
        self.is_text_table() || matches!(self, Self::Jsonl | Self::Json | Self::Atom) || self.is_sheets()
    }

    /// Whether the feed is a table of text.
    pub const fn is_text_table(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv)
    }

    /// Whether the feed is a workbook, of which one sheet is read.
    pub const fn is_sheets(self) -> bool {
        matches!(self, Self::Xlsx | Self::Ods)
    }

    /// What a location looks like: by the ending of its path, for JSON files by what they hold, else an API for a URL and a package for a folder.
    pub fn guess(location: &str) -> Self {
        let path = location.split(['?', '#']).next().unwrap_or(location).to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        if ends(&[".csv", ".txt"]) {
            Self::Csv
        } else if ends(&[".tsv", ".tab"]) {
            Self::Tsv
        } else if ends(&[".json", ".geojson"]) && formats::json::holds_rows(location.as_ref()) {
            Self::Json
        } else if ends(&[".jsonl"]) {
            Self::Jsonl
        } else if ends(&[".xlsx", ".xlsm"]) {
            Self::Xlsx
        } else if ends(&[".ics", ".ical"]) || path.starts_with("webcal://") {
            Self::Icalendar
        } else if ends(&[".ods"]) {
            Self::Ods
        } else if ends(&[".atom", ".rss"]) {
            Self::Atom
        } else if ends(&[".html", ".htm", "sitemap.xml", "sitemap.xml.gz"]) {
            Self::Pages
        } else if ends(&[".zip"]) || std::path::Path::new(location).is_dir() && !holds_saved_answers(location)
        {
            Self::HsdsTabular
        } else {
            Self::Oruk
        }
    }
}

/// Whether a folder holds saved answers of an API rather than tables.
fn holds_saved_answers(folder: &str) -> bool {
    ["services.json", "services.ndjson"].iter().any(|name| std::path::Path::new(folder).join(name).is_file())
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format; use one of {all}", all = Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == word)
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}
