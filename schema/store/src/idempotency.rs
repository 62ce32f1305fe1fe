use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::{
    Result, Store,
    column::time,
    connection::{columns, on},
    schema::idempotent_answer as answer,
};

/// For how long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// After how long a request that never ended may be tried again: its process was cut off.
const GIVEN_UP: TimeDelta = TimeDelta::minutes(2);

/// A request that its client wants carried out once, however often it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    /// Whose request.
    pub client: &'a str,
    /// The client's name for it.
    pub key: &'a str,
    /// The hash of all that it asks.
    pub fingerprint: &'a str,
}

/// Where such a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is new, and now begun.
    Begun,
    /// It is being carried out.
    Running,
    /// It was answered so.
    Answered(String),
    /// The key was used for something else.
    Reused,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = answer, treat_none_as_default_value = false)]
struct AnswerRow {
    client: String,
    key: String,
    fingerprint: String,
    begun: NaiveDateTime,
    answer: Option<String>,
}

impl Store {
    /// Begins a request that is to be carried out once, or tells what became of it before. Answers of long ago are
    /// forgotten.
    pub fn begin_once(&self, once: Once<'_>, now: DateTime<Utc>) -> Result<Progress> {
        self.write(|link| {
            let old = answer::begun.lt(time(now - KEPT));
            let lost = answer::answer.is_null().and(answer::begun.lt(time(now - GIVEN_UP)));
            on!(link, c => diesel::delete(answer::table.filter(old.or(lost))).execute(*c))?;
            let row = AnswerRow {
                client: once.client.to_owned(),
                key: once.key.to_owned(),
                fingerprint: once.fingerprint.to_owned(),
                begun: time(now),
                answer: None,
            };
            let insert = diesel::insert_into(answer::table).values(&row).on_conflict_do_nothing();
            if on!(link, c => insert.execute(*c))? == 1 {
                return Ok(Progress::Begun);
            }
            let query = answer::table.find((once.client, once.key)).select(columns::<AnswerRow>());
            let known: AnswerRow = on!(link, c => query.first(*c))?;
            Ok(match known.answer {
                _ if known.fingerprint != once.fingerprint => Progress::Reused,
                Some(answer) => Progress::Answered(answer),
                None => Progress::Running,
            })
        })
    }

    /// Keeps what a request was answered; without an answer it may be tried again.
    pub fn end_once(&self, once: Once<'_>, answered: Option<&str>) -> Result<()> {
        self.write(|link| {
            let row = answer::table.find((once.client, once.key));
            match answered {
                Some(text) => {
                    on!(link, c => diesel::update(row).set(answer::answer.eq(Some(text))).execute(*c))?
                }
                None => on!(link, c => diesel::delete(row).execute(*c))?,
            };
            Ok(())
        })
    }
}
