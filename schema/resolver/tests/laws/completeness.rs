//! What holds of every entity, whatever its records say. The records are drawn from the dictionary of the standard,
//! so a noun or field that is added there is covered here.

use model::{
    Entity, Kind, Noun, Record, RecordKey, Source, Visibility,
    hsds::{Field, FieldKind, NounType},
};
use proptest::prelude::*;
use resolver::{Member, assemble};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::common::{Everything, day, record, source};

const ID: Uuid = Uuid::from_u128(7);
const DEPTH: usize = 3;

/// Draws nouns by tossing coins; when they run out, everything is heads and first in its list.
struct Draw<'c> {
    coins: std::slice::Iter<'c, u8>,
    marker: &'static str,
}

impl Draw<'_> {
    fn toss(&mut self, sides: u8) -> usize {
        usize::from(self.coins.next().copied().unwrap_or(0) % sides)
    }

    fn noun(&mut self, noun: &NounType, depth: usize) -> Value {
        let mut drawn = Map::new();
        drawn.insert("id".into(), json!(["a", "b", "c"][self.toss(3)]));
        for field in noun.fields {
            if self.toss(4) != 3
                && let Some(value) = self.field(field, depth)
            {
                drawn.insert(field.name.into(), value);
            }
        }
        Value::Object(drawn)
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Value> {
        Some(match field.kind {
            FieldKind::List(_) | FieldKind::One(_) if depth == 0 => return None,
            FieldKind::List(part) => (0..=self.toss(2)).map(|_| self.noun(part(), depth - 1)).collect(),
            FieldKind::One(part) => self.noun(part(), depth - 1),
            FieldKind::Number => json!(self.toss(3)),
            FieldKind::Id => json!(["a", "b", "hidden", "lost"][self.toss(4)]),
            FieldKind::Choice(words) => json!(words[self.toss(2)]),
            _ => {
                let word = ["", "01752 668000", "PL1 1HZ", "name"][self.toss(4)];
                json!(format!("{}{word}", self.marker))
            }
        })
    }
}

fn drawn(kind: Kind, name: &str, coins: &[u8], marker: &'static str) -> Record {
    let noun = Draw { coins: coins.iter(), marker }.noun(Noun::noun_type(kind), DEPTH);
    let key: RecordKey = format!("{name}:{kind}:1").parse().unwrap();
    record(&key.to_string(), noun)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn coins() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..400)
}

fn entity(members: &[(Source, Record)]) -> Entity {
    let members: Vec<Member<'_>> = members.iter().map(|(source, record)| Member { record, source }).collect();
    let referents = vec![Uuid::from_u128(2), Uuid::from_u128(1)];
    assemble(ID, &members, &[], referents, &Everything, day(9)).unwrap().entity
}

fn everything_said(entity: &Entity) -> String {
    format!("{}{}{:?}", entity.noun.to_json(), json!(entity.provenance), entity.licences)
}

/// Every object of an entity with its dictionary entry, parts at every depth included.
fn walk<'v>(noun: &'static NounType, value: &'v Value, visit: &mut impl FnMut(&'static NounType, &'v Value)) {
    visit(noun, value);
    for field in noun.fields {
        match (field.kind, value.get(field.name)) {
            (FieldKind::One(part), Some(value)) => walk(part(), value, visit),
            (FieldKind::List(part), Some(Value::Array(values))) => {
                values.iter().for_each(|value| walk(part(), value, visit));
            }
            _ => {}
        }
    }
}

proptest! {
    // Whole nouns are large and each case draws several: fewer cases than usual cover as much.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_published_is_complete_by_the_standard_and_has_uuids_throughout(
        kind in kind(), one in coins(), other in coins(),
    ) {
        let members =
            [(source("one", 500), drawn(kind, "one", &one, "")), (source("two", 400), drawn(kind, "two", &other, ""))];
        let entity = entity(&members);
        let value = entity.noun.to_value();
        let mut faults = Vec::new();
        walk(Noun::noun_type(kind), &value, &mut |noun, part| {
            let is_whole = noun.name == kind.as_str() && part.get("id") == value.get("id");
            let required = noun.fields.iter().filter(|field| field.required);
            for field in required.filter(|field| part.get(field.name).is_none()) {
                if entity.visibility.is_public() || !is_whole {
                    faults.push(format!("{} lacks {}", noun.name, field.name));
                }
            }
            let ids = noun.fields.iter().filter(|field| matches!(field.kind, FieldKind::Id)).map(|field| field.name);
            for id in ids.chain(["id"]).filter_map(|name| part.get(name)) {
                if id.as_str().and_then(|id| Uuid::parse_str(id).ok()).is_none() {
                    faults.push(format!("{} has the id {id}", noun.name));
                }
            }
            if part.get("id").is_none() {
                faults.push(format!("{} has no id", noun.name));
            }
        });
        prop_assert!(faults.is_empty(), "{faults:?} in {value:#}");
    }

    #[test]
    fn an_entity_reads_back_from_its_json(kind in kind(), coins in coins()) {
        let entity = entity(&[(source("one", 500), drawn(kind, "one", &coins, ""))]);
        prop_assert_eq!(&Noun::from_value(kind, entity.noun.to_value()).unwrap(), &entity.noun);
    }

    #[test]
    fn every_field_has_its_provenance_and_every_claim_its_licence(kind in kind(), one in coins(), other in coins()) {
        let members =
            [(source("one", 500), drawn(kind, "one", &one, "")), (source("two", 400), drawn(kind, "two", &other, ""))];
        let entity = entity(&members);
        let value = entity.noun.to_value();
        let given_by_the_directory = ["id", "last_modified", "program_id"];
        let fields = value.as_object().unwrap().keys().filter(|field| !given_by_the_directory.contains(&field.as_str()));
        let mut fields: Vec<&String> = fields.collect();
        fields.sort();
        prop_assert_eq!(entity.provenance.keys().collect::<Vec<_>>(), fields);
        for claim in entity.provenance.values().flatten() {
            let licence = format!("LICENCE-{}", claim.source);
            prop_assert!(entity.licences.iter().any(|known| known.id == licence));
        }
    }

    #[test]
    fn the_order_of_members_does_not_matter(
        kind in kind(),
        members in prop::collection::vec((coins(), 0..2i32, 0..2i64), 1..5),
        order in any::<prop::sample::Index>(),
    ) {
        let member = |(number, (coins, precedence, modified)): (usize, (Vec<u8>, i32, i64))| {
            let name = format!("s{number}");
            let mut record = drawn(kind, &name, &coins, "");
            record.modified = day(modified);
            (source(&name, precedence), record)
        };
        let members: Vec<(Source, Record)> = members.into_iter().enumerate().map(member).collect();
        let mut turned = members.clone();
        turned.rotate_left(order.index(members.len()));
        prop_assert_eq!(entity(&members), entity(&turned));
        turned.reverse();
        prop_assert_eq!(entity(&members), entity(&turned));
    }

    #[test]
    fn nothing_of_what_is_not_republished_or_not_public_leaks(kind in kind(), one in coins(), other in coins(), how in 0..3u8) {
        let (mut silent, mut unheard) = (source("silent", 900), drawn(kind, "silent", &other, "SECRET"));
        match how {
            0 => silent.licence.republish = false,
            1 => silent.visibility = Visibility::Partner,
            _ => unheard.visibility = Visibility::Private,
        }
        let strictest = silent.visibility.and(unheard.visibility);
        let entity = entity(&[(source("one", 500), drawn(kind, "one", &one, "")), (silent, unheard)]);
        let said = everything_said(&entity);
        prop_assert!(!said.contains("SECRET") && !said.contains("silent"), "{said}");
        prop_assert!(entity.visibility >= strictest);
    }

    #[test]
    fn nothing_of_a_field_that_is_kept_back_leaks(kind in kind(), coins in coins(), field in any::<prop::sample::Index>()) {
        let fields = Noun::noun_type(kind).fields;
        let kept_back = fields[field.index(fields.len())].name;
        let mut record = drawn(kind, "one", &coins, "");
        let mut value = record.noun.to_value();
        value.get_mut(kept_back).map(mark);
        record.noun = Noun::from_value(kind, value).unwrap();
        record.field_visibility.insert(kept_back.to_owned(), Visibility::Partner);
        record.original.insert(kept_back.to_owned(), "SECRET".to_owned());
        let entity = entity(&[(source("one", 500), record)]);
        prop_assert!(!everything_said(&entity).contains("SECRET"));
    }
}

/// Writes SECRET into every text of a value.
fn mark(value: &mut Value) {
    match value {
        Value::String(text) => *text = "SECRET".to_owned(),
        Value::Array(values) => values.iter_mut().for_each(mark),
        Value::Object(fields) => fields.values_mut().for_each(mark),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
