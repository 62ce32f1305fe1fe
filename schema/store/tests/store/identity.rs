use std::collections::BTreeMap;

use model::{Identity, IdentityState, Kind, Verdict};
use store::{Publication, Suggestion};

use crate::support::{Place, canonical, identity, judged, key, lease, library, on_both};

on_both!(
    identities_and_members_read_back_as_they_were_last_told,
    judgements_are_appended_and_make_their_records_dirty,
    suggestions_are_replaced_whole,
);

fn identities_and_members_read_back_as_they_were_last_told(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    let (a, b) = (key("library:organization:a"), key("library:organization:b"));
    let first = Publication {
        identities: vec![identity("b", 2), identity("a", 1)],
        members: vec![(a.clone(), canonical("a")), (b.clone(), canonical("b"))],
        ..Publication::default()
    };
    store.publish(&lease, &first).unwrap();
    let merged = Identity { state: IdentityState::Merged(canonical("a")), ..identity("b", 2) };
    let second = Publication {
        identities: vec![merged.clone()],
        members: vec![(b.clone(), canonical("a"))],
        ..Publication::default()
    };
    store.publish(&lease, &second).unwrap();
    assert_eq!(store.identities(Kind::Organization).unwrap(), [identity("a", 1), merged]);
    let members = BTreeMap::from([(a, canonical("a")), (b, canonical("a"))]);
    assert_eq!(store.members(Kind::Organization).unwrap(), members);
    assert_eq!(store.identities(Kind::Service).unwrap(), []);
}

fn judgements_are_appended_and_make_their_records_dirty(place: &Place) {
    let store = library(place);
    let (a, b) = (key("library:organization:a"), key("library:organization:b"));
    let first = judged(&store, (&b, &a), Verdict::Positive, ("ann", "same building"), 1);
    assert_eq!((first.number, &first.a, &first.b), (1, &a, &b));
    let second = judged(&store, (&a, &b), Verdict::Unsure, ("bob", "not sure"), 2);
    assert_eq!(store.judgements().unwrap(), [first, second]);
    assert_eq!(store.dirty().unwrap().1, [a, b]);
}

fn suggestions_are_replaced_whole(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    let pair = |a: &str, b: &str, score| Suggestion { a: key(a), b: key(b), score };
    let strong = pair("library:organization:b", "library:organization:c", 5000);
    let weak = pair("library:organization:a", "library:organization:b", -200);
    let suggest = |suggestions| {
        store.publish(&lease, &Publication { suggestions, ..Publication::default() }).unwrap();
        store.suggestions(10).unwrap()
    };
    assert_eq!(suggest(Some(vec![weak.clone(), strong.clone()])), [strong.clone(), weak.clone()]);
    assert_eq!(suggest(None).len(), 2);
    assert_eq!(store.suggestions(1).unwrap(), [strong]);
    assert_eq!(suggest(Some(vec![weak.clone()])), [weak]);
}
