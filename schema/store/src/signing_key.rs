use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::{
    Result, Store,
    column::{moment, time},
    connection::{columns, on},
    schema::signing_key,
};

/// What tokens are signed with, or were. All servers on one database share them.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// By what tokens name it: the thumbprint of its public half (RFC 7638).
    pub kid: String,
    /// The algorithm it is for, in the words of RFC 7518 and 8037.
    pub algorithm: String,
    /// Its private half in DER.
    pub private_key: Vec<u8>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Since when nothing is signed with it any more, if so. What it signed counts until it expires.
    pub retired: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_key, treat_none_as_default_value = false)]
struct SigningKeyRow {
    kid: String,
    algorithm: String,
    private_key: Vec<u8>,
    created: NaiveDateTime,
    retired: Option<NaiveDateTime>,
}

impl SigningKeyRow {
    fn of(key: &SigningKey) -> Self {
        Self {
            kid: key.kid.clone(),
            algorithm: key.algorithm.clone(),
            private_key: key.private_key.clone(),
            created: time(key.created),
            retired: key.retired.map(time),
        }
    }
}

impl From<SigningKeyRow> for SigningKey {
    fn from(row: SigningKeyRow) -> Self {
        Self {
            kid: row.kid,
            algorithm: row.algorithm,
            private_key: row.private_key,
            created: moment(row.created),
            retired: row.retired.map(moment),
        }
    }
}

impl Store {
    /// Every key that is kept, the newest first.
    pub fn signing_keys(&self) -> Result<Vec<SigningKey>> {
        let query = signing_key::table
            .order((signing_key::created.desc(), signing_key::kid))
            .select(columns::<SigningKeyRow>());
        let rows: Vec<SigningKeyRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        Ok(rows.into_iter().map(SigningKey::from).collect())
    }

    /// Takes a new key into use: those before it are retired, and those that retired before `forget` are deleted.
    pub fn rotate_signing_key(&self, new: &SigningKey, forget: DateTime<Utc>) -> Result<()> {
        self.write(|link| {
            let in_use = signing_key::table.filter(signing_key::retired.is_null());
            let retired = signing_key::retired.eq(Some(time(new.created)));
            on!(link, c => diesel::update(in_use).set(retired).execute(*c))?;
            let past = signing_key::table.filter(signing_key::retired.lt(time(forget)));
            on!(link, c => diesel::delete(past).execute(*c))?;
            let row = SigningKeyRow::of(new);
            on!(link, c => diesel::insert_into(signing_key::table).values(&row).execute(*c))?;
            Ok(())
        })
    }
}

/// Without the private half.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .field("retired", &self.retired)
            .finish_non_exhaustive()
    }
}
