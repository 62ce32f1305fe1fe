//! What repeats among entities, kept once: a directory has few sets of licences, few sets of sources, few terms and few
//! times at which things are held, and each of its entities has some.

use std::{
    collections::HashSet,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use model::SourceId;
use normalize::recurrence::Recurrence;
use rustc_hash::FxBuildHasher;

use crate::{licensing::Licensing, term::TermFacts};

/// Everything that is kept once.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    pub(crate) licensing: Licensing,
    /// Sets of sources, each sorted.
    pub(crate) sources: Once<[SourceId]>,
    pub(crate) terms: Once<TermFacts>,
    pub(crate) recurrences: Once<Recurrence>,
}

/// Values that are there once, however often they are asked for.
#[derive(Debug)]
pub(crate) struct Once<T: ?Sized>(Mutex<Known<T>>);

#[derive(Debug)]
struct Known<T: ?Sized> {
    values: HashSet<Arc<T>, FxBuildHasher>,
    /// With more than these, those that nobody has any more are let go.
    most: usize,
}

/// Fewer values are not looked through.
const FEW: usize = 1_024;

impl<T: ?Sized> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::new(Known { values: HashSet::default(), most: FEW }))
    }
}

impl<T: ?Sized + Eq + Hash> Once<T> {
    /// The one that is equal to a value: the one that is there, or else this.
    pub(crate) fn of<V: AsRef<T> + Into<Arc<T>>>(&self, value: V) -> Arc<T> {
        // Whoever panicked with the lock left a set of values.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.values.get(value.as_ref()) {
            return Arc::clone(known);
        }
        if known.values.len() >= known.most {
            known.values.retain(|value| Arc::strong_count(value) > 1);
            known.most = FEW.max(2 * known.values.len());
        }
        let new: Arc<T> = value.into();
        known.values.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_one_and_what_nobody_has_is_let_go() {
        let once = Once::<[u32]>::default();
        let (one, same, other) = (once.of(vec![1, 2]), once.of(vec![1, 2]), once.of(vec![2]));
        assert!(Arc::ptr_eq(&one, &same) && !Arc::ptr_eq(&one, &other));
        (0..10 * FEW as u32).for_each(|number| drop(once.of(vec![3, number])));
        assert!(once.0.lock().unwrap().values.len() <= FEW + 1);
        assert!(Arc::ptr_eq(&one, &once.of(vec![1, 2])));
    }
}
