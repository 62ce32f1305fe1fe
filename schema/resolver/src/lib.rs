#![doc = include_str!("../README.md")]

mod assemble;
mod cluster;
mod constraints;
mod forest;
mod identify;
mod ledger;

pub use assemble::{Member, References, assemble, term_id};
pub use cluster::{Link, cluster};
pub use constraints::{Constraints, Contradiction};
pub use identify::{Moves, Seniority, identify};
pub use ledger::Ledger;
