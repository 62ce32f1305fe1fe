//! What a calendar tells as a whole.

use chrono::{Datelike, NaiveDate};
use model::{CalendarKind, CalendarPeriod};
use store::CalendarSpan;

use super::{CalendarError, Told};

/// The years of which a calendar may tell.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// The most days of a kind of period. Longer ones are a slip, or a whole school year with its holidays.
const fn longest(kind: CalendarKind) -> i64 {
    match kind {
        CalendarKind::BankHoliday => 4,
        CalendarKind::Term => 120,
    }
}

/// What is told, kind by kind, with the days between which nothing else is.
pub(super) fn spans(told: Vec<Told>) -> Result<Vec<CalendarSpan>, CalendarError> {
    if told.is_empty() {
        return Err(CalendarError::Unreadable("it tells of no day".to_owned()));
    }
    told.iter().try_for_each(check)?;
    let mut spans = Vec::new();
    for kind in CalendarKind::ALL {
        let mut of_kind: Vec<&Told> = told.iter().filter(|told| told.period.kind == kind).collect();
        of_kind.sort_by(|one, other| one.period.cmp(&other.period));
        of_kind.dedup_by(|one, other| one.period == other.period);
        if kind == CalendarKind::Term {
            apart(&of_kind)?;
        }
        let periods: Vec<CalendarPeriod> = of_kind.iter().map(|told| told.period.clone()).collect();
        if let Some(between) = between(kind, &periods) {
            spans.push(CalendarSpan { kind, between: between.0..=between.1, periods });
        }
    }
    Ok(spans)
}

fn check(told: &Told) -> Result<(), CalendarError> {
    let Told { line, period } = told;
    let days = (period.last - period.first).num_days() + 1;
    let reason = if !YEARS.contains(&period.first.year()) {
        format!("is of no year from {} to {}", YEARS.start(), YEARS.end())
    } else if days < 1 {
        format!("comes before its first day, {}", period.first)
    } else if days > longest(period.kind) {
        format!("is {days} days after its first; no {} is longer than {}", period.kind, longest(period.kind))
    } else {
        return Ok(());
    };
    Err(CalendarError::value(*line, period.last, reason))
}

/// Terms do not overlap.
fn apart(terms: &[&Told]) -> Result<(), CalendarError> {
    for pair in terms.windows(2) {
        if let [one, other] = pair
            && other.period.first <= one.period.last
        {
            let reason = format!("begins before `{}` of line {} ends", one.period.name, one.line);
            return Err(CalendarError::value(other.line, &other.period.name, reason));
        }
    }
    Ok(())
}

/// Bank holidays are told for whole years, terms from the first to the last.
fn between(kind: CalendarKind, periods: &[CalendarPeriod]) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = (periods.first()?.first, periods.iter().map(|period| period.last).max()?);
    match kind {
        CalendarKind::BankHoliday => Some((
            NaiveDate::from_ymd_opt(first.year(), 1, 1)?,
            NaiveDate::from_ymd_opt(last.year(), 12, 31)?,
        )),
        CalendarKind::Term => Some((first, last)),
    }
}
