//! What two times mean together, and whether the interval is believed.

use super::lexer::Time;
use super::week::{DAY, Interval};

/// The time from which an opening is believed that is written without halves of the day, in minutes.
const EARLIEST: u16 = 6 * 60;

/// The time from which an opening is believed that is written without halves of the day and crosses midnight.
const EVENING: u16 = 16 * 60;

/// The longest opening that crosses midnight and is believed, in minutes.
const LONGEST_NIGHT: u16 = 16 * 60;

/// The interval from one time to another; `None` where it is not clear, or not believed. `is_24_hour` says that some
/// time beside them can only be on a 24-hour clock.
pub(super) fn between(opens: Time, closes: Time, is_24_hour: bool) -> Option<Interval> {
    let is_halved = opens.half.is_some() || closes.half.is_some();
    let (opens, closes) = resolve(opens, closes)?;
    if is_halved { halved(opens, closes) } else { unhalved(opens, closes, is_24_hour) }
}

/// What two times mean together. One that names no half of the day leans on the other, as people write it:
/// `9-5pm` begins in the morning, `1-4pm` after noon, `9am-5` ends after noon. Two bare numbers say nothing.
fn resolve(opens: Time, closes: Time) -> Option<Interval> {
    match (opens.half, closes.half) {
        (None, Some(_)) => {
            let closes = closes.minutes_if_clear()?;
            let Some(either) = opens.either() else { return Some((opens.minutes_if_clear()?, closes)) };
            Some((either.into_iter().filter(|at| *at < closes).max()?, closes))
        }
        (Some(_), None) => {
            let opens = opens.minutes_if_clear()?;
            let Some(either) = closes.either() else { return Some((opens, closes.minutes_if_clear()?)) };
            Some((opens, either.into_iter().filter(|at| *at > opens).min()?))
        }
        _ => Some((opens.minutes_if_clear()?, closes.minutes_if_clear()?)),
    }
}

/// An interval with halves of the day, closing on the next day where that is not after opening. `12am` behind a morning
/// is not believed: it is written for noon as often as for midnight.
fn halved(opens: u16, closes: u16) -> Option<Interval> {
    const NOON: u16 = DAY / 2;
    let is_doubtful = closes == 0 && opens < NOON && opens > 0;
    if is_doubtful { None } else { interval(opens, closes) }
}

/// An interval without halves of the day. Not believed: one before six, which is the afternoon as often; and a night
/// that begins before the evening (`10:00 - 01:00`), or where nothing shows a 24-hour clock.
fn unhalved(opens: u16, closes: u16, is_24_hour: bool) -> Option<Interval> {
    let is_early = (60..EARLIEST).contains(&opens);
    let is_night = opens >= closes;
    let is_midnight = closes == 0;
    let is_believed = !is_early && (!is_night || (is_24_hour && (is_midnight || opens >= EVENING)));
    if is_believed { interval(opens, closes) } else { None }
}

fn interval(opens: u16, closes: u16) -> Option<Interval> {
    if opens < closes {
        return (opens < DAY && (closes <= DAY || closes - opens <= LONGEST_NIGHT))
            .then_some((opens, closes));
    }
    let is_midnight = closes == 0;
    let closes = closes + DAY;
    let is_night = is_midnight || (opens + DAY != closes && closes - opens <= LONGEST_NIGHT);
    (is_night && opens < DAY).then_some((opens, closes))
}
