//! What the directory speaks of: identifiers, the nouns of HSDS, and the durable truth they are kept in.
//!
//! An [`Item`] is what a source sent, byte for byte. A [`Record`] is an HSDS noun that an adapter read out of it.
//! [`Judgement`]s are what people said about records. From these three everything else is derived: clusters,
//! [`Claim`]s and the [`Entity`] that is published, and the [`Change`]s that tell readers about it.
//!
//! Everything here is pure: no database, no network, no clock of its own, no chance.

pub mod alignment;
pub mod hsds;

mod calendar;
mod categories;
mod change;
mod clock;
mod conflict;
mod correction;
mod entity;
mod geography;
mod harvest;
mod identity;
mod issue;
mod item;
mod judgement;
mod key;
mod kind;
mod licence;
mod noun;
mod part_id;
mod record;
mod report;
mod review;
mod source;
mod visibility;

pub use calendar::{CalendarKind, CalendarPeriod, UnknownCalendarKind};
pub use categories::CATEGORIES;
pub use change::{Change, ChangeKind};
pub use clock::{Clock, FixedClock, SystemClock};
pub use conflict::{Conflict, Contention};
pub use correction::{Correction, Remedy};
pub use entity::{Claim, Entity, Provenance, why_published};
pub use geography::{Area, Boundary, Dataset, Indicator, Postcode};
pub use harvest::{Outcome, Run, RunCounts};
pub use identity::{Identity, IdentityState};
pub use issue::{Issue, IssueDraft, Severity};
pub use item::{ContentHash, Item};
pub use judgement::{Judgement, Verdict};
pub use key::{KeyError, RecordKey, SourceId};
pub use kind::{Kind, UnknownKind};
pub use licence::Licence;
pub use noun::Noun;
pub use part_id::{NAMESPACE, canonical_id, part_id};
pub use record::Record;
pub use report::{Report, ReportDecision, ReportKind, ReportState};
pub use review::{Freshness, Review, ReviewPeriod, UnknownFreshness};
pub use source::{PrecedenceRule, Source};
pub use visibility::{UnknownVisibility, Visibility};
