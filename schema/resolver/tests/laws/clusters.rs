//! What clustering promises, whatever the records, links and judgements.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{judgement, key};
use model::{Judgement, RecordKey, SourceId, Verdict};
use proptest::{prelude::*, sample::subsequence};
use resolver::{Constraints, Link};

fn nth(number: usize) -> RecordKey {
    key(&format!("{}:service:{number}", ["council", "library", "nhs"][number % 3]))
}

/// What the match model says of a pair, by name: the score in bits.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    a: RecordKey,
    b: RecordKey,
    score: i32,
    is_apart: bool,
}

fn link(a: &str, b: &str, score: i32) -> Said {
    Said { a: key(a), b: key(b), score, is_apart: false }
}

/// Clusters records in any order, of which each pair was compared at most once: the greatest of several counts.
fn cluster(
    keys: &[RecordKey],
    said: &[Said],
    constraints: &Constraints,
    duplicate_free: &BTreeSet<SourceId>,
) -> Vec<Vec<RecordKey>> {
    let mut sorted = keys.to_vec();
    sorted.sort();
    let place = |key: &RecordKey| sorted.binary_search(key).ok().map(|place| u32::try_from(place).unwrap());
    let mut pairs: BTreeMap<(u32, u32), (i32, bool)> = BTreeMap::new();
    for said in said {
        if let (Some(a), Some(b)) = (place(&said.a), place(&said.b)) {
            let known = pairs.entry((a.min(b), a.max(b))).or_insert((said.score, said.is_apart));
            *known = (known.0.max(said.score), known.1 || said.is_apart);
        }
    }
    let links = pairs.into_iter().filter(|((a, b), _)| a != b);
    let links = links.map(|((a, b), (score, is_apart))| Link { a, b, score: score * 1_000, is_apart });
    resolver::cluster(&sorted, &links.collect::<Vec<_>>(), constraints, duplicate_free, 0)
}

fn sources(names: &[&str]) -> BTreeSet<SourceId> {
    names.iter().map(|name| SourceId::new(name).unwrap()).collect()
}

fn names(clusters: &[Vec<RecordKey>]) -> Vec<Vec<String>> {
    clusters.iter().map(|cluster| cluster.iter().map(ToString::to_string).collect()).collect()
}

#[derive(Clone, Debug)]
struct Case {
    keys: Vec<RecordKey>,
    links: Vec<Said>,
    judgements: Vec<Judgement>,
    duplicate_free: BTreeSet<SourceId>,
}

impl Case {
    fn clusters(&self) -> Vec<Vec<RecordKey>> {
        cluster(&self.keys, &self.links, &self.constraints(), &self.duplicate_free)
    }

    fn constraints(&self) -> Constraints {
        Constraints::new(&self.judgements)
    }
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![Just(Verdict::Positive), Just(Verdict::Negative), Just(Verdict::Unsure)]
}

prop_compose! {
    fn case()(
        keys in subsequence((0..12).map(nth).collect::<Vec<_>>(), 1..12),
        links in prop::collection::vec((0..12usize, 0..12usize, -2..9i32, prop::bool::weighted(0.1)), 0..20),
        verdicts in prop::collection::vec((0..12usize, 0..12usize, verdict()), 0..10),
        duplicate_free in subsequence(vec!["council", "library", "nhs"], 0..3),
    ) -> Case {
        let links = links
            .into_iter()
            .map(|(a, b, score, is_apart)| Said { a: nth(a), b: nth(b), score, is_apart })
            .collect();
        let judgements = verdicts
            .into_iter()
            .zip(1..)
            .map(|((a, b, verdict), number)| judgement(number, &nth(a), &nth(b), verdict))
            .collect();
        Case { keys, links, judgements, duplicate_free: sources(&duplicate_free) }
    }
}

fn shuffled(case: Case) -> impl Strategy<Value = (Case, Case)> {
    let other = (
        Just(case.keys.clone()).prop_shuffle(),
        Just(case.links.clone()).prop_shuffle(),
        Just(case.judgements.clone()).prop_shuffle(),
    );
    other.prop_map(move |(keys, links, judgements)| {
        (case.clone(), Case { keys, links, judgements, duplicate_free: case.duplicate_free.clone() })
    })
}

fn ends(judgement: &Judgement) -> BTreeSet<&RecordKey> {
    BTreeSet::from([&judgement.a, &judgement.b])
}

fn place(clusters: &[Vec<RecordKey>]) -> BTreeMap<&RecordKey, usize> {
    clusters.iter().enumerate().flat_map(|(n, cluster)| cluster.iter().map(move |key| (key, n))).collect()
}

proptest! {
    #[test]
    fn clusters_do_not_depend_on_the_order_of_anything((one, other) in case().prop_flat_map(shuffled)) {
        prop_assert_eq!(one.clusters(), other.clusters());
        let (one, other) = (one.constraints(), other.constraints());
        prop_assert_eq!(one.contradictions(), other.contradictions());
    }

    #[test]
    fn every_record_is_in_exactly_one_cluster_and_all_is_sorted(case in case()) {
        let clusters = case.clusters();
        let (all, given): (BTreeSet<_>, BTreeSet<_>) =
            (clusters.iter().flatten().collect(), case.keys.iter().collect());
        prop_assert_eq!(all, given);
        prop_assert_eq!(clusters.iter().map(Vec::len).sum::<usize>(), case.keys.len());
        prop_assert!(clusters.iter().all(|cluster| cluster.is_sorted()));
        prop_assert!(clusters.is_sorted());
    }

    #[test]
    fn records_judged_different_are_never_together(case in case()) {
        let constraints = case.constraints();
        for cluster in case.clusters() {
            for (a, b) in cluster.iter().flat_map(|a| cluster.iter().map(move |b| (a, b))) {
                prop_assert_ne!(constraints.verdict(a, b), Some(Verdict::Negative));
            }
        }
    }

    #[test]
    fn records_judged_the_same_are_together_unless_a_contradiction_says_so(case in case()) {
        let (constraints, clusters) = (case.constraints(), case.clusters());
        let place = place(&clusters);
        let given_up: Vec<_> = constraints.contradictions().iter().map(|one| one.judgement.number).collect();
        for one in case.judgements.iter().filter(|one| !given_up.contains(&one.number) && one.a != one.b) {
            if constraints.verdict(&one.a, &one.b) == Some(Verdict::Positive) && one.verdict == Verdict::Positive
                && let (Some(a), Some(b)) = (place.get(&one.a), place.get(&one.b))
            {
                let superseded = case.judgements.iter().any(|later| {
                    later.number > one.number && ends(later) == ends(one)
                });
                prop_assert!(superseded || a == b, "{} and {}", one.a, one.b);
            }
        }
    }

    #[test]
    fn links_never_join_two_records_of_a_source_without_duplicates(case in case()) {
        let clusters = case.clusters();
        let by_people = Case { links: Vec::new(), ..case.clone() }.clusters();
        let by_people = place(&by_people);
        for cluster in &clusters {
            for (a, b) in cluster.iter().flat_map(|a| cluster.iter().map(move |b| (a, b))) {
                if a.source == b.source && case.duplicate_free.contains(&a.source) {
                    prop_assert_eq!(by_people[a], by_people[b]);
                }
            }
        }
    }

    #[test]
    fn what_is_not_connected_does_not_matter(case in case()) {
        let stranger = link("council:service:x", "nhs:service:y", 9);
        let mut more = case.clone();
        more.keys.extend([stranger.a.clone(), stranger.b.clone()]);
        more.links.push(stranger.clone());
        let mut clusters = more.clusters();
        clusters.retain(|cluster| !cluster.contains(&stranger.a));
        prop_assert_eq!(clusters, case.clusters());
    }
}

#[test]
fn the_latest_judgement_on_a_pair_counts_whichever_way_round_it_names_it() {
    let (a, b) = (key("a:service:1"), key("b:service:1"));
    let log = [judgement(2, &b, &a, Verdict::Negative), judgement(1, &a, &b, Verdict::Positive)];
    assert_eq!(Constraints::new(&log).verdict(&a, &b), Some(Verdict::Negative));
    let undone = [log.as_slice(), &[judgement(3, &a, &b, Verdict::Unsure)]].concat();
    let links = [link("a:service:1", "b:service:1", 1)];
    let clusters = cluster(&[a, b], &links, &Constraints::new(&undone), &BTreeSet::new());
    assert_eq!(clusters.len(), 1, "unsure leaves the pair to the rules");
}

#[test]
fn of_a_chain_that_contradicts_a_negative_the_earliest_positive_gives_way_and_is_reported() {
    let (a, b, c) = (key("a:service:1"), key("b:service:1"), key("c:service:1"));
    let log = [
        judgement(1, &a, &b, Verdict::Positive),
        judgement(2, &b, &c, Verdict::Positive),
        judgement(3, &a, &c, Verdict::Negative),
    ];
    let constraints = Constraints::new(&log);
    assert_eq!(constraints.contradictions().iter().map(|one| one.judgement.number).collect::<Vec<_>>(), [1]);
    let clusters = cluster(&[a, b, c], &[], &constraints, &BTreeSet::new());
    assert_eq!(names(&clusters), [vec!["a:service:1"], vec!["b:service:1", "c:service:1"]]);
}

#[test]
fn people_join_records_through_one_that_is_gone() {
    let (a, gone, c) = (key("a:service:1"), key("b:service:1"), key("c:service:1"));
    let log = [judgement(1, &a, &gone, Verdict::Positive), judgement(2, &gone, &c, Verdict::Positive)];
    let clusters = cluster(&[a, c], &[], &Constraints::new(&log), &BTreeSet::new());
    assert_eq!(clusters.len(), 1);
}

#[test]
fn a_chain_of_links_joins_only_as_far_as_its_ends_agree_on_average() {
    let keys = ["a:service:1", "b:service:1", "c:service:1"].map(key);
    let chain = |last| {
        vec![
            link("a:service:1", "b:service:1", 6),
            link("b:service:1", "c:service:1", 5),
            link("a:service:1", "c:service:1", last),
        ]
    };
    let clusters = |said: &[Said]| cluster(&keys, said, &Constraints::default(), &BTreeSet::new()).len();
    assert_eq!(clusters(&chain(-4)), 1);
    assert_eq!(clusters(&chain(-6)), 2);
    assert_eq!(clusters(&chain(0)[..2]), 1, "a pair that was never compared counts a little against");
}

#[test]
fn what_can_never_be_one_thing_is_not_joined_through_a_third() {
    let keys = ["a:service:1", "b:service:1", "c:service:1"].map(key);
    let mut said = vec![link("a:service:1", "b:service:1", 20), link("b:service:1", "c:service:1", 19)];
    said.push(Said { is_apart: true, ..link("a:service:1", "c:service:1", 18) });
    let clusters = cluster(&keys, &said, &Constraints::default(), &BTreeSet::new());
    assert_eq!(names(&clusters), [vec!["a:service:1", "b:service:1"], vec!["c:service:1"]]);
}

#[test]
fn who_is_judged_different_from_one_is_different_from_all_joined_to_it() {
    let (a, b, gone) = (key("a:service:1"), key("b:service:1"), key("c:service:1"));
    let log = [judgement(1, &b, &gone, Verdict::Positive), judgement(2, &a, &gone, Verdict::Negative)];
    let said = [link("a:service:1", "b:service:1", 9)];
    assert_eq!(cluster(&[a, b], &said, &Constraints::new(&log), &BTreeSet::new()).len(), 2);
}

#[test]
fn the_surer_link_is_made_first() {
    let keys = ["a:service:1", "a:service:2", "b:service:1"].map(key);
    let links = [link("a:service:1", "b:service:1", 5), link("b:service:1", "a:service:2", 6)];
    let clusters = cluster(&keys, &links, &Constraints::default(), &sources(&["a"]));
    assert_eq!(names(&clusters), [vec!["a:service:1"], vec!["a:service:2", "b:service:1"]]);
}

#[test]
fn a_person_may_join_two_records_of_a_source_that_says_it_has_no_duplicates() {
    let (one, two) = (key("a:service:1"), key("a:service:2"));
    let log = [judgement(1, &one, &two, Verdict::Positive)];
    let clusters = cluster(&[one, two], &[], &Constraints::new(&log), &sources(&["a"]));
    assert_eq!(clusters.len(), 1);
}
