use uuid::Uuid;

use crate::{Bounds, ListKind, Sort};

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
    /// There are too many words.
    #[error("the text has {0} characters; at most {most} are searched for", most = crate::Query::LONGEST_TEXT)]
    Words(usize),
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
    /// A box has no inside, or is not on earth.
    #[error("{0:?} is no box; give west, south, east and north in degrees, south below north")]
    Bounds(Bounds),
    /// An outline encloses nothing.
    #[error("that is no outline: {0}")]
    Outline(String),
    /// No term has that id or code.
    #[error("no topic has the id or code `{0}`; the terms of taxonomies have them")]
    Topic(String),
    /// There is no such ward.
    #[error("`{0}` is no ward that is known; give the code or the name of one")]
    Area(String),
    /// There is no such need or circumstance.
    #[error("`{value}` is no {condition} that is known; there are {known}")]
    Need {
        /// `need` or `circumstance`.
        condition: &'static str,
        /// What was asked for.
        value: String,
        /// Every code there is.
        known: String,
    },
    /// There is no such indicator.
    #[error("`{value}` is no indicator that is known; there are {known}")]
    Indicator {
        /// What was asked for.
        value: String,
        /// Every code there is.
        known: String,
    },
    /// There is no such thing for disabled visitors to find.
    #[error("`{value}` is no accessibility that is known; there are {known}")]
    Accessibility {
        /// What was asked for.
        value: String,
        /// Every code there is.
        known: String,
    },
    /// What the order goes by was not asked for.
    #[error(
        "by {0} nothing can be sorted here: relevance needs words or a need, distance needs a place to measure from"
    )]
    Sort(Sort),
    /// A text is no cursor.
    #[error("`{0}` is no cursor; take one from an answer as it stands")]
    NoCursor(String),
    /// A cursor belongs to a list in another order.
    #[error(
        "the cursor is from a list by {cursor}, and this one is by {sort}; begin again from the start of the list"
    )]
    OtherOrder {
        /// The order that the cursor is from.
        cursor: Sort,
        /// The order that was asked for.
        sort: Sort,
    },
    /// A window of time is none, or too long.
    #[error(
        "from {from} to {to} is no window for sessions: it must end after it begins, and last at most {most} days",
        most = crate::LONGEST_WINDOW
    )]
    Window {
        /// When it begins.
        from: chrono::NaiveDateTime,
        /// When it ends.
        to: chrono::NaiveDateTime,
    },
    /// More sessions match than are looked at.
    #[error("more than {most} sessions match; ask for fewer days, or for a smaller area or topic")]
    TooManySessions {
        /// How many are looked at.
        most: usize,
    },
    /// A cursor belongs to sessions in another order.
    #[error(
        "the cursor is from sessions by {cursor}, and these are by {sort}; begin again from the first session"
    )]
    OtherSessions {
        /// The order that the cursor is from.
        cursor: &'static str,
        /// The order that was asked for.
        sort: &'static str,
    },
    /// The text index failed.
    #[error("the text index could not answer: {0}")]
    Text(#[from] tantivy::TantivyError),
}
