use chrono::{DateTime, Utc};
use model::Kind;
use resolver::FactError;
use store::StoreError;
use uuid::Uuid;

/// Why a field was not corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    /// An id that was never minted.
    #[error("{0} is no entity of this directory; take the id from a list or from `directory conflicts`")]
    UnknownEntity(Uuid),
    /// An entity without a present record.
    #[error("{0} is gone: no source tells of it any more, so there is nothing to correct")]
    GoneEntity(Uuid),
    /// A field that cannot be corrected.
    #[error("`{field}` of a {kind} cannot be corrected; use one of {}", allowed.join(", "))]
    UnknownField {
        /// What was named.
        field: String,
        /// What kind the entity is.
        kind: Kind,
        /// What can be corrected.
        allowed: Vec<&'static str>,
    },
    /// A text that is no value of its field.
    #[error("`{value}` cannot be the `{field}`: {reason}")]
    Value {
        /// The field.
        field: String,
        /// The text.
        value: String,
        /// Why.
        reason: String,
    },
    /// A source that claims nothing that may be published.
    #[error("{claimant} claims no `{field}` of {entity} that may be published: {claims}")]
    NoClaim {
        /// Who was named.
        claimant: String,
        /// The field.
        field: String,
        /// The entity.
        entity: Uuid,
        /// What there is.
        claims: String,
    },
    /// A source whose records contradict each other.
    #[error("{claimant} has several records with different `{field}`; name one of the records: {claims}")]
    SeveralClaims {
        /// Who was named.
        claimant: String,
        /// The field.
        field: String,
        /// What there is.
        claims: String,
    },
    /// No correction holds that could be lifted.
    #[error("no correction of `{field}` of {entity} is in force, so there is nothing to lift")]
    NothingToLift {
        /// The entity.
        entity: Uuid,
        /// The field.
        field: String,
    },
    /// An expiry that is over.
    #[error("the correction would have expired at {0}; give a moment to come, or none")]
    Past(DateTime<Utc>),
    /// A name or a reason that cannot be kept.
    #[error("`{field}` must be 1 to {most} printable characters")]
    Text {
        /// What it is.
        field: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CorrectError {
    /// The most of a value that an error repeats, in characters.
    const MOST_ECHOED: usize = 200;

    /// What a fact's own error means for a correction.
    pub(super) fn of_fact(kind: Kind, field: &str, value: &str, error: FactError) -> Self {
        let field = field.to_owned();
        match error {
            FactError::Unknown(allowed) => Self::UnknownField { field, kind, allowed },
            FactError::Value(reason) => {
                Self::Value { field, value: value.chars().take(Self::MOST_ECHOED).collect(), reason }
            }
        }
    }
}
