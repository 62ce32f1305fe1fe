use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;
use model::{CalendarKind, CalendarPeriod};

use crate::{
    Result, Store,
    column::{Row, without_nul},
    connection::{BATCH, Link, columns, on},
    counter::Counter,
    schema::calendar_period,
};

/// What a calendar tells of one kind of days between two days: all that was known of them before is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarSpan {
    /// Which days it tells of.
    pub kind: CalendarKind,
    /// Between which days.
    pub between: RangeInclusive<NaiveDate>,
    /// The periods.
    pub periods: Vec<CalendarPeriod>,
}

/// What taking a calendar in came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarOutcome {
    /// How many periods are new.
    pub added: usize,
    /// How many were known and are not told of any more.
    pub removed: usize,
    /// How many were known before and stay.
    pub kept: usize,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_period)]
pub(crate) struct CalendarRow {
    kind: String,
    first_day: NaiveDate,
    last_day: NaiveDate,
    name: String,
}

impl CalendarRow {
    fn of(period: &CalendarPeriod) -> Self {
        Self {
            kind: period.kind.as_str().to_owned(),
            first_day: period.first,
            last_day: period.last,
            name: without_nul(&period.name),
        }
    }

    fn period(self) -> Result<CalendarPeriod> {
        let row = Row { table: "calendar_period", key: &self.name };
        Ok(CalendarPeriod {
            kind: row.parse(&self.kind)?,
            first: self.first_day,
            last: self.last_day,
            name: self.name.clone(),
        })
    }
}

impl Store {
    /// Takes in what a calendar tells: all of it or nothing. What is known already changes nothing.
    pub fn replace_calendar(&self, spans: &[CalendarSpan]) -> Result<CalendarOutcome> {
        self.write(|link| {
            let mut outcome = CalendarOutcome::default();
            for span in spans {
                replace(link, span, &mut outcome)?;
            }
            if outcome.added + outcome.removed > 0 {
                Counter::Calendar.take(link, 1)?;
            }
            Ok(outcome)
        })
    }

    /// Every bank holiday and part of a term that is known, in order, with the number of the state that they are in.
    pub fn calendar(&self) -> Result<(i64, Vec<CalendarPeriod>)> {
        self.read(|link| {
            let version = Counter::Calendar.last(link)?;
            let query = calendar_period::table
                .order((calendar_period::kind, calendar_period::first_day, calendar_period::name))
                .select(columns::<CalendarRow>());
            let rows: Vec<CalendarRow> = on!(link, c => query.load(*c))?;
            let periods: Result<Vec<CalendarPeriod>> = rows.into_iter().map(CalendarRow::period).collect();
            Ok((version, periods?))
        })
    }

    /// The number of the state that the calendar is in: another one where it changed.
    pub fn calendar_version(&self) -> Result<i64> {
        self.read(|link| Counter::Calendar.last(link))
    }
}

fn replace(link: &mut Link<'_>, span: &CalendarSpan, outcome: &mut CalendarOutcome) -> Result<()> {
    let told = || {
        calendar_period::table
            .filter(calendar_period::kind.eq(span.kind.as_str()))
            .filter(calendar_period::last_day.ge(*span.between.start()))
            .filter(calendar_period::first_day.le(*span.between.end()))
    };
    let rows: Vec<CalendarRow> = on!(link, c => told().select(columns::<CalendarRow>()).load(*c))?;
    let before: Vec<CalendarPeriod> = rows.into_iter().map(CalendarRow::period).collect::<Result<_>>()?;
    let mut new: Vec<CalendarPeriod> = span.periods.clone();
    new.sort();
    new.dedup();
    let kept = before.iter().filter(|period| new.contains(period)).count();
    outcome.kept += kept;
    outcome.added += new.len() - kept;
    outcome.removed += before.len() - kept;
    if new.len() == kept && before.len() == kept {
        return Ok(());
    }
    on!(link, c => diesel::delete(told()).execute(*c))?;
    let rows: Vec<CalendarRow> = new.iter().map(CalendarRow::of).collect();
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(calendar_period::table).values(chunk).execute(*c))?;
    }
    Ok(())
}
