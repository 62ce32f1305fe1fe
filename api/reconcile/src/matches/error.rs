use chrono::{DateTime, Utc};
use model::RecordKey;
use store::StoreError;
use uuid::Uuid;

/// Why a pair or an entity cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// A record and itself.
    #[error("`{0}` is one record; name two different ones")]
    SameRecord(RecordKey),
    /// Records of different kinds are never compared.
    #[error("`{a}` is a record of kind {}, `{b}` one of kind {}; only records of one kind are compared", a.kind, b.kind)]
    Kinds {
        /// One record.
        a: RecordKey,
        /// The other.
        b: RecordKey,
    },
    /// There is no such record that who asks may see.
    #[error(
        "there is no record `{0}` that you may see; records are named source:kind:id, as in provenance. \
         A steward's token shows those that are not public"
    )]
    UnknownRecord(RecordKey),
    /// The source withdrew the record.
    #[error("the record `{record}` is gone: its source no longer had it on {}", at.format("%Y-%m-%d"))]
    GoneRecord {
        /// The record.
        record: RecordKey,
        /// When it was found gone.
        at: DateTime<Utc>,
    },
    /// The record was erased.
    #[error("the record `{record}` was erased on {}: nothing is left of it to compare", at.format("%Y-%m-%d"))]
    ErasedRecord {
        /// The record.
        record: RecordKey,
        /// When it was erased.
        at: DateTime<Utc>,
    },
    /// There is no such entity that who asks may see.
    #[error("there is no entity {0} that you may see; take the id from a list or an export")]
    UnknownEntity(Uuid),
    /// Every record of the entity is gone.
    #[error("the entity {0} is gone: none of its records is there any more")]
    GoneEntity(Uuid),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
