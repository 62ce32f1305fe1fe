//! Topics that are asked for, with everything narrower.

use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::{ListKind, QueryError, Snapshot, entry::Part};

impl Snapshot {
    /// The terms that a topic stands for: those of that id or code, and all that are narrower.
    pub(crate) fn topic(&self, asked: &str) -> Result<FxHashSet<Uuid>, QueryError> {
        let mut waiting: Vec<Uuid> = match asked.parse::<Uuid>() {
            Ok(id) => vec![id],
            Err(_) => self.coded(asked),
        };
        if waiting.is_empty() {
            return Err(QueryError::Topic(asked.chars().take(80).collect()));
        }
        let mut topic = FxHashSet::default();
        while let Some(term) = waiting.pop() {
            if topic.insert(term) {
                waiting.extend(self.narrower(term));
            }
        }
        Ok(topic)
    }

    /// The terms of a code, in whatever case it is written.
    fn coded(&self, code: &str) -> Vec<Uuid> {
        let terms = &self.list(ListKind::TaxonomyTerm).entries;
        let is_it = |code_of: &str| code_of.eq_ignore_ascii_case(code.trim());
        let found = terms.iter().filter(|entry| match entry.part {
            Part::Term(index) => {
                entry.body.terms.get(index).and_then(|term| term.code.as_deref()).is_some_and(is_it)
            }
            _ => false,
        });
        found.map(|entry| entry.id).collect()
    }

    fn narrower(&self, term: Uuid) -> impl Iterator<Item = Uuid> {
        let below = self.list(ListKind::TaxonomyTerm).linked(term);
        below.filter(move |entry| entry.parent() == Some(term)).map(|entry| entry.id)
    }
}
