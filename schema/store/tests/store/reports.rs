use model::{Report, ReportDecision, ReportKind, ReportState};
use store::{Decided, NewReport, Store};

use crate::support::{
    Place, at, canonical, commit, commits, entity, identity, item, key, lease, library, on_both, publication,
    record,
};

on_both!(
    reports_are_numbered_and_wait_in_their_order,
    a_report_is_decided_once_and_forgets_whom_to_ask,
    erasing_a_record_empties_what_was_reported_of_its_entity,
);

fn new(entity: &str, message: &str) -> NewReport {
    NewReport {
        entity: canonical(entity),
        kind: ReportKind::Closed,
        message: message.to_owned(),
        contact: Some("ann@example.org".to_owned()),
    }
}

fn decision(minute: i64) -> ReportDecision {
    ReportDecision { who: "Ann".to_owned(), at: at(minute), note: "rang them".to_owned() }
}

fn open(store: &Store) -> Vec<Report> {
    store.reports(ReportState::Open, 0, 10).unwrap()
}

fn reports_are_numbered_and_wait_in_their_order(place: &Place) {
    let store = library(place);
    let first = store.add_report(&new("1", "gone\0 since May"), at(1)).unwrap();
    let second = store.add_report(&new("2", ""), at(2)).unwrap();
    assert_eq!((first.number, second.number, first.state), (1, 2, ReportState::Open));
    assert_eq!(first.message, "gone\u{FFFD} since May");
    assert_eq!(open(&store), [first, second.clone()]);
    assert_eq!(store.reports(ReportState::Open, 1, 10).unwrap(), [second]);
    assert_eq!(store.reports(ReportState::Open, 0, 1).unwrap().len(), 1);
    assert_eq!(store.count_open_reports().unwrap(), 2);
}

fn a_report_is_decided_once_and_forgets_whom_to_ask(place: &Place) {
    let store = library(place);
    store.add_report(&new("1", "gone"), at(1)).unwrap();
    let Decided::Now(report) = store.decide_report(1, ReportState::Accepted, &decision(2)).unwrap() else {
        unreachable!("it was open")
    };
    assert_eq!((report.state, &report.contact), (ReportState::Accepted, &None));
    assert_eq!(report.decided, Some(decision(2)));
    let again = store.decide_report(1, ReportState::Dismissed, &decision(3)).unwrap();
    assert_eq!(again, Decided::Before(report.clone()));
    assert_eq!(store.decide_report(2, ReportState::Dismissed, &decision(3)).unwrap(), Decided::Unknown);
    assert_eq!(open(&store), []);
    assert_eq!(store.reports(ReportState::Accepted, 0, 10).unwrap(), [report]);
}

fn erasing_a_record_empties_what_was_reported_of_its_entity(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("i1", vec![record("1", "Alpha")])], 0)).unwrap();
    let published = store::Publication {
        identities: vec![identity("1", 1)],
        members: vec![(key("library:organization:1"), canonical("1"))],
        ..publication(vec![entity("1", "Alpha")], vec![])
    };
    store.publish(&lease(&store), &published).unwrap();
    for entity in ["1", "1", "2"] {
        store.add_report(&new(entity, "Ann lives there"), at(1)).unwrap();
    }
    store.decide_report(2, ReportState::Accepted, &decision(2)).unwrap();
    store.erase(&key("library:organization:1"), "asked to", at(3)).unwrap();
    let left = open(&store);
    assert_eq!((left[0].message.as_str(), &left[0].contact), ("erased", &None));
    assert_eq!(left[1].message, "Ann lives there", "it is about another");
    let decided = &store.reports(ReportState::Accepted, 0, 10).unwrap()[0];
    assert_eq!(
        (decided.message.as_str(), decided.decided.as_ref().unwrap().note.as_str()),
        ("erased", "erased")
    );
}
