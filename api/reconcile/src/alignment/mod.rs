//! Holds the council's website, and any other, against the directory: which pages tell of what the directory has, where the
//! two say the same thing twice or differently, and what one has and the other lacks.
//!
//! A website is one more source: what its pages list are records, matched like all others. This stage reads what came of
//! that and compares; it decides nothing about identity and publishes nothing. What it finds are verdicts, the same from
//! run to run, on which people decide. Everything in them is public: pages are, and of entities only what is published
//! counts, so that a page of a thing that is kept private is as if the directory had never heard of it.

mod compare;
mod dead;
mod deciding;
mod draft;
mod entry;
mod finding;
mod gone;
mod holding;
mod lacking;
mod link;
mod meeting;
mod neighbourhood;
mod passages;
mod report;
mod settle;
mod site;
mod told;
mod twins;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{
    Clock, Record, RecordKey, SourceId,
    alignment::{AlignedPage, Alignment, Verdict},
};
use store::{AlignmentOutcome, Store};
use uuid::Uuid;

use crate::{ReconcileError, models::InForce};

pub use deciding::decide;
pub use deciding::{Decide, DecideError};
pub use report::{Look, look_up};

use entry::Entry;
use finding::Findings;
use holding::Entries;
use site::Site;

/// Names the rules by which pages are aligned: with others, everything is aligned anew.
const RULES: &str = "alignment 2026.1";

/// Aligns all websites with the directory as it is published, and says what that came to. While nothing changed since
/// the last time, and the day is the same, what was found then is the answer.
///
/// # Errors
///
/// Fails where the store fails.
pub fn align(store: &Store, models: &InForce, clock: &dyn Clock) -> Result<Alignment, ReconcileError> {
    let now = clock.now();
    // Dates pass: what is aligned on one day is aligned anew on the next.
    let basis = store.alignment_basis(&format!("{RULES} {}", now.date_naive()), &site::all_ids(store)?)?;
    if let Some((last, summary)) = store.last_alignment()?
        && last == basis
    {
        return Ok(summary);
    }
    let sites = site::all(store)?;
    let entries = if sites.is_empty() { Entries::new() } else { entries(store, &sites)? };
    let mut aligned = Aligned::default();
    for site in &sites {
        aligned.add(store, models, site, &entries, now)?;
    }
    aligned.date(store)?;
    let settled = |before: Vec<Verdict>| {
        let summary = report::summary(&aligned, &entries, &before, now);
        let verdicts = settle::settle(before, aligned.verdicts.into_values().collect(), now);
        AlignmentOutcome { pages: aligned.pages, verdicts, summary }
    };
    Ok(store.align(&basis, settled)?)
}

fn entries(store: &Store, sites: &[Site]) -> Result<Entries, ReconcileError> {
    let websites: BTreeSet<SourceId> = sites.iter().map(|site| site.source.clone()).collect();
    let mut entries = Entries::new();
    store.for_each_published(|entity| {
        if entity.kind != model::Kind::Taxonomy {
            entries.insert(entity.id, Entry::of(&entity, &websites));
        }
    })?;
    Ok(entries)
}

/// When a record was last confirmed or changed. Since when it has said what it said when it was first seen, nobody knows.
fn dated(record: &Record) -> Option<DateTime<Utc>> {
    record.assured().or_else(|| (record.modified > record.first_seen).then_some(record.modified))
}

/// What was found so far.
#[derive(Default)]
struct Aligned {
    pages: Vec<(AlignedPage, Vec<String>)>,
    /// By id: what a page lists or links twice is one thing.
    verdicts: BTreeMap<Uuid, Verdict>,
    /// The record whose word the directory publishes, by conflict.
    spoken: BTreeMap<Uuid, RecordKey>,
    told: BTreeSet<Uuid>,
    facts: u64,
    agreeing: u64,
}

impl Aligned {
    fn add(
        &mut self,
        store: &Store,
        models: &InForce,
        site: &Site,
        entries: &Entries,
        now: DateTime<Utc>,
    ) -> Result<(), ReconcileError> {
        let given = link::addresses(site, entries);
        let model = models.get(store)?;
        let met = meeting::of_listings(store, &model, site, entries)?;
        let mut all = met.meetings.clone();
        all.extend(link::of_addresses(site, &given));
        all.extend(link::of_names(site, entries));
        let meetings = told::surest(all);
        let findings = Findings { site, entries, meetings: &meetings, now };
        self.told(&findings);
        self.find(findings.over());
        let withdrawn = gone::withdrawn(store, &findings, &met)?;
        let known: BTreeSet<(usize, usize)> =
            withdrawn.iter().map(|(at, _)| *at).chain(met.doubtful).collect();
        self.find(withdrawn.into_iter().map(|(_, verdict)| verdict));
        self.find(findings.without_entry(&known));
        self.find(findings.without_page());
        self.find(findings.dead_addresses(&given));
        let withdrawn: BTreeSet<Uuid> = store.withdrawn()?.into_iter().collect();
        self.find(findings.dead_links(&|id| withdrawn.contains(&id)));
        self.find(findings.twins());
        self.told.extend(meetings.iter().map(|meeting| meeting.entity));
        self.told
            .extend(site.pages.iter().flat_map(|seen| &seen.page.own).filter(|id| entries.contains_key(id)));
        self.pages.extend(report::pages(site, entries, &meetings));
        Ok(())
    }

    /// Takes what was found; of two of one id the first stays.
    fn find(&mut self, verdicts: impl IntoIterator<Item = Verdict>) {
        for verdict in verdicts {
            self.verdicts.entry(verdict.id).or_insert(verdict);
        }
    }

    /// What pages tell of things that the directory holds too.
    fn told(&mut self, findings: &Findings<'_>) {
        for pair in findings.pairs() {
            self.facts += pair.compared.len() as u64;
            self.agreeing += pair.compared.iter().filter(|one| one.agrees).count() as u64;
            // Of what has closed nobody needs the entry on the page.
            let closed = findings.closed(&pair);
            self.find(if closed.is_some() { closed } else { findings.duplicate(&pair) });
            for (verdict, record) in findings.conflicts(&pair) {
                self.spoken.insert(verdict.id, record);
                self.find([verdict]);
            }
        }
    }

    /// Says of each conflict which side is newer.
    fn date(&mut self, store: &Store) -> Result<(), ReconcileError> {
        let keys: Vec<RecordKey> =
            self.spoken.values().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let records = store.records_of(&keys)?;
        let changed: BTreeMap<&RecordKey, String> = records
            .iter()
            .filter_map(|record| Some((&record.key, dated(record)?.date_naive().to_string())))
            .collect();
        for verdict in self.verdicts.values_mut() {
            let Some(day) = self.spoken.get(&verdict.id).and_then(|record| changed.get(record)) else {
                continue;
            };
            let evidence = &mut verdict.evidence;
            let newer =
                evidence.page_changed.as_ref().map(|page| if page > day { "page" } else { "directory" });
            evidence.newer = newer.map(str::to_owned);
            evidence.entity_changed = Some(day.clone());
        }
        Ok(())
    }
}
