//! Laws of matching that hold for any records.

use crate::build::{Body, Place};
use matching::{Features, MatchModel, explain, pairs};
use proptest::prelude::*;

fn locations() -> impl Strategy<Value = Vec<Features>> {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_records_makes_no_difference(features in locations(), cap in 2usize..30) {
        let mut model = MatchModel::shipped().clone();
        model.block_cap = cap;
        let mut reversed = features.clone();
        reversed.reverse();
        prop_assert_eq!(pairs(&model, &features), pairs(&model, &reversed));
    }

    #[test]
    fn an_explanation_adds_up_to_the_score_that_was_given(features in locations()) {
        let model = MatchModel::shipped();
        for pair in pairs(model, &features) {
            let of = |key| features.iter().find(|features| features.key == key).unwrap();
            let explanation = explain(model, of(pair.b.clone()), of(pair.a.clone()));
            let sum: i32 = explanation.comparisons.iter().map(|comparison| comparison.weight).sum();
            prop_assert_eq!((explanation.score, explanation.band), (pair.score, pair.band));
            prop_assert_eq!(explanation.prior + sum, pair.score);
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
