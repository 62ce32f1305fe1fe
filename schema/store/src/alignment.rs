use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use model::{
    SourceId,
    alignment::{AlignedPage, Alignment, Verdict},
};

use crate::{
    Result, Store,
    column::{Row, json, time},
    connection::{Link, columns, on, stream},
    counter::Counter,
    page,
    schema::{alignment, counter, dirty, item, item_version, source},
    verdict,
};

/// What an alignment rests on: while it is the same, so is what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis(String);

/// What an alignment came to, to be put in the place of the one before.
#[derive(Clone, Debug, Default)]
pub struct AlignmentOutcome {
    /// Every page, with every name that leads to it.
    pub pages: Vec<(AlignedPage, Vec<String>)>,
    /// The verdicts that differ from those before, or are new.
    pub verdicts: Vec<Verdict>,
    /// The figures.
    pub summary: Alignment,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = alignment, treat_none_as_default_value = false)]
pub(crate) struct AlignmentRow {
    number: i64,
    at: chrono::NaiveDateTime,
    basis: String,
    body: String,
}

impl Store {
    /// What an alignment of these websites by these rules would rest on now: what is published, who belongs where, how the
    /// sources are described, and what the websites sent. A run that found nothing new leaves it as it is.
    pub fn alignment_basis(&self, rules: &str, websites: &[SourceId]) -> Result<Basis> {
        self.read(|link| {
            let waiting: i64 = on!(link, c => dirty::table.count().get_result(*c))?;
            let numbers: Vec<(String, i64)> = on!(link, c => counter::table
                .filter(counter::name.eq_any(["change", "dirty"]))
                .order(counter::name)
                .select((counter::name, counter::value))
                .load(*c))?;
            let sources: Vec<(String, String)> = on!(link, c => source::table
                .order(source::id)
                .select((source::id, source::config))
                .load(*c))?;
            let sent = websites.iter().map(|website| sent(link, website)).collect::<Result<Vec<_>>>()?;
            let basis = json(&(rules, waiting, numbers, sources, sent));
            Ok(Basis(model::ContentHash::of(basis.as_bytes()).0))
        })
    }

    /// Hands the latest body of every present item of a sort to a function, by id, one at a time: `page` for items such as
    /// `page/example.org/tea`. Those whose bytes were erased are passed over.
    pub fn for_each_item(
        &self,
        source: &SourceId,
        sort: &str,
        mut take: impl FnMut(&str, &[u8], DateTime<Utc>) -> Result<()>,
    ) -> Result<()> {
        let latest = item_version::source.eq(item::source).and(item_version::id.eq(item::id));
        let query = item::table
            .inner_join(item_version::table.on(latest.and(item_version::version.eq(item::version))))
            .filter(item::source.eq(source.as_str().to_owned()).and(item::deleted.is_null()))
            .filter(item::id.between(format!("{sort}/"), format!("{sort}0")))
            .order(item::id)
            .select((item::id, item_version::body, item_version::first_seen));
        type Found = (String, Vec<u8>, chrono::NaiveDateTime);
        self.read(|link| {
            stream!(link, query, Found, |(id, body, seen): Found| -> Result<()> {
                let own = id.split_once('/').map_or("", |(_, own)| own);
                if body.is_empty() { Ok(()) } else { take(own, &body, seen.and_utc()) }
            });
            Ok(())
        })
    }

    /// The basis of the last alignment and what it came to.
    pub fn last_alignment(&self) -> Result<Option<(Basis, Alignment)>> {
        let row = self.read(latest)?;
        row.map(|row| Ok((Basis(row.basis.clone()), row.alignment()?))).transpose()
    }

    /// What alignments came to, the newest first.
    pub fn alignments(&self, limit: i64) -> Result<Vec<Alignment>> {
        let query =
            alignment::table.order(alignment::number.desc()).limit(limit).select(columns::<AlignmentRow>());
        let rows: Vec<AlignmentRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(AlignmentRow::alignment).collect()
    }

    /// Puts an alignment in the place of the one before, whole or not at all. A function settles it with the verdicts as they
    /// stand, so that nothing is lost that someone decides meanwhile.
    pub fn align(
        &self,
        basis: &Basis,
        settle: impl FnOnce(Vec<Verdict>) -> AlignmentOutcome,
    ) -> Result<Alignment> {
        self.write(|link| {
            Counter::Alignment.lock(link)?;
            let outcome = settle(verdict::all(link)?);
            page::replace(link, &outcome.pages)?;
            verdict::upsert(link, &outcome.verdicts)?;
            note(link, basis, &outcome.summary)?;
            Ok(outcome.summary)
        })
    }
}

impl AlignmentRow {
    fn alignment(&self) -> Result<Alignment> {
        Row { table: "alignment", key: &self.number.to_string() }.json(&self.body)
    }
}

/// How much a source sent: every change of an item is a version more, and what went is counted.
fn sent(link: &mut Link<'_>, website: &SourceId) -> Result<(i64, i64)> {
    let versions = item_version::table.filter(item_version::source.eq(website.as_str())).count();
    let gone = item::table.filter(item::source.eq(website.as_str()).and(item::deleted.is_not_null())).count();
    Ok((on!(link, c => versions.get_result(*c))?, on!(link, c => gone.get_result(*c))?))
}

fn latest(link: &mut Link<'_>) -> Result<Option<AlignmentRow>> {
    let last = alignment::table.order(alignment::number.desc()).select(columns::<AlignmentRow>());
    Ok(on!(link, c => last.first(*c).optional())?)
}

/// Writes down what an alignment came to, in place of the last one where nothing differs but the time.
fn note(link: &mut Link<'_>, basis: &Basis, summary: &Alignment) -> Result<()> {
    let last = latest(link)?;
    let is_same = |row: &AlignmentRow| -> Result<bool> {
        Ok(Alignment { at: summary.at, ..row.alignment()? } == *summary)
    };
    let number = match last {
        Some(row) if is_same(&row)? => row.number,
        _ => Counter::Alignment.take(link, 1)?,
    };
    let row = AlignmentRow { number, at: time(summary.at), basis: basis.0.clone(), body: json(summary) };
    let insert = diesel::insert_into(alignment::table)
        .values(&row)
        .on_conflict(alignment::number)
        .do_update()
        .set(alignment::basis.eq(excluded(alignment::basis)));
    on!(link, c => insert.execute(*c))?;
    Ok(())
}

/// Forgets pages, and what verdicts repeat of them and of entities, until the next alignment. What people decided stays.
pub(crate) fn forget(link: &mut Link<'_>) -> Result<()> {
    page::delete_all(link)?;
    on!(link, c => diesel::update(alignment::table).set(alignment::basis.eq("")).execute(*c))?;
    verdict::forget_values(link)
}
