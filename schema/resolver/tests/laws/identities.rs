//! How long ids live and where they lead, in examples and in random histories.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{day, judgement, key};
use model::{Identity, IdentityState, Judgement, Kind, RecordKey, Verdict};
use proptest::prelude::*;
use resolver::{Constraints, Ledger, Moves, Seniority, identify, identify_some};
use uuid::Uuid;

/// A directory of services whose clusters are given, one step a day.
#[derive(Default)]
struct History {
    ledger: Ledger,
    first_seen: BTreeMap<RecordKey, i64>,
    today: i64,
}

impl History {
    fn step(&mut self, clusters: &[Vec<RecordKey>]) -> Moves {
        self.today += 1;
        for key in clusters.iter().flatten() {
            self.first_seen.entry(key.clone()).or_insert(self.today);
        }
        let moves = self.moves(clusters);
        self.ledger.apply(&moves);
        moves
    }

    fn moves(&self, clusters: &[Vec<RecordKey>]) -> Moves {
        let seniority =
            |key: &RecordKey| Seniority { first_seen: day(self.first_seen[key]), precedence: 500 };
        identify(&self.ledger, Kind::Service, clusters, &seniority)
    }

    /// Steps to clusters written as `a b | c` and says their ids.
    fn to<const N: usize>(&mut self, clusters: [&str; N]) -> ([Uuid; N], Moves) {
        let clusters = clusters.map(|names| names.split(' ').map(named).collect::<Vec<_>>());
        let moves = self.step(&clusters);
        (clusters.map(|cluster| self.ledger.id_of(&cluster[0]).unwrap()), moves)
    }
}

fn named(name: &str) -> RecordKey {
    key(&format!("source:service:{name}"))
}

#[test]
fn the_elder_id_survives_a_merge_and_lists_the_younger() {
    let mut history = History::default();
    let ([a], _) = history.to(["a"]);
    let ([_, b], _) = history.to(["a", "b"]);
    let ([both], moves) = history.to(["a b"]);
    assert_eq!(both, a);
    assert_eq!(history.ledger.survivor(b), Some(a));
    assert_eq!(history.ledger.referents(a), [b]);
    assert_eq!((moves.merged, moves.minted, moves.touched), (1, 0, BTreeSet::from([a, b])));
}

#[test]
fn an_unmerge_gives_back_both_old_ids() {
    let mut history = History::default();
    let (before, _) = history.to(["a c", "b d"]);
    history.to(["a b c d"]);
    let (after, moves) = history.to(["a c", "b d"]);
    assert_eq!(before, after);
    assert_eq!((moves.revived, moves.minted), (1, 0));
    assert!(history.ledger.referents(after[0]).is_empty());
}

#[test]
fn on_a_split_the_part_with_the_minting_record_keeps_the_id() {
    let mut history = History::default();
    history.to(["b"]);
    let ([whole], _) = history.to(["a b c"]);
    let ([part, rest], moves) = history.to(["b", "a c"]);
    assert_eq!(part, whole);
    assert_ne!(rest, whole);
    assert_eq!((moves.split, moves.minted), (1, 1));
}

#[test]
fn on_a_split_after_the_minting_record_is_gone_the_elder_part_keeps_the_id() {
    let mut history = History::default();
    history.to(["m"]);
    history.to(["m z"]);
    let ([whole], _) = history.to(["m z a b"]);
    let ([rest, part], _) = history.to(["a b", "z"]);
    assert_eq!(part, whole, "z was seen before a and b");
    assert_ne!(rest, whole);
}

#[test]
fn an_id_outlives_its_minting_record() {
    let mut history = History::default();
    let ([before], _) = history.to(["a b"]);
    let ([after], moves) = history.to(["b"]);
    assert_eq!(before, after);
    assert_eq!(moves, Moves::default());
    assert_eq!(history.ledger.members(after), [&named("a"), &named("b")], "a stays as a ghost");
}

#[test]
fn an_id_without_records_is_gone_and_lives_again_when_one_returns() {
    let mut history = History::default();
    let ([id], _) = history.to(["a b"]);
    let (_, moves) = history.to([]);
    assert_eq!((moves.gone, history.ledger.survivor(id)), (1, None));
    let ([again], moves) = history.to(["b"]);
    assert_eq!((again, moves.revived), (id, 1));
}

#[test]
fn a_gone_id_does_not_take_the_place_of_a_live_one_when_a_mere_member_returns() {
    let mut history = History::default();
    history.to(["a b"]);
    let ([live], _) = history.to(["c"]);
    let ([both], moves) = history.to(["b c"]);
    assert_eq!((both, moves.revived), (live, 0));
}

#[test]
fn a_redirect_to_an_id_that_is_gone_leads_nowhere_until_it_returns() {
    let mut history = History::default();
    let ([a, b], _) = history.to(["a", "b"]);
    history.to(["a b"]);
    history.to([]);
    assert_eq!(history.ledger.survivor(b), None);
    history.to(["a b"]);
    assert_eq!(history.ledger.survivor(b), Some(a));
}

#[test]
fn of_records_first_seen_together_the_one_of_greater_precedence_mints() {
    let clusters = [vec![key("a:service:1"), key("b:service:1")]];
    let seniority = |key: &RecordKey| Seniority {
        first_seen: day(0),
        precedence: 500 + i32::from(key.source.as_str() == "b"),
    };
    let moves = identify(&Ledger::default(), Kind::Service, &clusters, &seniority);
    assert_eq!(moves.identities[0].minted_by, key("b:service:1"));
    assert_eq!(moves.identities[0].id, model::canonical_id(&key("b:service:1"), 0));
}

#[test]
fn kinds_do_not_touch_each_other() {
    let mut history = History::default();
    history.to(["a", "b"]);
    let place = [vec![key("source:location:a")]];
    let seniority = |_: &RecordKey| Seniority { first_seen: day(0), precedence: 500 };
    let moves = identify(&history.ledger, Kind::Location, &place, &seniority);
    assert_eq!((moves.minted, moves.gone), (1, 0));
    assert_eq!(moves.identities[0].serial, 3, "serials count on over all kinds");
}

#[test]
fn while_nothing_moves_ids_keep_their_records_but_for_what_people_judged() {
    let mut history = History::default();
    history.to(["a b", "c", "d"]);
    let clusters = |names: &[&str]| -> Vec<Vec<RecordKey>> {
        names.iter().map(|names| names.split(' ').map(named).collect()).collect()
    };
    let frozen = |found: &[&str], log: &[Judgement]| {
        let frozen = resolver::frozen(&history.ledger, &clusters(found), &Constraints::new(log));
        let sorted = frozen.into_iter().map(|mut cluster| {
            cluster.sort();
            cluster
        });
        sorted.collect::<BTreeSet<_>>()
    };
    let expected = |names: &[&str]| clusters(names).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(frozen(&["a", "b c new", "d"], &[]), expected(&["a b new", "c", "d"]));
    let parted = [judgement(1, &named("a"), &named("b"), Verdict::Negative)];
    assert_eq!(frozen(&["a", "b c", "d"], &parted), expected(&["a", "b", "c", "d"]));
    let joined = [judgement(1, &named("c"), &named("d"), Verdict::Positive)];
    assert_eq!(frozen(&["a", "b c d"], &joined), expected(&["a b", "c d"]));
}

#[test]
fn a_damaged_ledger_that_goes_round_leads_nowhere_but_ends() {
    let ids = [Uuid::from_u128(1), Uuid::from_u128(2)];
    let identity = |at: usize| Identity {
        id: ids[at],
        kind: Kind::Service,
        minted_by: named("a"),
        generation: 0,
        serial: 1,
        state: IdentityState::Merged(ids[1 - at]),
    };
    let ledger = Ledger::new(vec![identity(0), identity(1)], BTreeMap::new());
    assert_eq!(ledger.survivor(ids[0]), None);
    assert_eq!(ledger.referents(ids[0]), [ids[1]]);
}

/// Clusters of some of ten records: each is absent or in one of four groups.
fn clusters() -> impl Strategy<Value = Vec<Vec<RecordKey>>> {
    prop::collection::vec(prop::option::weighted(0.8, 0..4usize), 10).prop_map(|groups| {
        let mut clusters = vec![Vec::new(); 4];
        for (number, group) in groups.into_iter().enumerate() {
            if let Some(group) = group {
                clusters[group].push(named(&number.to_string()));
            }
        }
        clusters.retain(|cluster: &Vec<_>| !cluster.is_empty());
        clusters
    })
}

/// Present members and state of every id, and the referents of live ones: what its entity is made from.
fn standing(
    ledger: &Ledger,
    clusters: &[Vec<RecordKey>],
) -> BTreeMap<Uuid, (Vec<RecordKey>, IdentityState, Vec<Uuid>)> {
    let present: BTreeSet<&RecordKey> = clusters.iter().flatten().collect();
    let of = |identity: &Identity| {
        let members = ledger.members(identity.id).into_iter().filter(|key| present.contains(key)).cloned();
        let is_live = identity.state == IdentityState::Live;
        let referents = if is_live { ledger.referents(identity.id) } else { Vec::new() };
        (identity.id, (members.collect(), identity.state, referents))
    };
    ledger.identities().map(of).collect()
}

proptest! {
    #[test]
    fn every_cluster_has_exactly_one_live_id_of_its_own(steps in prop::collection::vec(clusters(), 1..8)) {
        let mut history = History::default();
        for clusters in &steps {
            history.step(clusters);
            let ids: BTreeSet<Uuid> = clusters.iter().map(|cluster| history.ledger.id_of(&cluster[0]).unwrap()).collect();
            prop_assert_eq!(ids.len(), clusters.len());
            for cluster in clusters {
                let of: BTreeSet<_> = cluster.iter().map(|key| history.ledger.id_of(key)).collect();
                prop_assert_eq!(of.len(), 1);
            }
            let live: BTreeSet<Uuid> = history.ledger.identities()
                .filter(|known| known.state == IdentityState::Live).map(|known| known.id).collect();
            prop_assert_eq!(live, ids);
        }
    }

    #[test]
    fn moving_what_changed_is_moving_all(steps in prop::collection::vec(clusters(), 1..8)) {
        let mut history = History::default();
        let mut before: Vec<Vec<RecordKey>> = Vec::new();
        for clusters in &steps {
            for key in clusters.iter().flatten() {
                history.first_seen.entry(key.clone()).or_insert(history.today + 1);
            }
            let mut concerned: BTreeSet<&RecordKey> = BTreeSet::new();
            // A cluster is formed anew if it changed, or if it holds kin of what is in a cluster that did.
            let is_old = |cluster: &Vec<RecordKey>| before.contains(cluster) && clusters.contains(cluster);
            concerned.extend(before.iter().chain(clusters).filter(|cluster| !is_old(cluster)).flatten());
            loop {
                let kin: BTreeSet<_> = concerned.iter().flat_map(|key| history.ledger.kin(key)).collect();
                let is_met = |cluster: &&Vec<RecordKey>| cluster.iter().any(|key| kin.contains(key));
                let known = concerned.len();
                concerned.extend(clusters.iter().filter(is_met).flatten());
                if concerned.len() == known {
                    break;
                }
            }
            let anew: Vec<_> = clusters.iter().filter(|cluster| concerned.contains(&cluster[0])).cloned().collect();
            let absent = concerned.iter().filter(|key| !clusters.iter().flatten().any(|other| other == **key));
            let absent: Vec<RecordKey> = absent.map(|key| (*key).clone()).collect();
            let seniority = |key: &RecordKey| Seniority { first_seen: day(history.first_seen[key]), precedence: 500 };
            let some = identify_some(&history.ledger, &anew, &absent, &seniority);
            prop_assert_eq!(some, history.step(clusters));
            before.clone_from(clusters);
        }
    }

    #[test]
    fn every_id_leads_to_a_live_one_or_is_gone_and_never_round(steps in prop::collection::vec(clusters(), 1..8)) {
        let mut history = History::default();
        for clusters in &steps {
            history.step(clusters);
            let ledger = &history.ledger;
            for known in ledger.identities() {
                if let IdentityState::Merged(into) = known.state {
                    let elder = ledger.identity(into).unwrap();
                    prop_assert!(elder.serial < known.serial);
                    prop_assert!(ledger.referents(into).contains(&known.id));
                }
                let survivor = ledger.survivor(known.id);
                prop_assert!(survivor.is_none_or(|id| ledger.identity(id).unwrap().state == IdentityState::Live));
            }
        }
    }

    #[test]
    fn an_id_is_minted_once_and_always_names_what_it_was_minted_for(steps in prop::collection::vec(clusters(), 1..8)) {
        let mut history = History::default();
        let mut minted: BTreeMap<Uuid, (RecordKey, i32, i64)> = BTreeMap::new();
        for clusters in &steps {
            history.step(clusters);
            for known in history.ledger.identities() {
                let birth = (known.minted_by.clone(), known.generation, known.serial);
                prop_assert_eq!(minted.entry(known.id).or_insert_with(|| birth.clone()), &birth);
            }
            prop_assert_eq!(history.ledger.identities().count(), minted.len());
        }
        let serials: BTreeSet<i64> = minted.values().map(|(_, _, serial)| *serial).collect();
        prop_assert_eq!(serials.len(), minted.len());
    }

    #[test]
    fn what_does_not_change_moves_nothing(steps in prop::collection::vec(clusters(), 1..8)) {
        let mut history = History::default();
        for clusters in &steps {
            history.step(clusters);
            prop_assert_eq!(history.moves(clusters), Moves::default());
        }
    }

    #[test]
    fn moves_do_not_depend_on_the_order_of_clusters(
        steps in prop::collection::vec(clusters(), 1..5),
        (one, other) in clusters().prop_flat_map(|last| (Just(last.clone()), Just(last).prop_shuffle())),
    ) {
        let mut history = History::default();
        for clusters in steps.iter().chain([&one]) {
            history.step(clusters);
        }
        let reversed: Vec<Vec<RecordKey>> = other.iter().map(|cluster| cluster.iter().rev().cloned().collect()).collect();
        let next = steps.first().unwrap();
        prop_assert_eq!(history.moves(&one), history.moves(&reversed));
        let mut backwards = next.clone();
        backwards.reverse();
        prop_assert_eq!(history.moves(next), history.moves(&backwards));
    }

    #[test]
    fn whatever_became_of_an_id_it_is_touched(steps in prop::collection::vec(clusters(), 2..8)) {
        let mut history = History::default();
        for clusters in &steps {
            // Presence is held still: a member that only vanishes or returns leaves no trace in the ledger.
            let before = standing(&history.ledger, clusters);
            let moves = history.step(clusters);
            for (id, now) in standing(&history.ledger, clusters) {
                prop_assert!(before.get(&id) == Some(&now) || moves.touched.contains(&id), "{id} is not touched");
            }
        }
    }

    #[test]
    fn merging_all_and_parting_again_changes_no_id(groups in clusters().prop_filter("some", |c| !c.is_empty())) {
        let mut history = History::default();
        history.step(&groups);
        let ids = |history: &History| groups.iter().map(|c| history.ledger.id_of(&c[0])).collect::<Vec<_>>();
        let before = ids(&history);
        history.step(&[groups.concat()]);
        history.step(&groups);
        prop_assert_eq!(ids(&history), before);
    }

    #[test]
    fn a_ledger_read_back_from_its_rows_is_the_same(steps in prop::collection::vec(clusters(), 1..6)) {
        let mut history = History::default();
        for clusters in &steps {
            history.step(clusters);
        }
        let rows = history.ledger.identities().cloned().collect();
        let members = (0..10).map(|number| named(&number.to_string()))
            .filter_map(|key| Some((key.clone(), history.ledger.id_of(&key)?))).collect();
        let again = Ledger::new(rows, members);
        let last = steps.last().unwrap();
        prop_assert_eq!(standing(&again, last), standing(&history.ledger, last));
    }
}
