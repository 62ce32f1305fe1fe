use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use model::{
    SourceId,
    alignment::{AlignedPage, Alignment, Verdict},
};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, json, time},
    connection::{BATCH, Link, columns, on, stream},
    counter::Counter,
    schema::{alignment, counter, dirty, item, item_version, page, page_entity, page_name, source},
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

/// Which pages to list; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFilter {
    /// Only those of this website.
    pub source: Option<SourceId>,
    /// Only those of this section.
    pub section: Option<String>,
    /// Only those that tell of this entity, or show it.
    pub entity: Option<Uuid>,
    /// Only those that tell of some entity, or of none.
    pub aligned: Option<bool>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = page, treat_none_as_default_value = false)]
pub(crate) struct PageRow {
    key: String,
    source: String,
    section: String,
    aligned: bool,
    body: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = page_name, treat_none_as_default_value = false)]
pub(crate) struct PageNameRow {
    key: String,
    page: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = page_entity, treat_none_as_default_value = false)]
pub(crate) struct PageEntityRow {
    page: String,
    entity: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = alignment, treat_none_as_default_value = false)]
pub(crate) struct AlignmentRow {
    number: i64,
    at: chrono::NaiveDateTime,
    basis: String,
    body: String,
}

/// The pages that a filter lets through.
macro_rules! filtered {
    ($filter:expr) => {{
        let mut query = page::table.into_boxed();
        if let Some(source) = &$filter.source {
            query = query.filter(page::source.eq(source.as_str().to_owned()));
        }
        if let Some(section) = &$filter.section {
            query = query.filter(page::section.eq(section.clone()));
        }
        if let Some(aligned) = $filter.aligned {
            query = query.filter(page::aligned.eq(aligned));
        }
        if let Some(entity) = &$filter.entity {
            let told = page_entity::table
                .filter(page_entity::page.eq(page::key))
                .filter(page_entity::entity.eq(entity.to_string()));
            query = query.filter(diesel::dsl::exists(told));
        }
        query
    }};
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

    /// The basis of the last alignment and what it came to; none before the first.
    pub fn last_alignment(&self) -> Result<Option<(Basis, Alignment)>> {
        let last = alignment::table.order(alignment::number.desc()).select(columns::<AlignmentRow>());
        let row: Option<AlignmentRow> = self.read(|link| Ok(on!(link, c => last.first(*c).optional())?))?;
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
    /// stand, so that nothing is lost that someone decides meanwhile. Of the figures, each that differ are kept.
    pub fn align(
        &self,
        basis: &Basis,
        settle: impl FnOnce(Vec<Verdict>) -> AlignmentOutcome,
    ) -> Result<Alignment> {
        self.write(|link| {
            Counter::Alignment.lock(link)?;
            let outcome = settle(verdict::all(link)?);
            replace_pages(link, &outcome.pages)?;
            verdict::upsert(link, &outcome.verdicts)?;
            note(link, basis, &outcome.summary)?;
            Ok(outcome.summary)
        })
    }

    /// A page of the pages that a filter lets through, by name.
    pub fn pages(&self, filter: &PageFilter, limit: i64, offset: i64) -> Result<Vec<AlignedPage>> {
        let rows: Vec<PageRow> = self.read(|link| {
            Ok(on!(link, c => filtered!(filter)
                .order(page::key)
                .limit(limit)
                .offset(offset)
                .select(columns::<PageRow>())
                .load(*c))?)
        })?;
        rows.iter().map(PageRow::page).collect()
    }

    /// How many pages a filter lets through.
    pub fn count_pages(&self, filter: &PageFilter) -> Result<u64> {
        let count: i64 = self.read(|link| Ok(on!(link, c => filtered!(filter).count().get_result(*c))?))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The page that one of these names leads to.
    pub fn page(&self, names: &[String]) -> Result<Option<AlignedPage>> {
        let row: Option<PageRow> = self.read(|link| {
            let leads = page_name::table.filter(page_name::key.eq_any(names)).order(page_name::key);
            let key: Option<String> = on!(link, c => leads.select(page_name::page).first(*c).optional())?;
            let Some(key) = key else { return Ok(None) };
            Ok(on!(link, c => page::table.find(key).select(columns::<PageRow>()).first(*c).optional())?)
        })?;
        row.as_ref().map(PageRow::page).transpose()
    }
}

impl PageRow {
    fn of(aligned: &AlignedPage) -> Self {
        Self {
            key: aligned.key.clone(),
            source: aligned.source.to_string(),
            section: aligned.section.clone(),
            aligned: !(aligned.entities.is_empty() && aligned.own.is_empty()),
            body: json(aligned),
        }
    }

    fn page(&self) -> Result<AlignedPage> {
        Row { table: "page", key: &self.key }.json(&self.body)
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

/// Writes down what an alignment came to: in place of the last one where nothing differs but the time.
fn note(link: &mut Link<'_>, basis: &Basis, summary: &Alignment) -> Result<()> {
    let last = alignment::table.order(alignment::number.desc()).select(columns::<AlignmentRow>());
    let last: Option<AlignmentRow> = on!(link, c => last.first(*c).optional())?;
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

fn replace_pages(link: &mut Link<'_>, pages: &[(AlignedPage, Vec<String>)]) -> Result<()> {
    delete_pages(link)?;
    let rows: Vec<PageRow> = pages.iter().map(|(aligned, _)| PageRow::of(aligned)).collect();
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(page::table).values(chunk).execute(*c))?;
    }
    let names: Vec<PageNameRow> = pages
        .iter()
        .flat_map(|(aligned, names)| {
            names.iter().map(|key| PageNameRow { key: key.clone(), page: aligned.key.clone() })
        })
        .collect();
    for chunk in names.chunks(BATCH) {
        let insert = diesel::insert_into(page_name::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    let told: Vec<PageEntityRow> = pages.iter().flat_map(|(aligned, _)| told_of(aligned)).collect();
    for chunk in told.chunks(BATCH) {
        let insert = diesel::insert_into(page_entity::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

fn told_of(aligned: &AlignedPage) -> impl Iterator<Item = PageEntityRow> {
    let ids = aligned.entities.iter().map(|told| &told.entity).chain(&aligned.own);
    ids.map(|id| PageEntityRow { page: aligned.key.clone(), entity: id.to_string() })
}

fn delete_pages(link: &mut Link<'_>) -> Result<()> {
    on!(link, c => diesel::delete(page_entity::table).execute(*c))?;
    on!(link, c => diesel::delete(page_name::table).execute(*c))?;
    on!(link, c => diesel::delete(page::table).execute(*c))?;
    Ok(())
}

/// Forgets every page, and what verdicts repeat of pages and entities: the next alignment finds anew what is still there.
/// What people decided stays.
pub(crate) fn forget(link: &mut Link<'_>) -> Result<()> {
    delete_pages(link)?;
    on!(link, c => diesel::update(alignment::table).set(alignment::basis.eq("")).execute(*c))?;
    verdict::forget_values(link)
}
