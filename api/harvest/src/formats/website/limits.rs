//! How many pages of a site are read.

use std::collections::BTreeMap;

use model::{IssueDraft, Severity};

use crate::{
    SourceConfig,
    issues::{Issues, shown},
};

/// Counts pages by the sections of a site: those whose paths begin with one part, and those of one path with the same
/// parameters.
pub(super) struct Sections {
    counts: BTreeMap<String, usize>,
    /// How many pages of a section were left out.
    over: BTreeMap<String, u64>,
    /// The most of those that are listed, and of those that links lead to.
    most: (usize, usize),
    pages: usize,
    most_pages: usize,
    left: u64,
}

impl Sections {
    pub(super) fn of(config: &SourceConfig) -> Self {
        Self {
            counts: BTreeMap::new(),
            over: BTreeMap::new(),
            most: config.most_of_section(),
            pages: 0,
            most_pages: config.most_pages(),
            left: 0,
        }
    }

    /// Whether there is room for one more page.
    pub(super) fn take(&mut self, key: &str, is_listed: bool) -> bool {
        let most = if is_listed { self.most.0 } else { self.most.1 };
        let sections = sections_of(key);
        let full =
            sections.iter().find(|section| self.counts.get(*section).is_some_and(|count| *count >= most));
        if let Some(full) = full {
            *self.over.entry(full.clone()).or_default() += 1;
            return false;
        }
        if self.pages >= self.most_pages {
            self.left += 1;
            return false;
        }
        self.pages += 1;
        for section in sections {
            *self.counts.entry(section).or_default() += 1;
        }
        true
    }

    /// Tells what was left out.
    pub(super) fn tell(&self, issues: &mut Issues) {
        for (section, count) in &self.over {
            let reason =
                format!("{section} has more pages than are read of one section; {count} are left out");
            let action = "raise `section_limit`, or leave out what is not wanted by [pages] exclude";
            let issue = IssueDraft::new(Severity::Warning, "section-limit", reason, action);
            issues.push(issue.in_field("section_limit").with_value(&shown(section)));
        }
        if self.left > 0 {
            let reason =
                format!("the site has more than {} pages; {} are left out", self.most_pages, self.left);
            let action = "raise `max_pages`, or leave out what is not wanted by [pages] exclude";
            issues.push(
                IssueDraft::new(Severity::Warning, "too-many-pages", reason, action).in_field("max_pages"),
            );
        }
    }
}

/// The sections of a page: the first part of its path, and its path with the names of its parameters. A page at the top
/// without parameters is of none.
fn sections_of(key: &str) -> Vec<String> {
    let (path, query) = key.split_once('?').map_or((key, None), |(path, query)| (path, Some(query)));
    let mut parts = path.splitn(3, '/');
    let (host, first, rest) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let mut sections: Vec<String> = first
        .filter(|_| rest.is_some() || query.is_some())
        .map(|first| format!("{host}/{first}/"))
        .into_iter()
        .collect();
    if let Some(query) = query {
        let mut names: Vec<&str> =
            query.split('&').map(|pair| pair.split('=').next().unwrap_or(pair)).collect();
        names.dedup();
        sections.push(format!("{path}?{}", names.join("&")));
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::sections_of;

    #[test]
    fn a_calendar_is_one_section_by_its_path_and_by_its_parameters() {
        assert_eq!(sections_of("x.org/events/2025/01"), ["x.org/events/"]);
        assert_eq!(
            sections_of("x.org/events?month=2025-01&view=day"),
            ["x.org/events/", "x.org/events?month&view"]
        );
        assert!(sections_of("x.org/libraries").is_empty());
    }
}
