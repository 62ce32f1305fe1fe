use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Correction, RecordKey};

use crate::{
    Result, Store,
    column::{Row, json, moment, time, without_nul},
    connection::{BATCH, Link, columns, on},
    counter::Counter,
    dirty, identity,
    schema::{correction, correction_expiry},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = correction, treat_none_as_default_value = false)]
pub(crate) struct CorrectionRow {
    number: i64,
    record: String,
    field: String,
    remedy: String,
    value: String,
    content: String,
    known: String,
    supersedes: String,
    who: String,
    at: NaiveDateTime,
    reason: String,
    expires: Option<NaiveDateTime>,
}

/// A correction that will expire, until a reconciliation has noticed that it did.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = correction_expiry, treat_none_as_default_value = false)]
pub(crate) struct ExpiryRow {
    number: i64,
    record: String,
    expires: NaiveDateTime,
}

impl CorrectionRow {
    fn of(correction: &Correction) -> Self {
        Self {
            number: correction.number,
            record: correction.record.to_string(),
            field: correction.field.clone(),
            remedy: correction.remedy.as_str().to_owned(),
            value: without_nul(&correction.value),
            content: json(&correction.content),
            known: json(&correction.known),
            supersedes: json(&correction.supersedes),
            who: without_nul(&correction.who),
            at: time(correction.at),
            reason: without_nul(&correction.reason),
            expires: correction.expires.map(time),
        }
    }

    fn correction(self) -> Result<Correction> {
        let row = Row { table: "correction", key: &self.number.to_string() };
        Ok(Correction {
            number: self.number,
            record: row.parse(&self.record)?,
            field: self.field,
            remedy: row.word(&self.remedy)?,
            value: self.value,
            content: row.json(&self.content)?,
            known: row.json(&self.known)?,
            supersedes: row.json(&self.supersedes)?,
            who: self.who,
            at: moment(self.at),
            reason: self.reason,
            expires: self.expires.map(moment),
        })
    }
}

impl Store {
    /// Appends what a steward said about a field, numbers it, and makes every record dirty that belongs with the one
    /// it is attached to. The number that is given counts for nothing.
    pub fn add_correction(&self, correction: Correction) -> Result<Correction> {
        self.write(|link| {
            let number = Counter::Correction.take(link, 1)?;
            let at = moment(time(correction.at));
            let expires = correction.expires.map(|expires| moment(time(expires)));
            let correction = Correction { number, at, expires, ..correction };
            let row = CorrectionRow::of(&correction);
            on!(link, c => diesel::insert_into(correction::table).values(&row).execute(*c))?;
            if let Some(expires) = row.expires {
                let due = ExpiryRow { number, record: row.record.clone(), expires };
                on!(link, c => diesel::insert_into(correction_expiry::table).values(&due).execute(*c))?;
            }
            mark_cluster(link, &row.record)?;
            Ok(correction)
        })
    }

    /// The whole log, in order.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let query = correction::table.order(correction::number).select(columns::<CorrectionRow>());
        let rows: Vec<CorrectionRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(CorrectionRow::correction).collect()
    }

    /// The corrections that are attached to these records, in order.
    pub fn corrections_of(&self, records: &[RecordKey]) -> Result<Vec<Correction>> {
        let names: Vec<String> = records.iter().map(ToString::to_string).collect();
        let mut rows: Vec<CorrectionRow> = Vec::new();
        self.read(|link| {
            for chunk in names.chunks(BATCH) {
                let query = correction::table.filter(correction::record.eq_any(chunk));
                let query = query.select(columns::<CorrectionRow>());
                rows.extend(on!(link, c => query.load::<CorrectionRow>(*c))?);
            }
            Ok(())
        })?;
        rows.sort_unstable_by_key(|row| row.number);
        rows.into_iter().map(CorrectionRow::correction).collect()
    }

    /// Makes the records dirty that a correction was about which has expired since this was last asked, and counts
    /// those corrections. Cheap where there are none.
    pub fn expire_corrections(&self, now: DateTime<Utc>) -> Result<usize> {
        let due = || correction_expiry::table.filter(correction_expiry::expires.le(time(now)));
        let waiting: i64 = self.read(|link| Ok(on!(link, c => due().count().get_result(*c))?))?;
        if waiting == 0 {
            return Ok(0);
        }
        self.write(|link| {
            let query = due().select(columns::<ExpiryRow>());
            let rows: Vec<ExpiryRow> = on!(link, c => query.load(*c))?;
            for row in &rows {
                mark_cluster(link, &row.record)?;
                let noticed = correction_expiry::table.find(row.number);
                on!(link, c => diesel::delete(noticed).execute(*c))?;
            }
            Ok(rows.len())
        })
    }
}

/// Marks a record as dirty with all that belong to the same thing: what they claim may be overruled now, or no more.
fn mark_cluster(link: &mut Link<'_>, record: &str) -> Result<()> {
    match identity::cluster_of(link, record)? {
        Some((_, members)) => dirty::mark(link, &members),
        None => dirty::mark(link, &[record.to_owned()]),
    }
}

/// Empties the corrections that are attached to a record: they may tell of it. Those that are attached to other
/// records of its cluster forget which values they knew.
pub(crate) fn forget(link: &mut Link<'_>, record: &str) -> Result<()> {
    let about = correction::table.filter(correction::record.eq(record));
    let nothing = (
        correction::value.eq("erased"),
        correction::content.eq("{}"),
        correction::known.eq("[]"),
        correction::reason.eq("erased"),
    );
    on!(link, c => diesel::update(about).set(nothing).execute(*c))?;
    let Some((_, members)) = identity::cluster_of(link, record)? else { return Ok(()) };
    for chunk in members.chunks(BATCH) {
        let beside = correction::table.filter(correction::record.eq_any(chunk));
        on!(link, c => diesel::update(beside).set(correction::known.eq("[]")).execute(*c))?;
    }
    Ok(())
}
