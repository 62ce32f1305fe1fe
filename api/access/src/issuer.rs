//! Issuers outside, such as the council's OpenID provider, whose access tokens are accepted by configuration.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use model::SourceId;
use outbound::{AddressPolicy, Limits, Manners, Outbound};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    AccessError, Caller, Flaw, IssuerSettings, Refusal, Scopes,
    caller::Reach,
    token::{Heard, check_time, verify},
};

/// How long keys count as they were read.
const FRESH: TimeDelta = TimeDelta::minutes(15);
/// How soon they are read again where a token names one that is not among them.
const IMPATIENCE: TimeDelta = TimeDelta::seconds(30);
/// The greatest set of keys, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// An issuer with its keys.
#[derive(Debug)]
pub(crate) struct Issuer {
    settings: IssuerSettings,
    algorithms: Vec<Algorithm>,
    scopes: BTreeMap<String, Scopes>,
    keys: Mutex<Known>,
}

/// The keys of an issuer as they were last read, and when that was last tried.
#[derive(Debug, Default)]
struct Known {
    tried: Option<DateTime<Utc>>,
    keys: Option<Arc<JwkSet>>,
}

/// What a token of an issuer outside must say; the rest is looked up by the claims that the settings name.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Issuer {
    /// Checks the settings of an issuer.
    pub(crate) fn new(settings: &IssuerSettings) -> Result<Self, AccessError> {
        let unusable = |reason: String| AccessError::Issuer { issuer: settings.issuer.clone(), reason };
        if settings.jwks_url.is_some() == settings.jwks_file.is_some() {
            return Err(unusable("give one of `jwks_url` and `jwks_file`".to_owned()));
        }
        if settings.algorithms.is_empty() || settings.audience.is_empty() || settings.issuer.is_empty() {
            return Err(unusable("`issuer`, `audience` and `algorithms` must say something".to_owned()));
        }
        let algorithms = settings.algorithms.iter().map(|word| algorithm(word)).collect::<Result<_, _>>();
        let scopes = settings.scopes.iter().map(|(word, scopes)| Ok((word.clone(), scopes.parse()?)));
        let scopes = scopes.collect::<Result<_, crate::UnknownScope>>();
        Ok(Self {
            settings: settings.clone(),
            algorithms: algorithms.map_err(unusable)?,
            scopes: scopes.map_err(|error| unusable(error.to_string()))?,
            keys: Mutex::default(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.settings.issuer
    }

    /// Admits whoever shows a token of this issuer.
    pub(crate) fn admit(&self, token: &str, heard: &Heard, now: DateTime<Utc>) -> Result<Caller, Refusal> {
        if !self.algorithms.contains(&heard.algorithm) {
            return Err(Refusal::Invalid(Flaw::Key));
        }
        let expected = (self.settings.issuer.as_str(), self.settings.audience.as_str());
        let mut flaw = Flaw::Key;
        for key in self.keys_for(heard, now)? {
            match verify::<Claims>(token, &key, heard.algorithm, expected) {
                Ok(claims) => {
                    check_time(claims.exp, claims.nbf, now).map_err(Refusal::Invalid)?;
                    return Ok(self.caller(claims));
                }
                Err(wrong) => flaw = wrong,
            }
        }
        Err(Refusal::Invalid(flaw))
    }

    fn caller(&self, claims: Claims) -> Caller {
        let words = |claim: &str| words(claims.more.get(claim));
        let said = words(&self.settings.scope_claim);
        let scopes = if self.scopes.is_empty() {
            Scopes::among(said.iter().map(String::as_str))
        } else {
            said.iter().filter_map(|word| self.scopes.get(word)).flat_map(Scopes::iter).collect()
        };
        let sources = words(&self.settings.sources_claim);
        let sources: BTreeSet<SourceId> = sources.iter().filter_map(|source| source.parse().ok()).collect();
        let named = claims.more.get(&self.settings.name_claim).and_then(Value::as_str);
        let name = named.map(printable).filter(|name| !name.is_empty());
        let client = format!("{} at {}", printable(&claims.sub), self.settings.issuer);
        Caller {
            name: name.unwrap_or_else(|| client.clone()),
            client: Some(client),
            scopes,
            reach: Reach::Only(sources),
        }
    }

    /// The keys that may have signed: the one that is named, else all that fit the algorithm.
    fn keys_for(&self, heard: &Heard, now: DateTime<Utc>) -> Result<Vec<DecodingKey>, Refusal> {
        let fitting = |set: &JwkSet| -> Vec<DecodingKey> {
            let named = |key: &&Jwk| match &heard.kid {
                Some(kid) => key.common.key_id.as_ref() == Some(kid),
                None => true,
            };
            let fits = |key: &&Jwk| fits(key, heard.algorithm);
            set.keys
                .iter()
                .filter(named)
                .filter(fits)
                .filter_map(|key| DecodingKey::from_jwk(key).ok())
                .collect()
        };
        let found = fitting(&*self.keys(now, FRESH)?);
        if !found.is_empty() || heard.kid.is_none() {
            return Ok(found);
        }
        // Perhaps a key that came into use since.
        Ok(fitting(&*self.keys(now, IMPATIENCE)?))
    }

    /// The keys, read again unless that was tried no longer ago than this. Where they cannot be, the last ones count.
    fn keys(&self, now: DateTime<Utc>, age: TimeDelta) -> Result<Arc<JwkSet>, Refusal> {
        let mut known = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let age = if known.keys.is_some() { age } else { IMPATIENCE };
        if known.tried.is_none_or(|tried| now - tried >= age) {
            known.tried = Some(now);
            match self.read_keys() {
                Ok(read) => known.keys = Some(Arc::new(read)),
                Err(error) => {
                    tracing::error!(
                        issuer = self.settings.issuer,
                        error,
                        "the keys of an issuer cannot be read"
                    );
                }
            }
        }
        let unread = || Refusal::Unavailable("the keys of the token's issuer cannot be read".to_owned());
        known.keys.clone().ok_or_else(unread)
    }

    fn read_keys(&self) -> Result<JwkSet, String> {
        let text = match (&self.settings.jwks_url, &self.settings.jwks_file) {
            (Some(url), _) => fetch(url)?,
            (None, Some(path)) => {
                std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?
            }
            (None, None) => return Err("neither `jwks_url` nor `jwks_file` is set".to_owned()),
        };
        read_set(&text)
    }
}

/// Reads a set of keys. Keys of sorts that are not known here are passed over (RFC 7517, 5).
fn read_set(text: &[u8]) -> Result<JwkSet, String> {
    #[derive(Deserialize)]
    struct Loose {
        keys: Vec<Value>,
    }
    let loose: Loose = serde_json::from_slice(text).map_err(|error| format!("no set of keys: {error}"))?;
    Ok(JwkSet { keys: loose.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect() })
}

fn fetch(url: &str) -> Result<Vec<u8>, String> {
    let limits = Limits {
        total_timeout: Duration::from_secs(5),
        max_body: LARGEST,
        max_redirects: 0,
        retries: 0,
        ..Limits::default()
    };
    let outbound = Outbound::new(AddressPolicy::AllowPrivate, limits, Manners::default())
        .map_err(|error| error.to_string())?;
    outbound.get(url, &[]).map(|answer| answer.body).map_err(|error| error.to_string())
}

/// The algorithm of that name, if it has a public and a private key: what is shared with an issuer could be used to
/// forge.
fn algorithm(word: &str) -> Result<Algorithm, String> {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let known = word.parse().ok();
    let is_asymmetric = |algorithm: &Algorithm| {
        matches!(algorithm, ES256 | ES384 | EdDSA | PS256 | PS384 | PS512 | RS256 | RS384 | RS512)
    };
    known.filter(is_asymmetric).ok_or_else(|| {
        format!("`{word}` is not taken; use RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or EdDSA")
    })
}

/// Whether a key is for this algorithm: by its own word where it gives one, and always by its sort.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let said = key.common.key_algorithm.map(|said| said.to_string());
    let says_so = said.is_none_or(|said| said.parse() == Ok(algorithm));
    let for_signing = key.common.public_key_use.as_ref().is_none_or(|used| *used == PublicKeyUse::Signature);
    let of_its_sort = match &key.algorithm {
        AlgorithmParameters::RSA(_) => matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512),
        AlgorithmParameters::EllipticCurve(curve) => match curve.curve {
            EllipticCurve::P256 => algorithm == ES256,
            EllipticCurve::P384 => algorithm == ES384,
            _ => false,
        },
        AlgorithmParameters::OctetKeyPair(_) => algorithm == EdDSA,
        _ => false,
    };
    says_so && for_signing && of_its_sort
}

/// A claim as words: a text with spaces, or a list of texts.
fn words(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::String(text)) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// At most 200 characters, none of which controls a terminal or a log.
fn printable(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(200).collect()
}
