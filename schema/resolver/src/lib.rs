#![doc = include_str!("../README.md")]

mod assemble;
mod cluster;
mod constraints;
mod corrections;
mod forest;
mod identify;
mod ledger;

pub use assemble::{
    Assembled, FactError, Member, References, Told, assemble, facts, read_fact, term_id, told, told_in,
};
pub use cluster::{Link, cluster};
pub use constraints::{Constraints, Contradiction};
pub use corrections::Corrections;
pub use identify::{Moves, Seniority, identify};
pub use ledger::Ledger;
