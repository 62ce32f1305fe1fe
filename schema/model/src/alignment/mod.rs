//! Pages of a website, and what is found when they are held against the directory.
//!
//! An adapter reads a [`Page`] out of what a site sends, with the [`Fact`]s that stand on it and the [`Listing`]s that
//! they are about; each listing is a record of the website as well, so that it is matched like any other. Alignment
//! compares pages with entities and comes to [`Verdict`]s.

mod page;
mod summary;
mod verdict;

pub use page::{Crumb, Fact, FactKind, GONE, Gone, Heading, Link, Listing, PAGE, Page, Relation};
pub use summary::{AlignedPage, Alignment, PageEntity};
pub use verdict::{
    Decision, Evidence, UnknownVerdictKind, UnknownVerdictState, Verdict, VerdictKind, VerdictState,
};
