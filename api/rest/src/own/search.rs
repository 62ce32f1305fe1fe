//! Which lists are searched: that of a kind, or several at once.

use catalog::{Hits, ListKind, Query, QueryError};

use crate::{
    asked::{KindName, Wanted},
    problem::Problem,
    reader::Reader,
};

/// The kinds that are searched.
pub(crate) const KINDS: [ListKind; 5] = [
    ListKind::Service,
    ListKind::Organization,
    ListKind::Location,
    ListKind::Taxonomy,
    ListKind::TaxonomyTerm,
];

/// What is searched.
#[derive(Clone, Debug)]
pub(crate) enum Lists {
    /// The list of a kind.
    Of(ListKind),
    /// Those of several kinds, as one.
    Across(Vec<ListKind>),
}

impl Lists {
    /// Those of every kind, or of the kinds that are asked for, in which words must be looked for.
    pub(crate) fn across(wanted: &Wanted) -> Result<Self, Problem> {
        if wanted.q.is_none() {
            return Err(Problem::parameter("q", "", "words to look for"));
        }
        Ok(Self::Across(KINDS.into_iter().filter(|kind| is_asked(*kind, &wanted.kind)).collect()))
    }

    /// The conditions. Those across several lists are the same for each.
    pub(super) fn query(&self, reader: &Reader, wanted: &Wanted) -> Result<Query, Problem> {
        let kind = match self {
            Self::Of(kind) => *kind,
            Self::Across(kinds) => kinds.first().copied().unwrap_or(ListKind::Service),
        };
        wanted.query(kind, reader)
    }

    /// How results are written: those of several lists say what kind of thing they are.
    pub(super) fn shape(&self, wanted: &Wanted) -> super::Shape {
        super::Shape { with_kind: matches!(self, Self::Across(_)), ..wanted.shape() }
    }

    /// What meets the conditions.
    pub(super) fn find<'r>(&self, reader: &'r Reader, query: &Query) -> Result<Hits<'r>, QueryError> {
        match self {
            Self::Of(_) => reader.snapshot.search(query),
            Self::Across(kinds) => reader.snapshot.search_across(query, kinds.iter().copied()),
        }
    }
}

/// Whether a kind is asked for; each is where none is named.
pub(crate) fn is_asked(kind: ListKind, kinds: &[KindName]) -> bool {
    kinds.is_empty() || kinds.iter().any(|asked| asked.0.as_str() == kind.as_str())
}
