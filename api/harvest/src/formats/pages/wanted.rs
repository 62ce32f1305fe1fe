//! Which pages are wanted, and how many.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use model::{IssueDraft, Severity};
use url::Url;

use super::sitemap;
use crate::{
    config::Pages,
    fetch::{Fetch, Refused},
};

/// Which paths are wanted.
pub(in crate::formats) struct Wanted {
    include: GlobSet,
    exclude: GlobSet,
}

impl Wanted {
    /// What a source asks for.
    pub(in crate::formats) fn of(pages: &Pages) -> Result<Self, Refused> {
        let set = |patterns: &[String]| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns {
                set.add(GlobBuilder::new(pattern).literal_separator(true).build()?);
            }
            set.build()
        };
        let refused =
            |error: globset::Error| Refused::new("bad-pattern", error.to_string(), "correct the pattern");
        let include = set(&pages.include).map_err(refused)?;
        let exclude = set(&pages.exclude).map_err(refused)?;
        Ok(Self { include, exclude })
    }

    /// Whether a page is wanted.
    pub(in crate::formats) fn wants(&self, url: &Url) -> bool {
        (self.include.is_empty() || self.include.is_match(url.path())) && !self.exclude.is_match(url.path())
    }
}

/// The first pages by address, as many as the source allows.
pub(in crate::formats) fn within_limit(
    fetch: &mut Fetch<'_>,
    pages: &Pages,
    listed: sitemap::Listed,
) -> sitemap::Listed {
    let limit = usize::try_from(pages.limit).unwrap_or(usize::MAX);
    if listed.len() > limit {
        let reason =
            format!("the list has {} pages, of which the first {limit} by address are read", listed.len());
        let action = "raise `limit`, or leave out what is not wanted by `include` and `exclude`";
        fetch.issues.push(
            IssueDraft::new(Severity::Warning, "too-many-pages", reason, action).in_field("pages.limit"),
        );
    }
    listed.into_iter().take(limit).collect()
}

/// Whether two pages are of one site.
pub(in crate::formats) fn is_same_site(one: &Url, other: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        (host.strip_prefix("www.").unwrap_or(host).to_owned(), url.port())
    };
    site(one) == site(other)
}
