use std::collections::BTreeMap;

use globset::Glob;
use model::Kind;
use scraper::Selector;
use serde::{Deserialize, Serialize};

use super::ConfigError;
use crate::formats::SELECTED_KEYS;

/// The `[pages]` of a source of web pages: which pages are read, and what is picked out of them.
///
/// ```toml
/// [pages]
/// include = ["/services/**"]      # patterns of paths; all pages unless told
/// exclude = ["/services/archive/**"]
/// limit = 2000                    # the most pages; 5000 unless told
/// kind = "service"                # what a page stands for that says nothing of it by schema.org
///
/// [pages.select]                  # CSS selectors, which count more than what the page says by schema.org
/// name = "h1"
/// phone = ".tel"
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields, default)]
pub struct Pages {
    /// Only pages whose path matches one of these patterns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// No pages whose path matches one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// The most pages.
    pub limit: u64,
    /// What a page stands for: a service, an organization or a location.
    pub kind: Kind,
    /// CSS selectors by what they pick out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub select: BTreeMap<String, String>,
}

impl Default for Pages {
    fn default() -> Self {
        let kind = Kind::Service;
        Self { include: Vec::new(), exclude: Vec::new(), limit: 5_000, kind, select: BTreeMap::new() }
    }
}

impl Pages {
    /// Checks the patterns of a website, which has nothing else of these.
    pub(super) fn check_patterns_alone(&self) -> Result<(), ConfigError> {
        let usual = Self { include: self.include.clone(), exclude: self.exclude.clone(), ..Self::default() };
        if *self != usual {
            let allowed = "a website has `include` and `exclude` alone; say how many pages by `max_pages`";
            return Err(ConfigError::value("pages", "more than that", allowed));
        }
        self.check()
    }

    /// Checks that every pattern and selector is one.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for (key, pattern) in self
            .include
            .iter()
            .map(|p| ("pages.include", p))
            .chain(self.exclude.iter().map(|p| ("pages.exclude", p)))
        {
            if let Err(error) = Glob::new(pattern) {
                return Err(ConfigError::value(
                    key,
                    pattern,
                    &format!("it is no pattern of paths ({})", error.kind()),
                ));
            }
        }
        if self.kind == Kind::Taxonomy {
            return Err(ConfigError::value("pages.kind", self.kind, "use service, organization or location"));
        }
        for (key, selector) in &self.select {
            if !SELECTED_KEYS.iter().any(|(known, _)| known == key) {
                let known: Vec<&str> = SELECTED_KEYS.iter().map(|(known, _)| *known).collect();
                return Err(ConfigError::value("pages.select", key, &format!("use {}", known.join(", "))));
            }
            if let Err(error) = Selector::parse(selector) {
                let key = format!("pages.select.{key}");
                return Err(ConfigError::value(&key, selector, &format!("it is no CSS selector: {error}")));
            }
        }
        Ok(())
    }
}
