//! What becomes of verdicts from one alignment to the next.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::alignment::{Verdict, VerdictState};
use uuid::Uuid;

/// The verdicts that are to be written down: those that are new or differ from what they were.
///
/// What was found before keeps who looks after it, what was decided, and since when it is known. A dismissal counts until
/// the facts change; what was closed and is found again is open again. What is found no more is closed.
pub(super) fn settle(before: Vec<Verdict>, found: Vec<Verdict>, now: DateTime<Utc>) -> Vec<Verdict> {
    let mut before: BTreeMap<Uuid, Verdict> =
        before.into_iter().map(|verdict| (verdict.id, verdict)).collect();
    let mut settled: BTreeMap<Uuid, Verdict> = BTreeMap::new();
    for verdict in found {
        let id = verdict.id;
        let now_it_is = match before.remove(&id) {
            None => Some(verdict),
            Some(known) => again(&known, verdict, now),
        };
        settled.extend(now_it_is.map(|verdict| (id, verdict)));
    }
    let ceased = before.into_values().filter(|known| known.state != VerdictState::Closed);
    settled.extend(
        ceased.map(|known| (known.id, Verdict { state: VerdictState::Closed, closed: Some(now), ..known })),
    );
    settled.into_values().collect()
}

/// A verdict that was known and is found again; `None` where nothing about it is new.
fn again(known: &Verdict, found: Verdict, now: DateTime<Utc>) -> Option<Verdict> {
    let is_same = known.facts() == found.facts();
    let is_void = known.decision.as_ref().is_some_and(|decision| decision.facts != found.facts());
    let state = match known.state {
        VerdictState::Closed => VerdictState::Open,
        VerdictState::Dismissed if is_void => VerdictState::Open,
        state => state,
    };
    let verdict = Verdict {
        state,
        owner: known.owner.clone(),
        decision: known
            .decision
            .clone()
            .filter(|_| state != VerdictState::Open || known.state == VerdictState::Open),
        found: known.found,
        changed: if is_same { known.changed } else { now },
        closed: None,
        ..found
    };
    (verdict != *known).then_some(verdict)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use model::{
        SourceId,
        alignment::{Decision, Evidence, VerdictKind},
    };
    use proptest::prelude::*;

    use super::*;

    fn verdict(number: u8, value: u8) -> Verdict {
        let source = SourceId::new("site").unwrap();
        Verdict {
            id: Verdict::id_of(VerdictKind::Conflict, &source, &number.to_string(), "", ""),
            kind: VerdictKind::Conflict,
            source,
            page: Some(format!("https://x.example/{number}")),
            page_title: None,
            entity: None,
            entity_kind: None,
            entity_name: None,
            field: Some("phones".to_owned()),
            page_value: Some(value.to_string()),
            entity_value: None,
            score: 1.0,
            evidence: Evidence::default(),
            action: String::new(),
            section: None,
            topics: Vec::new(),
            edit: None,
            state: VerdictState::Open,
            owner: None,
            decision: None,
            found: DateTime::UNIX_EPOCH,
            changed: DateTime::UNIX_EPOCH,
            closed: None,
        }
    }

    fn dismissed(verdict: Verdict) -> Verdict {
        let decision = Decision {
            who: "ann".to_owned(),
            at: DateTime::UNIX_EPOCH,
            reason: "both are right".to_owned(),
            facts: verdict.facts(),
        };
        Verdict { state: VerdictState::Dismissed, decision: Some(decision), ..verdict }
    }

    const LATER: DateTime<Utc> = DateTime::from_timestamp_nanos(86_400_000_000_000);

    #[test]
    fn a_dismissal_counts_until_the_facts_change() {
        let known = dismissed(verdict(1, 1));
        assert!(settle(vec![known.clone()], vec![verdict(1, 1)], LATER).is_empty());
        let [reopened] = &settle(vec![known], vec![verdict(1, 2)], LATER)[..] else { panic!() };
        assert_eq!((reopened.state, reopened.changed), (VerdictState::Open, LATER));
    }

    #[test]
    fn what_is_found_no_more_is_closed_and_opens_again_when_it_comes_back() {
        let [closed] = &settle(vec![verdict(1, 1)], vec![], LATER)[..] else { panic!() };
        assert_eq!((closed.state, closed.closed), (VerdictState::Closed, Some(LATER)));
        assert!(settle(vec![closed.clone()], vec![], LATER + TimeDelta::days(1)).is_empty());
        let [open] = &settle(vec![closed.clone()], vec![verdict(1, 1)], LATER)[..] else { panic!() };
        assert_eq!((open.state, open.closed, open.found), (VerdictState::Open, None, DateTime::UNIX_EPOCH));
    }

    proptest! {
        #[test]
        fn settling_the_same_twice_changes_nothing(
            before in prop::collection::btree_map(0_u8..6, 0_u8..3, 0..6),
            found in prop::collection::btree_map(0_u8..6, 0_u8..3, 0..6),
        ) {
            let make = |of: &BTreeMap<u8, u8>| of.iter().map(|(n, v)| verdict(*n, *v)).collect::<Vec<_>>();
            let mut known: BTreeMap<Uuid, Verdict> =
                make(&before).into_iter().map(|one| (one.id, dismissed(one))).collect();
            for changed in settle(known.values().cloned().collect(), make(&found), LATER) {
                known.insert(changed.id, changed);
            }
            prop_assert!(settle(known.into_values().collect(), make(&found), LATER).is_empty());
        }
    }
}
