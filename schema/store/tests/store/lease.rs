use chrono::TimeDelta;
use store::Lease;

use crate::support::{Place, at, library, on_both};

on_both!(
    one_leads_at_a_time,
    who_is_late_is_followed_by_another_with_a_greater_number,
    of_many_who_ask_at_once_one_is_given,
);

const TTL: TimeDelta = TimeDelta::seconds(10);

fn one_leads_at_a_time(place: &Place) {
    let store = library(place);
    let ann = store.acquire_lease("reconcile", "ann", TTL, at(0)).unwrap().unwrap();
    assert_eq!(ann, Lease { name: "reconcile".to_owned(), holder: "ann".to_owned(), fence: 1 });
    assert_eq!(store.acquire_lease("reconcile", "bob", TTL, at(9)).unwrap(), None);
    assert!(store.acquire_lease("another", "bob", TTL, at(9)).unwrap().is_some());
    assert!(store.renew_lease(&ann, TTL, at(9)).unwrap());
    assert_eq!(store.acquire_lease("reconcile", "bob", TTL, at(18)).unwrap(), None);
    assert!(store.release_lease(&ann, at(18)).unwrap());
    assert!(!store.release_lease(&ann, at(18)).unwrap());
    assert_eq!(store.acquire_lease("reconcile", "bob", TTL, at(18)).unwrap().unwrap().fence, 2);
}

fn who_is_late_is_followed_by_another_with_a_greater_number(place: &Place) {
    let store = library(place);
    let ann = store.acquire_lease("reconcile", "ann", TTL, at(0)).unwrap().unwrap();
    assert!(store.renew_lease(&ann, TTL, at(11)).unwrap(), "late, but nobody took it over");
    let bob = store.acquire_lease("reconcile", "bob", TTL, at(21)).unwrap().unwrap();
    assert!(bob.fence > ann.fence);
    assert!(!store.renew_lease(&ann, TTL, at(22)).unwrap());
    assert!(!store.release_lease(&ann, at(22)).unwrap());
}

fn of_many_who_ask_at_once_one_is_given(place: &Place) {
    library(place);
    let ask = |name: String| place.open().acquire_lease("reconcile", &name, TTL, at(0)).unwrap();
    let given: Vec<Lease> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|n| scope.spawn(move || ask(n.to_string()))).collect();
        threads.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(given.len(), 1);
}
