//! The incumbency rule: nobody changes what an organization is called or how it is reached merely because their record
//! got linked to it, or changed later.
//!
//! Of the fields that the rule protects, the greatest precedence counts, because an operator gave it; among sources
//! of equal precedence the one that told of the organization first keeps them, by the first sight of the earliest of
//! its present records, then by name. What that source changes in its own words shows. When its records are gone, or
//! say nothing of a field, the next takes over. Each field is taken from one source alone: a list is not added to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::{Kind, SourceId};

use super::voice::Voice;

/// The fields of an organization that the rule protects: name, telephone, web and e-mail addresses, and status.
pub(crate) const PROTECTED: &[&str] =
    &["name", "phones", "email", "website", "additional_websites", "legal_status", "tax_status"];

/// Whether the rule decides whose word counts for a field of this kind.
pub(crate) fn protects(kind: Kind, field: &str) -> bool {
    kind == Kind::Organization && PROTECTED.contains(&field)
}

/// The numbers of the voices, the one that keeps protected fields first. Of the records of one source the order
/// stays, which is the latest change first.
pub(crate) fn order(voices: &[Voice<'_>]) -> Vec<usize> {
    let mut since: BTreeMap<&SourceId, DateTime<Utc>> = BTreeMap::new();
    for voice in voices {
        let first = since.entry(&voice.source.id).or_insert(voice.record.first_seen);
        *first = (*first).min(voice.record.first_seen);
    }
    let mut order: Vec<(usize, &Voice<'_>)> = voices.iter().enumerate().collect();
    order.sort_by_key(|(_, voice)| {
        let source = voice.source;
        (std::cmp::Reverse(source.precedence), since.get(&source.id), &source.id)
    });
    order.into_iter().map(|(number, _)| number).collect()
}
