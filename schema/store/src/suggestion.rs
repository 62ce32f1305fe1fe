use std::collections::BTreeSet;

use diesel::prelude::*;
use model::{RecordKey, SourceId};

use crate::{
    Result, Store,
    column::{Row, names},
    connection::{BATCH, Link, columns, on},
    schema::suggestion,
};

/// A pair of records that are perhaps the same, for a person to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The lesser of the two records by key.
    pub a: RecordKey,
    /// The greater of the two.
    pub b: RecordKey,
    /// The match weight in thousandths of a bit: log2 odds.
    pub score: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = suggestion, treat_none_as_default_value = false)]
pub(crate) struct SuggestionRow {
    a: String,
    b: String,
    score: i32,
}

impl Store {
    /// The pairs to decide, the most probable first.
    pub fn suggestions(&self, limit: i64) -> Result<Vec<Suggestion>> {
        let query = suggestion::table
            .order((suggestion::score.desc(), suggestion::a, suggestion::b))
            .limit(limit)
            .select(columns::<SuggestionRow>());
        let rows: Vec<SuggestionRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(SuggestionRow::suggestion).collect()
    }
}

impl Store {
    /// The pairs to decide in which records of a source take part, by key.
    pub fn suggestions_of(&self, source: &SourceId) -> Result<Vec<Suggestion>> {
        let (first, last) = (format!("{source}:"), format!("{source};"));
        let of_a = suggestion::a.between(first.clone(), last.clone());
        let query = suggestion::table
            .filter(of_a.or(suggestion::b.between(first, last)))
            .order((suggestion::a, suggestion::b))
            .select(columns::<SuggestionRow>());
        let rows: Vec<SuggestionRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(SuggestionRow::suggestion).collect()
    }
}

impl SuggestionRow {
    fn of(suggestion: &Suggestion) -> Self {
        Self { a: suggestion.a.to_string(), b: suggestion.b.to_string(), score: suggestion.score }
    }

    fn suggestion(&self) -> Result<Suggestion> {
        let row = Row { table: "suggestion", key: &self.a };
        Ok(Suggestion { a: row.parse(&self.a)?, b: row.parse(&self.b)?, score: self.score })
    }
}

/// Deletes all suggestions.
pub(crate) fn forget_all(link: &mut Link<'_>) -> Result<()> {
    on!(link, c => diesel::delete(suggestion::table).execute(*c))?;
    Ok(())
}

/// Deletes the suggestions on any of these records.
pub(crate) fn forget(link: &mut Link<'_>, records: &[RecordKey]) -> Result<()> {
    for chunk in names(records).chunks(BATCH) {
        let about = suggestion::table.filter(suggestion::a.eq_any(chunk).or(suggestion::b.eq_any(chunk)));
        on!(link, c => diesel::delete(about).execute(*c))?;
    }
    Ok(())
}

/// Adds suggestions, but for those on erased records.
pub(crate) fn insert(
    link: &mut Link<'_>,
    suggestions: &[Suggestion],
    erased: &BTreeSet<String>,
) -> Result<()> {
    let rows = suggestions.iter().map(SuggestionRow::of);
    let rows: Vec<_> = rows.filter(|row| !erased.contains(&row.a) && !erased.contains(&row.b)).collect();
    for chunk in rows.chunks(BATCH) {
        let insert = diesel::insert_into(suggestion::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Deletes the suggestions on a record.
pub(crate) fn delete_of(link: &mut Link<'_>, record: &str) -> Result<()> {
    let about = suggestion::table.filter(suggestion::a.eq(record).or(suggestion::b.eq(record)));
    on!(link, c => diesel::delete(about).execute(*c))?;
    Ok(())
}
