use uuid::Uuid;

use crate::ListKind;

/// Why the catalog could not be loaded or advanced. The snapshot that was there stays.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The store could not be read.
    #[error("the published entities could not be read: {0}")]
    Store(#[from] store::StoreError),
    /// The text index could not be built.
    #[error("the text index could not be brought up to date: {0}")]
    Text(#[from] tantivy::TantivyError),
    /// The thread that follows the changes could not be started.
    #[error("the thread that follows the changes could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The list has nothing that the condition could be tested on.
    #[error("`{condition}` is no condition for a list of kind {kind}; leave it out")]
    NotForList {
        /// The condition, by its name in [`crate::Query`].
        condition: &'static str,
        /// The list that was asked for.
        kind: ListKind,
    },
    /// A time of day is malformed.
    #[error("`{0}` is no time of day; write it as HH:MM, such as 09:30")]
    Time(String),
    /// A day of the week is unknown.
    #[error("`{0}` is no day of the week; use MO, TU, WE, TH, FR, SA or SU")]
    Day(String),
    /// A postcode is malformed.
    #[error("`{0}` is no postcode; write it in full, such as PL1 1AB")]
    Postcode(String),
    /// The place to search around is no place on earth.
    #[error("latitude {latitude}, longitude {longitude} within {metres} m is no area; check the numbers")]
    Near {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// The distance.
        metres: f64,
    },
    /// The entry to go on after is not in the list.
    #[error("nothing in this list has the id {0} to go on after; begin again from the start of the list")]
    Cursor(Uuid),
    /// The text index failed.
    #[error("the text index could not answer: {0}")]
    Text(#[from] tantivy::TantivyError),
}
