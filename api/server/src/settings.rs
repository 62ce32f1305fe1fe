//! Configuration in layers: defaults, then `directory.toml`, then the environment, then the command line.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ::harvest::{Categories, Options};
use access::{AccessSettings, IssuerSettings, LimitSettings, SigningAlgorithm, Stewards, WeakToken};
use catalog::Checkpoint;
use config::{Config, ConfigError, Environment, File, FileFormat};
use serde::{Deserialize, Serialize};
use store::Database;

/// Everything that can be configured.
///
/// What it shows of itself for debugging is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address and port to serve on; port 0 takes any free one.
    pub listen: String,
    /// Where SQLite, the demonstration sources and spools are kept.
    pub data_dir: PathBuf,
    /// A PostgreSQL URL. Without one, SQLite in the data directory is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// The folder of source folders that `harvest` reads when it is not told another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<PathBuf>,
    /// A folder with files that stand in place of those carried inside: `stop_words.txt` and `synonyms.txt` for search,
    /// `needs.csv` and `topics.csv` for needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<PathBuf>,
    /// Where the publishers of feeds find whoever runs this server: an e-mail or web address. It is told, beside the
    /// public address, with every request to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// How many requests a second are sent to one host at most; 0 for as many as it answers.
    pub requests_per_second: u32,
    /// The address under which readers know this server, such as `https://directory.example.org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// What stewards show to decide over the network: `Authorization: Bearer …`. Without one nobody can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steward_token: Option<String>,
    /// The name that decisions over the network are signed with unless they give another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steward_name: Option<String>,
    /// What access tokens are signed with: `EdDSA` or `RS256`.
    #[serde(default)]
    pub token_algorithm: SigningAlgorithm,
    /// Issuers outside whose access tokens count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<IssuerSettings>,
    /// Proxies on other machines whose word on who asks is taken (`X-Forwarded-For`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trusted_proxies: Vec<IpAddr>,
    /// How many requests a minute are answered.
    #[serde(default)]
    pub limits: LimitSettings,
    /// What is logged, in the syntax of tracing's filters, such as `info` or `info,harvest=debug`.
    pub log: String,
    /// `text` for people or `json` for collectors.
    pub log_format: LogFormat,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data_dir: PathBuf::from("data"),
            database_url: None,
            sources: None,
            guide: None,
            contact: None,
            requests_per_second: 4,
            public_url: None,
            steward_token: None,
            steward_name: None,
            token_algorithm: SigningAlgorithm::default(),
            issuers: Vec::new(),
            trusted_proxies: Vec::new(),
            limits: LimitSettings::default(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl Settings {
    /// The file that is read from the working directory unless another is named.
    pub const FILE: &str = "directory.toml";

    /// Reads all layers. A named file must exist; the default one may be absent. An unknown key is an error.
    ///
    /// The environment's names are the keys in capitals after `DIRECTORY_`; `DATABASE_URL` is read as well.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let named = match file {
            Some(path) => File::from(path).format(FileFormat::Toml).required(true),
            None => File::new(Self::FILE, FileFormat::Toml).required(false),
        };
        Config::builder()
            .add_source(Config::try_from(&Self::default())?)
            .add_source(named)
            .add_source(Environment::default().keep_prefix(true).source(Some(conventional())))
            .add_source(Environment::with_prefix("DIRECTORY").prefix_separator("_").source(Some(ours())))
            .build()?
            .try_deserialize()
    }

    /// The database these settings name.
    pub fn database(&self) -> Database {
        match &self.database_url {
            Some(url) => Database::Postgres(url.clone()),
            None => Database::Sqlite(self.data_dir.join("directory.sqlite")),
        }
    }

    /// Where a server keeps its catalog for the next start.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::at(self.data_dir.join("catalog.checkpoint"))
    }

    /// How feeds are harvested: with the manners that these settings tell.
    pub fn harvesting(&self) -> anyhow::Result<Options> {
        let (categories, alignments) = seed::categories();
        let categories = Categories::read(&categories, &alignments)?;
        let mut options = Options { categories: Some(Arc::new(categories)), ..Options::default() };
        let told = self.public_url.iter().chain(&self.contact);
        options.manners.contacts = told.map(|contact| contact.parse()).collect::<Result<_, _>>()?;
        options.manners.interval =
            Duration::from_secs(1).checked_div(self.requests_per_second).unwrap_or_default();
        Ok(options)
    }

    /// Whom to let in. A steward token that could be guessed is refused.
    pub fn access(&self) -> Result<AccessSettings, WeakToken> {
        let steward = self.steward_token.as_deref();
        let stewards = steward.map(|token| Stewards::with_token(token, self.steward_name.as_deref()));
        let here = || format!("http://{}", self.listen);
        let issuer = self.public_url.as_deref().map_or_else(here, |url| url.trim_end_matches('/').to_owned());
        Ok(AccessSettings {
            stewards: stewards.transpose()?.unwrap_or_default(),
            issuer,
            algorithm: self.token_algorithm,
            issuers: self.issuers.clone(),
        })
    }

    /// The settings with the steward token and the password of the database URL struck out, fit to be printed.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.steward_token = self.steward_token.map(|_| "***".to_owned());
        self.database_url = self.database_url.map(|url| without_password(&url));
        self
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = toml::to_string(&self.clone().redacted()).map_err(|_| std::fmt::Error)?;
        f.debug_tuple("Settings").field(&shown).finish()
    }
}

/// The variables of others that count here: only `DATABASE_URL`.
fn conventional() -> config::Map<String, String> {
    std::env::vars().filter(|(name, value)| name == "DATABASE_URL" && !value.is_empty()).collect()
}

/// Our own variables. One that names no setting is an error, as a mistyped key of the file is.
fn ours() -> config::Map<String, String> {
    std::env::vars().filter(|(name, value)| name.starts_with("DIRECTORY_") && !value.is_empty()).collect()
}

/// The address without anything that might be a secret: what stands before an `@`, but for the user's name, and every
/// parameter named password. What is not plainly an address is not shown at all.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "***".to_owned() };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = match place.rsplit_once('@') {
        Some((login, host)) => format!("{}:***@{host}", login.split(':').next().unwrap_or_default()),
        None if place.matches(':').count() > 1 => "***".to_owned(),
        None if !place.split_once(':').is_none_or(|(_, port)| is_port_and_path(port)) => "***".to_owned(),
        None => place.to_owned(),
    };
    let is_secret = |pair: &&str| pair.to_ascii_lowercase().starts_with("password");
    let shown: Vec<_> =
        query.split('&').map(|pair| if is_secret(&pair) { "password=***" } else { pair }).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", shown.join("&")) };
    format!("{scheme}://{place}{query}")
}

fn is_port_and_path(text: &str) -> bool {
    let port = text.split('/').next().unwrap_or_default();
    !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(without_password("postgres://ann:s3cret@db/x"), "postgres://ann:***@db/x");
        assert_eq!(without_password("postgres://ann:p@ss@db/x"), "postgres://ann:***@db/x");
        assert_eq!(without_password("postgres://db/x"), "postgres://db/x");
        assert_eq!(without_password("postgres://db:5432/x"), "postgres://db:5432/x");
        for secret in
            ["postgres://ann:s3cret", "host=db password=s3cret", "postgres://db/x?user=ann&password=s3cret"]
        {
            assert!(!without_password(secret).contains("s3cret"), "{secret}");
        }
    }

    #[test]
    fn feeds_are_asked_for_with_the_manners_that_are_set() {
        let contact = Some("ann@example.org".to_owned());
        let public_url = Some("https://example.org".to_owned());
        let set = Settings { contact, public_url, requests_per_second: 2, ..Settings::default() };
        let manners = set.harvesting().unwrap().manners;
        assert!(manners.user_agent().ends_with(" (+https://example.org/; mailto:ann@example.org)"));
        assert_eq!(manners.interval, Duration::from_millis(500));
        let unlimited = Settings { requests_per_second: 0, ..Settings::default() };
        assert_eq!(unlimited.harvesting().unwrap().manners.interval, Duration::ZERO);
        let wrong = Settings { contact: Some("ann".to_owned()), ..Settings::default() };
        assert!(wrong.harvesting().unwrap_err().to_string().contains("`ann`"));
    }

    #[test]
    fn a_file_overrides_the_defaults_and_an_unknown_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("directory.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:80\"").unwrap();
        assert_eq!(Settings::load(Some(&file)).unwrap().listen, "0.0.0.0:80");
        std::fs::write(&file, "lisen = \"0.0.0.0:80\"").unwrap();
        assert!(Settings::load(Some(&file)).unwrap_err().to_string().contains("lisen"));
    }
}
