use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::{
    Result, Store,
    column::{moment, time, without_nul},
    connection::{columns, on},
    counter::Counter,
    schema::audit,
};

/// A write that is about to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuditEntry {
    /// Who.
    pub who: String,
    /// From which client, where it was one.
    pub client: Option<String>,
    /// What is done, such as `judge`.
    pub action: String,
    /// To what, such as the name of a record.
    pub target: String,
}

/// One line of the log of writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number in the log.
    pub number: i64,
    /// When it was tried.
    pub at: DateTime<Utc>,
    /// What was tried, and who did.
    pub entry: NewAuditEntry,
    /// How it ended: `done`, or why not. Without one the process that tried was cut off.
    pub outcome: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit, treat_none_as_default_value = false)]
pub(crate) struct AuditRow {
    number: i64,
    at: NaiveDateTime,
    who: String,
    client: Option<String>,
    action: String,
    target: String,
    outcome: Option<String>,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        let AuditRow { number, at, who, client, action, target, outcome } = row;
        Self { number, at: moment(at), entry: NewAuditEntry { who, client, action, target }, outcome }
    }
}

impl Store {
    /// Notes a write before it is tried, and answers the number of the note.
    pub fn begin_audit(&self, entry: &NewAuditEntry, at: DateTime<Utc>) -> Result<i64> {
        self.write(|link| {
            let number = Counter::Audit.take(link, 1)?;
            let row = AuditRow {
                number,
                at: time(at),
                who: without_nul(&entry.who),
                client: entry.client.clone(),
                action: entry.action.clone(),
                target: without_nul(&entry.target),
                outcome: None,
            };
            on!(link, c => diesel::insert_into(audit::table).values(&row).execute(*c))?;
            Ok(number)
        })
    }

    /// Notes how a write ended.
    pub fn end_audit(&self, number: i64, outcome: &str) -> Result<()> {
        let outcome = without_nul(outcome);
        self.write(|link| {
            let ended = audit::outcome.eq(Some(&outcome));
            on!(link, c => diesel::update(audit::table.find(number)).set(ended).execute(*c))?;
            Ok(())
        })
    }

    /// The latest writes with a lesser number than `before`, the newest first.
    pub fn audit_before(&self, before: i64, limit: i64) -> Result<Vec<AuditEntry>> {
        let query = audit::table
            .filter(audit::number.lt(before))
            .order(audit::number.desc())
            .limit(limit)
            .select(columns::<AuditRow>());
        let rows: Vec<AuditRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        Ok(rows.into_iter().map(AuditEntry::from).collect())
    }
}
