use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Judgement, RecordKey, Verdict};

use crate::{
    Result, Store,
    column::{Row, moment, names, time},
    connection::{Link, columns, on},
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

impl Store {
    /// Appends what a person said about two records, in either order, and makes both dirty.
    #[expect(clippy::too_many_arguments, reason = "the six things that make a judgement")]
    pub fn add_judgement(
        &self,
        a: &RecordKey,
        b: &RecordKey,
        verdict: Verdict,
        who: &str,
        at: DateTime<Utc>,
        reason: &str,
    ) -> Result<Judgement> {
        let (a, b) = (a.min(b).clone(), a.max(b).clone());
        self.write(|link| {
            let number = Counter::Judgement.take(link, 1)?;
            let (who, reason) = (who.to_owned(), reason.to_owned());
            let judgement = Judgement { number, a, b, verdict, who, at: moment(time(at)), reason };
            let row = JudgementRow::of(&judgement);
            on!(link, c => diesel::insert_into(judgement::table).values(&row).execute(*c))?;
            dirty::mark(link, &names([&judgement.a, &judgement.b]))?;
            Ok(judgement)
        })
    }

    /// The whole log, in order.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        let query = judgement::table.order(judgement::number).select(columns::<JudgementRow>());
        let rows: Vec<JudgementRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(JudgementRow::judgement).collect()
    }
}

/// Takes away the reasons that were given in judgements on a record: they may tell of it. The verdicts stay.
pub(crate) fn forget_reasons(link: &mut Link<'_>, record: &str) -> Result<()> {
    let about = judgement::table.filter(judgement::a.eq(record).or(judgement::b.eq(record)));
    on!(link, c => diesel::update(about).set(judgement::reason.eq("erased")).execute(*c))?;
    Ok(())
}
