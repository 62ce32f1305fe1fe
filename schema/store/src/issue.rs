use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Issue, IssueDraft, SourceId};

use crate::{
    Result, Store,
    column::{Row, moment, time, without_nul},
    connection::{BATCH, Link, columns, on, stream},
    counter::Counter,
    schema::issue,
    source, told, tombstone,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = issue, treat_none_as_default_value = false)]
pub(crate) struct IssueRow {
    number: i64,
    run: i64,
    source: String,
    at: NaiveDateTime,
    severity: String,
    code: String,
    record: Option<String>,
    field: Option<String>,
    value: Option<String>,
    reason: String,
    action: String,
}

impl IssueRow {
    fn of(number: i64, run: i64, source: &SourceId, at: DateTime<Utc>, draft: &IssueDraft) -> Self {
        Self {
            number,
            run,
            source: source.to_string(),
            at: time(at),
            severity: draft.severity.as_str().to_owned(),
            code: without_nul(&draft.code),
            record: draft.record.as_deref().map(without_nul),
            field: draft.field.as_deref().map(without_nul),
            value: draft.value.as_deref().map(without_nul),
            reason: without_nul(&draft.reason),
            action: without_nul(&draft.action),
        }
    }

    fn issue(self) -> Result<Issue> {
        let key = self.number.to_string();
        let row = Row { table: "issue", key: &key };
        Ok(Issue {
            number: self.number,
            run: self.run,
            source: row.parse(&self.source)?,
            at: moment(self.at),
            draft: IssueDraft {
                severity: row.word(&self.severity)?,
                code: self.code,
                record: self.record,
                field: self.field,
                value: self.value,
                reason: self.reason,
                action: self.action,
            },
        })
    }
}

/// A page of the issues of a source or of all, of a run or of all.
macro_rules! page {
    ($source:expr, $run:expr, $limit:expr, $offset:expr) => {{
        let mut query = issue::table.order(issue::number).select(columns::<IssueRow>()).into_boxed();
        if let Some(source) = $source {
            query = query.filter(issue::source.eq(source.as_str()));
        }
        if let Some(run) = $run {
            query = query.filter(issue::run.eq(run));
        }
        query.limit($limit).offset($offset)
    }};
}

impl Store {
    /// Logs the issues that a run raised, but for those that tell of an erased record. A NUL in them, which PostgreSQL
    /// cannot hold, becomes `U+FFFD`.
    pub fn log_issues(
        &self,
        run: i64,
        source: &SourceId,
        at: DateTime<Utc>,
        drafts: &[IssueDraft],
    ) -> Result<()> {
        drafts.chunks(BATCH).try_for_each(|drafts| {
            self.write(|link| {
                // Until the source is let go of, nothing of it is erased.
                source::lock(link, source)?;
                let blocked = tombstone::blocked(link, source)?;
                let tells = |draft: &&IssueDraft| blocked.iter().any(|key| told::is_about(draft, key));
                let drafts: Vec<_> = drafts.iter().filter(|draft| !tells(draft)).collect();
                let first = Counter::Issue.take(link, drafts.len())? - drafts.len() as i64 + 1;
                let numbered = (first..).zip(drafts);
                let rows: Vec<_> =
                    numbered.map(|(number, draft)| IssueRow::of(number, run, source, at, draft)).collect();
                on!(link, c => diesel::insert_into(issue::table).values(&rows).execute(*c))?;
                Ok(())
            })
        })
    }

    /// Issues in the order in which they were raised: of one source or all, of one run or all.
    pub fn issues(
        &self,
        source: Option<&SourceId>,
        run: Option<i64>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Issue>> {
        let rows: Vec<IssueRow> =
            self.read(|link| Ok(on!(link, c => page!(source, run, limit, offset).load(*c))?))?;
        rows.into_iter().map(IssueRow::issue).collect()
    }
}

/// Deletes the issues of a source that a test picks out, and counts them.
pub(crate) fn delete_where(
    link: &mut Link<'_>,
    source: &SourceId,
    picked: impl Fn(&IssueDraft) -> bool,
) -> Result<usize> {
    let mut numbers = Vec::new();
    let query = issue::table.filter(issue::source.eq(source.as_str())).select(columns::<IssueRow>());
    stream!(link, query, IssueRow, |row: IssueRow| -> Result<()> {
        let issue = row.issue()?;
        if picked(&issue.draft) {
            numbers.push(issue.number);
        }
        Ok(())
    });
    for chunk in numbers.chunks(BATCH) {
        on!(link, c => diesel::delete(issue::table.filter(issue::number.eq_any(chunk))).execute(*c))?;
    }
    Ok(numbers.len())
}
