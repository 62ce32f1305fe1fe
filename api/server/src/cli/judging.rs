//! What can be said about doubtful pairs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::{RecordKey, Verdict};
use uuid::Uuid;

/// What to explain.
#[derive(Debug, Args)]
pub struct Explain {
    /// An entity's id, or a record as source:kind:id
    #[arg(value_name = "ENTITY|RECORD")]
    pub subject: String,
    /// The other record
    #[arg(value_name = "RECORD")]
    pub other: Option<RecordKey>,
}

/// What to decide.
#[derive(Debug, Args)]
pub struct Judge {
    /// One record, as source:kind:id
    pub a: RecordKey,
    /// The other
    pub b: RecordKey,
    /// positive: one thing; negative: two things; unsure: left open
    pub verdict: VerdictWord,
    /// Why; it stays in the log
    #[arg(long)]
    pub reason: String,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

/// The words for verdicts.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum VerdictWord {
    /// One thing.
    Positive,
    /// Two things.
    Negative,
    /// Left open: the rules decide.
    Unsure,
}

impl From<VerdictWord> for Verdict {
    fn from(word: VerdictWord) -> Self {
        match word {
            VerdictWord::Positive => Self::Positive,
            VerdictWord::Negative => Self::Negative,
            VerdictWord::Unsure => Self::Unsure,
        }
    }
}

/// How to go through the queue.
#[derive(Debug, Args)]
pub struct Review {
    /// List the questions instead of asking them
    #[arg(long, conflicts_with_all = ["export", "import"])]
    pub list: bool,
    /// At most so many questions [default: 20; all of them in an export]
    #[arg(long, value_name = "NUMBER", conflicts_with = "import")]
    pub limit: Option<usize>,
    /// Write the questions to a workbook (.xlsx) or to .csv, to be decided there
    #[arg(long, value_name = "FILE", conflicts_with = "import")]
    pub export: Option<PathBuf>,
    /// Take a decided workbook (.xlsx, .ods) or .csv back
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

/// Which decisions to list.
#[derive(Debug, Args)]
pub struct Judgements {
    /// Only those on this record
    #[arg(long, value_name = "RECORD", conflicts_with = "entity")]
    pub record: Option<RecordKey>,
    /// Only those on records that belong to this entity now
    #[arg(long, value_name = "ID")]
    pub entity: Option<Uuid>,
    /// At most so many
    #[arg(long, default_value_t = 100, value_name = "NUMBER")]
    pub limit: usize,
    /// Only those before this number
    #[arg(long, value_name = "NUMBER")]
    pub before: Option<i64>,
}

/// What to take back.
#[derive(Debug, Args)]
pub struct Undo {
    /// The number of the decision, as `judgements` lists it
    pub number: i64,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// Who takes it back [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}
