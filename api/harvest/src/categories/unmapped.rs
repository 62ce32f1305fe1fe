use std::collections::BTreeMap;

use model::{Kind, Record, SourceId};
use serde::Serialize;
use store::{Store, StoreError};

use super::{
    Assigner, Categories, CategoryMap, MapRow, MapStatus, Term, assign::Standing, key, proposal::likeliest,
};

/// A term of a source that stands for no category yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnmappedTerm {
    /// The source.
    pub source: SourceId,
    /// The name of its taxonomy; empty for a mere word.
    pub taxonomy: String,
    /// Its name.
    pub term: String,
    /// How many records have it.
    pub records: u64,
    /// The likeliest category, by name, and how alike they are, 0 to 1.
    pub likeliest: Option<(String, f64)>,
    /// The row of the source's file that waits for a decision.
    pub waiting: Option<MapRow>,
}

impl UnmappedTerm {
    /// The row that proposes its likeliest category, or leaves it to be filled in.
    pub fn row(&self) -> MapRow {
        let (category, score) = match &self.likeliest {
            Some((category, score)) => (category.clone(), format!("{score:.2}")),
            None => (String::new(), String::new()),
        };
        let (taxonomy, term) = (self.taxonomy.clone(), self.term.clone());
        MapRow { taxonomy, term, category, score, status: MapStatus::Proposed }
    }
}

/// The terms of stored records, of one source or of all, that stand for no category and were not rejected: those that
/// most records have first.
pub fn unmapped(
    store: &Store,
    categories: &Categories,
    maps: &BTreeMap<SourceId, CategoryMap>,
    only: Option<&SourceId>,
) -> Result<Vec<UnmappedTerm>, StoreError> {
    let mut counting = Counting { categories, maps, found: BTreeMap::new() };
    for kind in [Kind::Organization, Kind::Location, Kind::Service] {
        store.for_each_record(kind, |record| {
            if only.is_none_or(|only| record.key.source == *only) {
                counting.count(&record);
            }
        })?;
    }
    let mut found: Vec<UnmappedTerm> = counting.found.into_values().flatten().collect();
    found.sort_by_key(|term| std::cmp::Reverse(term.records));
    Ok(found)
}

struct Counting<'a> {
    categories: &'a Categories,
    maps: &'a BTreeMap<SourceId, CategoryMap>,
    /// By source and the keys of taxonomy and term; nothing where it is mapped.
    found: BTreeMap<(SourceId, String, String), Option<UnmappedTerm>>,
}

impl Counting<'_> {
    fn count(&mut self, record: &Record) {
        let mut counted = Vec::new();
        for term in record.noun.attributes().iter().filter_map(Term::of) {
            let place = (record.key.source.clone(), key(term.taxonomy), key(term.name));
            if counted.contains(&place) {
                continue;
            }
            let found = match self.found.remove(&place) {
                Some(known) => known,
                None => self.unmapped(&record.key.source, &term),
            };
            let found = found.map(|found| UnmappedTerm { records: found.records + 1, ..found });
            self.found.insert(place.clone(), found);
            counted.push(place);
        }
    }

    fn unmapped(&self, source: &SourceId, term: &Term<'_>) -> Option<UnmappedTerm> {
        let none = CategoryMap::default();
        let map = self.maps.get(source).unwrap_or(&none);
        let Standing::Open(waiting) = (Assigner { categories: self.categories, map }).standing(term) else {
            return None;
        };
        let likeliest = likeliest(self.categories, term.name);
        Some(UnmappedTerm {
            source: source.clone(),
            taxonomy: term.taxonomy.to_owned(),
            term: term.name.to_owned(),
            records: 0,
            likeliest: likeliest
                .map(|(category, score)| (category.code.clone(), (score * 100.0).round() / 100.0)),
            waiting: waiting.cloned(),
        })
    }
}
