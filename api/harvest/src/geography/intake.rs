use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use store::StoreError;

/// How many refusals are told one by one.
const TOLD: usize = 20;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// How many rows were put in.
    pub taken: u64,
    /// How many were left out on purpose, by why.
    pub left_out: std::collections::BTreeMap<&'static str, u64>,
    /// How many could not be used.
    pub refused: u64,
    /// The first of those.
    pub refusals: Vec<Refusal>,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The file, where there are several.
    pub file: Option<String>,
    /// The line, or the number of the feature, from 1.
    pub line: u64,
    /// What it says.
    pub value: String,
    /// What is wrong with that.
    pub problem: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        write!(f, "line {}: `{}` {}; {}", self.line, self.value, self.problem, self.remedy)
    }
}

impl Intake {
    /// Counts a row that could not be used.
    pub(super) fn refuse(
        &mut self,
        line: u64,
        value: impl Into<String>,
        (problem, remedy): (&'static str, &'static str),
    ) {
        self.refused += 1;
        if self.refusals.len() < TOLD {
            let value: String = value.into().chars().take(80).collect();
            self.refusals.push(Refusal { file: None, line, value, problem, remedy });
        }
    }

    /// Counts a row that is left out on purpose.
    pub(super) fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }

    /// Names the file in what was refused since there were so many refusals.
    pub(super) fn in_file(&mut self, file: &str, since: usize) {
        self.refusals.iter_mut().skip(since).for_each(|refusal| refusal.file = Some(file.to_owned()));
    }

    pub(super) fn settle(mut self, file: &Path, taken: store::Result<u64>) -> Result<Self, GeographyError> {
        match taken {
            Ok(taken) => {
                self.taken = taken;
                Ok(self)
            }
            Err(StoreError::Rows(cause)) => match cause.downcast::<GeographyError>() {
                Ok(error) => Err(error.telling(self.refusals)),
                Err(cause) => Err(GeographyError::Read {
                    file: file.to_owned(),
                    error: io::Error::other(cause.to_string()),
                }),
            },
            Err(error) => Err(error.into()),
        }
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum GeographyError {
    /// The file cannot be read.
    #[error("{}: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is not of the form that is wanted.
    #[error("{}: {problem}", file.display())]
    Form {
        /// The file.
        file: PathBuf,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A column or property is not there.
    #[error(
        "{}: nothing in it is called `{wanted}`; it has {}. Name the one that is meant with {option}",
        file.display(), found.join(", ")
    )]
    Column {
        /// The file.
        file: PathBuf,
        /// What was looked for.
        wanted: String,
        /// What is there.
        found: Vec<String>,
        /// The option that names it.
        option: &'static str,
    },
    /// Nothing in it could be used.
    #[error("{}: nothing in it could be used, so nothing was replaced{}", file.display(), first(refusals))]
    Empty {
        /// The file.
        file: PathBuf,
        /// The first of what was refused.
        refusals: Vec<Refusal>,
    },
    /// A kind of areas or an indicator has an odd name.
    #[error("`{0}` is no code; use up to 60 letters, digits and `-`, such as `ward` or `digital-exclusion`")]
    Code(String),
    /// The store could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn first(refusals: &[Refusal]) -> String {
    refusals.first().map(|refusal| format!(" ({refusal})")).unwrap_or_default()
}

impl GeographyError {
    pub(super) fn empty(file: &Path) -> Self {
        Self::Empty { file: file.to_owned(), refusals: Vec::new() }
    }

    pub(super) fn form(file: &Path, problem: impl fmt::Display) -> Self {
        Self::Form { file: file.to_owned(), problem: problem.to_string() }
    }

    pub(super) fn read(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        move |error| Self::Read { file, error }
    }

    /// With what was refused, where nothing was left.
    fn telling(self, refusals: Vec<Refusal>) -> Self {
        match self {
            Self::Empty { file, .. } => Self::Empty { file, refusals },
            other => other,
        }
    }
}

/// A kind of areas or an indicator as it is kept.
pub(super) fn code(text: &str) -> Result<String, GeographyError> {
    let code = text.trim().to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (1..=60).contains(&code.len()) && code.chars().all(fits) {
        Ok(code)
    } else {
        Err(GeographyError::Code(text.to_owned()))
    }
}

/// What takes rows one by one.
pub(super) type Take<'a, T> = &'a mut dyn FnMut(T) -> store::Result<()>;

/// Makes of a reader what the store asks for. It is called once.
pub(super) fn handing<'a, T>(
    intake: &'a mut Intake,
    mut read: impl FnMut(&mut Intake, Take<'_, T>) -> Result<(), GeographyError> + 'a,
) -> impl FnMut(Take<'_, T>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> + 'a {
    move |take| read(intake, take).map_err(Into::into)
}
