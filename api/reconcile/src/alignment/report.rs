//! What an alignment came to, for people and programs to read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use harvest::SourceConfig;
use model::alignment::{AlignedPage, Alignment, PageEntity, Verdict, VerdictKind, VerdictState};
use serde::Serialize;
use store::{Store, VerdictFilter};
use uuid::Uuid;

use super::{
    Aligned,
    holding::Entries,
    meeting::Meeting,
    site::{SeenPage, Site},
};

/// What is known of a page, and what may be amiss with it.
#[derive(Clone, Debug, Serialize)]
pub struct Look {
    /// The page.
    pub page: AlignedPage,
    /// The verdicts on it that are not closed.
    pub verdicts: Vec<Verdict>,
}

/// How many verdicts on one page are told.
const MOST_ON_A_PAGE: i64 = 200;

/// Looks up the page that an address leads to, whatever its spelling. `None` where no website has such a page.
///
/// # Errors
///
/// Fails where the store fails.
pub fn look_up(store: &Store, address: &str) -> store::Result<Option<Look>> {
    let mut names = BTreeSet::new();
    for source in store.sources()? {
        let described = store.source_config(&source.id)?;
        let config = described.and_then(|config| serde_json::from_value::<SourceConfig>(config).ok());
        names.extend(config.and_then(|config| config.website()).and_then(|website| website.key(address)));
    }
    let names: Vec<String> = names.into_iter().collect();
    let Some(page) = store.page(&names)? else { return Ok(None) };
    let filter = VerdictFilter {
        page: Some(page.address.clone()),
        states: vec![VerdictState::Open, VerdictState::Accepted, VerdictState::Dismissed],
        ..VerdictFilter::default()
    };
    let verdicts = store.verdicts(&filter, MOST_ON_A_PAGE, 0)?;
    Ok(Some(Look { page, verdicts }))
}

/// Every page of a site with the entities that it tells of, and every name that leads to it.
pub(super) fn pages(site: &Site, entries: &Entries, meetings: &[Meeting]) -> Vec<(AlignedPage, Vec<String>)> {
    let mut of_page: BTreeMap<usize, Vec<&Meeting>> = BTreeMap::new();
    for meeting in meetings {
        of_page.entry(meeting.page).or_default().push(meeting);
    }
    let page = |(number, seen): (usize, &SeenPage)| {
        let told = of_page.get(&number).into_iter().flatten();
        let mut told: Vec<PageEntity> = told.filter_map(|meeting| entity(seen, entries, meeting)).collect();
        told.sort_by(|a, b| (a.relation, &a.name, a.entity).cmp(&(b.relation, &b.name, b.entity)));
        (aligned(site, seen, told), site.names(seen))
    };
    site.pages.iter().enumerate().map(page).collect()
}

fn aligned(site: &Site, seen: &SeenPage, entities: Vec<PageEntity>) -> AlignedPage {
    let page = &seen.page;
    AlignedPage {
        key: seen.key.clone(),
        address: page.address.clone(),
        addresses: page.addresses.clone(),
        source: site.source.clone(),
        title: page.title.clone(),
        section: seen.section.clone(),
        modified: page.modified.map(|day| day.to_string()),
        edit: page.edit.clone(),
        noindex: page.noindex,
        news: page.news,
        own: page.own.clone(),
        entities,
    }
}

fn entity(seen: &SeenPage, entries: &Entries, meeting: &Meeting) -> Option<PageEntity> {
    let entry = entries.get(&meeting.entity)?;
    let listing = meeting.listing.and_then(|number| seen.listings().get(number));
    Some(PageEntity {
        entity: entry.id,
        kind: entry.kind,
        name: entry.name.clone(),
        relation: meeting.relation,
        score: meeting.score,
        why: meeting.why.clone(),
        called: listing.map_or_else(|| seen.page.title.clone(), |listing| listing.name.clone()),
        place: listing.map(|listing| listing.place.clone()).unwrap_or_default(),
    })
}

/// The figures of an alignment; what people dismissed before and still counts is none of them.
pub(super) fn summary(
    aligned: &Aligned,
    entries: &Entries,
    before: &[Verdict],
    now: DateTime<Utc>,
) -> Alignment {
    let dismissed: BTreeMap<Uuid, &Verdict> = before
        .iter()
        .filter(|verdict| verdict.state == VerdictState::Dismissed)
        .map(|verdict| (verdict.id, verdict))
        .collect();
    let counts = |verdict: &&Verdict| {
        let decision = dismissed.get(&verdict.id).and_then(|known| known.decision.as_ref());
        decision.is_none_or(|decision| decision.facts != verdict.facts())
    };
    let mut verdicts: BTreeMap<VerdictKind, u64> = BTreeMap::new();
    for verdict in aligned.verdicts.values().filter(counts) {
        *verdicts.entry(verdict.kind).or_default() += 1;
    }
    let tells = |(page, _): &&(AlignedPage, Vec<String>)| !(page.entities.is_empty() && page.own.is_empty());
    let of = |kind: VerdictKind| verdicts.get(&kind).copied().unwrap_or_default();
    Alignment {
        at: now,
        pages: aligned.pages.len() as u64,
        aligned_pages: aligned.pages.iter().filter(tells).count() as u64,
        entities: entries.len() as u64,
        aligned_entities: aligned.told.len() as u64,
        facts: aligned.facts,
        agreeing: aligned.agreeing,
        duplicates: of(VerdictKind::Duplicate),
        conflicts: of(VerdictKind::Conflict),
        consistency: (aligned.facts > 0).then(|| aligned.agreeing as f64 / aligned.facts as f64),
        verdicts,
    }
}
