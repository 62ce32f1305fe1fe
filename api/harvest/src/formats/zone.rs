//! Times of day in the zones that calendars name.

use chrono::{NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{Europe::London, Tz};

/// The hours by which a zone is ahead of UTC on a day. `None` for British time, in which a directory tells its times.
pub(super) fn offset(zone: Tz, day: NaiveDate) -> Option<f64> {
    if zone == London {
        return None;
    }
    let noon = day.and_hms_opt(12, 0, 0)?;
    let offset = zone.offset_from_local_datetime(&noon).earliest()?;
    Some(f64::from(offset.fix().local_minus_utc()) / 3600.0)
}

/// A moment in UTC as a clock in Britain shows it.
pub(super) fn in_britain(moment: NaiveDateTime) -> NaiveDateTime {
    London.from_utc_datetime(&moment).naive_local()
}
