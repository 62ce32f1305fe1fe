//! What the directory holds of an entity, as far as a page may tell of it too.

use std::collections::{BTreeMap, BTreeSet};

use model::{CATEGORIES, Claim, Entity, Kind, RecordKey, SourceId, alignment::FactKind};
use serde_json::Value;
use uuid::Uuid;

use super::value;

/// What one source says of a fact.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) source: SourceId,
    pub(super) record: RecordKey,
    /// The values in normal form.
    pub(super) values: BTreeSet<String>,
    /// The same for people.
    pub(super) shown: String,
    /// Whether it is published: of telephones all are, else what comes first.
    pub(super) is_published: bool,
}

/// A published entity.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: Uuid,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) facts: BTreeMap<FactKind, Vec<Said>>,
    pub(super) topics: Vec<String>,
    pub(super) organization: Option<Uuid>,
    pub(super) locations: Vec<Uuid>,
    /// The sources that tell of it, but for websites.
    pub(super) sources: BTreeSet<SourceId>,
}

/// The fields of a noun that hold a fact.
const FIELDS: &[(&str, FactKind)] = &[
    ("name", FactKind::Name),
    ("alternate_name", FactKind::Name),
    ("phones", FactKind::Phone),
    ("email", FactKind::Email),
    ("url", FactKind::Url),
    ("website", FactKind::Url),
    ("addresses", FactKind::Postcode),
    ("schedules", FactKind::Hours),
    ("status", FactKind::Status),
    ("legal_status", FactKind::Status),
];

impl Entry {
    /// What is published of an entity; `websites` are none of its sources.
    pub(super) fn of(entity: &Entity, websites: &BTreeSet<SourceId>) -> Self {
        let noun = entity.noun.to_value();
        let mut entry = Self {
            id: entity.id,
            kind: entity.kind,
            name: entity.noun.name().unwrap_or_default().to_owned(),
            facts: BTreeMap::new(),
            topics: topics(entity),
            organization: id_in(noun.get("organization_id")),
            locations: places(&noun),
            sources: BTreeSet::new(),
        };
        for (field, claims) in &entity.provenance {
            for (rank, claim) in claims.iter().filter(|claim| claim.derived.is_none()).enumerate() {
                if !websites.contains(&claim.source) {
                    entry.sources.insert(claim.source.clone());
                }
                entry.hear(field, claim, rank == 0);
            }
        }
        entry
    }

    fn hear(&mut self, field: &str, claim: &Claim, is_first: bool) {
        if field == "service_at_locations" {
            let there = claim.value.as_array().into_iter().flatten().filter_map(Value::as_object);
            for place in there {
                for (field, value) in place {
                    self.hear_value(field, claim, value, true);
                }
            }
            return;
        }
        self.hear_value(field, claim, &claim.value, is_first || field == "phones");
    }

    fn hear_value(&mut self, field: &str, claim: &Claim, value: &Value, is_published: bool) {
        let Some((_, kind)) = FIELDS.iter().find(|(name, _)| *name == field) else { return };
        let values = value::of_field(*kind, value);
        if values.is_empty() {
            return;
        }
        let shown = value::shown(*kind, value);
        let (source, record) = (claim.source.clone(), claim.record.clone());
        let said = Said { source, record, values, shown, is_published };
        self.facts.entry(*kind).or_default().push(said);
    }

    /// What is said of a fact, what is published first.
    pub(super) fn said(&self, kind: FactKind) -> &[Said] {
        self.facts.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether every source that says how it stands says that it is closed for good.
    pub(super) fn is_closed(&self) -> bool {
        let mut told =
            self.said(FactKind::Status).iter().filter(|said| self.sources.contains(&said.source)).peekable();
        told.peek().is_some() && told.all(|said| said.values.iter().any(|status| value::is_closed(status)))
    }
}

/// The codes of the directory's own categories that an entity is in.
fn topics(entity: &Entity) -> Vec<String> {
    let claims = entity.provenance.get("attributes").into_iter().flatten();
    let parts = claims.filter_map(|claim| claim.value.as_array()).flatten();
    let own = parts.filter_map(|part| part.get("taxonomy_term"));
    let own = own.filter(|term| term.get("taxonomy_id").and_then(Value::as_str) == Some(CATEGORIES));
    let codes = own.filter_map(|term| Some(term.get("code")?.as_str()?.to_owned()));
    codes.collect::<BTreeSet<String>>().into_iter().collect()
}

fn places(noun: &Value) -> Vec<Uuid> {
    let given = noun.get("service_at_locations").and_then(Value::as_array).into_iter().flatten();
    given.filter_map(|place| id_in(place.get("location_id"))).collect()
}

fn id_in(value: Option<&Value>) -> Option<Uuid> {
    value?.as_str()?.parse().ok()
}
