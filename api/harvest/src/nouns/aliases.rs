//! Older and other names of the standard's fields: HSDS 1.1 and 2.0, Open Referral UK 1 and 3.

use serde_json::{Map, Value};

/// Noun, the name in a feed, the name in HSDS 3.1. Where a feed gives both, the newer name counts.
const ALIASES: &[(&str, &str, &str)] = &[
    ("service", "eligibilitys", "eligibility_description"),
    ("service", "eligibility", "eligibility_description"),
    ("service", "regular_schedules", "schedules"),
    ("service", "fundings", "funding"),
    ("service", "assured_by", "assurer_email"),
    ("service", "service_attributes", "attributes"),
    ("service", "service_taxonomys", "attributes"),
    ("organization", "url", "website"),
    ("organization", "fundings", "funding"),
    ("location", "physical_addresses", "addresses"),
    ("location", "regular_schedules", "schedules"),
    ("location", "accessibility_for_disabilities", "accessibility"),
    ("service_at_location", "regular_schedules", "schedules"),
    ("service_area", "service_area", "name"),
    ("accessibility", "accessibility", "description"),
    ("language", "language", "name"),
    ("taxonomy_term", "term", "name"),
    ("taxonomy_term", "vocabulary", "taxonomy"),
    ("attribute", "taxonomy", "taxonomy_term"),
    ("taxonomy", "vocabulary", "name"),
    ("schedule", "weekday", "byday"),
    ("schedule", "original_text", "description"),
];

/// Nouns nested in others that become records of their own, and so are no fields of the record.
const SPLIT_OFF: &[(&str, &str)] = &[
    ("service", "organization"),
    ("service_at_location", "location"),
    ("organization", "locations"),
    ("taxonomy_term", "taxonomy_detail"),
];

/// The members of an object by the standard's names, without those that are split off.
pub(super) fn renamed(noun: &str, value: Map<String, Value>) -> Map<String, Value> {
    let mut named = Map::new();
    let (old, new): (Vec<_>, Vec<_>) = value.into_iter().partition(|(name, _)| newer(noun, name).is_some());
    named.extend(new.into_iter().filter(|(name, _)| !SPLIT_OFF.contains(&(noun, name.as_str()))));
    for (name, value) in old {
        let newer = newer(noun, &name).unwrap_or(&name);
        if named.get(newer).is_none_or(Value::is_null) {
            named.insert(newer.to_owned(), value);
        }
    }
    if noun == "schedule" {
        name_every_day(&mut named);
    }
    named
}

/// The standard's name for an older one.
pub(crate) fn newer(noun: &str, name: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(of, old, _)| *of == noun && *old == name).map(|(_, _, new)| *new)
}

/// A daily schedule becomes a weekly one, and needs its days.
fn name_every_day(schedule: &mut Map<String, Value>) {
    let daily =
        schedule.get("freq").and_then(Value::as_str).is_some_and(|freq| freq.eq_ignore_ascii_case("daily"));
    let no_days = schedule.get("byday").is_none_or(|days| days.as_str().is_none_or(str::is_empty));
    if daily && no_days {
        schedule.insert("byday".to_owned(), Value::String(super::part::every_day()));
    }
}
