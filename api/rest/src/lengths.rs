//! How long the portions of exports are. To know it costs as much as to send everything, so that it is found out once
//! for each export, and for one export at a time.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Of so many exports the lengths are kept.
const MOST: usize = 16;

/// The lengths of the exports that were asked for in parts last. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lengths(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    known: Mutex<VecDeque<(String, Arc<[u64]>)>>,
    is_counting: AtomicBool,
}

/// Leave to find out the lengths of an export, until it is dropped.
#[derive(Debug)]
pub(crate) struct Counting(Arc<Kept>);

impl Lengths {
    /// The lengths of the export of this name, where they are known.
    pub(crate) fn of(&self, name: &str) -> Option<Arc<[u64]>> {
        self.0.known().iter().find(|(other, _)| other == name).map(|(_, lengths)| Arc::clone(lengths))
    }

    /// Leave to find some out, unless somebody else does.
    pub(crate) fn begin(&self) -> Option<Counting> {
        let is_free = !self.0.is_counting.swap(true, Ordering::AcqRel);
        is_free.then(|| Counting(Arc::clone(&self.0)))
    }
}

impl Counting {
    /// Keeps what was found out.
    pub(crate) fn keep(self, name: String, lengths: Arc<[u64]>) {
        let mut known = self.0.known();
        known.truncate(MOST - 1);
        known.push_front((name, lengths));
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        self.0.is_counting.store(false, Ordering::Release);
    }
}

impl Kept {
    fn known(&self) -> MutexGuard<'_, VecDeque<(String, Arc<[u64]>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_export_is_counted_at_a_time_and_those_counted_last_are_known() {
        let lengths = Lengths::default();
        for number in 0..=MOST {
            let counting = lengths.begin().unwrap();
            assert!(lengths.begin().is_none());
            counting.keep(number.to_string(), [number as u64].into());
        }
        assert_eq!(lengths.of("0"), None);
        assert_eq!(lengths.of("16").as_deref(), Some(&[16][..]));
    }
}
