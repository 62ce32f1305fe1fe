//! Proposing a mapping for a file of rows, by the names of its columns and by what their cells hold.
//!
//! It is a proposal: every line says how sure it is and why, and columns that nothing was found for are listed. Whether
//! it is right is for whoever knows the file.

mod assign;
mod document;
mod property;
mod sample;

use model::{IssueDraft, Kind};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{ConfigError, Format, HarvestError, Mapping, Options, SourceConfig, run};

use self::sample::Sample;

/// How sure a line of a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Nothing better was found.
    Guess,
    /// The name or the cells speak for it.
    Likely,
    /// The name is a usual one, and nothing in the cells speaks against it.
    Sure,
}

impl Certainty {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guess => "a guess",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// One line of a proposed mapping: where a field comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProposedField {
    /// The kind that has the field.
    pub kind: Kind,
    /// The field, in the words of a mapping.
    pub field: String,
    /// Where it comes from, as a mapping writes it.
    pub from: Value,
    /// How sure that is.
    pub certainty: Certainty,
    /// What speaks for it.
    pub reason: String,
}

/// A column that no field was found for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOver {
    /// The column.
    pub column: String,
    /// What its first filled cell holds.
    pub example: Option<String>,
}

/// A proposed description of a source of rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// Where the file is.
    pub location: String,
    /// Its format.
    pub format: Format,
    /// How many rows were looked at.
    pub rows: usize,
    /// The column that holds the publisher's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The fields, by kind.
    pub fields: Vec<ProposedField>,
    /// The columns that no field was found for.
    pub left_over: Vec<LeftOver>,
    /// What was said while the file was read.
    pub issues: Vec<IssueDraft>,
    /// A `source.toml` that says all of this.
    pub toml: String,
}

impl Proposal {
    /// The mapping that it comes to; none where too little was found to tell rows apart.
    pub fn mapping(&self) -> Option<Mapping> {
        let mut tables = Map::new();
        tables.extend(self.id.as_ref().map(|id| ("id".to_owned(), Value::from(id.as_str()))));
        for field in &self.fields {
            let table = tables.entry(field.kind.as_str()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(table) = table {
                table.insert(field.field.clone(), field.from.clone());
            }
        }
        let mapping: Mapping = serde_json::from_value(Value::Object(tables)).ok()?;
        mapping.check().is_ok().then_some(mapping)
    }
}

/// Proposes a mapping for a source of rows that has none of its own; none where it needs none, or cannot be read.
pub fn propose_for(config: &SourceConfig, options: &Options) -> Option<Proposal> {
    if config.map.is_some() || !config.format.is_rows() {
        return None;
    }
    look_at(config, options).ok()
}

/// Proposes a description of a file of rows, after a look at its header and its first rows. Nothing is stored.
///
/// The format is guessed from the location unless told.
pub fn propose(location: &str, format: Option<Format>, options: &Options) -> Result<Proposal, HarvestError> {
    let format = format.unwrap_or_else(|| Format::guess(location));
    if !format.is_rows() {
        let allowed =
            "a mapping is for formats of rows: csv, tsv, xlsx, ods, json or jsonl; say which by --format";
        return Err(ConfigError::value("format", format, allowed).into());
    }
    look_at(&SourceConfig::of_feed(model::SourceId::new("map")?, format, location, None)?, options)
}

fn look_at(config: &SourceConfig, options: &Options) -> Result<Proposal, HarvestError> {
    let mut sample = Sample::default();
    let read = run::read_rows(config, options, &mut sample);
    let issues = match read {
        Ok(issues) => issues,
        Err(issues) if sample.is_full() => {
            issues.into_iter().take_while(|issue| issue.code != sample::FULL).collect()
        }
        Err(mut issues) => match issues.pop() {
            Some(issue) => return Err(HarvestError::Unreadable(Box::new(issue))),
            None => issues,
        },
    };
    let (id, fields, left_over) = assign::assign(&sample);
    let mut proposal = Proposal {
        location: config.location.clone(),
        format: config.format,
        rows: sample.rows,
        id,
        fields,
        left_over,
        issues,
        toml: String::new(),
    };
    proposal.toml = document::write(&proposal);
    Ok(proposal)
}
