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

use crate::{ConfigError, Format, HarvestError, Options, SourceConfig, run};

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
    pub from: serde_json::Value,
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
    let config = SourceConfig::of_feed(model::SourceId::new("map")?, format, location, None)?;
    let mut sample = Sample::default();
    let read = run::read_rows(&config, options, &mut sample);
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
        location: location.to_owned(),
        format,
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
