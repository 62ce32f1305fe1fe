use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;

use crate::{
    Result, Store,
    column::{Row, moment, time},
    connection::{Link, columns, on},
    counter::Counter,
    schema::{match_model, reconciliation},
};

/// A match model that was taken into use.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelInUse {
    /// Counts the times that a model was taken into use, from 1; given by the store.
    pub number: i64,
    /// Names the model. One that is taken into use again keeps its name.
    pub version: String,
    /// The model itself, as `matching` writes it.
    pub body: Value,
    /// Who took it into use.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = match_model, treat_none_as_default_value = false)]
pub(crate) struct MatchModelRow {
    number: i64,
    version: String,
    body: String,
    who: String,
    at: NaiveDateTime,
    reason: String,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reconciliation, treat_none_as_default_value = false)]
pub(crate) struct ReconciliationRow {
    id: i64,
    rules: String,
}

/// The only row of the table.
const ROW: i64 = 1;

impl Store {
    /// Takes a match model into use. The number that is given counts for nothing.
    pub fn use_model(&self, model: ModelInUse) -> Result<ModelInUse> {
        self.write(|link| {
            let number = Counter::MatchModel.take(link, 1)?;
            let model = ModelInUse { number, at: moment(time(model.at)), ..model };
            let row = MatchModelRow {
                number,
                version: model.version.clone(),
                body: model.body.to_string(),
                who: model.who.clone(),
                at: time(model.at),
                reason: model.reason.clone(),
            };
            on!(link, c => diesel::insert_into(match_model::table).values(&row).execute(*c))?;
            Ok(model)
        })
    }

    /// The match model in force: the last that was taken into use. `None` where there never was one but the shipped.
    pub fn model_in_force(&self) -> Result<Option<ModelInUse>> {
        let query = match_model::table.order(match_model::number.desc()).limit(1);
        let query = query.select(columns::<MatchModelRow>());
        let rows: Vec<MatchModelRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().next().map(MatchModelRow::model).transpose()
    }

    /// The number of the match model in force; `None` where there never was one but the shipped.
    pub fn number_in_force(&self) -> Result<Option<i64>> {
        let query = match_model::table.select(diesel::dsl::max(match_model::number));
        self.read(|link| Ok(on!(link, c => query.first(*c))?))
    }

    /// Every match model that was taken into use, in order.
    pub fn models(&self) -> Result<Vec<ModelInUse>> {
        let query = match_model::table.order(match_model::number).select(columns::<MatchModelRow>());
        let rows: Vec<MatchModelRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(MatchModelRow::model).collect()
    }

    /// The rules by which what is published was matched and assembled; `None` before anything was.
    pub fn reconciled_with(&self) -> Result<Option<String>> {
        let query = reconciliation::table.find(ROW).select(reconciliation::rules);
        self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))
    }
}

impl MatchModelRow {
    fn model(self) -> Result<ModelInUse> {
        let row = Row { table: "match_model", key: &self.number.to_string() };
        Ok(ModelInUse {
            number: self.number,
            version: self.version,
            body: row.json(&self.body)?,
            who: self.who,
            at: moment(self.at),
            reason: self.reason,
        })
    }
}

/// Notes the rules of what is being published.
pub(crate) fn note_rules(link: &mut Link<'_>, rules: &str) -> Result<()> {
    let row = ReconciliationRow { id: ROW, rules: rules.to_owned() };
    let upsert = diesel::insert_into(reconciliation::table)
        .values(&row)
        .on_conflict(reconciliation::id)
        .do_update()
        .set(reconciliation::rules.eq(rules));
    on!(link, c => upsert.execute(*c))?;
    Ok(())
}
