use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model::{Outcome, Run, RunCounts, SourceId};

use crate::{
    Result, Store, StoreError,
    column::{Row, json, moment, time},
    connection::{Link, columns, on},
    counter::Counter,
    schema::run,
};

/// Longer than any harvest takes.
const ABANDONED_AFTER: TimeDelta = TimeDelta::hours(6);

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = run, treat_none_as_default_value = false)]
pub(crate) struct RunRow {
    number: i64,
    source: String,
    started: NaiveDateTime,
    finished: Option<NaiveDateTime>,
    outcome: String,
    counts: String,
}

impl RunRow {
    fn run(&self) -> Result<Run> {
        let row = Row { table: "run", key: &self.number.to_string() };
        Ok(Run {
            number: self.number,
            source: row.parse(&self.source)?,
            started: moment(self.started),
            finished: self.finished.map(moment),
            outcome: row.word(&self.outcome)?,
            counts: row.json(&self.counts)?,
        })
    }
}

impl Store {
    /// Logs that a harvest of a source begins, and numbers it.
    ///
    /// Runs of the source that began more than six hours earlier and never ended are closed as failed: whatever ran
    /// them was killed. One that is at work all the same loses nothing by it, and says how it ended when it ends.
    pub fn begin_run(&self, source: &SourceId, at: DateTime<Utc>) -> Result<i64> {
        if self.source(source)?.is_none() {
            return Err(StoreError::UnknownSource(source.clone()));
        }
        self.write(|link| {
            let number = Counter::Run.take(link, 1)?;
            close_abandoned(link, source, at)?;
            let row = RunRow {
                number,
                source: source.to_string(),
                started: time(at),
                finished: None,
                outcome: Outcome::Running.as_str().to_owned(),
                counts: json(&RunCounts::default()),
            };
            on!(link, c => diesel::insert_into(run::table).values(&row).execute(*c))?;
            Ok(number)
        })
    }

    /// Logs how a harvest ended.
    pub fn finish_run(
        &self,
        number: i64,
        at: DateTime<Utc>,
        outcome: Outcome,
        counts: RunCounts,
    ) -> Result<()> {
        let ending = (
            run::finished.eq(Some(time(at))),
            run::outcome.eq(outcome.as_str()),
            run::counts.eq(json(&counts)),
        );
        let update = diesel::update(run::table.find(number)).set(ending);
        match self.write(|link| Ok(on!(link, c => update.execute(*c))?))? {
            0 => Err(StoreError::UnknownRun(number)),
            _ => Ok(()),
        }
    }

    /// The latest runs of a source, latest first.
    pub fn runs(&self, source: &SourceId, limit: i64) -> Result<Vec<Run>> {
        let query = run::table
            .filter(run::source.eq(source.as_str()))
            .order(run::number.desc())
            .limit(limit)
            .select(columns::<RunRow>());
        let rows: Vec<RunRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(RunRow::run).collect()
    }

    /// The latest run of a source.
    pub fn last_run(&self, source: &SourceId) -> Result<Option<Run>> {
        Ok(self.runs(source, 1)?.pop())
    }
}

fn close_abandoned(link: &mut Link<'_>, source: &SourceId, now: DateTime<Utc>) -> Result<()> {
    let abandoned = run::table
        .filter(run::source.eq(source.as_str()).and(run::outcome.eq(Outcome::Running.as_str())))
        .filter(run::started.lt(time(now - ABANDONED_AFTER)));
    let ending = (run::finished.eq(Some(time(now))), run::outcome.eq(Outcome::Failed.as_str()));
    on!(link, c => diesel::update(abandoned).set(ending).execute(*c))?;
    Ok(())
}
