//! Facts as they are found.

use std::collections::BTreeSet;

use model::{
    alignment::{Fact, FactKind},
    hsds::Schedule,
};
use normalize::{phone, text};

use crate::formats::rows::schedules_of;

/// How many facts are taken of one page or one thing.
const MOST: usize = 2_000;

/// What was found, in the order in which it stands.
#[derive(Clone, Debug, Default)]
pub(in crate::formats::website) struct Found {
    pub(in crate::formats::website) facts: Vec<Fact>,
    /// Its number in the register of charities.
    pub(in crate::formats::website) charity: Option<String>,
    told: BTreeSet<(FactKind, String)>,
}

impl Found {
    pub(super) fn has(&self, kinds: &[FactKind]) -> bool {
        self.facts.iter().any(|fact| kinds.contains(&fact.kind))
    }

    /// Takes a fact, unless the same was told before.
    pub(super) fn push(&mut self, kind: FactKind, value: &str, place: &str) {
        let value = value.trim();
        let same = match kind {
            FactKind::Phone => phone::normalize(value, "GB"),
            _ => Some(text::key(value)),
        };
        let same = same.filter(|same| !same.is_empty()).unwrap_or_else(|| value.to_owned());
        if !value.is_empty() && self.facts.len() < MOST && self.told.insert((kind, same)) {
            let schedules = if kind == FactKind::Hours { schedules(value) } else { Vec::new() };
            self.facts.push(Fact { kind, value: value.to_owned(), schedules, place: place.to_owned() });
        }
    }

    /// Takes what another found.
    pub(super) fn extend(&mut self, other: Self) {
        for fact in other.facts {
            self.push(fact.kind, &fact.value, &fact.place);
        }
        self.charity = self.charity.take().or(other.charity);
    }
}

fn schedules(words: &str) -> Vec<Schedule> {
    schedules_of(words).into_iter().filter_map(|schedule| serde_json::from_value(schedule).ok()).collect()
}
