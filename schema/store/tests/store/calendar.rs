use model::CalendarKind;
use store::CalendarOutcome;

use crate::support::{Place, christmas, library, on_both};

on_both!(
    what_is_known_of_a_calendar_changes_nothing,
    a_calendar_replaces_what_was_known_between_its_days_alone,
);

fn outcome(added: usize, removed: usize, kept: usize) -> CalendarOutcome {
    CalendarOutcome { added, removed, kept }
}

fn what_is_known_of_a_calendar_changes_nothing(place: &Place) {
    let store = library(place);
    assert_eq!(store.calendar().unwrap(), (0, vec![]));
    assert_eq!(store.replace_calendar(&[christmas()]).unwrap(), outcome(2, 0, 0));
    let (version, periods) = store.calendar().unwrap();
    assert_eq!((version, &periods), (1, &christmas().periods));
    assert_eq!(store.replace_calendar(&[christmas()]).unwrap(), outcome(0, 0, 2));
    assert_eq!(store.calendar_version().unwrap(), 1);
}

fn a_calendar_replaces_what_was_known_between_its_days_alone(place: &Place) {
    let store = library(place);
    store.replace_calendar(&[christmas()]).unwrap();
    let mut next = christmas();
    next.between = "2027-01-01".parse().unwrap()..="2027-12-31".parse().unwrap();
    next.periods.truncate(1);
    next.periods[0].first = "2027-12-27".parse().unwrap();
    next.periods[0].last = next.periods[0].first;
    assert_eq!(store.replace_calendar(&[next.clone()]).unwrap(), outcome(1, 0, 0));
    next.periods[0].name = "Christmas Day (substitute day)".to_owned();
    assert_eq!(store.replace_calendar(&[next]).unwrap(), outcome(1, 1, 0));
    let mut term = christmas();
    term.kind = CalendarKind::Term;
    term.periods.clear();
    assert_eq!(store.replace_calendar(&[term]).unwrap(), outcome(0, 0, 0), "terms are apart");
    assert_eq!(store.calendar().unwrap().1.len(), 3);
}
