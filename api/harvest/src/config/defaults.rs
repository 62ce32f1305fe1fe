//! What a description means that does not say.

use super::{Every, ReviewAfter};

pub(super) const fn middle() -> i32 {
    500
}

pub(super) const fn daily() -> Every {
    Every::DAY
}

pub(super) const fn year() -> ReviewAfter {
    ReviewAfter::YEAR
}

pub(super) const fn half_year() -> ReviewAfter {
    ReviewAfter::HALF_YEAR
}

pub(super) const fn two_hours() -> Every {
    Every::seconds(7_200)
}

pub(super) fn is_two_hours(limit: &Every) -> bool {
    *limit == two_hours()
}

pub(super) const fn fifth() -> f64 {
    0.2
}

pub(super) const fn ten() -> u64 {
    10
}

pub(super) const fn is_false(flag: &bool) -> bool {
    !*flag
}
