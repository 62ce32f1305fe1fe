use model::{IssueDraft, Outcome, RunCounts, Severity};
use store::StoreError;

use crate::support::{Place, at, id, library, on_both, source};

on_both!(
    a_run_is_logged_from_its_beginning_to_its_end,
    issues_are_kept_in_order_and_can_be_paged,
    a_nul_in_an_issue_is_shown_and_refuses_nothing,
    a_run_that_never_began_cannot_end,
    a_run_that_was_killed_is_closed_by_a_later_one,
);

fn a_run_is_logged_from_its_beginning_to_its_end(place: &Place) {
    let store = library(place);
    let number = store.begin_run(&id("library"), at(0)).unwrap();
    assert_eq!(store.last_run(&id("library")).unwrap().unwrap().outcome, Outcome::Running);
    let counts = RunCounts { items: 7, records: 3, ..RunCounts::default() };
    store.finish_run(number, at(9), Outcome::Braked, counts).unwrap();
    let run = store.last_run(&id("library")).unwrap().unwrap();
    assert_eq!((run.number, run.outcome, run.counts), (1, Outcome::Braked, counts));
    assert_eq!((run.started, run.finished), (at(0), Some(at(9))), "to the microsecond");
    assert_eq!(store.begin_run(&id("library"), at(10)).unwrap(), 2);
    assert!(matches!(store.begin_run(&id("museum"), at(10)), Err(StoreError::UnknownSource(_))));
}

fn issues_are_kept_in_order_and_can_be_paged(place: &Place) {
    let store = library(place);
    store.put_source(&source("museum"), &serde_json::json!({})).unwrap();
    let draft = |n: usize| {
        IssueDraft::new(Severity::Warning, "bad-value", format!("reason {n}"), "mend it")
            .in_record("organization:a")
            .in_field("email")
            .with_value("nobody@")
    };
    let drafts: Vec<_> = (0..2500).map(draft).collect();
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    let other = store.begin_run(&id("museum"), at(0)).unwrap();
    store.log_issues(run, &id("library"), at(1), &drafts).unwrap();
    store.log_issues(other, &id("museum"), at(1), &drafts[..1]).unwrap();

    assert_eq!(store.issues(None, None, 9999, 0).unwrap().len(), 2501);
    assert_eq!(store.issues(Some(&id("library")), None, 9999, 0).unwrap().len(), 2500);
    let page = store.issues(None, Some(run), 2, 1999).unwrap();
    assert_eq!(page.iter().map(|issue| issue.number).collect::<Vec<_>>(), [2000, 2001]);
    assert_eq!(page[0].draft, drafts[1999]);
    assert_eq!(store.issues(Some(&id("museum")), None, 10, 0).unwrap()[0].number, 2501);
}

fn a_nul_in_an_issue_is_shown_and_refuses_nothing(place: &Place) {
    let store = library(place);
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    let draft = IssueDraft::new(Severity::Error, "nul", "there is a NUL", "leave it out").with_value("a\0b");
    store.log_issues(run, &id("library"), at(0), &[draft]).unwrap();
    assert_eq!(store.issues(None, None, 1, 0).unwrap()[0].draft.value.as_deref(), Some("a\u{fffd}b"));
}

fn a_run_that_never_began_cannot_end(place: &Place) {
    let ended = library(place).finish_run(7, at(0), Outcome::Failed, RunCounts::default());
    assert!(matches!(ended, Err(StoreError::UnknownRun(7))));
}

fn a_run_that_was_killed_is_closed_by_a_later_one(place: &Place) {
    let store = library(place);
    let hours = |n: i64| at(n * 3600);
    store.begin_run(&id("library"), hours(0)).unwrap();
    store.begin_run(&id("library"), hours(5)).unwrap();
    store.begin_run(&id("library"), hours(7)).unwrap();
    let runs = store.runs(&id("library"), 9).unwrap();
    let ends: Vec<_> = runs.iter().map(|run| (run.number, run.outcome, run.finished)).collect();
    let running = |number| (number, Outcome::Running, None);
    assert_eq!(ends, [running(3), running(2), (1, Outcome::Failed, Some(hours(7)))]);
}
