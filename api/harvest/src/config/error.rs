/// Why a description of a source cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The text is not TOML or does not have the right keys.
    #[error("{0}")]
    Read(String),
    /// A value is out of its range.
    #[error("`{key}` is {value}; {allowed}")]
    Value {
        /// The key.
        key: String,
        /// What it says.
        value: String,
        /// What it may say.
        allowed: String,
    },
}

impl ConfigError {
    pub(crate) fn value(key: &str, value: impl ToString, allowed: &str) -> Self {
        Self::Value { key: key.to_owned(), value: value.to_string(), allowed: allowed.to_owned() }
    }
}
