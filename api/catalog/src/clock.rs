//! Between the clock on a wall in Britain and moments.

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{Europe::London, Tz};

/// A moment as a clock on a wall shows it.
pub fn wall_clock(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.with_timezone(&London).naive_local()
}

/// The moment at which a clock on a wall shows a time, with its distance from UTC. In the hour that there is twice the first
/// is meant; one that there is not is taken as if clocks had not been changed.
pub fn moment_of(wall: NaiveDateTime) -> DateTime<Tz> {
    utc_of(wall).with_timezone(&London)
}

/// The same moment, without that distance, which costs as much again to find out.
pub(crate) fn utc_of(wall: NaiveDateTime) -> DateTime<Utc> {
    let offset = London.offset_from_local_datetime(&wall).earliest();
    let seconds = offset.map_or(0, |offset| offset.fix().local_minus_utc());
    wall.checked_sub_signed(chrono::TimeDelta::seconds(i64::from(seconds))).unwrap_or(wall).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_are_changed_show_an_hour_twice_or_not_at_all() {
        let at = |wall: &str| {
            moment_of(NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").unwrap()).to_rfc3339()
        };
        assert_eq!(at("2026-11-25 10:00"), "2026-11-25T10:00:00+00:00");
        assert_eq!(at("2026-07-01 10:00"), "2026-07-01T10:00:00+01:00");
        assert_eq!(at("2026-10-25 01:30"), "2026-10-25T01:30:00+01:00", "the first of two");
        assert_eq!(at("2027-03-28 01:30"), "2027-03-28T02:30:00+01:00", "there is no such hour");
    }
}
