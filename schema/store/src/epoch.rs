use diesel::prelude::*;

use crate::{
    Result, Store,
    connection::{Link, on},
    schema::history,
};

impl Store {
    /// Names the history that the numbers of changes count in. It is made by chance with the tables, goes along when
    /// everything is copied elsewhere, and is another after a restore: what readers were told since the backup is not
    /// in what was restored.
    pub fn epoch(&self) -> Result<String> {
        self.read(of)
    }
}

fn of(link: &mut Link<'_>) -> Result<String> {
    let query = history::table.select(history::epoch);
    Ok(on!(link, c => query.first(*c))?)
}

/// Goes on with the history of another store.
pub(crate) fn take_over(from: &mut Link<'_>, to: &mut Link<'_>) -> Result<()> {
    let epoch = of(from)?;
    on!(to, c => diesel::update(history::table).set(history::epoch.eq(&epoch)).execute(*c))?;
    Ok(())
}
