use model::{ContentHash, IssueDraft, Noun, Severity};

use super::{Categories, Category, CategoryMap, MapRow, MapStatus, Term, taxonomy::attribute};

/// Which categories the terms of one source stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assigner<'a> {
    pub(crate) categories: &'a Categories,
    pub(crate) map: &'a CategoryMap,
}

/// What is known of a term.
pub(super) enum Standing<'a> {
    /// It stands for these.
    Mapped(Vec<&'a Category>),
    /// People said that it stands for none.
    Rejected,
    /// Nobody has decided; a row may wait for it.
    Open(Option<&'a MapRow>),
}

impl<'a> Assigner<'a> {
    /// What is known of a term: what people decided, or else what its name or code says by itself.
    pub(super) fn standing(&self, term: &Term<'_>) -> Standing<'a> {
        let rows = self.map.of(term);
        let with = |status| rows.iter().filter(move |row| row.status == status);
        let mapped: Vec<_> =
            with(MapStatus::Accepted).filter_map(|row| self.categories.find(&row.category)).collect();
        if !mapped.is_empty() {
            return Standing::Mapped(mapped);
        }
        if with(MapStatus::Rejected).next().is_some() {
            return Standing::Rejected;
        }
        match self.categories.exactly(term) {
            Some(category) => Standing::Mapped(vec![category]),
            None => Standing::Open(rows.first().copied()),
        }
    }

    /// Adds the categories that the terms of a noun stand for, each with the one above it. Whether there are any.
    pub(crate) fn categorise(&self, noun: &mut Noun) -> bool {
        let terms = noun.attributes().iter().filter_map(Term::of);
        let mut found: Vec<&Category> = Vec::new();
        for term in terms {
            let Standing::Mapped(mapped) = self.standing(&term) else { continue };
            for category in mapped.into_iter().flat_map(|category| self.categories.with_parent(category)) {
                if !found.contains(&category) {
                    found.push(category);
                }
            }
        }
        if let Some(attributes) = noun.attributes_mut() {
            attributes.extend(found.iter().map(|category| attribute(category)));
        }
        !found.is_empty()
    }

    /// Names the categories and decisions in force: where it is another, records are read anew.
    pub(crate) fn version(&self) -> String {
        let decided = self.map.decided().map(|row| {
            format!("{}\u{1f}{}\u{1f}{}\u{1f}{}", row.taxonomy, row.term, row.category, row.status)
        });
        let decided: Vec<String> = decided.collect();
        format!("{}{}", self.categories.version.0, ContentHash::of(decided.join("\n").as_bytes()).0)
    }

    /// An issue for each decision that names no category there is.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = IssueDraft> {
        let accepted = self.map.decided().filter(|row| row.status == MapStatus::Accepted);
        accepted.filter(|row| self.categories.find(&row.category).is_none()).map(|row| {
            let reason = format!("the term `{}` is mapped to a category that is not there", row.term);
            let action =
                format!("correct it in {}; `directory categories --all` lists them", CategoryMap::FILE);
            let issue = IssueDraft::new(Severity::Warning, "unknown-category", reason, action);
            issue.in_field("category").with_value(&row.category)
        })
    }
}
