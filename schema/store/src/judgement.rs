use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Judgement, RecordKey, Verdict};

use crate::{
    Result, Store,
    column::{Row, moment, names, time},
    connection::{BATCH, Link, columns, on},
    counter::Counter,
    dirty,
    schema::judgement,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = judgement, treat_none_as_default_value = false)]
pub(crate) struct JudgementRow {
    number: i64,
    a: String,
    b: String,
    verdict: String,
    who: String,
    at: NaiveDateTime,
    reason: String,
}

impl JudgementRow {
    fn of(judgement: &Judgement) -> Self {
        Self {
            number: judgement.number,
            a: judgement.a.to_string(),
            b: judgement.b.to_string(),
            verdict: judgement.verdict.as_str().to_owned(),
            who: judgement.who.clone(),
            at: time(judgement.at),
            reason: judgement.reason.clone(),
        }
    }

    fn judgement(self) -> Result<Judgement> {
        let row = Row { table: "judgement", key: &self.number.to_string() };
        Ok(Judgement {
            number: self.number,
            a: row.parse(&self.a)?,
            b: row.parse(&self.b)?,
            verdict: row.word(&self.verdict)?,
            who: self.who,
            at: moment(self.at),
            reason: self.reason,
        })
    }
}

/// What a person says about two records, in either order, before it is logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJudgement {
    /// One record.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub who: String,
    /// Why.
    pub reason: String,
}

/// A judgement that was asked to be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The judgement as it is logged.
    pub judgement: Judgement,
    /// False where the same person had said the same of the pair already, and nobody anything else since.
    pub is_new: bool,
}

impl Store {
    /// Appends what people said, in order, all or nothing, and makes the records dirty. What the last judgement on a
    /// pair already says, by the same person, is not logged again.
    pub fn judge(&self, new: &[NewJudgement], at: DateTime<Utc>) -> Result<Vec<Judged>> {
        self.write(|link| {
            Counter::Judgement.lock(link)?;
            let judged = new.iter().map(|new| judge(link, new, at)).collect::<Result<Vec<_>>>()?;
            let fresh = judged.iter().filter(|judged| judged.is_new).map(|judged| &judged.judgement);
            dirty::mark(link, &names(fresh.flat_map(|judgement| [&judgement.a, &judgement.b])))?;
            Ok(judged)
        })
    }

    /// One judgement.
    pub fn judgement(&self, number: i64) -> Result<Option<Judgement>> {
        let query = judgement::table.find(number).select(columns::<JudgementRow>());
        let row: Option<JudgementRow> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        row.map(JudgementRow::judgement).transpose()
    }

    /// The latest judgements with a lesser number than `before`, the newest first: on any of these records, or all.
    pub fn judgements_before(
        &self,
        before: i64,
        records: Option<&[RecordKey]>,
        limit: i64,
    ) -> Result<Vec<Judgement>> {
        let Some(records) = records else { return self.latest_judgements(before, limit) };
        let mut found = BTreeMap::new();
        for chunk in names(records).chunks(BATCH) {
            let about = judgement::a.eq_any(chunk).or(judgement::b.eq_any(chunk));
            let query = judgement::table
                .filter(judgement::number.lt(before).and(about))
                .order(judgement::number.desc())
                .limit(limit)
                .select(columns::<JudgementRow>());
            let rows: Vec<JudgementRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
            found.extend(rows.into_iter().map(|row| (row.number, row)));
        }
        let newest = found.into_values().rev().take(usize::try_from(limit).unwrap_or_default());
        newest.map(JudgementRow::judgement).collect()
    }

    fn latest_judgements(&self, before: i64, limit: i64) -> Result<Vec<Judgement>> {
        let query = judgement::table
            .filter(judgement::number.lt(before))
            .order(judgement::number.desc())
            .limit(limit)
            .select(columns::<JudgementRow>());
        let rows: Vec<JudgementRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(JudgementRow::judgement).collect()
    }

    /// The whole log, in order.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        let query = judgement::table.order(judgement::number).select(columns::<JudgementRow>());
        let rows: Vec<JudgementRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(JudgementRow::judgement).collect()
    }
}

/// Appends one judgement, unless the last one on its pair says the same by the same person.
fn judge(link: &mut Link<'_>, new: &NewJudgement, at: DateTime<Utc>) -> Result<Judged> {
    let (a, b) = ((&new.a).min(&new.b).clone(), (&new.a).max(&new.b).clone());
    if let Some(judgement) = last_on(link, &a, &b)?
        && (judgement.verdict, &judgement.who) == (new.verdict, &new.who)
    {
        return Ok(Judged { judgement, is_new: false });
    }
    let number = Counter::Judgement.take(link, 1)?;
    let (who, reason) = (new.who.clone(), new.reason.clone());
    let judgement = Judgement { number, a, b, verdict: new.verdict, who, at: moment(time(at)), reason };
    let row = JudgementRow::of(&judgement);
    on!(link, c => diesel::insert_into(judgement::table).values(&row).execute(*c))?;
    Ok(Judged { judgement, is_new: true })
}

/// The last judgement on a pair, the lesser record first.
fn last_on(link: &mut Link<'_>, a: &RecordKey, b: &RecordKey) -> Result<Option<Judgement>> {
    let query = judgement::table
        .filter(judgement::a.eq(a.to_string()).and(judgement::b.eq(b.to_string())))
        .order(judgement::number.desc())
        .select(columns::<JudgementRow>());
    let row: Option<JudgementRow> = on!(link, c => query.first(*c).optional())?;
    row.map(JudgementRow::judgement).transpose()
}

/// Takes away the reasons that were given in judgements on a record: they may tell of it. The verdicts stay.
pub(crate) fn forget_reasons(link: &mut Link<'_>, record: &str) -> Result<()> {
    let about = judgement::table.filter(judgement::a.eq(record).or(judgement::b.eq(record)));
    on!(link, c => diesel::update(about).set(judgement::reason.eq("erased")).execute(*c))?;
    Ok(())
}
