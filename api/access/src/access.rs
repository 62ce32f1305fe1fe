use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::JwkSet;
use model::Clock;
use serde_json::Value;
use store::{AuditEntry, NewAuditEntry, SigningKey, Store, StoreError};

use crate::{
    AccessError, Caller, Flaw, IssuerSettings, Refusal, SigningAlgorithm, Stewards,
    bearer::bearer,
    caller::Reach,
    clients::scopes_of,
    issuer::Issuer,
    keys::KeyRing,
    token::{Claims, Heard, check_time, claimed_issuer, seconds, verify},
};

/// For how long a token of ours counts, in seconds.
const TOKEN_LIFETIME: i64 = 3600;

/// Whom to let in, as the settings have it.
#[derive(Clone, Debug, Default)]
pub struct AccessSettings {
    /// The steward token.
    pub stewards: Stewards,
    /// What our own tokens name as their issuer and audience: the public address of the directory.
    pub issuer: String,
    /// What they are signed with.
    pub algorithm: SigningAlgorithm,
    /// Issuers outside whose tokens count as well.
    pub issuers: Vec<IssuerSettings>,
}

/// Who may do what. Cheap to clone. What it does reads the store, so call it where blocking is allowed.
#[derive(Clone, Debug)]
pub struct Access(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    stewards: Stewards,
    issuer: String,
    keys: KeyRing,
    issuers: Vec<Issuer>,
}

impl Access {
    /// Lets in whom the settings name. Fails where those of an issuer outside cannot be used.
    pub fn new(store: Store, clock: Arc<dyn Clock>, settings: &AccessSettings) -> Result<Self, AccessError> {
        let overlap = TimeDelta::seconds(TOKEN_LIFETIME) + TimeDelta::minutes(1);
        let keys = KeyRing::new(store.clone(), Arc::clone(&clock), settings.algorithm, overlap);
        let issuers = settings.issuers.iter().map(Issuer::new).collect::<Result<_, _>>()?;
        let (stewards, issuer) = (settings.stewards.clone(), settings.issuer.clone());
        Ok(Self(Arc::new(Inner { store, clock, stewards, issuer, keys, issuers })))
    }

    /// Admits whoever sent this `Authorization` header.
    pub fn admit(&self, authorization: Option<&str>) -> Result<Caller, Refusal> {
        let token = authorization.and_then(bearer).ok_or(Refusal::Missing)?;
        match self.0.stewards.recognize(token) {
            Some(steward) => Ok(steward),
            None => self.admit_token(token),
        }
    }

    /// Admits whoever shows a token, lets those through who show none at all, and refuses those whose token does not
    /// count.
    pub fn admit_anyone(&self, authorization: Option<&str>) -> Result<Option<Caller>, Refusal> {
        match authorization.and_then(bearer) {
            Some(_) => self.admit(authorization).map(Some),
            None => Ok(None),
        }
    }

    fn admit_token(&self, token: &str) -> Result<Caller, Refusal> {
        let heard = Heard::of(token).map_err(Refusal::Invalid)?;
        let issuer = claimed_issuer(token).map_err(Refusal::Invalid)?;
        if issuer == self.0.issuer {
            return self.admit_own(token);
        }
        let known = self.0.issuers.iter().find(|known| known.name() == issuer);
        known.ok_or(Refusal::Invalid(Flaw::Unknown))?.admit(token, &heard, self.now())
    }

    /// A token of ours counts as long as its client does, and no longer than its client may do what it says.
    fn admit_own(&self, token: &str) -> Result<Caller, Refusal> {
        let claims = self.own_claims(token)?;
        let revoked = Refusal::Invalid(Flaw::Revoked);
        let client = self.0.store.client(&claims.client_id)?.ok_or(revoked.clone())?;
        let issued_before = claims.iat < seconds(client.tokens_from);
        if client.disabled.is_some() || issued_before || self.0.store.is_token_revoked(&claims.jti)? {
            return Err(revoked);
        }
        let scopes = crate::Scopes::among(claims.scope.split_ascii_whitespace()).within(&scopes_of(&client));
        Ok(Caller { name: client.name, client: Some(client.id), scopes, reach: Reach::Only(client.sources) })
    }

    /// What a token of ours says, if it is one and its time is right.
    pub(crate) fn own_claims(&self, token: &str) -> Result<Claims, Refusal> {
        let heard = Heard::of(token).map_err(Refusal::Invalid)?;
        let keys = self.0.keys.keys()?;
        let key = keys.iter().find(|key| heard.kid.as_ref() == Some(&key.kid));
        let key = key.filter(|key| key.jws_algorithm() == heard.algorithm);
        let key = key.ok_or(Refusal::Invalid(Flaw::Key))?;
        let own = (self.issuer(), self.issuer());
        let claims: Claims =
            verify(token, &key.decoding, key.jws_algorithm(), own).map_err(Refusal::Invalid)?;
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a double")]
        check_time(claims.exp as f64, None, self.now()).map_err(Refusal::Invalid)?;
        Ok(claims)
    }

    /// The public halves of the keys that our tokens are signed with, as a JWK set.
    pub fn public_keys(&self) -> Result<Value, AccessError> {
        let set: JwkSet = self.0.keys.public()?;
        // A set of texts always serialises.
        Ok(serde_json::to_value(set).unwrap_or_default())
    }

    /// Makes a new key for tokens. The one before counts until the last token that it signed has expired.
    pub fn rotate_keys(&self) -> Result<SigningKey, AccessError> {
        self.0.keys.rotate()
    }

    /// Notes who writes what before it is tried, and afterwards how it ended.
    pub fn audited<T, E: From<StoreError> + std::fmt::Display>(
        &self,
        caller: &Caller,
        action: &str,
        target: &str,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let entry = NewAuditEntry {
            who: caller.name.clone(),
            client: caller.client.clone(),
            action: action.to_owned(),
            target: target.chars().take(500).collect(),
        };
        let number = self.0.store.begin_audit(&entry, self.now())?;
        let result = work();
        let outcome = match &result {
            Ok(_) => "done".to_owned(),
            Err(error) => error.to_string().chars().take(1_000).collect(),
        };
        self.0.store.end_audit(number, &outcome)?;
        result
    }

    /// The log of writes with lesser numbers than `before`, the newest first.
    pub fn audit(&self, before: Option<i64>, limit: i64) -> Result<Vec<AuditEntry>, AccessError> {
        Ok(self.0.store.audit_before(before.unwrap_or(i64::MAX), limit)?)
    }

    /// What our tokens name as issuer and audience.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    pub(crate) fn token_lifetime(&self) -> i64 {
        TOKEN_LIFETIME
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed while a token was checked");
        Self::Unavailable("the database does not answer".to_owned())
    }
}

impl From<AccessError> for Refusal {
    fn from(error: AccessError) -> Self {
        tracing::error!(%error, "a token could not be checked");
        Self::Unavailable("the signing keys cannot be read".to_owned())
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner")
            .field("issuer", &self.issuer)
            .field("stewards", &self.stewards)
            .field("issuers", &self.issuers)
            .finish_non_exhaustive()
    }
}
