//! Sets of licences. A directory has few of them, and each of its entries has one.

use std::{collections::BTreeSet, sync::Arc};

use model::Licence;

use crate::repeated::Once;

/// A set of licences, sorted. Made by one [`Licensing`], equal ones are one.
pub(crate) type Licences = Arc<[Licence]>;

/// Every set of licences that occurs, once.
#[derive(Debug, Default)]
pub(crate) struct Licensing {
    sets: Once<[Licence]>,
}

impl Licensing {
    /// The set of these.
    pub(crate) fn set(&self, mut licences: Vec<Licence>) -> Licences {
        licences.sort_unstable();
        licences.dedup();
        self.sets.of(licences)
    }

    /// The set of what is in either.
    pub(crate) fn union(&self, one: &Licences, other: &Licences) -> Licences {
        if Arc::ptr_eq(one, other) || other.iter().all(|licence| one.binary_search(licence).is_ok()) {
            return Arc::clone(one);
        }
        self.set(one.iter().chain(&**other).cloned().collect())
    }
}

/// What is in any of some sets, sorted. Costs little where sets repeat.
pub(crate) fn all<'a>(sets: impl Iterator<Item = &'a Licences>) -> Vec<&'a Licence> {
    let mut seen: Vec<&Licences> = Vec::new();
    for set in sets {
        if !seen.iter().any(|known| Arc::ptr_eq(known, set)) {
            seen.push(set);
        }
    }
    let licences: BTreeSet<&Licence> = seen.into_iter().flat_map(|set| set.iter()).collect();
    licences.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licence(id: &str) -> Licence {
        Licence { id: id.to_owned(), url: None, attribution: None, republish: false }
    }

    #[test]
    fn equal_sets_are_one_and_a_union_holds_both() {
        let licensing = Licensing::default();
        let (open, both) =
            (licensing.set(vec![licence("OGL")]), licensing.set(vec![licence("OGL"), licence("CC0")]));
        let own = licensing.set(vec![licence("CC0"), licence("CC0")]);
        assert!(Arc::ptr_eq(&licensing.union(&open, &own), &both));
        assert!(Arc::ptr_eq(&licensing.union(&both, &open), &both));
        assert_eq!(all([&open, &open, &own].into_iter()), [&licence("CC0"), &licence("OGL")]);
    }
}
