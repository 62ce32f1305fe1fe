use serde::{Deserialize, Serialize};

use crate::{Kind, Licence, ReviewPeriod, SourceId, Visibility};

/// Someone who publishes, and the terms on which the directory takes what they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The short name that stands in record names.
    pub id: SourceId,
    /// The name for people.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// The terms of use.
    pub licence: Licence,
    /// Who may see what it says.
    pub visibility: Visibility,
    /// Whose word counts where sources disagree: the greater wins. 0 to 1000; 500 unless told.
    pub precedence: i32,
    /// Where its word counts more or less than that: the last rule that fits a field of a thing decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precedence_for: Vec<PrecedenceRule>,
    /// Whether the publisher vouches that no two of its records of a kind are the same thing.
    pub duplicate_free: bool,
    /// How long its word counts without being confirmed; `None`: for ever.
    pub review: Option<ReviewPeriod>,
    /// Whether what it says only adds to what others tell of: of nothing but records of such sources nothing is
    /// published.
    #[serde(default)]
    pub supplements: bool,
}

/// A source's precedence for some fields of some things, in place of its precedence for everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub struct PrecedenceRule {
    /// The fields, as HSDS names them: `phones`, or `service.phones` for one kind of thing; all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Whose things, by the name of the organization or by its number in a register, such as `GB-CHC-1123081`;
    /// everyone's where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Whose word counts: the greater wins. 0 to 1000.
    pub precedence: i32,
}

impl PrecedenceRule {
    /// Whether it is about a field of a kind of thing.
    pub fn names(&self, kind: Kind, field: &str) -> bool {
        let is_it = |path: &String| match path.split_once('.') {
            Some((noun, name)) => noun == kind.as_str() && name == field,
            None => path == field,
        };
        self.fields.is_empty() || self.fields.iter().any(is_it)
    }
}
