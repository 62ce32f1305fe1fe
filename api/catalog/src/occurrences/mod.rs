//! Schedules as dated sessions.
//!
//! What is asked for is found by the same [`Query`](crate::Query) as any list; the schedules of what is found are then followed from day to
//! day, place by place. A place's own schedules hold there in the place of its service's; those of a service that none of its
//! places takes up are held at no known place. Bank holidays and school terms are those of the snapshot's calendar. What recurs
//! alike is followed once for each question.

mod ask;
mod cursor;
mod expand;
mod follow;
mod ground;
mod open;
mod schedules;
mod session;
mod window;

pub use ask::{LONGEST_WINDOW, MOST_WALKED, OccurrenceQuery, OccurrenceSort};
pub use cursor::OccurrenceCursor;
pub use expand::Occurrences;
pub use session::{Attendance, Precision, Session};

pub(crate) use follow::anywhere;
pub(crate) use open::OpenAt;
pub(crate) use schedules::Schedules;
