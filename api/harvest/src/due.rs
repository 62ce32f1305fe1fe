//! When a source is to be harvested next.

use chrono::{DateTime, TimeDelta, Utc};
use model::{ContentHash, Outcome, Run};

use crate::{SourceConfig, Timetable};

/// How long after a run that failed it is tried again; twice as long after each further one.
const FIRST_RETRY: TimeDelta = TimeDelta::minutes(5);
/// The longest of these, were the next regular time never so far.
const LAST_RETRY: TimeDelta = TimeDelta::hours(12);
/// The greatest part of a span by which a source comes later than it might, so that not all come at once: a tenth.
const SPREAD: i32 = 10;
/// How many of the latest runs are looked at: as many failures as double the wait to its most.
pub(crate) const LATEST_RUNS: i64 = 8;

/// When a source is due, going by its latest runs, the latest first. A source that never ran is due at once; one whose
/// last runs failed is tried again sooner than its timetable says, ever more seldom. `None` where it has no timetable,
/// or one by which it never is, where it has no feed to be fetched, or is neither on trial nor live.
pub fn due(config: &SourceConfig, latest: &[Run]) -> Option<DateTime<Utc>> {
    let timetable = config.every.as_ref().filter(|_| config.has_feed() && config.state.is_read())?;
    let Some(last) = latest.first() else { return Some(DateTime::UNIX_EPOCH) };
    let regular = timetable.next_after(last.started)? + spread(config, timetable);
    let failures = latest.iter().take_while(|run| is_failure(run)).count();
    let Some(doublings) = failures.checked_sub(1) else { return Some(regular) };
    let factor = 1_i32 << doublings.min(16);
    Some(regular.min(last.started + (FIRST_RETRY * factor).min(LAST_RETRY)))
}

/// Whether a run ended without the feed being read; one that never said how it ended was killed.
fn is_failure(run: &Run) -> bool {
    matches!(run.outcome, Outcome::Failed | Outcome::Running)
}

/// By how much a source that comes every so often comes later: always the same for one source. A line of cron is kept to
/// the minute.
fn spread(config: &SourceConfig, timetable: &Timetable) -> TimeDelta {
    let Timetable::Every(every) = timetable else { return TimeDelta::zero() };
    let span = TimeDelta::from_std(every.duration()).unwrap_or_default() / SPREAD;
    let hash = ContentHash::of(config.id.as_str().as_bytes()).0;
    let thousandths = u32::from_str_radix(hash.get(..4).unwrap_or_default(), 16).unwrap_or_default() % 1_000;
    TimeDelta::seconds(span.num_seconds() / 1_000 * i64::from(thousandths))
}
