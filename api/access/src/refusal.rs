use model::SourceId;

use crate::Scope;

/// Why someone may not do what they want to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No token was sent.
    #[error(
        "this needs a token; send the steward token, or an access token from `/oauth/token`, as \
         `Authorization: Bearer …`"
    )]
    Missing,
    /// The token that was sent does not count.
    #[error("the token does not count: {0}")]
    Invalid(Flaw),
    /// The token counts, and not for this.
    #[error("the token does not have the scope `{0}`, which this needs")]
    Scope(Scope),
    /// The token counts, and not for this source.
    #[error(
        "the token is not for the source `{0}`; a client writes the sources that it was made for and no others"
    )]
    Source(SourceId),
    /// Whether the token counts cannot be found out now.
    #[error("tokens cannot be checked at the moment: {0}; try again in a few seconds")]
    Unavailable(String),
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is neither the steward token nor a token of a known issuer.
    #[error(
        "it is neither the steward token of this directory nor an access token of an issuer that it trusts"
    )]
    Unknown,
    /// It is no signed token in three parts, or its header asks for what is not supported here.
    #[error("it is no signed token that is read here (JWS in compact form, no `crit`)")]
    Malformed,
    /// The key that it names is not known, or is for another algorithm.
    #[error("no key of its issuer fits its `kid` and `alg`")]
    Key,
    /// The signature is not that of the key.
    #[error("its signature is wrong")]
    Signature,
    /// A claim is missing or of the wrong kind, or it is meant for someone else.
    #[error("its claims `iss`, `sub`, `aud` and `exp` are not all there and meant for this directory")]
    Claims,
    /// It has expired.
    #[error("it has expired; ask for a new one")]
    Expired,
    /// It does not count yet.
    #[error("its time has not come (`nbf`)")]
    Early,
    /// It was taken back, or its client was.
    #[error("it was taken back")]
    Revoked,
}
