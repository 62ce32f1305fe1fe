//! Numbers given out without gaps.
//!
//! The counter's row stays locked until the transaction ends, so that numbers become visible in their order: whoever
//! has seen a number has seen all lesser ones, or they never will be. Counters are taken as late as possible, and
//! where a transaction needs two, `change` comes before `dirty`.

use diesel::prelude::*;

use crate::{
    Result,
    connection::{Link, on},
    schema::counter,
};

#[derive(Clone, Copy)]
pub(crate) enum Counter {
    Alignment,
    Audit,
    Calendar,
    Change,
    Correction,
    Dirty,
    Geography,
    Issue,
    Judgement,
    MatchModel,
    Report,
    Run,
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::Alignment => "alignment",
            Self::Audit => "audit",
            Self::Calendar => "calendar",
            Self::Change => "change",
            Self::Correction => "correction",
            Self::Dirty => "dirty",
            Self::Geography => "geography",
            Self::Issue => "issue",
            Self::Judgement => "judgement",
            Self::MatchModel => "match_model",
            Self::Report => "report",
            Self::Run => "run",
        }
    }

    /// Takes this many numbers and answers the last of them.
    pub(crate) fn take(self, link: &mut Link<'_>, count: usize) -> Result<i64> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let row = counter::table.find(self.name());
        on!(link, c => diesel::update(row).set(counter::value.eq(counter::value + count)).execute(*c))?;
        self.last(link)
    }

    /// Keeps every other writer of this sort out until the transaction ends.
    pub(crate) fn lock(self, link: &mut Link<'_>) -> Result<()> {
        self.take(link, 0).map(drop)
    }

    /// The last number given out, 0 at first.
    pub(crate) fn last(self, link: &mut Link<'_>) -> Result<i64> {
        let row = counter::table.find(self.name()).select(counter::value);
        Ok(on!(link, c => row.first(*c))?)
    }
}
