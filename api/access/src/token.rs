//! Our own access tokens: JSON Web Tokens by the profile of RFC 9068.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation, dangerous::insecure_decode_claims, decode, decode_header,
    encode,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{AccessError, Flaw, Scopes, keys::Key, secret};

/// How much clocks may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// The media type of access tokens, in their header.
const TYPE: &str = "at+jwt";

/// What a token of ours says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    pub(crate) aud: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    pub(crate) jti: String,
    /// With fractions, so that a client that is shut out and let in again within a second is known apart.
    pub(crate) iat: f64,
    pub(crate) exp: i64,
}

impl Claims {
    /// A token for a client, from now on for a time.
    pub(crate) fn new(
        issuer: &str,
        client: &str,
        scopes: &Scopes,
        now: DateTime<Utc>,
        lifetime: TimeDelta,
    ) -> Result<Self, AccessError> {
        Ok(Self {
            iss: issuer.to_owned(),
            sub: client.to_owned(),
            aud: issuer.to_owned(),
            client_id: client.to_owned(),
            scope: scopes.to_string(),
            jti: secret::random::<16>()?,
            iat: seconds(now),
            exp: (now + lifetime).timestamp(),
        })
    }

    pub(crate) fn sign(&self, key: &Key) -> Result<String, AccessError> {
        let mut header = Header::new(key.jws_algorithm());
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        let failed = |error: jsonwebtoken::errors::Error| AccessError::Key {
            kid: key.kid.clone(),
            reason: error.to_string(),
        };
        encode(&header, self, &key.encoding).map_err(failed)
    }
}

/// The header of a token, as far as it is listened to: `kid` and `alg` pick a key, which says for itself what it is
/// for. What `jku`, `jwk`, `x5u` and `x5c` say is never looked at, and whoever needs `crit` understood is refused.
pub(crate) struct Heard {
    pub(crate) kid: Option<String>,
    pub(crate) algorithm: Algorithm,
}

impl Heard {
    pub(crate) fn of(token: &str) -> Result<Self, Flaw> {
        if token.len() > LONGEST || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
            return Err(Flaw::Unknown);
        }
        let header = decode_header(token).map_err(|_| Flaw::Malformed)?;
        if header.crit.is_some() || header.enc.is_some() || header.zip.is_some() {
            return Err(Flaw::Malformed);
        }
        Ok(Self { kid: header.kid, algorithm: header.alg })
    }
}

/// Which issuer a token says it is from. Nothing it says counts before its signature was checked by that issuer's keys.
pub(crate) fn claimed_issuer(token: &str) -> Result<String, Flaw> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    insecure_decode_claims::<Issuer>(token).map(|claims| claims.iss).map_err(|_| Flaw::Malformed)
}

/// Reads a token by one key, for exactly this algorithm, issuer and audience.
pub(crate) fn verify<T: DeserializeOwned>(
    token: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
    (issuer, audience): (&str, &str),
) -> Result<T, Flaw> {
    use jsonwebtoken::errors::ErrorKind;

    let mut rules = Validation::new(algorithm);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[audience]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Times are checked by our own clock.
    rules.validate_exp = false;
    let read = decode::<T>(token, key, &rules).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Flaw::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidKeyFormat => Flaw::Key,
        ErrorKind::InvalidToken | ErrorKind::Base64(_) | ErrorKind::Utf8(_) => Flaw::Malformed,
        _ => Flaw::Claims,
    })?;
    Ok(read.claims)
}

/// Whether a token counts at this moment, with a little leeway for clocks that differ.
pub(crate) fn check_time(expires: f64, not_before: Option<f64>, now: DateTime<Utc>) -> Result<(), Flaw> {
    if !(expires.is_finite() && not_before.is_none_or(f64::is_finite)) {
        return Err(Flaw::Claims);
    }
    if expires < seconds(now - LEEWAY) {
        return Err(Flaw::Expired);
    }
    if not_before.is_some_and(|not_before| not_before > seconds(now + LEEWAY)) {
        return Err(Flaw::Early);
    }
    Ok(())
}

/// Seconds since 1970, with fractions (RFC 7519, 2: NumericDate).
#[expect(clippy::cast_precision_loss, reason = "microseconds of this century are exact in a double")]
pub(crate) fn seconds(moment: DateTime<Utc>) -> f64 {
    moment.timestamp_micros() as f64 / 1e6
}
