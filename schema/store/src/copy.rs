use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::{
    Result, Store, StoreError,
    alignment::AlignmentRow,
    audit::AuditRow,
    calendar::CalendarRow,
    change::ChangeRow,
    client::ClientRow,
    conflict::{ConflictRow, ConflictSourceRow},
    connection::{BATCH, Link, columns, on, stream},
    correction::{CorrectionRow, ExpiryRow},
    dirty::DirtyRow,
    entity::EntityRow,
    epoch,
    geography::{AreaRow, DatasetRow, IndicatorRow, PostcodeRow},
    hidden::{HiddenRecordRow, HiddenRow},
    identity::{IdentityRow, MemberRow},
    issue::IssueRow,
    item::{ItemRow, VersionRow},
    judgement::JudgementRow,
    match_model::{MatchModelRow, ReconciliationRow},
    page::{PageEntityRow, PageNameRow, PageRow},
    record::RecordRow,
    report::ReportRow,
    revoked_token::RevokedRow,
    run::RunRow,
    schema,
    suggestion::SuggestionRow,
    tombstone::TombstoneRow,
    verdict::{VerdictRow, VerdictTopicRow},
};

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyOutcome {
    /// How many rows, by table.
    pub rows: BTreeMap<&'static str, u64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::source, treat_none_as_default_value = false)]
struct WholeSource {
    id: String,
    name: String,
    publisher: String,
    licence: String,
    visibility: String,
    precedence: i32,
    duplicate_free: bool,
    config: String,
    harvest_state: Option<String>,
    committed_run: Option<i64>,
    review: String,
    precedence_for: String,
    supplements: bool,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::counter, treat_none_as_default_value = false)]
struct CounterRow {
    name: String,
    value: i64,
}

/// Calls a macro with every table that is copied and its row, referred-to tables first. Leases, answers to
/// requests and signing keys stay: who leads there is decided there, and a private key has no business in a file.
macro_rules! each_table {
    ($each:ident) => {
        $each!(source, WholeSource);
        $each!(run, RunRow);
        $each!(issue, IssueRow);
        $each!(item, ItemRow);
        $each!(item_version, VersionRow);
        $each!(record, RecordRow);
        $each!(dirty, DirtyRow);
        $each!(tombstone, TombstoneRow);
        $each!(judgement, JudgementRow);
        $each!(correction, CorrectionRow);
        $each!(correction_expiry, ExpiryRow);
        $each!(report, ReportRow);
        $each!(identity, IdentityRow);
        $each!(member, MemberRow);
        $each!(suggestion, SuggestionRow);
        $each!(entity, EntityRow);
        $each!(conflict, ConflictRow);
        $each!(conflict_source, ConflictSourceRow);
        $each!(change, ChangeRow);
        $each!(hidden, HiddenRow);
        $each!(hidden_record, HiddenRecordRow);
        $each!(match_model, MatchModelRow);
        $each!(reconciliation, ReconciliationRow);
        $each!(page, PageRow);
        $each!(page_name, PageNameRow);
        $each!(page_entity, PageEntityRow);
        $each!(verdict, VerdictRow);
        $each!(verdict_topic, VerdictTopicRow);
        $each!(alignment, AlignmentRow);
        $each!(calendar_period, CalendarRow);
        $each!(client, ClientRow);
        $each!(revoked_token, RevokedRow);
        $each!(audit, AuditRow);
        $each!(dataset, DatasetRow);
        $each!(area, AreaRow);
        $each!(indicator, IndicatorRow);
        $each!(postcode, PostcodeRow);
        $each!(counter, CounterRow);
    };
}

impl Store {
    /// Copies everything into another store, with every id and number: what is written there afterwards goes on
    /// counting where this one stood, in the same history. The other must be empty, and gets all or nothing.
    pub fn copy_to(&self, target: &Self) -> Result<CopyOutcome> {
        self.fill(target, epoch::take_over)
    }

    /// The same, but what is written there afterwards is another history.
    pub(crate) fn restore_to(&self, target: &Self) -> Result<CopyOutcome> {
        self.fill(target, |_, _| Ok(()))
    }

    fn fill(
        &self,
        target: &Self,
        go_on: impl FnOnce(&mut Link<'_>, &mut Link<'_>) -> Result<()>,
    ) -> Result<CopyOutcome> {
        self.read(|from| {
            target.write(|to| {
                refuse_rows(to, target.name())?;
                on!(to, c => diesel::delete(schema::counter::table).execute(*c))?;
                go_on(from, to)?;
                copy_tables(from, to)
            })
        })
    }
}

fn refuse_rows(link: &mut Link<'_>, database: &str) -> Result<()> {
    let numbered = schema::counter::table.filter(schema::counter::value.gt(0)).count();
    let given = on!(link, c => numbered.get_result::<i64>(*c))?;
    let sources = on!(link, c => schema::source::table.count().get_result::<i64>(*c))?;
    for (table, rows) in [("source", sources), ("counter", given)] {
        if rows > 0 {
            return Err(StoreError::NotEmpty { database: database.to_owned(), table });
        }
    }
    Ok(())
}

fn copy_tables(from: &mut Link<'_>, to: &mut Link<'_>) -> Result<CopyOutcome> {
    let mut outcome = CopyOutcome::default();
    macro_rules! copy {
        ($table:ident, $row:ty) => {
            let mut batch: Vec<$row> = Vec::with_capacity(BATCH);
            let mut copied = 0;
            let query = schema::$table::table.select(columns::<$row>());
            stream!(from, query, $row, |row| -> Result<()> {
                batch.push(row);
                copied += 1;
                if batch.len() == BATCH {
                    on!(to, c => diesel::insert_into(schema::$table::table).values(&batch).execute(*c))?;
                    batch.clear();
                }
                Ok(())
            });
            on!(to, c => diesel::insert_into(schema::$table::table).values(&batch).execute(*c))?;
            outcome.rows.insert(stringify!($table), copied);
        };
    }
    each_table!(copy);
    Ok(outcome)
}
