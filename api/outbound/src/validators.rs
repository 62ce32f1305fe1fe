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
