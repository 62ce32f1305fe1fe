//! The log of changes as it is told to whoever keeps a copy: from a number on, as long as that is the history they know.

use model::Change;
use sha2::{Digest, Sha256};
use store::{Store, StoreError};

/// A part of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Names the history: another after a restore ([`Store::epoch`]).
    pub epoch: String,
    /// The epoch with a mark of the change `last` behind it. Who goes on from there with it hears, too, that a database was
    /// put back by other means and then took other ways.
    pub place: String,
    /// The first change that the log holds: nothing is taken out of it.
    pub first: i64,
    /// The number to go on after.
    pub last: i64,
    /// Whether there are more already.
    pub more: bool,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// Why nobody can go on from a change.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The log does not hold it, or holds another one in its place.
    #[error(
        "The directory cannot go on from change {after}: {}. Read everything anew, then go on from the number before",
        if *is_there { "its history is another since it was restored" } else { "it is not in the log" }
    )]
    Gone {
        /// The change to go on after.
        after: i64,
        /// The first change that the log holds.
        first: i64,
        /// The last change that readers see.
        last: i64,
        /// Whether it is there, in another history.
        is_there: bool,
    },
    /// The log could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Refuses a number that the log does not reach back to, is not as far as, or knows as the end of another history than
/// the epoch or the place told. `last` is the number that readers see.
pub fn check(store: &Store, after: i64, told: Option<&str>, last: i64) -> Result<(), FeedError> {
    let first = first_of(store)?;
    let current = at(store, after)?;
    let is_there =
        after == 0 || (after >= first && current.as_ref().is_some_and(|change| change.number == after));
    let is_same = match told {
        Some(told) => is_of(&store.epoch()?, told, current.as_ref()),
        None => true,
    };
    if is_there && is_same { Ok(()) } else { Err(FeedError::Gone { after, first, last, is_there }) }
}

/// What changed after a number, up to the number that readers see, at most so many. Whether one can go on from there is
/// for [`check`] to say.
pub fn after(store: &Store, number: i64, seen: i64, limit: usize) -> Result<Feed, FeedError> {
    // One more than is told shows whether there are more.
    let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let found = store.changes_after(number, most)?;
    let newest = found.last().map_or(number, |change| change.number);
    let changes: Vec<_> = found.into_iter().take(limit).filter(|change| change.number <= seen).collect();
    let epoch = store.epoch()?;
    let (last, place) = match changes.last() {
        Some(change) => (change.number, place_of(&epoch, Some(change))),
        None => (number, place_of(&epoch, at(store, number)?.as_ref())),
    };
    Ok(Feed { epoch, place, first: first_of(store)?, last, more: newest > last, changes })
}

/// The number of the first change that the log holds.
fn first_of(store: &Store) -> Result<i64, StoreError> {
    Ok(store.changes_after(0, 1)?.first().map_or(1, |change| change.number))
}

/// The change of that number, or the next one that the log has.
fn at(store: &Store, number: i64) -> Result<Option<Change>, StoreError> {
    Ok(if number == 0 { None } else { store.changes_after(number - 1, 1)?.pop() })
}

/// Whether what a reader told, an epoch or a place, is of this history and stands at that change.
fn is_of(epoch: &str, told: &str, current: Option<&Change>) -> bool {
    if told.contains(BEHIND) { told == place_of(epoch, current) } else { told == epoch }
}

/// What stands between an epoch and the mark of a change.
const BEHIND: char = '-';

/// An epoch with a mark of a change behind it; before the first change there is none to mark.
fn place_of(epoch: &str, change: Option<&Change>) -> String {
    let Some(change) = change else { return epoch.to_owned() };
    let Change { number, entity, change: what, at, .. } = change;
    let text = format!("{number} {entity} {} {}", what.as_str(), at.timestamp_micros());
    let mark: String =
        Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{epoch}{BEHIND}{mark}")
}
