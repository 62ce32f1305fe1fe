use std::collections::BTreeSet;

use model::{
    hsds::{FieldKind, NounType},
    part_id,
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    json::{Object, canonical_object, text},
    keys,
};

/// Gives every part of an object its id, from its owner's id and what it says or is named by, at every depth.
/// Parts of a list that come out as the same part are one.
pub(crate) fn give(noun: &NounType, id: Uuid, object: &mut Object) {
    let organization = text(object, "organization_id").and_then(|id| Uuid::parse_str(id).ok());
    for field in noun.fields {
        let Some(value) = object.get_mut(field.name) else { continue };
        let (part, values) = match (field.kind, value) {
            (FieldKind::One(part), value) => (part(), std::slice::from_mut(value)),
            (FieldKind::List(part), Value::Array(values)) => {
                values.iter_mut().for_each(|value| give_one(noun, part(), id, value));
                let mut seen = BTreeSet::new();
                values.retain(|value| seen.insert(value.get("id").map(ToString::to_string)));
                continue;
            }
            _ => continue,
        };
        // A program belongs to the organization, so that the same program has the same id in all its services.
        let owner = organization.filter(|_| part.name == "program").unwrap_or(id);
        values.iter_mut().for_each(|value| give_one(noun, part, owner, value));
    }
    repeat_id(noun, object, ("attribute", "taxonomy_term", "taxonomy_term_id"));
    repeat_id(noun, object, ("service", "program", "program_id"));
    repeat_id(noun, object, ("service_capacity", "unit", "unit_id"));
}

fn give_one(owner_noun: &NounType, noun: &NounType, owner: Uuid, value: &mut Value) {
    let Value::Object(part) = value else { return };
    match (owner_noun.name, noun.name) {
        ("taxonomy", "taxonomy_term") => set(part, "taxonomy_id", owner),
        ("service", "service_at_location") => set(part, "service_id", owner),
        _ => {}
    }
    let id = part_id_of(noun, owner, part);
    give(noun, id, part);
    set(part, "id", id);
}

/// By what names the part where something does, so that its details may change; else by all it says.
fn part_id_of(noun: &NounType, owner: Uuid, part: &Object) -> Uuid {
    match noun.name {
        "taxonomy_term" => keys::id_of_term(part),
        "service_at_location" => part_id(owner, noun.name, &keys::service_at_location(part)),
        "program" => part_id(owner, noun.name, &normalize::text::key(text(part, "name").unwrap_or_default())),
        _ => part_id(owner, noun.name, &canonical_object(part)),
    }
}

/// Repeats the id of a nested noun in the field that names it.
fn repeat_id(noun: &NounType, object: &mut Object, (owner, nested, field): (&str, &str, &str)) {
    if noun.name == owner
        && let Some(id) = object.get(nested).and_then(|nested| nested.get("id")).cloned()
    {
        object.insert(field.to_owned(), id);
    }
}

fn set(object: &mut Object, field: &str, id: Uuid) {
    object.insert(field.to_owned(), Value::String(id.to_string()));
}
