//! Whether what a page lists is a community resource: by what it says of itself, and by what surrounds it on its site.

use std::collections::{BTreeMap, BTreeSet};

use model::alignment::{Fact, FactKind, Listing, Relation};

use super::{finding::Findings, site::SeenPage, value};

/// What stands on so many pages of a site is its own switchboard, not a listing's.
const SWITCHBOARD: usize = 4;

/// Words in the name of what people turn to, meet at or join.
const RESOURCE: &[&str] = &[
    "advice",
    "art",
    "bank",
    "cafe",
    "carers",
    "centre",
    "choir",
    "church",
    "class",
    "club",
    "clinic",
    "college",
    "community",
    "cooks",
    "drop",
    "exercise",
    "family",
    "food",
    "foodbank",
    "garden",
    "group",
    "gym",
    "hall",
    "helpline",
    "hospice",
    "hostel",
    "hub",
    "kitchen",
    "larder",
    "library",
    "lunch",
    "market",
    "museum",
    "nursery",
    "pantry",
    "playgroup",
    "pool",
    "project",
    "school",
    "scouts",
    "session",
    "shed",
    "shelter",
    "society",
    "support",
    "surgery",
    "theatre",
    "toddler",
    "toddlers",
    "trust",
    "warm",
    "welcome",
    "workshop",
    "yoga",
    "youth",
];

/// Words that begin the name of a dealing with the council.
const DEALING: &[&str] = &[
    "apply",
    "appeal",
    "book",
    "buy",
    "challenge",
    "change",
    "check",
    "complain",
    "contact",
    "find",
    "get",
    "give",
    "how",
    "make",
    "object",
    "order",
    "pay",
    "register",
    "renew",
    "report",
    "request",
    "search",
    "tell",
    "view",
];

/// What surrounds a listing on its site: which telephones are everyone's, and which sections tell of resources.
pub(super) struct Neighbourhood {
    /// On how many pages each telephone, e-mail and postcode stands.
    spread: BTreeMap<String, usize>,
    /// In each section, the pages that are about an entity.
    aligned: BTreeMap<String, BTreeSet<usize>>,
    /// The pages of which a listing is an entity's.
    lists: BTreeSet<usize>,
}

impl Neighbourhood {
    pub(super) fn of(findings: &Findings<'_>) -> Self {
        let mut place = Self { spread: BTreeMap::new(), aligned: BTreeMap::new(), lists: BTreeSet::new() };
        for seen in &findings.site.pages {
            let values: BTreeSet<String> = seen.page.facts.iter().filter_map(value::of_fact).collect();
            for value in values {
                *place.spread.entry(value).or_default() += 1;
            }
        }
        for meeting in findings.meetings {
            if let Some(seen) = findings.page(meeting).filter(|_| meeting.relation == Relation::About) {
                place.aligned.entry(seen.section.clone()).or_default().insert(meeting.page);
            }
            if meeting.listing.is_some() {
                place.lists.insert(meeting.page);
            }
        }
        place
    }

    /// What speaks for a listing being a community resource, and what against.
    pub(super) fn points(&self, seen: &SeenPage, listing: &Listing, page: usize) -> Vec<(&'static str, f64)> {
        let words = normalize::text::words(&listing.name);
        let begins = words.first().is_some_and(|word| DEALING.contains(&word.as_str()));
        let names = words.iter().any(|word| RESOURCE.contains(&word.as_str()));
        let has = |kinds: &[FactKind]| listing.facts.iter().any(|fact| kinds.contains(&fact.kind));
        let is_own = |fact: &Fact| {
            let value = value::of_fact(fact).unwrap_or_default();
            self.spread.get(&value).is_none_or(|pages| *pages < SWITCHBOARD)
        };
        let own =
            |kinds: &[FactKind]| listing.facts.iter().any(|fact| kinds.contains(&fact.kind) && is_own(fact));
        let others = self
            .aligned
            .get(&seen.section)
            .map_or(0, |pages| pages.iter().filter(|other| **other != page).count());
        let told = [
            ("it has a place of its own", own(&[FactKind::Postcode, FactKind::Address]), 0.25),
            ("it has hours", has(&[FactKind::Hours]), 0.2),
            (
                "it has a telephone, e-mail or website of its own",
                own(&[FactKind::Phone, FactKind::Email, FactKind::Url]),
                0.15,
            ),
            ("its name is like that of a community resource", names, 0.25),
            ("other pages of its section are in the directory", others >= 2, 0.2),
            (
                "others of its list are in the directory",
                listing.relation == Relation::Mentions && self.lists.contains(&page),
                0.25,
            ),
            ("it is a dealing with the council", begins, -0.6),
            ("it is over or has closed", has(&[FactKind::Ends, FactKind::Status]), -0.6),
        ];
        told.into_iter().filter(|(_, is_so, _)| *is_so).map(|(why, _, points)| (why, points)).collect()
    }
}
