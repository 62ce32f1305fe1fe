use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

/// An issuer outside whose tokens count.
///
/// ```toml
/// [[issuers]]
/// issuer = "https://login.example.gov.uk/tenant"
/// audience = "https://directory.example.org"
/// algorithms = ["RS256"]
/// jwks_url = "https://login.example.gov.uk/tenant/keys"     # or jwks_file
/// scope_claim = "roles"                                     # `scope` unless told
/// name_claim = "preferred_username"                         # `name`, else `sub`
///
/// [issuers.scopes]                                          # without: the words are scopes of ours
/// "Directory.Steward" = "judgements:write private:read"
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// Who issues: exactly what its tokens say in `iss`.
    pub issuer: String,
    /// For whom its tokens are meant: what they say in `aud`.
    pub audience: String,
    /// What they may be signed with: some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA.
    pub algorithms: Vec<String>,
    /// Where its keys are read. The address is the operator's own word, so it may be in a private network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_url: Option<String>,
    /// The file that holds its keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_file: Option<PathBuf>,
    /// The claim that says what a token is for: words with spaces between them, or a list of them.
    #[serde(default = "scope")]
    pub scope_claim: String,
    /// What each word of that claim allows here. Without any, the words are taken as scopes of ours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<String, String>,
    /// The claim that lists the sources that a token may write.
    #[serde(default = "sources")]
    pub sources_claim: String,
    /// The claim that names who comes; the subject, where it says nothing.
    #[serde(default = "name")]
    pub name_claim: String,
}

fn scope() -> String {
    "scope".to_owned()
}

fn sources() -> String {
    "sources".to_owned()
}

fn name() -> String {
    "name".to_owned()
}
