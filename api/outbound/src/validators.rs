use serde::{Deserialize, Serialize};

/// By what a server knows what was fetched before, so that it need not send it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The entity tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When it was last modified, as the server wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Validators {
    /// Whether a server could know anything by them.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// The headers that ask for what changed only.
    pub fn headers(&self) -> Vec<(&str, &str)> {
        let told = [("if-none-match", &self.etag), ("if-modified-since", &self.last_modified)];
        told.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }
}

/// Whether an answer leaves something out that was asked for: no part is ever asked for, and what is unchanged may only be
/// left out where it was said what is known.
pub(crate) fn is_partial(status: u16, headers: &[(&str, &str)]) -> bool {
    let is_conditional = || headers.iter().any(|(name, _)| CONDITIONS.contains(name));
    status == 206 || (status == 304 && !is_conditional())
}

/// Headers by which only what changed is asked for.
const CONDITIONS: [&str; 2] = ["if-none-match", "if-modified-since"];
