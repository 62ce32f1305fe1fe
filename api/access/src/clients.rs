//! The clients: who they are, what they may do, and the tokens that they get.

use std::collections::BTreeSet;

use chrono::{TimeDelta, Utc};
use model::SourceId;
use store::Client;

use crate::{
    Access, AccessError, Caller, ClientError, GrantError, Scope, Scopes, caller::Reach, secret, token::Claims,
};

/// By how much later than what was just issued something is.
const MOMENT: TimeDelta = TimeDelta::milliseconds(1);

/// What a client is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClient {
    /// Its name for people.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// The sources that it may write.
    pub sources: BTreeSet<SourceId>,
}

/// A client with its secret, which is never shown again.
#[derive(Clone, PartialEq, Eq)]
pub struct WithSecret {
    /// The client.
    pub client: Client,
    /// Its secret.
    pub secret: String,
}

/// What is to be changed of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientChange {
    /// From now on it may do nothing, and its tokens count no more.
    Disable,
    /// It may do again what it could.
    Enable,
}

/// An access token that was given.
#[derive(Clone, PartialEq, Eq)]
pub struct Granted {
    /// The token.
    pub token: String,
    /// For how many seconds it counts.
    pub expires_in: i64,
    /// What it is for.
    pub scopes: Scopes,
}

impl Access {
    /// Makes a client. Its secret is shown here and never again.
    pub fn create_client(&self, new: &NewClient) -> Result<WithSecret, ClientError> {
        let name = check_name(&new.name)?;
        if new.scopes.is_empty() {
            return Err(ClientError::NoScope);
        }
        if new.scopes.contains(Scope::RecordsWrite) && new.sources.is_empty() {
            return Err(ClientError::NoSource);
        }
        let known: BTreeSet<SourceId> = self.store().sources()?.into_iter().map(|source| source.id).collect();
        if let Some(missing) = new.sources.iter().find(|source| !known.contains(*source)) {
            return Err(ClientError::UnknownSource(missing.clone()));
        }
        let (secret, now) = (secret::new()?, self.now());
        let client = Client {
            id: id_of(&name)?,
            name,
            secret_hash: secret::hash(&secret)?,
            scopes: new.scopes.to_string(),
            sources: new.sources.clone(),
            created: now,
            tokens_from: now,
            disabled: None,
        };
        self.store().put_client(&client)?;
        Ok(WithSecret { client, secret })
    }

    /// Every client, by id.
    pub fn clients(&self) -> Result<Vec<Client>, ClientError> {
        Ok(self.store().clients()?)
    }

    /// Disables a client or enables it again.
    pub fn change_client(&self, id: &str, change: ClientChange) -> Result<Client, ClientError> {
        let mut client = self.known_client(id)?;
        let now = self.now();
        client.disabled = match change {
            ClientChange::Disable => client.disabled.or(Some(now)),
            ClientChange::Enable => None,
        };
        client.tokens_from = now + MOMENT;
        self.store().put_client(&client)?;
        Ok(client)
    }

    /// Gives a client a new secret. The old one, and every token that it got, count no more.
    pub fn renew_secret(&self, id: &str) -> Result<WithSecret, ClientError> {
        let mut client = self.known_client(id)?;
        let secret = secret::new()?;
        client.secret_hash = secret::hash(&secret)?;
        client.tokens_from = self.now() + MOMENT;
        self.store().put_client(&client)?;
        Ok(WithSecret { client, secret })
    }

    fn known_client(&self, id: &str) -> Result<Client, ClientError> {
        self.store().client(id)?.ok_or_else(|| ClientError::Unknown(id.to_owned()))
    }

    /// Knows a client by its secret.
    pub fn authenticate(&self, id: &str, secret: &str) -> Result<Client, GrantError> {
        let client = self.store().client(id)?.filter(|client| client.disabled.is_none());
        let is_right = secret::is_right(secret, client.as_ref().map(|client| client.secret_hash.as_str()));
        client.filter(|_| is_right).ok_or(GrantError::InvalidClient)
    }

    /// Admits a client that shows its secret itself, where no program is that could ask for a token with it.
    pub fn admit_client(&self, id: &str, secret: &str) -> Result<Caller, GrantError> {
        let client = self.authenticate(id, secret)?;
        let (scopes, reach) = (scopes_of(&client), Reach::Only(client.sources));
        Ok(Caller { name: client.name, client: Some(client.id), scopes, reach })
    }

    /// Gives a client that is known a token for the scopes that it asks for, or for all it may have.
    pub fn grant(&self, client: &Client, asked: Option<&str>) -> Result<Granted, GrantError> {
        let may = scopes_of(client);
        let scopes = match asked.map(str::trim).filter(|asked| !asked.is_empty()) {
            None => may,
            Some(asked) => {
                let wanted: Scopes =
                    asked.parse().map_err(|error: crate::UnknownScope| GrantError::InvalidScope(error.0))?;
                if let Some(excess) = wanted.iter().find(|scope| !may.contains(*scope)) {
                    return Err(GrantError::InvalidScope(excess.to_string()));
                }
                wanted
            }
        };
        let lifetime = TimeDelta::seconds(self.token_lifetime());
        let claims = Claims::new(self.issuer(), &client.id, &scopes, self.now(), lifetime)?;
        let token = self.keys().with_current(|key| claims.sign(key))??;
        Ok(Granted { token, expires_in: self.token_lifetime(), scopes })
    }

    /// Takes back a token of a client. What is no token of it is passed over, as RFC 7009 (2.2) has it.
    pub fn revoke(&self, client: &Client, token: &str) -> Result<(), AccessError> {
        let Ok(claims) = self.own_claims(token) else { return Ok(()) };
        if claims.client_id != client.id {
            return Ok(());
        }
        let expires = chrono::DateTime::<Utc>::from_timestamp(claims.exp, 0).unwrap_or_else(|| self.now());
        Ok(self.store().revoke_token(&claims.jti, expires + TimeDelta::minutes(1), self.now())?)
    }
}

/// What a client may do, as far as its scopes are still known.
pub(crate) fn scopes_of(client: &Client) -> Scopes {
    Scopes::among(client.scopes.split_ascii_whitespace())
}

fn check_name(name: &str) -> Result<String, ClientError> {
    let name = name.trim();
    let is_fit = (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if is_fit { Ok(name.to_owned()) } else { Err(ClientError::Name(name.to_owned())) }
}

/// The name in small letters with something random behind: an id that people can tell from others.
fn id_of(name: &str) -> Result<String, AccessError> {
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let letters: String = letters.collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(40).collect();
    let stem = if stem.is_empty() { "client".to_owned() } else { stem };
    Ok(format!("{stem}-{}", secret::random::<4>()?))
}

/// Without the secret.
impl std::fmt::Debug for WithSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WithSecret").field("client", &self.client).finish_non_exhaustive()
    }
}

/// Without the token.
impl std::fmt::Debug for Granted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Granted").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
