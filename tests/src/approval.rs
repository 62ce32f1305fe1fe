//! What waits until somebody agrees: moves of many ids at once, and another match model.

use std::sync::Arc;

use matching::MatchModel;
use reconcile::{Limit, Options, Report, Silent, models};

use crate::{
    actors::{Row, club},
    directory::{Directory, on_each_database},
};

/// What one body gives in two halls, by two lists.
const HERE: Row<'_> = Row {
    name: "Memory Café",
    run_by: "Harbour Memory Trust",
    venue: "Old Chapel",
    address: "3 Mill Lane, Plymouth",
    postcode: "PL1 4QT",
    phone: "",
    about: "",
};
const THERE: Row<'_> = Row {
    name: "The Memory Café",
    venue: "Sail Loft",
    address: "9 Quay Road, Plymouth",
    postcode: "PL4 0DW",
    ..HERE
};

/// Two services that may be one: doubtful under the shipped model.
fn doubtful(directory: &Directory) -> (String, String) {
    directory.partner("first").publishes(&[HERE]);
    directory.hour_passes();
    directory.partner("second").publishes(&[THERE]);
    let reader = directory.anonymous();
    (reader.id_of(HERE.name), reader.id_of(THERE.name))
}

/// A model that takes every doubtful pair for one thing.
fn credulous() -> MatchModel {
    let mut model = MatchModel::clone(MatchModel::shipped());
    "credulous".clone_into(&mut model.version);
    (model.link, model.join) = (model.review, model.review);
    model
}

fn reconciles(directory: &Directory, options: &Options) -> Report {
    let report = reconcile::reconcile(&directory.store, &directory.clock, options, &Silent).unwrap();
    directory.catalog.advance(&directory.store).unwrap();
    report
}

#[test]
fn more_moves_than_allowed_wait_for_exactly_that_plan_to_be_approved() {
    on_each_database(|directory| {
        let (elder, younger) = doubtful(directory);
        let strict = Limit { share: 0.0, least: 0 };
        let options =
            Options { all: true, limit: strict, model: Some(Arc::new(credulous())), ..Options::default() };
        let report = reconciles(directory, &options);
        let plan = report.held.iter().find(|plan| plan.kind == model::Kind::Service).unwrap();
        let merged: Vec<_> = plan.merges.iter().map(|merge| merge.from.to_string()).collect();
        assert_eq!(merged, std::slice::from_ref(&younger));
        let reader = directory.anonymous();
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{younger}")).status, 200, "nothing moved");

        let other = Options { approved: [uuid::Uuid::nil()].into(), ..options.clone() };
        assert_eq!(reconciles(directory, &other).held, report.held, "another plan's approval does not count");

        let approved = report.held.iter().map(|plan| plan.id).collect();
        assert!(reconciles(directory, &Options { approved, ..options }).held.is_empty());
        let moved = reader.gets(&format!("/oruk/v3/services/{younger}"));
        assert_eq!(moved.status, 308);
        assert!(moved.header("location").ends_with(&elder));
    });
}

#[test]
fn what_waits_for_approval_keeps_nothing_else_from_being_published() {
    on_each_database(|directory| {
        let (_, younger) = doubtful(directory);
        let strict = Limit { share: 0.0, least: 0 };
        let config = harvest::read_folder(&directory.path("first")).unwrap();
        directory.partner("first").writes(&[HERE, club("Chess", "Guildhall", "PL6 5AA")]);
        harvest::harvest(
            &directory.store,
            &config,
            &harvest::Options::default(),
            &directory.clock,
            &harvest::Silent,
        )
        .unwrap();
        let options =
            Options { all: true, limit: strict, model: Some(Arc::new(credulous())), ..Options::default() };
        assert!(!reconciles(directory, &options).held.is_empty());
        let reader = directory.anonymous();
        reader.id_of("Chess");
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{younger}")).status, 200);
    });
}

#[test]
fn what_people_judge_takes_effect_while_other_moves_wait() {
    on_each_database(|directory| {
        let (elder, younger) = doubtful(directory);
        directory.partner("third").publishes(&[club("Chess", "Guildhall", "PL6 5AA")]);
        directory.hour_passes();
        directory.partner("fourth").publishes(&[club("Draughts", "Scout Hut", "PL7 1AA")]);
        let reader = directory.anonymous();
        let (chess, draughts) = (reader.id_of("Chess"), reader.id_of("Draughts"));
        let strict = Limit { share: 0.0, least: 0 };
        let options =
            Options { all: true, limit: strict, model: Some(Arc::new(credulous())), ..Options::default() };
        let new = store::NewJudgement {
            a: "third:service:chess-pl6-5aa".parse().unwrap(),
            b: "fourth:service:draughts-pl7-1aa".parse().unwrap(),
            verdict: model::Verdict::Positive,
            who: "Ann".to_owned(),
            reason: "one club, two names".to_owned(),
        };
        directory.store.judge(&[new], model::Clock::now(&directory.clock)).unwrap();
        assert!(!reconciles(directory, &options).held.is_empty());
        for id in [&elder, &younger, &chess] {
            assert_eq!(reader.gets(&format!("/oruk/v3/services/{id}")).status, 200);
        }
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{draughts}")).status, 308, "a person said so");
    });
}

#[test]
fn a_dry_run_says_what_would_move_and_changes_nothing() {
    on_each_database(|directory| {
        let (_, younger) = doubtful(directory);
        let before = directory.store.last_change().unwrap();
        let plan = models::plan(&directory.store, &directory.clock, Arc::new(credulous()), &Silent).unwrap();
        assert!(plan.held.iter().any(|plan| !plan.merges.is_empty()));
        assert_eq!(directory.store.last_change().unwrap(), before);
        assert_eq!(directory.anonymous().gets(&format!("/oruk/v3/services/{younger}")).status, 200);
    });
}

#[test]
fn a_model_is_taken_into_use_kept_and_taken_back() {
    on_each_database(|directory| {
        let (elder, younger) = doubtful(directory);
        let (store, clock) = (&directory.store, &directory.clock);
        let take = |model: &MatchModel| {
            let plan = models::plan(store, clock, Arc::new(model.clone()), &Silent).unwrap();
            models::take(store, clock, model, ("Ann", "trying"), &plan, &Silent).unwrap();
            directory.catalog.advance(store).unwrap();
        };
        take(&credulous());
        assert_eq!(models::in_force(store).unwrap().version, "credulous");
        let reader = directory.anonymous();
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{younger}")).status, 308);
        take(&models::find(store, "shipped").unwrap().unwrap());
        for id in [&elder, &younger] {
            assert_eq!(reader.gets(&format!("/oruk/v3/services/{id}")).status, 200, "both ids are back");
        }
        let versions: Vec<_> = store.models().unwrap().into_iter().map(|model| model.version).collect();
        assert_eq!(versions, ["credulous", MatchModel::shipped().version.as_str()]);
    });
}
