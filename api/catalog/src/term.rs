use std::{collections::HashSet, ops::Deref, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{encode::TermAt, repeated::Repeated, span::Span};

/// A term as it stands in a body.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Term {
    /// Kept once: few terms serve all.
    facts: Arc<TermFacts>,
    pub(crate) span: Span,
}

/// What the lists need to know of a term.
#[derive(Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct TermFacts {
    pub(crate) id: Uuid,
    pub(crate) name: Box<str>,
    pub(crate) order: Box<str>,
    pub(crate) code: Option<Box<str>>,
    pub(crate) parent: Option<Uuid>,
    pub(crate) taxonomy: Option<Uuid>,
}

impl Deref for Term {
    type Target = TermFacts;

    fn deref(&self) -> &TermFacts {
        &self.facts
    }
}

impl Term {
    /// The terms that stand in a body, each once.
    pub(crate) fn distinct(found: Vec<TermAt>, repeated: &Repeated) -> Box<[Self]> {
        let mut seen = HashSet::new();
        let id = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Uuid>().ok());
        let terms = found.into_iter().filter_map(|term| {
            let (own, parent, taxonomy) = (term.id.parse().ok()?, id(&term.parent), id(&term.taxonomy));
            let order = normalize::text::key(&term.name).into();
            let TermAt { span, name, code, .. } = term;
            let code = code.map(String::into);
            let facts = TermFacts { id: own, name: name.into(), order, code, parent, taxonomy };
            seen.insert(own).then(|| Self { facts: repeated.terms.of(Arc::new(facts)), span: span.into() })
        });
        terms.collect()
    }

    /// The same with what repeats kept once.
    pub(crate) fn shared(self, repeated: &Repeated) -> Self {
        Self { facts: repeated.terms.of(self.facts), ..self }
    }
}
