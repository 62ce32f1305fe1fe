use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::{Result, Store, column::time, connection::on, schema::revoked_token};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = revoked_token, treat_none_as_default_value = false)]
pub(crate) struct RevokedRow {
    id: String,
    expires: NaiveDateTime,
}

impl Store {
    /// Takes a token back for as long as it would have counted, and forgets those that expired by `now`.
    pub fn revoke_token(&self, id: &str, expires: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
        self.write(|link| {
            let past = revoked_token::table.filter(revoked_token::expires.lt(time(now)));
            on!(link, c => diesel::delete(past).execute(*c))?;
            let row = RevokedRow { id: id.to_owned(), expires: time(expires) };
            let insert = diesel::insert_into(revoked_token::table).values(&row).on_conflict_do_nothing();
            on!(link, c => insert.execute(*c))?;
            Ok(())
        })
    }

    /// Whether a token was taken back.
    pub fn is_token_revoked(&self, id: &str) -> Result<bool> {
        let query = revoked_token::table.find(id).select(revoked_token::id);
        let found: Option<String> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        Ok(found.is_some())
    }
}
