//! What else than its listings leads from a page to entities: the address that the directory gives, and names in its text.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use model::alignment::{FactKind, Relation};
use normalize::text;
use rayon::prelude::*;
use uuid::Uuid;

use super::{entry::Entry, holding::Entries, meeting::Meeting, site::Site};

/// A page that is the address of more entities than this is about none of them.
const MOST_ADDRESSED: usize = 3;
/// The shortest name that is looked for in a text, in letters.
const SHORTEST_NAME: usize = 9;
/// A name on more pages than one in so many, and on more than [`FEW`], tells of nothing.
const COMMON_PART: usize = 20;
/// See [`COMMON_PART`].
const FEW: usize = 20;
/// How many names one page mentions at most.
const MOST_MENTIONS: usize = 100;

/// The addresses on this site that the directory gives for entities: by page name the entity, the address, and its field.
pub(super) fn addresses<'a>(site: &Site, entries: &'a Entries) -> BTreeMap<String, Vec<(&'a Entry, String)>> {
    let mut given: BTreeMap<String, Vec<(&Entry, String)>> = BTreeMap::new();
    for entry in entries.values() {
        let urls: BTreeSet<&String> =
            entry.said(FactKind::Url).iter().flat_map(|said| &said.values).collect();
        for url in urls {
            if let Some(key) = site.website.key(url) {
                given.entry(key).or_default().push((entry, url.clone()));
            }
        }
    }
    given
}

/// Meetings of pages with the entities whose address they are.
pub(super) fn of_addresses(site: &Site, given: &BTreeMap<String, Vec<(&Entry, String)>>) -> Vec<Meeting> {
    let mut meetings = Vec::new();
    for (page, seen) in site.pages.iter().enumerate() {
        let mut led: BTreeSet<Uuid> = BTreeSet::new();
        for name in site.names(seen) {
            led.extend(given.get(&name).into_iter().flatten().map(|(entry, _)| entry.id));
        }
        let is_own = led.len() <= MOST_ADDRESSED;
        let relation = if is_own { Relation::About } else { Relation::Mentions };
        meetings.extend(led.into_iter().map(|entity| Meeting {
            page,
            listing: None,
            entity,
            places: BTreeSet::new(),
            relation,
            score: if is_own { 0.95 } else { 0.6 },
            why: vec!["the directory gives this page as its web address".to_owned()],
        }));
    }
    meetings
}

/// Meetings of pages with the entities whose names stand in their text.
pub(super) fn of_names(site: &Site, entries: &Entries) -> Vec<Meeting> {
    let names = names(entries);
    let patterns: Vec<&String> = names.keys().collect();
    let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns);
    let Ok(finder) = built else { return Vec::new() };
    let mentions: Vec<BTreeSet<usize>> =
        site.pages.par_iter().map(|seen| mentioned(&finder, &text::phrase(&seen.page.text))).collect();
    let mut pages_with: BTreeMap<usize, usize> = BTreeMap::new();
    for number in mentions.iter().flatten() {
        *pages_with.entry(*number).or_default() += 1;
    }
    let is_common = |number: &usize| {
        pages_with.get(number).is_some_and(|pages| *pages > FEW && pages * COMMON_PART > site.pages.len())
    };
    let mut meetings = Vec::new();
    for (page, numbers) in mentions.iter().enumerate() {
        for number in numbers.iter().filter(|number| !is_common(number)).take(MOST_MENTIONS) {
            let Some((name, entity)) = patterns.get(*number).and_then(|name| Some((name, names.get(*name)?)))
            else {
                continue;
            };
            meetings.push(Meeting {
                page,
                listing: None,
                entity: *entity,
                places: BTreeSet::new(),
                relation: Relation::Mentions,
                score: 0.6,
                why: vec![format!("its text has the name “{name}”")],
            });
        }
    }
    meetings
}

/// Names that stand for one thing each, in normal form. A service, its body and its place often share one: then it is the
/// service's.
fn names(entries: &Entries) -> BTreeMap<String, Uuid> {
    let (mut names, mut taken) = (BTreeMap::new(), HashSet::new());
    let mut of_kind: Vec<&Entry> = entries.values().collect();
    of_kind.sort_by_key(|entry| (std::cmp::Reverse(entry.kind), entry.id));
    let mut kinds: BTreeMap<String, (model::Kind, Uuid)> = BTreeMap::new();
    for entry in of_kind {
        let name = text::phrase(&entry.name);
        if name.len() < SHORTEST_NAME || !name.contains(' ') {
            continue;
        }
        match kinds.get(&name) {
            // Two of one kind and name: nobody knows which.
            Some((kind, _)) if *kind == entry.kind => {
                taken.insert(name);
            }
            Some(_) => {}
            None => {
                kinds.insert(name, (entry.kind, entry.id));
            }
        }
    }
    names.extend(
        kinds.into_iter().filter(|(name, _)| !taken.contains(name)).map(|(name, (_, id))| (name, id)),
    );
    names
}

/// The numbers of the names that stand in a text as whole words.
fn mentioned(finder: &AhoCorasick, text: &str) -> BTreeSet<usize> {
    let bytes = text.as_bytes();
    let is_edge = |at: Option<usize>| at.is_none_or(|at| bytes.get(at).is_none_or(|byte| *byte == b' '));
    let found = finder.find_iter(text);
    let whole = found.filter(|found| is_edge(found.start().checked_sub(1)) && is_edge(Some(found.end())));
    whole.map(|found| found.pattern().as_usize()).collect()
}
