use diesel::prelude::*;
use model::{Area, Boundary, Dataset, Indicator, Postcode};

use crate::{
    Result, Store, StoreError,
    column::{Row, json, without_nul},
    connection::{BATCH, Link, columns, on, stream},
    counter::Counter,
    schema::{area, dataset, indicator, postcode},
};

/// Hands rows on one after another, so that a file of millions never stands whole in memory. Where it fails, nothing is
/// replaced.
pub type Rows<'a, T> = &'a mut dyn FnMut(
    &mut dyn FnMut(T) -> Result<()>,
)
    -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = dataset, treat_none_as_default_value = false)]
pub(crate) struct DatasetRow {
    part: String,
    body: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = area, treat_none_as_default_value = false)]
pub(crate) struct AreaRow {
    kind: String,
    code: String,
    name: String,
    latitude: f64,
    longitude: f64,
    boundary: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = indicator, treat_none_as_default_value = false)]
pub(crate) struct IndicatorRow {
    code: String,
    area: String,
    value: f64,
    period: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = postcode, treat_none_as_default_value = false)]
pub(crate) struct PostcodeRow {
    code: String,
    latitude: f64,
    longitude: f64,
    ward: Option<String>,
}

impl AreaRow {
    fn of(kind: &str, area: Area) -> Self {
        Self {
            kind: kind.to_owned(),
            code: without_nul(&area.code),
            name: without_nul(&area.name),
            latitude: area.latitude,
            longitude: area.longitude,
            boundary: area.boundary.as_ref().map(json),
        }
    }

    fn area(self) -> Result<Area> {
        let row = Row { table: "area", key: &self.code };
        let boundary = self.boundary.as_deref().map(|text| row.json::<Boundary>(text)).transpose()?;
        let Self { kind, code, name, latitude, longitude, .. } = self;
        Ok(Area { code, name, kind, latitude, longitude, boundary })
    }
}

impl IndicatorRow {
    fn of(code: &str, row: Indicator) -> Self {
        let period = row.period.as_deref().map(without_nul);
        Self { code: code.to_owned(), area: without_nul(&row.area), value: row.value, period }
    }

    fn indicator(self) -> Indicator {
        Indicator { area: self.area, code: self.code, value: self.value, period: self.period }
    }
}

impl PostcodeRow {
    fn of(row: Postcode) -> Self {
        let Postcode { postcode, latitude, longitude, ward } = row;
        Self { code: without_nul(&postcode), latitude, longitude, ward: ward.as_deref().map(without_nul) }
    }

    fn postcode(self) -> Postcode {
        let Self { code, latitude, longitude, ward } = self;
        Postcode { postcode: code, latitude, longitude, ward }
    }
}

/// Puts rows into a table in batches and answers how many there were. Of two with one key the first stays.
macro_rules! insert {
    ($link:expr, $table:ident, $rows:expr, $type:ty, $row:expr) => {{
        let mut batch: Vec<$type> = Vec::with_capacity(BATCH);
        let mut inserted = 0;
        let mut flush = |batch: &mut Vec<$type>| -> Result<()> {
            let insert = diesel::insert_into($table::table).values(&*batch).on_conflict_do_nothing();
            inserted += on!($link, c => insert.execute(*c))? as u64;
            batch.clear();
            Ok(())
        };
        $rows(&mut |row| {
            batch.push($row(row));
            if batch.len() < BATCH { Ok(()) } else { flush(&mut batch) }
        })
        .map_err(StoreError::Rows)?;
        // An empty statement would be answered with the count of the one before it.
        if !batch.is_empty() {
            flush(&mut batch)?;
        }
        inserted
    }};
}

impl Store {
    /// Puts areas of one kind in the place of those that were there, and answers how many they are.
    pub fn replace_areas(&self, kind: &str, dataset: &Dataset, rows: Rows<'_, Area>) -> Result<u64> {
        self.write(|link| {
            on!(link, c => diesel::delete(area::table.filter(area::kind.eq(kind))).execute(*c))?;
            let count = insert!(link, area, rows, AreaRow, |row| AreaRow::of(kind, row));
            note(link, dataset)?;
            Ok(count)
        })
    }

    /// Puts one indicator in the place of what was there of it, and answers of how many areas it is.
    pub fn replace_indicator(&self, code: &str, dataset: &Dataset, rows: Rows<'_, Indicator>) -> Result<u64> {
        self.write(|link| {
            on!(link, c => diesel::delete(indicator::table.filter(indicator::code.eq(code))).execute(*c))?;
            let count = insert!(link, indicator, rows, IndicatorRow, |row| IndicatorRow::of(code, row));
            note(link, dataset)?;
            Ok(count)
        })
    }

    /// Puts a register of postcodes in the place of the one that was there, and answers how many they are.
    pub fn replace_postcodes(&self, dataset: &Dataset, rows: Rows<'_, Postcode>) -> Result<u64> {
        self.write(|link| {
            on!(link, c => diesel::delete(postcode::table).execute(*c))?;
            let count = insert!(link, postcode, rows, PostcodeRow, PostcodeRow::of);
            note(link, dataset)?;
            Ok(count)
        })
    }

    /// How often any part of the geography was replaced: who knows the number knows whether to read it again.
    pub fn geography_number(&self) -> Result<i64> {
        self.read(|link| Counter::Geography.last(link))
    }

    /// What was imported, by part.
    pub fn datasets(&self) -> Result<Vec<Dataset>> {
        let query = dataset::table.order(dataset::part).select(columns::<DatasetRow>());
        let rows: Vec<DatasetRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(|row| Row { table: "dataset", key: &row.part }.json(&row.body)).collect()
    }

    /// Every area, by kind and code.
    pub fn areas(&self) -> Result<Vec<Area>> {
        let query = area::table.order((area::kind, area::code)).select(columns::<AreaRow>());
        let rows: Vec<AreaRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(AreaRow::area).collect()
    }

    /// Every indicator, by code and area.
    pub fn indicators(&self) -> Result<Vec<Indicator>> {
        let query = indicator::table.order((indicator::code, indicator::area));
        let query = query.select(columns::<IndicatorRow>());
        let rows: Vec<IndicatorRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        Ok(rows.into_iter().map(IndicatorRow::indicator).collect())
    }

    /// Hands every postcode of the register to a function, in order.
    pub fn for_each_postcode(&self, mut take: impl FnMut(Postcode)) -> Result<()> {
        self.read(|link| {
            let query = postcode::table.order(postcode::code).select(columns::<PostcodeRow>());
            stream!(link, query, PostcodeRow, |row: PostcodeRow| -> Result<()> {
                take(row.postcode());
                Ok(())
            });
            Ok(())
        })
    }
}

/// Notes what was imported, as the last step of it.
fn note(link: &mut Link<'_>, given: &Dataset) -> Result<()> {
    let row = DatasetRow { part: given.part.clone(), body: json(given) };
    let upsert = diesel::insert_into(dataset::table).values(&row).on_conflict(dataset::part);
    let upsert = upsert.do_update().set(&row);
    on!(link, c => upsert.execute(*c))?;
    Counter::Geography.take(link, 1).map(drop)
}
