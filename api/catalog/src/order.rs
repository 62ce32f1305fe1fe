//! In which order hits come, and where in it one goes on.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Datelike;
use uuid::Uuid;

use crate::{Entry, QueryError, list};

/// In which order hits come. Equals come by name, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// The best fit to the words first.
    Relevance,
    /// The nearest first; what has no known place last.
    Distance,
    /// By name.
    Name,
    /// What changed last first.
    Modified,
    /// What was confirmed last first; what never was last.
    Assured,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Distance, Self::Name, Self::Modified, Self::Assured];

    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Distance => "distance",
            Self::Name => "name",
            Self::Modified => "modified",
            Self::Assured => "assured",
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A place in an order, between what comes up to it and what comes after. It stays good when what stood there moves
/// or goes. As text it is opaque and safe in addresses. Places of one order compare as what stands there comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(crate) sort: Sort,
    /// What is sorted by, ascending; 0 by name.
    pub(crate) rank: i64,
    /// The name as lists sort by it.
    pub(crate) order: Box<str>,
    pub(crate) id: Uuid,
}

impl Cursor {
    pub(crate) fn of(sort: Sort, rank: i64, entry: &Entry) -> Self {
        Self { sort, rank, order: list::order(entry).into(), id: entry.id }
    }

    /// Whether something of that rank comes up to and with this place.
    pub(crate) fn is_past(&self, rank: i64, entry: &Entry) -> bool {
        (rank, list::order(entry), entry.id) <= (self.rank, &*self.order, self.id)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sort, rank, order, id } = self;
        f.pad(&URL_SAFE_NO_PAD.encode(format!("{sort} {rank} {id} {order}")))
    }
}

impl FromStr for Cursor {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        read(text).ok_or_else(|| QueryError::NoCursor(text.chars().take(80).collect()))
    }
}

fn read(text: &str) -> Option<Cursor> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = plain.splitn(4, ' ');
    let sort = parts.next()?;
    Some(Cursor {
        sort: Sort::ALL.into_iter().find(|known| known.as_str() == sort)?,
        rank: parts.next()?.parse().ok()?,
        id: parts.next()?.parse().ok()?,
        order: parts.next()?.into(),
    })
}

/// What an entry is sorted by, ascending, where that depends on nothing but the entry.
pub(crate) fn rank(sort: Sort, entry: &Entry) -> i64 {
    match sort {
        Sort::Modified => -entry.modified.timestamp_micros(),
        Sort::Assured => {
            let day = entry.body.service().and_then(|service| service.assured);
            day.map_or(i64::MAX, |day| -i64::from(day.num_days_from_ce()))
        }
        Sort::Relevance | Sort::Distance | Sort::Name => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(rank: i64, order in "\\PC*", id: u128) {
            for sort in Sort::ALL {
                let cursor = Cursor { sort, rank, order: order.as_str().into(), id: Uuid::from_u128(id) };
                prop_assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
            }
        }

        #[test]
        fn no_text_that_is_no_cursor_does_harm(text in "\\PC*") {
            let _ = text.parse::<Cursor>();
        }
    }
}
