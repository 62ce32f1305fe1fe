use diesel::prelude::*;
use model::{SourceId, alignment::AlignedPage};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, json},
    connection::{BATCH, Link, columns, on},
    schema::{page, page_entity, page_name},
};

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

/// Puts pages in the place of all that were there.
pub(crate) fn replace(link: &mut Link<'_>, pages: &[(AlignedPage, Vec<String>)]) -> Result<()> {
    delete_all(link)?;
    let rows: Vec<PageRow> = pages.iter().map(|(aligned, _)| PageRow::of(aligned)).collect();
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(page::table).values(chunk).execute(*c))?;
    }
    let named =
        |aligned: &AlignedPage, key: &String| PageNameRow { key: key.clone(), page: aligned.key.clone() };
    let names = pages.iter().flat_map(|(aligned, names)| names.iter().map(move |key| named(aligned, key)));
    let names: Vec<_> = names.collect();
    for chunk in names.chunks(BATCH) {
        let insert = diesel::insert_into(page_name::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    let told: Vec<_> = pages.iter().flat_map(|(aligned, _)| told_of(aligned)).collect();
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

/// Deletes every page.
pub(crate) fn delete_all(link: &mut Link<'_>) -> Result<()> {
    on!(link, c => diesel::delete(page_entity::table).execute(*c))?;
    on!(link, c => diesel::delete(page_name::table).execute(*c))?;
    on!(link, c => diesel::delete(page::table).execute(*c))?;
    Ok(())
}
