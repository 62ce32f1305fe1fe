//! Who may do what over the network.
//!
//! Everything public may be read without a token. What stewards do needs one: a static token from the settings, sent
//! as `Authorization: Bearer …`. Only its hash is held here, it is compared in constant time, and nothing that is
//! printed or logged contains it.
//!
//! This crate knows no HTTP beyond the text of that header; how a refusal answers is for the interfaces to say.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The name that decisions are signed with where the settings give none.
const USUAL_NAME: &str = "steward";

/// Whom the directory takes for a steward. By default nobody.
#[derive(Clone, Default)]
pub struct Stewards(Option<Known>);

#[derive(Clone)]
struct Known {
    token: [u8; 32],
    name: String,
}

/// Someone who showed the stewards' token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steward {
    /// The name that decisions are signed with unless they give another.
    pub name: String,
}

/// Why someone is not taken for a steward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The directory has no token to compare with.
    #[error(
        "this directory has no steward token; set `steward_token` in directory.toml, or DIRECTORY_STEWARD_TOKEN, \
         to at least 16 characters, and start it again"
    )]
    NotConfigured,
    /// No token was sent.
    #[error("only stewards may do this; send the steward token as `Authorization: Bearer …`")]
    Missing,
    /// A token was sent, and it is not the stewards'.
    #[error("the token that was sent is not the steward token of this directory")]
    Wrong,
}

/// A token that could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the steward token has {length} characters; use at least {least} without spaces around them, \
         such as the output of `openssl rand -hex 32`", least = Stewards::LEAST)]
pub struct WeakToken {
    /// How many characters it has.
    pub length: usize,
}

impl Stewards {
    /// The fewest characters of a token.
    pub const LEAST: usize = 16;

    /// Takes whoever shows this token for the steward of that name.
    pub fn with_token(token: &str, name: Option<&str>) -> Result<Self, WeakToken> {
        let length = token.trim().chars().count();
        if length < Self::LEAST || token.trim() != token {
            return Err(WeakToken { length });
        }
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(USUAL_NAME).to_owned();
        Ok(Self(Some(Known { token: hash(token), name })))
    }

    /// Admits whoever sent this `Authorization` header.
    pub fn admit(&self, authorization: Option<&str>) -> Result<Steward, Refusal> {
        let known = self.0.as_ref().ok_or(Refusal::NotConfigured)?;
        let token = authorization.and_then(bearer).ok_or(Refusal::Missing)?;
        if bool::from(hash(token).ct_eq(&known.token)) {
            Ok(Steward { name: known.name.clone() })
        } else {
            Err(Refusal::Wrong)
        }
    }

    /// Admits a steward, lets those through who show no bearer token at all, and refuses those who show another.
    pub fn admit_anyone(&self, authorization: Option<&str>) -> Result<Option<Steward>, Refusal> {
        match authorization.and_then(bearer) {
            Some(_) => self.admit(authorization).map(Some),
            None => Ok(None),
        }
    }
}

impl fmt::Debug for Stewards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stewards").field("name", &self.0.as_ref().map(|known| &known.name)).finish()
    }
}

/// Hashed, tokens of any length take the same time to compare.
fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The token of a bearer header (RFC 6750); the scheme's case does not matter.
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "correct-horse-battery-staple";

    fn stewards() -> Stewards {
        Stewards::with_token(TOKEN, Some("Ann of the library")).unwrap()
    }

    #[test]
    fn the_token_makes_a_steward_and_nothing_else_does() {
        let admitted = stewards().admit(Some("Bearer correct-horse-battery-staple")).unwrap();
        assert_eq!(admitted.name, "Ann of the library");
        assert!(stewards().admit(Some("bearer  correct-horse-battery-staple ")).is_ok());
        for (header, refusal) in [
            (None, Refusal::Missing),
            (Some(TOKEN), Refusal::Missing),
            (Some("Basic correct-horse-battery-staple"), Refusal::Missing),
            (Some("Bearer "), Refusal::Missing),
            (Some("Bearer correct-horse-battery-stapl"), Refusal::Wrong),
            (Some("Bearer correct-horse-battery-staple2"), Refusal::Wrong),
        ] {
            assert_eq!(stewards().admit(header), Err(refusal), "{header:?}");
        }
        assert_eq!(Stewards::default().admit(Some("Bearer x")), Err(Refusal::NotConfigured));
    }

    #[test]
    fn who_shows_no_token_is_anyone_and_who_shows_a_wrong_one_is_told() {
        assert_eq!(stewards().admit_anyone(None), Ok(None));
        assert_eq!(stewards().admit_anyone(Some("Basic YTpi")), Ok(None), "that of a proxy in front");
        assert_eq!(stewards().admit_anyone(Some("Bearer wrong")), Err(Refusal::Wrong));
        assert_eq!(Stewards::default().admit_anyone(None), Ok(None));
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        assert_eq!(Stewards::with_token("fifteen-letters", None).unwrap_err().length, 15);
        assert!(Stewards::with_token(" padded-to-sixteen ", None).is_err());
        assert!(Stewards::with_token("sixteen-letters!", None).is_ok());
    }

    #[test]
    fn nothing_printed_contains_the_token() {
        let said = format!("{:?} {} {}", stewards(), Refusal::Wrong, WeakToken { length: 3 });
        assert!(!said.contains("horse"), "{said}");
    }
}
