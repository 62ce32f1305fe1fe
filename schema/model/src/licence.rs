use serde::{Deserialize, Serialize};

/// The terms under which a source's statements may be used, and the words that must go with them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields)]
pub struct Licence {
    /// A short name: an SPDX identifier such as `OGL-UK-3.0` or `CC-BY-4.0` where there is one.
    pub id: String,
    /// The licence's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The attribution that a reader must repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Whether the statements may be published again. Where not, they are used for matching only.
    #[serde(default = "yes")]
    pub republish: bool,
}

const fn yes() -> bool {
    true
}
