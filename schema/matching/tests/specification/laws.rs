//! Laws of matching that hold for any records.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::build::{Body, Place};
use matching::{Component, Features, MatchModel, Matcher, Pair, Statement, Subject, explain, read};
use model::RecordKey;
use proptest::prelude::*;

fn locations() -> impl Strategy<Value = Vec<Statement>> {
    let name = "(Ford|Efford|St Marys|) ?(Library|Hall|Church|Ward [34])( Plymouth)?";
    let address = "([1-3] )?(Alfred Rd|High St), (PL1 1AB|PL1 1AD|PL2 1AA)?";
    let place = (name, address, prop::option::of(0..4u8));
    prop::collection::vec(place, 0..25).prop_map(|places| {
        let read = |(at, (name, address, north)): (usize, &(String, String, Option<u8>))| {
            let position = north.map(|north| (50.37 + f64::from(north) / 900.0, -4.14));
            Place { name, address, position, ..Place::default() }.read(&format!("s{}:{at}", at % 3))
        };
        places.iter().enumerate().map(read).collect()
    })
}

fn with_cap(cap: usize) -> Arc<MatchModel> {
    let mut model = MatchModel::clone(MatchModel::shipped());
    model.block_cap = cap;
    Arc::new(model)
}

fn features(model: &MatchModel, statements: &[Statement]) -> Vec<Features> {
    read(statements, model.weights(Subject::Location))
}

/// What a matcher says of the records in it: its pairs, and all of its components.
fn said(matcher: &mut Matcher, keys: &[RecordKey]) -> (Vec<Pair>, Vec<Component>) {
    keys.iter().for_each(|key| matcher.touch(key));
    (matcher.pairs(), matcher.components(&BTreeMap::new()))
}

/// One thing that happens to a matcher: a record comes, comes again with other words, or goes.
#[derive(Clone, Debug)]
enum Event {
    Come(usize),
    ComeAsAnother(usize, usize),
    Go(usize),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0..25usize).prop_map(Event::Come),
        1 => (0..25usize, 0..25usize).prop_map(|(at, other)| Event::ComeAsAnother(at, other)),
        1 => (0..25usize).prop_map(Event::Go),
    ];
    prop::collection::vec(event, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_records_makes_no_difference(statements in locations(), cap in 2usize..30) {
        let model = with_cap(cap);
        let keys: Vec<_> = statements.iter().map(|statement| statement.key.clone()).collect();
        let forth = features(&model, &statements);
        let back = forth.iter().rev().cloned().collect();
        let mut forth = Matcher::new(Arc::clone(&model)).load(forth);
        let mut back = Matcher::new(Arc::clone(&model)).load(back);
        prop_assert_eq!(said(&mut forth, &keys), said(&mut back, &keys));
    }

    #[test]
    fn records_that_come_and_go_one_by_one_end_as_if_they_had_come_at_once(
        statements in locations(), events in events(), cap in 2usize..12, first in 0usize..25,
    ) {
        let model = with_cap(cap);
        let all = features(&model, &statements);
        let known: Vec<_> = all.iter().take(first).cloned().collect();
        let mut there: BTreeMap<RecordKey, Features> =
            known.iter().map(|features| (features.key.clone(), features.clone())).collect();
        let mut streamed = Matcher::new(Arc::clone(&model)).load(known);
        let mut seen = BTreeMap::new();
        let mut note = |found: Vec<Component>| {
            found.into_iter().for_each(|found| {
                for key in &found.keys {
                    seen.insert(key.clone(), found.clone());
                }
            });
        };
        note(streamed.components(&BTreeMap::new()));
        for event in events {
            match event {
                Event::Come(at) => {
                    let Some(features) = all.get(at) else { continue };
                    there.insert(features.key.clone(), features.clone());
                    streamed.put(features.clone());
                }
                Event::ComeAsAnother(at, other) => {
                    let (Some(own), Some(other)) = (all.get(at), all.get(other)) else { continue };
                    let mut features = other.clone();
                    features.key.clone_from(&own.key);
                    there.insert(features.key.clone(), features.clone());
                    streamed.put(features);
                }
                Event::Go(at) => {
                    let Some(features) = all.get(at) else { continue };
                    there.remove(&features.key);
                    streamed.remove(&features.key);
                }
            }
            note(streamed.components(&BTreeMap::new()));
        }
        let keys: Vec<RecordKey> = there.keys().cloned().collect();
        let mut batch = Matcher::new(Arc::clone(&model)).load(there.into_values().collect());
        let (pairs, components) = said(&mut batch, &keys);
        prop_assert_eq!(&streamed.pairs(), &pairs);
        // What was given last for each record is its component now: nothing changed without being given again.
        for component in components {
            for key in &component.keys {
                prop_assert_eq!(seen.get(key), Some(&component));
            }
        }
    }

    #[test]
    fn an_explanation_adds_up_to_the_score_that_was_given(statements in locations()) {
        let model = MatchModel::shipped();
        for pair in Matcher::new(Arc::clone(model)).load(features(model, &statements)).pairs() {
            let of = |key| statements.iter().find(|statement| statement.key == key).unwrap();
            let explanation = explain(model, of(pair.b.clone()), of(pair.a.clone()));
            let sum: i32 = explanation.comparisons.iter().map(|comparison| comparison.weight).sum();
            prop_assert_eq!((explanation.score, explanation.band), (pair.score.log_odds, pair.score.band));
            prop_assert_eq!(explanation.prior + sum, explanation.score);
            prop_assert!(!explanation.blocks.is_empty());
        }
    }

    #[test]
    fn no_text_makes_it_panic(name in any::<String>(), other in any::<String>()) {
        let a = Body { name: &name, website: Some(&other), phone: Some(&other), charity: Some(&name) }.read("a:1");
        let b = Place { name: &other, address: &name, phone: Some(&name), uprn: Some(&other), ..Place::default() }.read("a:1");
        explain(MatchModel::shipped(), &a, &a);
        explain(MatchModel::shipped(), &b, &b);
    }
}
