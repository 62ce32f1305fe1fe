use serde::{Deserialize, Serialize};

use crate::{Licence, ReviewPeriod, SourceId, Visibility};

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
    /// Whether the publisher vouches that no two of its records of a kind are the same thing.
    pub duplicate_free: bool,
    /// How long its word counts without being confirmed; `None`: for ever.
    pub review: Option<ReviewPeriod>,
}
