//! The incumbency rule: nobody changes what an organization is called or how it is reached merely because their record
//! got linked to it, or changed later.
//!
//! Of the fields that the rule protects, the greatest precedence for the field counts, because an operator gave it to
//! the source for everything or for such fields of such things; among sources
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

/// When a source first told of the organization, as far as it still does.
pub(crate) fn since(voices: &[Voice<'_>], source: &SourceId) -> Option<DateTime<Utc>> {
    voices.iter().filter(|voice| voice.source.id == *source).map(|voice| voice.record.first_seen).min()
}

/// The numbers of the voices, the one that keeps a protected field first, by the precedence that each has for it. Of
/// the records of one source the order stays, which is the latest assured first.
pub(crate) fn order(voices: &[Voice<'_>], precedence: impl Fn(usize) -> i32) -> Vec<usize> {
    let mut since: BTreeMap<&SourceId, DateTime<Utc>> = BTreeMap::new();
    for voice in voices {
        let first = since.entry(&voice.source.id).or_insert(voice.record.first_seen);
        *first = (*first).min(voice.record.first_seen);
    }
    let mut order: Vec<(usize, &Voice<'_>)> = voices.iter().enumerate().collect();
    order.sort_by_key(|(number, voice)| {
        let source = &voice.source.id;
        (std::cmp::Reverse(precedence(*number)), since.get(source), source)
    });
    order.into_iter().map(|(number, _)| number).collect()
}
