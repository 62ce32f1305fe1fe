#![doc = include_str!("../README.md")]

mod assemble;
pub mod called;
mod cluster;
mod constraints;
mod corrections;
mod forest;
mod frozen;
mod identify;
mod ledger;

pub use assemble::{
    Assembled, FactError, Member, References, Told, assemble, facts, opening_hours, read_fact, term_id, told,
    told_in,
};
pub use cluster::{Link, cluster};
pub use constraints::{Constraints, Contradiction};
pub use corrections::Corrections;
pub use frozen::frozen;
pub use identify::{Moves, Seniority, identify, identify_some};
pub use ledger::Ledger;

/// Names the rules by which entities are assembled. It changes with every change to them, so that what was assembled by
/// others is assembled anew.
pub const ASSEMBLY: &str = "2026.4";
