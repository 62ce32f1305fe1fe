//! The keys that our own tokens are signed with, shared by all servers on one database.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::{encoding::AsDer, rand::SystemRandom, rsa, signature::Ed25519KeyPair};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash},
};
use model::Clock;
use serde::{Deserialize, Serialize};
use store::{SigningKey, Store};

use crate::AccessError;

/// How long a key signs before another takes its place.
const ROTATION: TimeDelta = TimeDelta::days(90);
/// For how long the keys are taken as they were last read.
const FRESH: TimeDelta = TimeDelta::seconds(5);

/// What tokens are signed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// Ed25519: small and quick.
    #[default]
    EdDSA,
    /// RSA of 2,048 bits with SHA-256, for readers that know nothing newer.
    RS256,
}

impl SigningAlgorithm {
    const fn algorithm(self) -> Algorithm {
        match self {
            Self::EdDSA => Algorithm::EdDSA,
            Self::RS256 => Algorithm::RS256,
        }
    }

    /// The word for it in headers of tokens.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDSA => "EdDSA",
            Self::RS256 => "RS256",
        }
    }

    fn named(word: &str) -> Option<Self> {
        [Self::EdDSA, Self::RS256].into_iter().find(|algorithm| algorithm.as_str() == word)
    }
}

/// One key, ready for use.
pub(crate) struct Key {
    pub(crate) kid: String,
    pub(crate) algorithm: SigningAlgorithm,
    pub(crate) encoding: EncodingKey,
    pub(crate) decoding: DecodingKey,
    pub(crate) jwk: Jwk,
    created: DateTime<Utc>,
    retired: Option<DateTime<Utc>>,
}

impl Key {
    /// The algorithm that this key is for, and no other.
    pub(crate) const fn jws_algorithm(&self) -> Algorithm {
        self.algorithm.algorithm()
    }

    fn of(stored: &SigningKey) -> Result<Self, AccessError> {
        let unusable = |reason: String| AccessError::Key { kid: stored.kid.clone(), reason };
        let algorithm = SigningAlgorithm::named(&stored.algorithm)
            .ok_or_else(|| unusable(format!("`{}` is no algorithm of ours", stored.algorithm)))?;
        let encoding =
            encoding_key(algorithm, &stored.private_key).map_err(|error| unusable(error.to_string()))?;
        let mut jwk = Jwk::from_encoding_key(&encoding, algorithm.algorithm())
            .map_err(|error| unusable(error.to_string()))?;
        jwk.common.key_id = Some(stored.kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let decoding = DecodingKey::from_jwk(&jwk).map_err(|error| unusable(error.to_string()))?;
        let (created, retired) = (stored.created, stored.retired);
        Ok(Self { kid: stored.kid.clone(), algorithm, encoding, decoding, jwk, created, retired })
    }
}

/// Of a private key in PKCS #8.
fn encoding_key(algorithm: SigningAlgorithm, der: &[u8]) -> jsonwebtoken::errors::Result<EncodingKey> {
    match algorithm {
        SigningAlgorithm::EdDSA => Ok(EncodingKey::from_ed_der(der)),
        SigningAlgorithm::RS256 => {
            EncodingKey::from_rsa_pem(pem::encode(&pem::Pem::new("PRIVATE KEY", der)).as_bytes())
        }
    }
}

/// The keys as they were read at a moment.
type Read = (DateTime<Utc>, Arc<Vec<Key>>);

/// The keys, read from the store and kept for a few seconds.
pub(crate) struct KeyRing {
    store: Store,
    clock: Arc<dyn Clock>,
    algorithm: SigningAlgorithm,
    /// How long after it retired a key still counts: as long as what it signed.
    overlap: TimeDelta,
    read: RwLock<Option<Read>>,
}

impl KeyRing {
    pub(crate) fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        algorithm: SigningAlgorithm,
        overlap: TimeDelta,
    ) -> Self {
        Self { store, clock, algorithm, overlap, read: RwLock::default() }
    }

    /// Every key that still counts, the newest first.
    pub(crate) fn keys(&self) -> Result<Arc<Vec<Key>>, AccessError> {
        let now = self.clock.now();
        if let Some((at, keys)) = &*self.read.read().unwrap_or_else(PoisonError::into_inner)
            && now - *at < FRESH
        {
            return Ok(Arc::clone(keys));
        }
        let stored = self.store.signing_keys()?;
        let counts = |key: &&SigningKey| key.retired.is_none_or(|retired| now - retired <= self.overlap);
        let keys = Arc::new(stored.iter().filter(counts).map(Key::of).collect::<Result<Vec<_>, _>>()?);
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&keys)));
        Ok(keys)
    }

    /// Does something with the key that signs now; makes one where there is none, or none that is new enough and of
    /// the algorithm that the settings name.
    pub(crate) fn with_current<T>(&self, sign: impl Fn(&Key) -> T) -> Result<T, AccessError> {
        let now = self.clock.now();
        let fits = |key: &&Key| {
            key.retired.is_none() && key.algorithm == self.algorithm && now - key.created < ROTATION
        };
        if let Some(key) = self.keys()?.iter().find(fits) {
            return Ok(sign(key));
        }
        let made = self.rotate()?;
        Ok(sign(&Key::of(&made)?))
    }

    /// Makes a new key and takes it into use. Those before it go on counting for what they signed.
    pub(crate) fn rotate(&self) -> Result<SigningKey, AccessError> {
        let now = self.clock.now();
        let key = generate(self.algorithm, now)?;
        self.store.rotate_signing_key(&key, now - self.overlap)?;
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = None;
        tracing::info!(kid = key.kid, algorithm = key.algorithm, "a new key signs tokens");
        Ok(key)
    }

    /// The public halves, for whoever checks our tokens (RFC 7517).
    pub(crate) fn public(&self) -> Result<JwkSet, AccessError> {
        self.with_current(|_| ())?;
        Ok(JwkSet { keys: self.keys()?.iter().map(|key| key.jwk.clone()).collect() })
    }
}

fn generate(algorithm: SigningAlgorithm, now: DateTime<Utc>) -> Result<SigningKey, AccessError> {
    let private_key = match algorithm {
        SigningAlgorithm::EdDSA => {
            Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).map(|key| key.as_ref().to_vec())
        }
        SigningAlgorithm::RS256 => rsa::KeyPair::generate(rsa::KeySize::Rsa2048).and_then(|key| {
            AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&key).map(|der| der.as_ref().to_vec())
        }),
    };
    let private_key = private_key.map_err(|_| AccessError::Chance)?;
    let unusable = |error: jsonwebtoken::errors::Error| AccessError::Key {
        kid: "new".to_owned(),
        reason: error.to_string(),
    };
    let encoding = encoding_key(algorithm, &private_key).map_err(unusable)?;
    let jwk = Jwk::from_encoding_key(&encoding, algorithm.algorithm()).map_err(unusable)?;
    let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(unusable)?;
    Ok(SigningKey { kid, algorithm: algorithm.as_str().to_owned(), private_key, created: now, retired: None })
}

/// Without any private half.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}
