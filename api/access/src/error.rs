use model::SourceId;
use store::StoreError;

use crate::UnknownScope;

/// Why something about clients, keys or tokens failed.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A signing key that is stored cannot be used.
    #[error("the signing key `{kid}` cannot be used: {reason}; make a new one with `directory keys rotate`")]
    Key {
        /// The key.
        kid: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The machine gave no random numbers.
    #[error("the machine gave no random numbers, which secrets and keys are made of")]
    Chance,
    /// A secret could not be hashed.
    #[error("the secret could not be hashed: {0}")]
    Hash(String),
    /// The settings of an outside issuer cannot be used.
    #[error("the issuer `{issuer}` cannot be used: {reason}")]
    Issuer {
        /// The issuer.
        issuer: String,
        /// What is wrong.
        reason: String,
    },
}

/// Why a client could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No client has that id.
    #[error("there is no client `{0}`; `directory clients list` names them")]
    Unknown(String),
    /// Its name cannot be used.
    #[error("`{0}` cannot be the name of a client; use 1 to 100 characters that can be printed")]
    Name(String),
    /// It would be able to do nothing.
    #[error(
        "a client needs a scope: some of records:write, judgements:write, sources:admin, clients:admin, private:read"
    )]
    NoScope,
    /// It would have no source to write.
    #[error("`records:write` needs the sources that the client may write")]
    NoSource,
    /// A source that is not there.
    #[error("there is no source `{0}`; harvest it once, or let it join, before a client may write it")]
    UnknownSource(SourceId),
    /// A word that is no scope.
    #[error(transparent)]
    Scope(#[from] UnknownScope),
    /// The rest.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<StoreError> for ClientError {
    fn from(error: StoreError) -> Self {
        Self::Access(error.into())
    }
}

/// Why no token was given, in the words of RFC 6749 (5.2).
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The client is unknown, disabled, or gave a wrong secret. Which of them is not told.
    #[error("the client is not known, or its secret is another")]
    InvalidClient,
    /// It asked for what it may not have.
    #[error("the client may not have the scope `{0}`")]
    InvalidScope(String),
    /// The rest.
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<StoreError> for GrantError {
    fn from(error: StoreError) -> Self {
        Self::Access(error.into())
    }
}
