//! What a query asks of each entry beside its words, made ready to be tested.
//!
//! Each condition says for itself which entries can meet it, as a set of positions, and what is left to be tested on
//! each of those. A filter is no more than all of its conditions.

mod ids;
mod places;
mod suits;

use std::borrow::Cow;

use roaring::RoaringBitmap;

use crate::{Entry, Query, QueryError, Snapshot, conditions, list::List, needs::Wish, positions::Positions};

/// What an entry must pass, by its position.
type Test<'a> = Box<dyn Fn(u32) -> bool + Sync + 'a>;

/// What finds out which positions come into question.
type Narrow<'a> = Box<dyn FnOnce() -> RoaringBitmap + Sync + 'a>;

/// One thing that is asked of entries.
#[derive(Default)]
struct Condition<'a> {
    /// The positions among which everything is that meets it.
    among: Option<Cow<'a, RoaringBitmap>>,
    /// The same, where it costs to find out: of several such, one is asked, and only if nothing else narrows.
    narrowed: Option<Narrow<'a>>,
    /// What is left to be tested; nothing where being among them is enough.
    test: Option<Test<'a>>,
}

impl<'a> Condition<'a> {
    /// Being among them is enough.
    fn among(positions: impl Into<Cow<'a, RoaringBitmap>>) -> Self {
        Self { among: Some(positions.into()), ..Self::default() }
    }

    fn test(test: impl Fn(u32) -> bool + Sync + 'a) -> Self {
        Self { test: Some(Box::new(test)), ..Self::default() }
    }
}

/// Where conditions are to hold.
#[derive(Clone, Copy)]
struct Asked<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    list: &'a List,
}

impl<'a> Asked<'a> {
    /// Something to be tested on entries.
    fn entries(self, test: impl Fn(&'a Entry) -> bool + Sync + 'a) -> Condition<'a> {
        let list = self.list;
        Condition::test(move |position| list.get(position).is_some_and(&test))
    }
}

/// A query's conditions. The words are not among them: the text index tests those.
pub(crate) struct Filter<'a> {
    list: &'a List,
    among: Option<Cow<'a, RoaringBitmap>>,
    narrowed: Option<Narrow<'a>>,
    tests: Vec<Test<'a>>,
}

impl<'a> Filter<'a> {
    /// Refuses what the list cannot be asked for, and values that mean nothing.
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        query: &'a Query,
        wish: &'a Wish<'a>,
    ) -> Result<Self, QueryError> {
        conditions::check(query)?;
        let list = snapshot.list(query.kind);
        let asked = Asked { snapshot, query, list };
        let mut filter = Self { list, among: None, narrowed: None, tests: Vec::new() };
        // What tests the least comes first.
        let conditions = ids::conditions(asked, wish)?.into_iter();
        let conditions = conditions.chain(places::conditions(asked)?).chain(suits::conditions(asked)?);
        conditions.for_each(|condition| filter.add(condition));
        Ok(filter)
    }

    fn add(&mut self, condition: Condition<'a>) {
        self.among = match (self.among.take(), condition.among) {
            (Some(one), Some(other)) => Some(Cow::Owned(&*one & &*other)),
            (one, other) => one.or(other),
        };
        self.narrowed = self.narrowed.take().or(condition.narrowed);
        self.tests.extend(condition.test);
    }

    /// Whether the entry at a position meets every condition.
    pub(crate) fn matches(&self, position: u32) -> bool {
        self.among.as_ref().is_none_or(|among| among.contains(position))
            && self.tests.iter().all(|test| test(position))
    }

    /// Everything that meets every condition.
    pub(crate) fn positions(self) -> Positions<'a> {
        let Self { list, among, narrowed, tests } = self;
        let passes = |position: &u32| tests.iter().all(|test| test(*position));
        let among = among.or_else(|| narrowed.map(|narrowed| Cow::Owned(narrowed())));
        match among {
            Some(among) if tests.is_empty() => Positions::Some(among),
            Some(among) => Positions::Some(Cow::Owned(among.iter().filter(passes).collect())),
            None if tests.is_empty() => Positions::All(list.entries.taken()),
            None => Positions::Some(Cow::Owned(list.entries.taken().iter().filter(passes).collect())),
        }
    }
}
