//! Conditions on what a service is like, whom it suits, when it is held, and who says so.

use std::borrow::Cow;

use super::{Asked, Condition};
use crate::{
    Entry, QueryError,
    columns::Offer,
    facet::Facet,
    occurrences::{OpenAt, anywhere},
    opening::Wanted,
    values::FacetKey,
};
use normalize::{accessibility::Feature, cost::Cost, text};

/// The conditions that a query has.
pub(super) fn conditions(asked: Asked<'_>) -> Result<Vec<Condition<'_>>, QueryError> {
    let Asked { snapshot, query, list } = asked;
    let mut all: Vec<Condition<'_>> = Vec::new();
    all.extend(query.status.as_deref().map(|status| valued(asked, Facet::Status, status)));
    all.extend(query.free.then(|| valued(asked, Facet::Cost, Cost::Free.as_str())));
    all.extend(query.source.as_ref().map(|source| valued(asked, Facet::Source, source.as_str())));
    if !query.accessibility.is_empty() {
        all.push(accessible(asked)?);
    }
    all.extend(aged(asked));
    all.extend(
        query
            .assured_since
            .map(|since| offered(asked, move |offer| offer.assured.is_some_and(|day| day >= since))),
    );
    if !query.languages.is_empty() {
        all.push(spoken(asked));
    }
    all.extend(query.modified_after.map(|moment| asked.entries(move |entry| entry.modified >= moment)));
    let wanted = Wanted::new(&query.days, query.start_time.as_deref(), query.end_time.as_deref())?;
    all.extend(
        wanted.map(|wanted| asked.entries(move |entry| anywhere(entry).any(|opening| wanted.holds(opening)))),
    );
    let schedules = || list.columns.schedules(list);
    let open = query.open_at.iter().map(|moment| OpenAt::new(*moment, snapshot.calendar(), schedules()));
    all.extend(open.map(|open| Condition::test(move |position| open.has(position))));
    Ok(all)
}

/// What has that value of a facet.
fn valued<'a>(Asked { snapshot, list, .. }: Asked<'a>, facet: Facet, value: &str) -> Condition<'a> {
    Condition::among(list.columns.with_any(facet, [FacetKey::Word(value.into())], snapshot, list))
}

/// What is tested on whom a service takes.
fn offered<'a>(Asked { list, .. }: Asked<'a>, test: impl Fn(&Offer) -> bool + Sync + 'a) -> Condition<'a> {
    let offers = list.columns.offers(list);
    Condition::test(move |position| test(&offers.get(position)))
}

/// What takes people of the ages that are asked for.
fn aged(asked: Asked<'_>) -> Option<Condition<'_>> {
    let query = asked.query;
    let (age, least, most) = (query.age, query.minimum_age, query.maximum_age);
    let test = move |offer: &Offer| {
        age.is_none_or(|age| offer.takes(age))
            && least.is_none_or(|least| offer.minimum_age.is_some_and(|age| age >= least))
            && most.is_none_or(|most| offer.maximum_age.is_some_and(|age| age <= most))
    };
    (age.is_some() || least.is_some() || most.is_some()).then(|| offered(asked, test))
}

/// What one of the languages is spoken at.
fn spoken(asked: Asked<'_>) -> Condition<'_> {
    let language = |asked: &String| match asked.trim() {
        code if code.len() <= 3 => code.to_lowercase(),
        name => text::key(name),
    };
    let wanted: Vec<String> = asked.query.languages.iter().map(language).collect();
    asked.entries(move |entry| {
        let service = entry.body.service();
        let languages = service.map_or(&[][..], |service| &service.languages);
        wanted.iter().any(|wanted| languages.iter().any(|language| language.is(wanted)))
    })
}

/// What disabled visitors find must all be found at one location.
fn accessible(asked: Asked<'_>) -> Result<Condition<'_>, QueryError> {
    let Asked { snapshot, query, list } = asked;
    let features = query.accessibility.iter().map(|code| feature(code)).collect::<Result<Vec<_>, _>>()?;
    let with = |feature: &Feature| {
        list.columns.with_any(Facet::Accessibility, [FacetKey::Word(feature.as_str().into())], snapshot, list)
    };
    let among = features.iter().map(with).reduce(|one, other| Cow::Owned(&*one & &*other));
    let has_all = move |entry: &Entry| {
        snapshot.locations_shown(entry).into_iter().any(|id| {
            let location = snapshot.entry(id).and_then(|entry| entry.body.location());
            location.is_some_and(|location| features.iter().all(|one| location.accessible.contains(one)))
        })
    };
    Ok(Condition { among, ..asked.entries(has_all) })
}

fn feature(code: &str) -> Result<Feature, QueryError> {
    Feature::of(code).ok_or_else(|| QueryError::Accessibility {
        value: code.chars().take(80).collect(),
        known: Feature::all().map(Feature::as_str).collect::<Vec<_>>().join(", "),
    })
}
