use model::{RecordKey, SourceId};
use proptest::prelude::*;

use super::*;
use crate::{AddressLines, score};

fn place(id: usize, name: &str, postcode: &str, phone: Option<&str>) -> Statement {
    let source = SourceId::new("list").unwrap();
    let mut statement =
        Statement::new(RecordKey::new(source, model::Kind::Location, id.to_string()), Subject::Place);
    statement.name = Some(name.to_owned());
    statement.addresses =
        vec![AddressLines { lines: vec!["1 Fore Street".to_owned()], postcode: Some(postcode.to_owned()) }];
    statement.phones = phone.map(str::to_owned).into_iter().collect();
    statement
}

/// A pair with this number; its sort says what agrees.
fn pair(number: usize, sort: usize, is_one: bool) -> (Statement, Statement, bool) {
    let names = ["Efford Library", "Efford Lib", "Zebra Café", "Efford Community Hub"];
    let other = names.get(sort % 4).copied().unwrap_or_default();
    let postcode = if sort.is_multiple_of(3) { "PL3 6JQ" } else { "PL3 6LG" };
    let phone = (sort % 5 < 2).then_some("01752 305901");
    let first = place(2 * number, "Efford Library", "PL3 6JQ", Some("01752 305901"));
    (first, place(2 * number + 1, other, postcode, phone), is_one)
}

fn pairs(sorts: &[(usize, bool)]) -> Vec<(Statement, Statement, bool)> {
    sorts.iter().enumerate().map(|(number, (sort, is_one))| pair(number, *sort, *is_one)).collect()
}

fn weight(model: &MatchModel, property: Property, level: Level) -> i32 {
    model.weights(Subject::Place).weight(property, level)
}

#[test]
fn no_labels_change_nothing() {
    let learned = learn(MatchModel::shipped(), Subject::Place, &[]);
    assert_eq!(&learned.model, MatchModel::shipped().as_ref());
    assert!(learned.changes.is_empty() && learned.prior.before == learned.prior.after);
}

#[test]
fn labels_pull_in_their_direction() {
    let labels = |is_one| pairs(&[(2, is_one); 30]);
    let of = |is_one| {
        let model = learn(MatchModel::shipped(), Subject::Place, &labels(is_one)).model;
        let (a, b, _) = pair(0, 2, is_one);
        let features = |statement| crate::Features::of(statement, model.weights(Subject::Place));
        score(&model, &features(&a), &features(&b)).log_odds
    };
    assert!(of(true) > of(false) + 2_000, "{} {}", of(true), of(false));
}

#[test]
fn the_summary_names_what_changed_and_how_often_it_was_met() {
    let learned = learn(MatchModel::shipped(), Subject::Place, &pairs(&[(0, false); 10]));
    let met = |change: &&Change| change.property == Property::Name && change.different == 10;
    let change = learned.changes.iter().find(met).unwrap();
    assert!(change.same == 0 && change.weight.after < change.weight.before);
    assert_eq!(change.weight.after, weight(&learned.model, Property::Name, change.level));
}

#[test]
fn pairs_that_a_rule_keeps_apart_teach_nothing() {
    let (mut a, mut b, _) = pair(0, 0, true);
    a.name = Some("Ward 3".to_owned());
    b.name = Some("Ward 4".to_owned());
    let learned = learn(MatchModel::shipped(), Subject::Place, &[(a, b, true)]);
    assert_eq!((learned.pairs, &learned.model), (0, MatchModel::shipped().as_ref()));
}

#[test]
fn many_labels_say_how_far_they_lead_and_few_do_not() {
    let labels: Vec<(usize, bool)> = (0..ENOUGH).map(|sort| (sort, sort % 5 < 2)).collect();
    let spread = |labels: &[(usize, bool)]| {
        let model = MatchModel::shipped();
        spread_of(model.weights(Subject::Place), &samples(model, Subject::Place, &pairs(labels)))
    };
    assert!(spread(&labels) > SPREAD, "{}", spread(&labels));
    assert_eq!(spread(labels.get(1..).unwrap_or_default()).to_bits(), SPREAD.to_bits());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn few_labels_move_little(sort in 0_usize..20, is_one: bool) {
        let learned = learn(MatchModel::shipped(), Subject::Place, &pairs(&[(sort, is_one)]));
        prop_assert!(learned.changes.iter().all(|change| (change.weight.after - change.weight.before).abs() <= 200));
    }

    #[test]
    fn the_order_of_labels_does_not_matter(sorts in prop::collection::vec((0_usize..20, any::<bool>()), 1..12)) {
        let labels = pairs(&sorts);
        let mut turned: Vec<_> = labels.iter().rev().cloned().collect();
        turned.iter_mut().for_each(|(a, b, _)| std::mem::swap(a, b));
        let learn = |labels: &[_]| learn(MatchModel::shipped(), Subject::Place, labels);
        prop_assert_eq!(learn(&labels), learn(&turned));
    }

    #[test]
    fn no_level_comes_to_weigh_less_than_a_less_alike_one(sorts in prop::collection::vec((0_usize..20, any::<bool>()), 1..40)) {
        let learned = learn(MatchModel::shipped(), Subject::Place, &pairs(&sorts));
        let drop = |model: &MatchModel, property, [less, more]: [Level; 2]| {
            weight(model, property, less) - weight(model, property, more)
        };
        for (property, levels) in &learned.model.weights(Subject::Place).levels {
            for two in levels.keys().copied().collect::<Vec<_>>().windows(2) {
                let two = [two[0], two[1]];
                let before = drop(MatchModel::shipped(), *property, two).max(0);
                prop_assert!(drop(&learned.model, *property, two) <= before + 1, "{property:?} {two:?}");
            }
        }
    }
}
