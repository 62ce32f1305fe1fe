//! Records, sources and references to test with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use model::{
    Correction, Judgement, Kind, Licence, NAMESPACE, Noun, Record, RecordKey, Remedy, Source, SourceId,
    Verdict, Visibility,
};
use resolver::References;
use serde_json::Value;
use uuid::Uuid;

pub(crate) fn key(text: &str) -> RecordKey {
    text.parse().unwrap()
}

pub(crate) fn day(number: i64) -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(number)
}

pub(crate) fn judgement(number: i64, a: &RecordKey, b: &RecordKey, verdict: Verdict) -> Judgement {
    let (a, b) = (a.clone(), b.clone());
    Judgement { number, a, b, verdict, who: "steward".into(), at: day(number), reason: "looked".into() }
}

pub(crate) fn source(id: &str, precedence: i32) -> Source {
    Source {
        id: SourceId::new(id).unwrap(),
        name: id.to_uppercase(),
        publisher: format!("{id} publisher"),
        licence: Licence {
            id: format!("LICENCE-{id}"),
            url: None,
            attribution: Some(format!("Contains data of {id}.")),
            republish: true,
        },
        visibility: Visibility::Public,
        precedence,
        duplicate_free: false,
        review: None,
        precedence_for: Vec::new(),
        supplements: false,
    }
}

/// A record of an HSDS noun, first and last seen and last modified on day 0.
pub(crate) fn record(name: &str, noun: Value) -> Record {
    let key = key(name);
    Record {
        item: format!("{}/{}", key.kind, key.id),
        noun: Noun::from_value(key.kind, noun).unwrap(),
        key,
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
        first_seen: day(0),
        last_seen: day(0),
        modified: day(0),
        deleted: None,
        confirmed: None,
    }
}

/// Every reference leads to an id made of it; those whose id begins with `hidden` are not published, and those that
/// begin with `lost` lead nowhere.
pub(crate) struct Everything;

impl Everything {
    pub(crate) fn id(name: &str) -> Uuid {
        Uuid::new_v5(&NAMESPACE, name.as_bytes())
    }
}

impl References for Everything {
    fn canonical(&self, key: &RecordKey) -> Option<Uuid> {
        (!key.id.starts_with("lost")).then(|| Self::id(&format!("{}:{}", key.kind, key.id)))
    }

    fn names(&self, organization: Uuid) -> BTreeSet<String> {
        let known = [("council", "Plymouth City Council"), ("kitchen", "Stoke Kitchen")];
        let called = known.iter().filter(|(id, _)| organization == Self::id(&format!("organization:{id}")));
        called.filter_map(|(_, name)| resolver::called::name(name)).collect()
    }

    fn is_public(&self, id: Uuid) -> bool {
        !Kind::ALL.iter().any(|kind| id == Self::id(&format!("{kind}:hidden")))
    }
}

/// A correction with a value as a steward writes it, made on the day of its number, that never expires.
pub(crate) fn correction(number: i64, remedy: Remedy, record: &str, field: &str, value: &str) -> Correction {
    let record = key(record);
    let told = resolver::read_fact(record.kind, field, value).unwrap();
    Correction {
        number,
        record,
        field: field.into(),
        remedy,
        value: told.text,
        content: told.content,
        known: Vec::new(),
        supersedes: Vec::new(),
        who: "steward".into(),
        at: day(number),
        reason: "rang them".into(),
        expires: None,
    }
}
