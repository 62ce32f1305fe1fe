//! Open Referral UK 1.0 as JSON, from its API or from files that hold what it answered.
//!
//! The feed is taken apart as one of edition 3 is, and its items stay as they came. When an item is read, what edition 1
//! calls or nests otherwise takes the place that edition 3 gives it. What has no place there, such as reviews, stays in
//! the item and is told of once for each field.

mod eligibility;
mod upward;

use model::Kind;

use super::{
    Adapter, Draft,
    hsds::{self, Edition, Splitter},
};
use crate::{
    SourceConfig,
    fetch::{Fetch, Refused},
    issues::Issues,
};

pub(super) use upward::{closed_terms, is_edition_1, term};

/// The adapter for Open Referral UK 1.0.
pub(super) struct Oruk1;

impl Adapter for Oruk1 {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        hsds::fetch(fetch, Splitter::of(Edition::One))
    }

    fn is_one_file(&self, config: &SourceConfig) -> bool {
        hsds::Hsds.is_one_file(config)
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let mut draft = hsds::Hsds.read(id, body, issues)?;
        match draft.kind {
            Kind::Service => upward::service(&mut draft.value),
            Kind::Location => upward::location(&mut draft.value),
            Kind::Organization => upward::organization(&mut draft.value),
            Kind::Taxonomy => {}
        }
        Some(draft)
    }
}
