//! What one side has and the other lacks.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Kind,
    alignment::{Listing, Relation, Verdict, VerdictKind},
};
use uuid::Uuid;

use super::{
    draft,
    entry::Entry,
    finding::{Findings, Subject},
    neighbourhood::Neighbourhood,
    site::SeenPage,
};

/// From how many points on a listing is taken for a community resource.
const ENOUGH: f64 = 0.5;
/// How many pages of a kind there must be for an entry to miss one.
const PAGES_OF_KIND: usize = 3;
/// Which share of the entries of a kind must have a page.
const SHARE_OF_KIND: f64 = 0.6;

impl<'a> Findings<'a> {
    /// The things on pages that the directory lacks; not the listings, by page and number, that it may have or had.
    pub(super) fn without_entry(&self, had: &BTreeSet<(usize, usize)>) -> Vec<Verdict> {
        let listed: BTreeSet<(usize, usize)> =
            self.meetings.iter().filter_map(|meeting| Some((meeting.page, meeting.listing?))).collect();
        let known: BTreeSet<usize> = self
            .meetings
            .iter()
            .filter(|meeting| meeting.relation == Relation::About)
            .map(|meeting| meeting.page)
            .collect();
        let place = Neighbourhood::of(self);
        let mut verdicts = Vec::new();
        for (page, seen) in self.site.pages.iter().enumerate().filter(|(_, seen)| !seen.page.news) {
            for (number, listing) in seen.listings().iter().enumerate() {
                let is_met = listed.contains(&(page, number)) || had.contains(&(page, number));
                let is_known = listing.relation == Relation::About && known.contains(&page);
                if is_met || is_known || self.has_page_of_its_own(seen, listing) {
                    continue;
                }
                let points = place.points(seen, listing, page);
                if points.iter().map(|(_, point)| point).sum::<f64>() >= ENOUGH {
                    verdicts.push(self.lacking(seen, listing, &points));
                }
            }
        }
        verdicts
    }

    /// Whether a list gives the thing a page of its own on this site: that page is told of it.
    fn has_page_of_its_own(&self, seen: &SeenPage, listing: &Listing) -> bool {
        let key = listing.link.as_ref().and_then(|link| self.site.website.key(link));
        key.is_some_and(|key| {
            key != seen.key
                && self
                    .site
                    .pages
                    .binary_search_by(|other| other.key.cmp(&key))
                    .is_ok_and(|at| self.site.pages.get(at).is_some_and(|other| !other.listings().is_empty()))
        })
    }

    fn lacking(&self, seen: &'a SeenPage, listing: &'a Listing, points: &[(&str, f64)]) -> Verdict {
        let kind = VerdictKind::PageWithoutEntry;
        // A page that is about one thing has one such verdict, whatever it calls it.
        let field = (listing.relation == Relation::Mentions).then_some(listing.name.as_str());
        let subject = Subject { kind, page: Some(seen), entry: None, field };
        let action = "add it to the directory: a draft of the entry is in the evidence".to_owned();
        let sum: f64 = points.iter().map(|(_, point)| point).sum();
        let mut verdict = self.verdict(subject, 0.4 + sum / 2.0, action);
        verdict.page_value = Some(listing.name.clone());
        let for_it = points.iter().filter(|(_, point)| *point > 0.0);
        verdict.evidence.why = for_it.map(|(why, _)| (*why).to_owned()).collect();
        verdict.evidence.place = Some(listing.place.clone());
        verdict.evidence.draft = Some(draft::of(seen, listing).to_string());
        verdict
    }

    /// The entries of a kind of which most have a page, and these none.
    pub(super) fn without_page(&self) -> Vec<Verdict> {
        let about: BTreeSet<Uuid> = self
            .meetings
            .iter()
            .filter(|meeting| meeting.relation == Relation::About)
            .map(|meeting| meeting.entity)
            .collect();
        let told: BTreeSet<Uuid> = self
            .meetings
            .iter()
            .map(|meeting| meeting.entity)
            .chain(self.site.pages.iter().flat_map(|seen| seen.page.own.iter().copied()))
            .collect();
        let mut of_topic: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries.values().filter(|entry| entry.kind == Kind::Service && !entry.is_closed()) {
            for topic in &entry.topics {
                of_topic.entry(topic).or_default().push(entry);
            }
        }
        let mut missing: BTreeMap<Uuid, Verdict> = BTreeMap::new();
        for (topic, entries) in of_topic {
            let with = entries.iter().filter(|entry| about.contains(&entry.id)).count();
            let share = with as f64 / entries.len() as f64;
            if with < PAGES_OF_KIND || share < SHARE_OF_KIND {
                continue;
            }
            for entry in entries.iter().filter(|entry| !told.contains(&entry.id)) {
                let why =
                    format!("{with} of {} entries of the category `{topic}` have a page", entries.len());
                missing.entry(entry.id).or_insert_with(|| self.unpaged(entry, share, why));
            }
        }
        missing.into_values().collect()
    }

    fn unpaged(&self, entry: &'a Entry, share: f64, why: String) -> Verdict {
        let subject =
            Subject { kind: VerdictKind::EntryWithoutPage, page: None, entry: Some(entry), field: None };
        let action =
            "make a page for it that embeds the directory's entry, or list it with the others".to_owned();
        let mut verdict = self.verdict(subject, share, action);
        verdict.entity_value = Some(entry.name.clone());
        verdict.evidence.why.push(why);
        verdict.evidence.agree_with_entity = entry.sources.iter().cloned().collect();
        verdict
    }
}
