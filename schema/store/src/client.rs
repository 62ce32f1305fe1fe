use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::SourceId;

use crate::{
    Result, Store,
    column::{Row, json, moment, time},
    connection::{columns, on},
    schema::client,
};

/// A program that may do more than read: what a partner's software, or a council's, is known by.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// By what it is known.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its secret as argon2id has hashed it, a PHC string.
    pub secret_hash: String,
    /// What it may do: scopes with spaces between them.
    pub scopes: String,
    /// The sources that it may write.
    pub sources: BTreeSet<SourceId>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Tokens that were issued to it earlier count no more.
    pub tokens_from: DateTime<Utc>,
    /// Since when it may do nothing, if so.
    pub disabled: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = client, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct ClientRow {
    id: String,
    name: String,
    secret_hash: String,
    scopes: String,
    sources: String,
    created: NaiveDateTime,
    tokens_from: NaiveDateTime,
    disabled: Option<NaiveDateTime>,
}

impl ClientRow {
    fn of(client: &Client) -> Self {
        Self {
            id: client.id.clone(),
            name: client.name.clone(),
            secret_hash: client.secret_hash.clone(),
            scopes: client.scopes.clone(),
            sources: json(&client.sources),
            created: time(client.created),
            tokens_from: time(client.tokens_from),
            disabled: client.disabled.map(time),
        }
    }

    fn client(self) -> Result<Client> {
        let sources = Row { table: "client", key: &self.id }.json(&self.sources)?;
        Ok(Client {
            id: self.id,
            name: self.name,
            secret_hash: self.secret_hash,
            scopes: self.scopes,
            sources,
            created: moment(self.created),
            tokens_from: moment(self.tokens_from),
            disabled: self.disabled.map(moment),
        })
    }
}

impl Store {
    /// Adds a client, or replaces the one of its id.
    pub fn put_client(&self, client: &Client) -> Result<()> {
        let row = ClientRow::of(client);
        self.write(|link| {
            let known = client::table.find(&row.id);
            if on!(link, c => diesel::update(known).set(&row).execute(*c))? == 0 {
                on!(link, c => diesel::insert_into(client::table).values(&row).execute(*c))?;
            }
            Ok(())
        })
    }

    /// One client.
    pub fn client(&self, id: &str) -> Result<Option<Client>> {
        let query = client::table.find(id).select(columns::<ClientRow>());
        let row: Option<ClientRow> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        row.map(ClientRow::client).transpose()
    }

    /// Every client, by id.
    pub fn clients(&self) -> Result<Vec<Client>> {
        let query = client::table.order(client::id).select(columns::<ClientRow>());
        let rows: Vec<ClientRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(ClientRow::client).collect()
    }
}

/// Without the hash of the secret.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .field("sources", &self.sources)
            .field("disabled", &self.disabled)
            .finish_non_exhaustive()
    }
}
