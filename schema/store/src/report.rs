use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Report, ReportDecision, ReportKind, ReportState};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, moment, time, without_nul},
    connection::{Link, columns, on},
    counter::Counter,
    identity, redirect,
    schema::report,
};

/// What somebody says is wrong, as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// What it is about.
    pub entity: Uuid,
    /// What is wrong.
    pub kind: ReportKind,
    /// The same in words; may be empty.
    pub message: String,
    /// Where whoever says it may be asked.
    pub contact: Option<String>,
}

/// What deciding a report came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It is decided so now.
    Now(Report),
    /// Somebody decided it before, and that stays.
    Before(Report),
    /// There is no report of that number.
    Unknown,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = report, treat_none_as_default_value = false)]
pub(crate) struct ReportRow {
    number: i64,
    entity: String,
    at: NaiveDateTime,
    kind: String,
    message: String,
    contact: Option<String>,
    state: String,
    who: Option<String>,
    decided: Option<NaiveDateTime>,
    note: Option<String>,
}

impl ReportRow {
    fn report(self) -> Result<Report> {
        let row = Row { table: "report", key: &self.number.to_string() };
        let decided = self.who.zip(self.decided).zip(self.note);
        Ok(Report {
            number: self.number,
            entity: row.parse(&self.entity)?,
            at: moment(self.at),
            kind: row.word(&self.kind)?,
            message: self.message,
            contact: self.contact,
            state: row.word(&self.state)?,
            decided: decided.map(|((who, at), note)| ReportDecision { who, at: moment(at), note }),
        })
    }
}

impl Store {
    /// Keeps a report, and numbers it. A NUL in it, which PostgreSQL cannot hold, becomes `U+FFFD`.
    pub fn add_report(&self, new: &NewReport, at: DateTime<Utc>) -> Result<Report> {
        self.write(|link| {
            let row = ReportRow {
                number: Counter::Report.take(link, 1)?,
                entity: new.entity.to_string(),
                at: time(at),
                kind: new.kind.as_str().to_owned(),
                message: without_nul(&new.message),
                contact: new.contact.as_deref().map(without_nul),
                state: ReportState::Open.as_str().to_owned(),
                who: None,
                decided: None,
                note: None,
            };
            on!(link, c => diesel::insert_into(report::table).values(&row).execute(*c))?;
            row.report()
        })
    }

    /// The reports of a state with greater numbers than `after`, in order, at most so many.
    pub fn reports(&self, state: ReportState, after: i64, limit: i64) -> Result<Vec<Report>> {
        let query = report::table
            .filter(report::state.eq(state.as_str()).and(report::number.gt(after)))
            .order(report::number)
            .limit(limit)
            .select(columns::<ReportRow>());
        let rows: Vec<ReportRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(ReportRow::report).collect()
    }

    /// How many reports wait to be decided.
    pub fn count_open_reports(&self) -> Result<u64> {
        let open = report::table.filter(report::state.eq(ReportState::Open.as_str())).count();
        let open: i64 = self.read(|link| Ok(on!(link, c => open.get_result(*c))?))?;
        Ok(open.unsigned_abs())
    }

    /// Decides a report that is open, and deletes where whoever sent it may be asked.
    pub fn decide_report(
        &self,
        number: i64,
        state: ReportState,
        decision: &ReportDecision,
    ) -> Result<Decided> {
        self.write(|link| {
            let decided = (
                report::state.eq(state.as_str()),
                report::contact.eq(None::<String>),
                report::who.eq(without_nul(&decision.who)),
                report::decided.eq(time(decision.at)),
                report::note.eq(without_nul(&decision.note)),
            );
            let open = report::table.find(number).filter(report::state.eq(ReportState::Open.as_str()));
            let was_open = on!(link, c => diesel::update(open).set(decided).execute(*c))? == 1;
            Ok(match find(link, number)? {
                Some(report) if was_open => Decided::Now(report),
                Some(report) => Decided::Before(report),
                None => Decided::Unknown,
            })
        })
    }
}

fn find(link: &mut Link<'_>, number: i64) -> Result<Option<Report>> {
    let row = report::table.find(number).select(columns::<ReportRow>());
    let row: Option<ReportRow> = on!(link, c => row.first(*c).optional())?;
    row.map(ReportRow::report).transpose()
}

/// Empties what readers reported of the entity of a record, under whichever id: it may tell of the record.
pub(crate) fn forget(link: &mut Link<'_>, record: &str) -> Result<()> {
    let Some((entity, _)) = identity::cluster_of(link, record)? else { return Ok(()) };
    let id = Row { table: "member", key: record }.parse(&entity)?;
    let ids: Vec<String> = redirect::ids_of(link, id)?.iter().map(Uuid::to_string).collect();
    let about = || report::table.filter(report::entity.eq_any(&ids));
    let nothing = (report::message.eq("erased"), report::contact.eq(None::<String>));
    on!(link, c => diesel::update(about()).set(nothing).execute(*c))?;
    let decided = about().filter(report::note.is_not_null());
    on!(link, c => diesel::update(decided).set(report::note.eq("erased")).execute(*c))?;
    Ok(())
}
