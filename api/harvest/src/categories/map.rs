use std::{fmt, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{Term, key};

/// What became of a mapping that was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MapStatus {
    /// It waits for a person, and does nothing.
    Proposed,
    /// A person agreed: it counts.
    Accepted,
    /// A person said that the term has no category.
    Rejected,
}

impl fmt::Display for MapStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        })
    }
}

/// One row: a term of the source, and the category that it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapRow {
    /// The name of the term's taxonomy; empty for whichever it is of.
    #[serde(default)]
    pub taxonomy: String,
    /// The name of the term, or its code.
    pub term: String,
    /// The code of the category, or its name.
    pub category: String,
    /// How alike term and category were found, 0 to 1; it counts for nothing.
    #[serde(default)]
    pub score: String,
    /// Whether it counts.
    pub status: MapStatus,
}

/// What was decided of a source's terms: the rows of its `categories.csv`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CategoryMap {
    /// Each with the keys of its taxonomy and term.
    rows: Vec<(MapRow, [String; 2])>,
}

/// Why a file of decisions cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CategoryMapError {
    /// It cannot be read or written.
    #[error("{0}; make it readable, and save it as CSV in UTF-8")]
    Io(#[from] io::Error),
    /// It is no table of the right columns, or a cell has a word that is not allowed.
    #[error(
        "{0}; it needs the columns taxonomy, term, category, score and status, the last being proposed, accepted or rejected"
    )]
    Csv(#[from] csv::Error),
    /// A row says too little.
    #[error(
        "the row of the term `{0}` is accepted but names no category; fill in its code, or say `rejected`"
    )]
    NoCategory(String),
}

impl CategoryMap {
    /// The file beside `source.toml`.
    pub const FILE: &'static str = "categories.csv";

    /// Reads the rows. Columns may come in any order, and others beside them.
    pub fn read(csv: &str) -> Result<Self, CategoryMapError> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(csv.as_bytes());
        let rows: Vec<MapRow> = reader.deserialize().collect::<Result<_, _>>()?;
        match rows.iter().find(|row| row.status == MapStatus::Accepted && row.category.is_empty()) {
            Some(row) => Err(CategoryMapError::NoCategory(row.term.clone())),
            None => Ok(Self { rows: rows.into_iter().map(MapRow::keyed).collect() }),
        }
    }

    /// Reads the file of a source's folder; none is as good as an empty one.
    pub fn in_folder(folder: &Path) -> Result<Self, CategoryMapError> {
        match fs::read_to_string(folder.join(Self::FILE)) {
            Ok(csv) => Self::read(&csv),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Adds rows at the end of the file of a source's folder. What is there stays as it is, byte for byte.
    pub fn append(folder: &Path, rows: &[MapRow]) -> Result<(), CategoryMapError> {
        let path = folder.join(Self::FILE);
        let mut text = match fs::read_to_string(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            read => read.unwrap_or_default(),
        };
        if text.trim().is_empty() {
            "taxonomy,term,category,score,status\n".clone_into(&mut text);
        } else if !text.ends_with('\n') {
            text.push('\n');
        }
        let columns = csv::Reader::from_reader(text.as_bytes()).headers()?.clone();
        let mut writer = csv::Writer::from_writer(text.into_bytes());
        for row in rows {
            writer.write_record(columns.iter().map(|column| row.cell(column.trim())))?;
        }
        let text = writer.into_inner().map_err(|error| error.into_error())?;
        Ok(fs::write(path, text)?)
    }

    /// The rows that speak of a term: those that name its taxonomy, or else those that name none.
    pub(super) fn of(&self, term: &Term<'_>) -> Vec<&MapRow> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        let (taxonomy, name, code) = (key(term.taxonomy), key(term.name), term.code.map(key));
        let is_term = |told: &String| !told.is_empty() && (*told == name || code.as_ref() == Some(told));
        let about = self.rows.iter().filter(|(_, [_, term])| is_term(term));
        let about = about.filter(|(row, [of, _])| row.taxonomy.is_empty() || *of == taxonomy);
        let (named, any): (Vec<_>, Vec<_>) =
            about.map(|(row, _)| row).partition(|row| !row.taxonomy.is_empty());
        if named.is_empty() { any } else { named }
    }

    /// The rows that count.
    pub(crate) fn decided(&self) -> impl Iterator<Item = &MapRow> {
        self.rows.iter().map(|(row, _)| row).filter(|row| row.status != MapStatus::Proposed)
    }
}

impl MapRow {
    fn keyed(self) -> (Self, [String; 2]) {
        let keys = [key(&self.taxonomy), key(&self.term)];
        (self, keys)
    }

    fn cell(&self, column: &str) -> String {
        match column.trim_start_matches('\u{feff}') {
            "taxonomy" => self.taxonomy.clone(),
            "term" => self.term.clone(),
            "category" => self.category.clone(),
            "score" => self.score.clone(),
            "status" => self.status.to_string(),
            _ => String::new(),
        }
    }
}
