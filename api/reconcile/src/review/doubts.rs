//! The doubtful pairs of the match model.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use model::{Judgement, Kind, Noun, RecordKey, Verdict};
use store::{Result, Store, Suggestion};
use uuid::Uuid;

use super::{Doubt, Worth, fingerprint};
use crate::matches::{Audience, Evidence};
use crate::models::InForce;

/// A pair with what its answer is worth.
struct Ranked {
    pair: Suggestion,
    worth: Worth,
}

/// The doubts that are worth most, in order.
pub(super) fn most_worth(store: &Store, models: &InForce, limit: usize) -> Result<Vec<Doubt>> {
    let suggestions = store.suggestions(i64::MAX)?;
    if suggestions.is_empty() {
        return Ok(Vec::new());
    }
    let mut ranked = rank(store, suggestions)?;
    ranked.sort_by(by_worth);
    ranked.truncate(limit);
    let keys: BTreeSet<RecordKey> =
        ranked.iter().flat_map(|ranked| [ranked.pair.a.clone(), ranked.pair.b.clone()]).collect();
    let evidence = Evidence::load(store, models.get(store)?, &keys.into_iter().collect::<Vec<_>>())?;
    let doubt = |Ranked { pair, worth }: Ranked| {
        // A record that went since the last reconciliation takes its doubts along.
        let matched = evidence.explain(&pair.a, &pair.b, Audience::Steward).ok()?;
        let (a, b) = (evidence.present(&matched.a.record)?, evidence.present(&matched.b.record)?);
        let fingerprint = fingerprint(a, b);
        Some(Doubt { a: evidence.card(a), b: evidence.card(b), fingerprint, matched, worth })
    };
    Ok(ranked.into_iter().filter_map(doubt).collect())
}

fn by_worth(x: &Ranked, y: &Ranked) -> Ordering {
    let order = |ranked: &Ranked| (ranked.worth.value(), ranked.worth.doubt);
    let ((value_x, doubt_x), (value_y, doubt_y)) = (order(x), order(y));
    y.worth
        .is_public
        .cmp(&x.worth.is_public)
        .then_with(|| value_y.total_cmp(&value_x))
        .then_with(|| doubt_y.total_cmp(&doubt_x))
        .then_with(|| (&x.pair.a, &x.pair.b).cmp(&(&y.pair.a, &y.pair.b)))
}

/// The open pairs, one for each two clusters, with their worth.
fn rank(store: &Store, suggestions: Vec<Suggestion>) -> Result<Vec<Ranked>> {
    let judged = store.judgements()?;
    let keys: BTreeSet<RecordKey> = suggestions
        .iter()
        .flat_map(|pair| [&pair.a, &pair.b])
        .chain(judged.iter().flat_map(|judgement| [&judgement.a, &judgement.b]))
        .cloned()
        .collect();
    let ids = store.ids_of(&keys.into_iter().collect::<Vec<_>>())?;
    let pair_of = |a: &RecordKey, b: &RecordKey| {
        let (a, b) = (*ids.get(a)?, *ids.get(b)?);
        Some((a.min(b), a.max(b)))
    };
    let mut closed: BTreeSet<(Uuid, Uuid)> = answered(&judged).filter_map(|(a, b)| pair_of(a, b)).collect();
    let seen = Seen::by_readers(store, ids.values().copied().collect())?;
    let mut ranked = Vec::new();
    for pair in suggestions {
        let Some(entities) = pair_of(&pair.a, &pair.b) else { continue };
        if entities.0 != entities.1 && closed.insert(entities) {
            ranked.push(Ranked { worth: seen.worth(&pair, entities), pair });
        }
    }
    Ok(ranked)
}

/// The pairs that people answered for, were it that they cannot tell; not those whose answer was taken back.
fn answered(judged: &[Judgement]) -> impl Iterator<Item = (&RecordKey, &RecordKey)> {
    let mut last: BTreeMap<(&RecordKey, &RecordKey), Option<Verdict>> = BTreeMap::new();
    for judgement in judged {
        let answer = last.entry((&judgement.a, &judgement.b)).or_default();
        let is_taken_back = judgement.verdict == Verdict::Unsure
            && matches!(answer, Some(Verdict::Positive | Verdict::Negative));
        *answer = (!is_taken_back).then_some(judgement.verdict);
    }
    last.into_iter().filter(|(_, answer)| answer.is_some()).map(|(pair, _)| pair)
}

/// What readers see of the entities that are in doubt.
struct Seen {
    published: BTreeSet<Uuid>,
    services: BTreeMap<Uuid, usize>,
}

impl Seen {
    fn by_readers(store: &Store, ids: BTreeSet<Uuid>) -> Result<Self> {
        let published = store.published(&ids.into_iter().collect::<Vec<_>>())?;
        let mut services: BTreeMap<Uuid, usize> = published.iter().map(|id| (*id, 0)).collect();
        store.for_each_published_noun(Kind::Service, |id, noun| {
            for thing in hangs_on(id, &noun) {
                services.entry(thing).and_modify(|count| *count += 1);
            }
        })?;
        Ok(Self { published, services })
    }

    fn worth(&self, pair: &Suggestion, (a, b): (Uuid, Uuid)) -> Worth {
        let services = |id| self.services.get(&id).copied().unwrap_or(0);
        Worth {
            is_public: self.published.contains(&a) || self.published.contains(&b),
            doubt: Worth::doubt_of(1.0 / (1.0 + (-f64::from(pair.score) / 1000.0).exp2())),
            services: services(a) + services(b),
        }
    }
}

/// The things that a published service hangs on: itself, its organization, and the locations where it is given.
fn hangs_on(id: Uuid, noun: &Noun) -> BTreeSet<Uuid> {
    let Noun::Service(service) = noun else { return BTreeSet::new() };
    let places = service.service_at_locations.iter().filter_map(|place| place.location_id.as_deref());
    let others = service.organization_id.as_deref().into_iter().chain(places);
    others.filter_map(|id| id.parse().ok()).chain([id]).collect()
}
