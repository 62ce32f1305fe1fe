//! What is counted over everything that matches.

use std::{cmp::Reverse, fmt};

use crate::{Entry, Snapshot, entry::Part, list::List, positions::Positions, values::FacetKey};

/// The most values of a facet that are told.
const MOST: usize = 100;

/// What hits can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// The terms attached, each by its id.
    Topic,
    /// The organization, by its id.
    Organization,
    /// The service's status.
    Status,
    /// `free`, `paid` or `unknown`.
    Cost,
    /// Languages that the service is given in, by ISO 639 code, or else by name.
    Language,
    /// What disabled visitors find at a location, by the codes of [`normalize::accessibility`].
    Accessibility,
    /// The wards that a location lies in, by code.
    Ward,
    /// The sources that say something of it.
    Source,
}

impl Facet {
    /// Everything that can be counted by.
    pub const ALL: [Self; 8] = [
        Self::Topic,
        Self::Organization,
        Self::Status,
        Self::Cost,
        Self::Language,
        Self::Accessibility,
        Self::Ward,
        Self::Source,
    ];

    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Organization => "organization",
            Self::Status => "status",
            Self::Cost => "cost",
            Self::Language => "language",
            Self::Accessibility => "accessibility",
            Self::Ward => "ward",
            Self::Source => "source",
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How many hits have each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// What was counted by.
    pub facet: Facet,
    /// The values with the most hits, the most frequent first, equals by value.
    pub values: Vec<FacetValue>,
    /// How many values there are beside those told.
    pub more: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value, as the condition of that name takes it.
    pub value: String,
    /// What people call it, where that is something else.
    pub label: Option<String>,
    /// How many hits have it.
    pub count: usize,
}

impl Facet {
    /// Its place among all facets.
    pub(crate) fn number(self) -> usize {
        Self::ALL.iter().position(|facet| *facet == self).unwrap_or_default()
    }
}

impl Snapshot {
    /// Counts a facet over the entries of a list at some positions.
    pub(crate) fn count(&self, facet: Facet, list: &List, found: &Positions<'_>) -> FacetCounts {
        let values = list.columns.values(facet, self, list);
        let mut counts = values.map(|values| values.count(found)).unwrap_or_default();
        counts.sort_unstable_by_key(|(value, count)| (Reverse(*count), *value));
        let told = counts.iter().take(MOST).map(|(value, count)| self.told(facet, value, *count)).collect();
        FacetCounts { facet, values: told, more: counts.len().saturating_sub(MOST) }
    }

    /// Visits each value of a facet that an entry has, once.
    pub(crate) fn each_value(&self, facet: Facet, entry: &Entry, mut visit: impl FnMut(FacetKey)) {
        let mut word = |text: &str| visit(FacetKey::Word(text.into()));
        let service = entry.body.service();
        match facet {
            // The terms of a taxonomy are no topics of the term that stands there.
            Facet::Topic if matches!(entry.part, Part::Term(_)) => {}
            Facet::Topic => entry.body.terms.iter().for_each(|term| visit(FacetKey::Id(term.id))),
            Facet::Organization => entry.organization.into_iter().for_each(|id| visit(FacetKey::Id(id))),
            Facet::Status => service.into_iter().for_each(|service| word(&service.status)),
            Facet::Cost => service.into_iter().for_each(|service| word(service.cost.as_str())),
            Facet::Language => {
                let languages = service.into_iter().flat_map(|service| &service.languages);
                languages.for_each(|language| word(language.code()));
            }
            Facet::Accessibility => {
                self.accessible(entry).iter().for_each(|feature| word(feature.as_str()));
            }
            Facet::Ward => self.wards_of(entry).iter().for_each(|ward| word(ward.code)),
            Facet::Source => entry.body.sources.iter().for_each(|source| word(source.as_str())),
        }
    }

    fn told(&self, facet: Facet, value: &FacetKey, count: usize) -> FacetValue {
        match value {
            FacetKey::Id(id) => {
                let label = self.entry(*id).map(|entry| entry.name().to_owned());
                FacetValue { value: id.to_string(), label, count }
            }
            FacetKey::Word(text) => {
                let ward = (facet == Facet::Ward).then(|| self.geography.area(text)).flatten();
                let label = ward.map(|ward| ward.name.clone());
                FacetValue { value: text.to_string(), label, count }
            }
        }
    }
}
