use chrono::{DateTime, NaiveDateTime, SubsecRound, TimeDelta, Timelike, Utc};

use super::OccurrenceCursor;
use crate::{Query, QueryError, WallTime, clock::wall_clock};

/// The longest time for which sessions are listed, in days.
pub const LONGEST_WINDOW: i64 = 92;
/// For how long sessions are listed where no end is asked for, in days.
const USUAL_WINDOW: i64 = 7;
/// The most sessions that are looked at for one answer.
pub const MOST_WALKED: usize = 250_000;

/// In which order sessions come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OccurrenceSort {
    /// What begins first, first; of what begins together, the nearest.
    #[default]
    Start,
    /// The nearest first; of what is equally near, what begins first. What has no known place comes last.
    Distance,
}

impl OccurrenceSort {
    /// Every order.
    pub const ALL: [Self; 2] = [Self::Start, Self::Distance];

    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Distance => "distance",
        }
    }
}

/// Which sessions to list.
#[derive(Clone, Debug, PartialEq)]
pub struct OccurrenceQuery {
    /// What services and places must meet. The kind of list, its order and its pages count for nothing; days of the week and
    /// times of day must be those of the session.
    pub query: Query,
    /// When a session begins at the earliest, by a clock on a wall.
    pub from: NaiveDateTime,
    /// When it has not begun any more.
    pub to: NaiveDateTime,
    /// The order.
    pub sort: OccurrenceSort,
    /// How many to return at most.
    pub limit: usize,
    /// The session after which to begin, whether or not it is still there.
    pub cursor: Option<OccurrenceCursor>,
}

impl OccurrenceQuery {
    /// The first twenty of what begins in a window, which runs from now for a week unless told: from the whole minute on, so
    /// that what is asked again within it is the same.
    pub fn between(query: Query, from: Option<WallTime>, to: Option<WallTime>, now: DateTime<Utc>) -> Self {
        let now = wall_clock(now.trunc_subsecs(0));
        let from = from.map_or_else(|| now.with_second(0).unwrap_or(now), WallTime::begin);
        let usual = || from.checked_add_signed(TimeDelta::days(USUAL_WINDOW)).unwrap_or(from);
        let to = to.map_or_else(usual, WallTime::end);
        Self { query, from, to, sort: OccurrenceSort::default(), limit: 20, cursor: None }
    }

    /// Refuses a window that is none or too long, and an order that nothing is measured for.
    pub(super) fn check(&self) -> Result<(), QueryError> {
        if self.from >= self.to || self.to - self.from > TimeDelta::days(LONGEST_WINDOW) {
            return Err(QueryError::Window { from: self.from, to: self.to });
        }
        if self.sort == OccurrenceSort::Distance && self.query.near.is_none() {
            return Err(QueryError::Sort(crate::Sort::Distance));
        }
        let is_other = |cursor: &OccurrenceCursor| cursor.sort != self.sort;
        match &self.cursor {
            Some(cursor) if is_other(cursor) => {
                Err(QueryError::OtherSessions { cursor: cursor.sort.as_str(), sort: self.sort.as_str() })
            }
            _ => Ok(()),
        }
    }
}
