use std::collections::BTreeMap;

use model::{
    Kind,
    alignment::{AlignedPage, Alignment, Evidence, PageEntity, Relation, Verdict, VerdictKind, VerdictState},
};
use store::{AlignmentOutcome, PageFilter, Store, VerdictFilter};

use crate::support::{
    Place, at, canonical, commit, commits, entity, id, item, lease, library, on_both, publication, record,
};

on_both!(
    pages_are_found_by_every_name_that_leads_to_them,
    verdicts_are_listed_by_what_matters_and_filtered,
    an_alignment_that_finds_nothing_new_is_noted_once,
    an_alignment_rests_on_what_was_sent_and_published_and_on_nothing_else,
    what_is_decided_meanwhile_is_seen_by_whoever_settles,
    an_erasure_leaves_nothing_of_what_pages_and_entities_said,
);

fn page(name: &str, section: &str) -> AlignedPage {
    AlignedPage {
        key: format!("site/{name}"),
        address: format!("https://site/{name}"),
        addresses: vec![format!("https://beta.site/{name}")],
        source: id("library"),
        title: name.to_owned(),
        section: section.to_owned(),
        modified: None,
        edit: None,
        noindex: false,
        news: false,
        own: Vec::new(),
        entities: Vec::new(),
    }
}

fn about(mut page: AlignedPage, entity: &str) -> AlignedPage {
    page.entities.push(PageEntity {
        entity: canonical(entity),
        kind: Kind::Organization,
        name: "Tea".to_owned(),
        relation: Relation::About,
        score: 0.9,
        why: Vec::new(),
        called: "Tea".to_owned(),
        place: String::new(),
    });
    page
}

fn verdict(kind: VerdictKind, page: &str, score: f64) -> Verdict {
    Verdict {
        id: Verdict::id_of(kind, &id("library"), page, "", ""),
        kind,
        source: id("library"),
        page: Some(format!("https://site/{page}")),
        page_title: Some(page.to_owned()),
        entity: Some(canonical("1")),
        entity_kind: Some(Kind::Organization),
        entity_name: Some("Marigold's Tea".to_owned()),
        field: Some("phones".to_owned()),
        page_value: Some("01752 305901".to_owned()),
        entity_value: Some("01752 305900".to_owned()),
        score,
        evidence: Evidence { why: vec!["same name".to_owned()], ..Evidence::default() },
        action: "ask".to_owned(),
        section: Some("tea".to_owned()),
        topics: vec!["shared-meals".to_owned()],
        edit: None,
        state: VerdictState::Open,
        owner: None,
        decision: None,
        found: at(10),
        changed: at(10),
        closed: None,
    }
}

fn figures(conflicts: u64) -> Alignment {
    Alignment { at: at(20), conflicts, verdicts: BTreeMap::new(), ..Alignment::default() }
}

fn align(store: &Store, pages: Vec<(AlignedPage, Vec<String>)>, verdicts: Vec<Verdict>) {
    let basis = store.alignment_basis("rules", &[id("library")]).unwrap();
    let summary = figures(verdicts.len() as u64);
    store.align(&basis, |_| AlignmentOutcome { pages, verdicts, summary }).unwrap();
}

fn pages_are_found_by_every_name_that_leads_to_them(place: &Place) {
    let store = library(place);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let tea = about(page("tea", "food"), "1");
    align(
        &store,
        vec![
            (tea.clone(), names(&["site/tea", "site/node/7"])),
            (page("bins", "waste"), names(&["site/bins"])),
        ],
        vec![],
    );
    assert_eq!(store.page(&names(&["site/node/7"])).unwrap(), Some(tea.clone()));
    assert_eq!(store.page(&names(&["site/nowhere"])).unwrap(), None);
    let of = |filter: PageFilter| {
        let found = store.pages(&filter, 10, 0).unwrap();
        assert_eq!(store.count_pages(&filter).unwrap(), found.len() as u64);
        found.into_iter().map(|page| page.title).collect::<Vec<_>>()
    };
    assert_eq!(of(PageFilter::default()), ["bins", "tea"]);
    assert_eq!(of(PageFilter { section: Some("waste".to_owned()), ..PageFilter::default() }), ["bins"]);
    assert_eq!(of(PageFilter { entity: Some(canonical("1")), ..PageFilter::default() }), ["tea"]);
    assert_eq!(of(PageFilter { aligned: Some(false), ..PageFilter::default() }), ["bins"]);
    assert_eq!(of(PageFilter { source: Some(id("other")), ..PageFilter::default() }), [""; 0]);
    // The next alignment takes its place whole.
    align(&store, vec![(page("new", "food"), names(&["site/new"]))], vec![]);
    assert_eq!(of(PageFilter::default()), ["new"]);
    assert_eq!(store.page(&names(&["site/tea"])).unwrap(), None);
}

fn verdicts_are_listed_by_what_matters_and_filtered(place: &Place) {
    let store = library(place);
    let duplicate = Verdict { found: at(90), topics: vec![], ..verdict(VerdictKind::Duplicate, "a", 1.0) };
    let sure = verdict(VerdictKind::Conflict, "b", 0.95);
    let unsure = Verdict { state: VerdictState::Accepted, ..verdict(VerdictKind::Conflict, "c", 0.6) };
    align(&store, vec![], vec![duplicate, unsure, sure.clone()]);
    let of = |filter: VerdictFilter| {
        let found = store.verdicts(&filter, 10, 0).unwrap();
        assert_eq!(store.count_verdicts(&filter).unwrap(), found.len() as u64);
        found.into_iter().filter_map(|verdict| verdict.page_title).collect::<Vec<_>>()
    };
    let all = VerdictFilter::default();
    assert_eq!(of(all.clone()), ["b", "c", "a"]);
    assert_eq!(of(VerdictFilter { newest_first: true, ..all.clone() }), ["a", "b", "c"]);
    assert_eq!(of(VerdictFilter { kinds: vec![VerdictKind::Duplicate], ..all.clone() }), ["a"]);
    assert_eq!(of(VerdictFilter { states: vec![VerdictState::Open], ..all.clone() }), ["b", "a"]);
    assert_eq!(of(VerdictFilter { topic: Some("shared-meals".to_owned()), ..all.clone() }), ["b", "c"]);
    assert_eq!(of(VerdictFilter { page: Some("https://site/b".to_owned()), ..all.clone() }), ["b"]);
    assert_eq!(of(VerdictFilter { owner: Some("ann".to_owned()), ..all.clone() }), [""; 0]);

    let taken = |verdict: Verdict| Ok::<_, ()>(Verdict { owner: Some("ann".to_owned()), ..verdict });
    let changed = store.change_verdict(sure.id, taken).unwrap().unwrap().unwrap();
    assert_eq!(store.verdict(sure.id).unwrap(), Some(changed));
    assert_eq!(of(VerdictFilter { owner: Some("ann".to_owned()), ..all.clone() }), ["b"]);
    assert_eq!(store.change_verdict(sure.id, |_| Err("no")).unwrap(), Some(Err("no")));
    assert_eq!(store.change_verdict(canonical("none"), Ok::<_, ()>).unwrap(), None);
}

fn an_alignment_that_finds_nothing_new_is_noted_once(place: &Place) {
    let store = library(place);
    assert_eq!(store.last_alignment().unwrap(), None);
    align(&store, vec![], vec![]);
    align(&store, vec![], vec![]);
    align(&store, vec![], vec![verdict(VerdictKind::Conflict, "a", 1.0)]);
    let conflicts: Vec<u64> = store.alignments(10).unwrap().iter().map(|one| one.conflicts).collect();
    assert_eq!(conflicts, [1, 0]);
    let basis = store.alignment_basis("rules", &[id("library")]).unwrap();
    assert_eq!(store.last_alignment().unwrap().map(|(basis, _)| basis), Some(basis));
}

fn an_alignment_rests_on_what_was_sent_and_published_and_on_nothing_else(place: &Place) {
    let store = library(place);
    let basis = || store.alignment_basis("rules", &[id("library")]).unwrap();
    let mut before = basis();
    let mut moves = |is_expected: bool, what: &str| {
        let now = basis();
        assert_eq!(now != before, is_expected, "{what}");
        before = now;
    };
    commits(&store, &commit(vec![item("1", vec![record("1", "Tea")])], 0)).unwrap();
    moves(true, "an item is new");
    store.publish(&lease(&store), &publication(vec![entity("1", "Tea")], vec![])).unwrap();
    moves(true, "an entity is published");
    store.begin_run(&id("library"), at(5)).unwrap();
    moves(false, "a run begins");
    assert_ne!(basis(), store.alignment_basis("other rules", &[id("library")]).unwrap());
}

fn what_is_decided_meanwhile_is_seen_by_whoever_settles(place: &Place) {
    let store = library(place);
    let known = verdict(VerdictKind::Conflict, "a", 1.0);
    align(&store, vec![], vec![known.clone()]);
    let accepted = |verdict: Verdict| Ok::<_, ()>(Verdict { state: VerdictState::Accepted, ..verdict });
    store.change_verdict(known.id, accepted).unwrap();
    let basis = store.alignment_basis("rules", &[]).unwrap();
    let seen = |before: Vec<Verdict>| {
        assert_eq!(before.iter().map(|verdict| verdict.state).collect::<Vec<_>>(), [VerdictState::Accepted]);
        AlignmentOutcome::default()
    };
    store.align(&basis, seen).unwrap();
}

fn an_erasure_leaves_nothing_of_what_pages_and_entities_said(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("1", "Marigold's Tea")])], 0)).unwrap();
    let known = verdict(VerdictKind::Conflict, "a", 1.0);
    align(&store, vec![(about(page("tea", "food"), "1"), vec!["site/tea".to_owned()])], vec![known.clone()]);
    store.erase(&crate::support::key("library:organization:1"), "asked to", at(7)).unwrap();
    assert_eq!(store.count_pages(&PageFilter::default()).unwrap(), 0);
    let left = store.verdict(known.id).unwrap().unwrap();
    assert_eq!((left.entity_name, left.page_value, left.entity_value, left.field), (None, None, None, None));
    assert_eq!(left.evidence, Evidence::default());
    let basis = store.alignment_basis("rules", &[id("library")]).unwrap();
    assert_ne!(store.last_alignment().unwrap().map(|(basis, _)| basis), Some(basis), "it is aligned anew");
}
