//! The operator's own token.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Caller;

/// The name that decisions are signed with where the settings give none.
const USUAL_NAME: &str = "steward";

/// The token with which the operator and the stewards whom the operator trusts may do everything. By default there is none.
#[derive(Clone, Default)]
pub struct Stewards(Option<Known>);

#[derive(Clone)]
struct Known {
    token: [u8; 32],
    name: String,
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

    /// The steward, if that is the token.
    pub(crate) fn recognize(&self, token: &str) -> Option<Caller> {
        let known = self.0.as_ref()?;
        bool::from(hash(token).ct_eq(&known.token)).then(|| Caller::operator(&known.name))
    }
}

/// Hashed, tokens of any length take the same time to compare.
fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Without the token.
impl fmt::Debug for Stewards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stewards").field("name", &self.0.as_ref().map(|known| &known.name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scopes;

    const TOKEN: &str = "correct-horse-battery-staple";

    #[test]
    fn the_token_makes_a_steward_who_may_do_everything_and_nothing_else_does() {
        let stewards = Stewards::with_token(TOKEN, Some("Ann of the library")).unwrap();
        let ann = stewards.recognize(TOKEN).unwrap();
        assert_eq!((ann.name.as_str(), ann.scopes), ("Ann of the library", Scopes::all()));
        for wrong in ["correct-horse-battery-stapl", "correct-horse-battery-staple2", ""] {
            assert_eq!(stewards.recognize(wrong), None);
        }
        assert_eq!(Stewards::default().recognize(""), None);
    }

    #[test]
    fn a_token_that_could_be_guessed_is_refused() {
        assert_eq!(Stewards::with_token("fifteen-letters", None).unwrap_err().length, 15);
        assert!(Stewards::with_token(" padded-to-sixteen ", None).is_err());
        assert!(Stewards::with_token("sixteen-letters!", None).is_ok());
    }

    #[test]
    fn nothing_printed_contains_the_token() {
        let said = format!("{:?} {}", Stewards::with_token(TOKEN, None), WeakToken { length: 3 });
        assert!(!said.contains("horse"), "{said}");
    }
}
