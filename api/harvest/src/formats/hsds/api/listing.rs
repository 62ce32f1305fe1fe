//! A list read through all of its pages, also while it changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use chrono::{DateTime, Utc};
use model::{ContentHash, IssueDraft, Kind, Severity};
use outbound::OutboundError;
use serde_json::Value;

use super::{super::envelope::Page, super::split::own_id, Api};
use crate::{
    fetch::Refused,
    issues::Issues,
    spool::{Bodies, Place},
};

/// How often a list is read that changes while it is read.
const MOST_PASSES: usize = 3;

/// The most pages of a list: a server that counts on for ever is not followed.
const MOST_PAGES: u64 = 10_000;

/// How many pages in a row may hold nothing new: a list that goes in circles is not followed.
const MOST_IDLE_PAGES: u64 = 3;

/// How many objects a page is asked to hold: the most that the UK profile allows to ask for.
const PAGE_SIZE: u64 = 100;

/// One object of a list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) id: String,
    /// When it was last modified, where it says so.
    pub(super) modified: Option<DateTime<Utc>>,
    place: Place,
    digest: [u8; 32],
}

/// All objects of a list, each once; what they say is on disk.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) listed: Vec<Listed>,
    texts: Bodies,
    duplicates: Vec<(String, bool)>,
    nameless: u64,
}

/// Why a list could not be read.
pub(super) enum Failure {
    Outbound(OutboundError),
    Refused(Refused),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Outbound(error) => error.into(),
            Failure::Refused(refused) => refused,
        }
    }
}

/// One reading of all pages.
#[derive(Default)]
struct Pass {
    objects: Vec<Listed>,
    nameless: u64,
    totals: BTreeSet<Option<u64>>,
    /// How many bytes all objects have together.
    length: u64,
}

impl Listing {
    pub(super) fn read(api: &Api, name: &str, asked: &str) -> Result<Self, Refused> {
        Ok(Self::try_read(api, name, asked)?)
    }

    /// Reads a list until two readings agree, or one in which nothing moved. Of a list that never rests, whatever any
    /// reading held counts as listed: a page that shifted must not make a service look gone.
    pub(super) fn try_read(api: &Api, name: &str, asked: &str) -> Result<Self, Failure> {
        let (mut passes, mut texts) = (Vec::<Pass>::new(), Bodies::new()?);
        for _ in 0..MOST_PASSES {
            let pass = Pass::read(api, name, asked, &mut texts)?;
            if pass.is_still() {
                return Ok(Self::of(pass, texts, true));
            }
            if passes.last().is_some_and(|before| before.ids().eq(pass.ids())) {
                pass.refuse_if_short(name)?;
                return Ok(Self::of(pass, texts, true));
            }
            passes.push(pass);
        }
        let mut all = Pass::default();
        // The latest reading first: of several tellings it counts.
        for pass in passes.into_iter().rev() {
            all.objects.extend(pass.objects);
            all.nameless = all.nameless.max(pass.nameless);
        }
        Ok(Self::of(all, texts, false))
    }

    /// A list that holds nothing.
    pub(super) fn nothing() -> io::Result<Self> {
        Ok(Self::of(Pass::default(), Bodies::new()?, false))
    }

    fn of(pass: Pass, texts: Bodies, tell_duplicates: bool) -> Self {
        let (listed, duplicates) = (Vec::new(), Vec::new());
        let mut listing = Self { listed, texts, duplicates, nameless: pass.nameless };
        let mut taken = BTreeMap::new();
        for object in pass.objects {
            match taken.get(&object.id) {
                Some(first) if tell_duplicates => {
                    listing.duplicates.push((object.id, *first == object.digest));
                }
                Some(_) => {}
                None => {
                    taken.insert(object.id.clone(), object.digest);
                    listing.listed.push(object);
                }
            }
        }
        listing
    }

    /// What each object says.
    pub(super) fn texts(mut self) -> impl Iterator<Item = io::Result<String>> {
        let said =
            move |listed: Listed| Ok(String::from_utf8(self.texts.read(listed.place)?).unwrap_or_default());
        self.listed.into_iter().map(said)
    }

    /// Raises an issue for each object that the list itself holds more than once, and for those without an id, which
    /// it counts.
    pub(super) fn tell(&mut self, kind: Kind, issues: &mut Issues) -> u64 {
        for (id, same) in self.duplicates.drain(..) {
            let (severity, reason) = match same {
                true => (Severity::Warning, "the list holds it twice, the same each time; once is enough"),
                false => (Severity::Error, "the list holds another of the same id; the first stays"),
            };
            let issue =
                IssueDraft::new(severity, "duplicate-id", reason, "give each its own id, or list it once");
            issues.push(issue.in_record(format!("{kind}:{id}")));
        }
        if self.nameless > 0 {
            let reason = format!("{} objects of the list have no id that can be used", self.nameless);
            issues.kept_out("no-id", &format!("{kind} list"), &reason, "give each an id");
        }
        self.nameless
    }
}

impl Pass {
    fn read(api: &Api, name: &str, asked: &str, texts: &mut Bodies) -> Result<Self, Failure> {
        let mut pass = Self::default();
        let (mut seen, mut idle) = (BTreeSet::new(), 0);
        for number in 1..=MOST_PAGES {
            let query = format!("&page={number}&per_page={PAGE_SIZE}{asked}");
            let body = api.get(name, &query).map_err(Failure::Outbound)?;
            let place = format!("{name} page {number}");
            let page = Page::read(&body).map_err(|error| Failure::Refused(Refused::json(&place, &error)))?;
            pass.totals.insert(page.total_items);
            let before = seen.len();
            for object in &page.contents {
                pass.take(object.get(), &mut seen, texts)?;
            }
            if pass.length > api.longest {
                return Err(too_long(name, api.longest));
            }
            let tells_its_length = page.total_pages.is_some() || page.is_last.is_some();
            idle = if seen.len() == before { idle + 1 } else { 0 };
            if !page.has_next(number) || (!tells_its_length && idle > 0) {
                return Ok(pass);
            }
            if idle >= MOST_IDLE_PAGES {
                break;
            }
        }
        let reason = format!(
            "the list of {name} does not end: after {} objects it still tells of further pages",
            seen.len()
        );
        Err(endless(reason))
    }

    /// A list that holds fewer objects than it says, each time it is read, was not read to its end.
    fn refuse_if_short(&self, name: &str) -> Result<(), Failure> {
        let ids: BTreeSet<&str> = self.ids().collect();
        let held = ids.len() as u64 + self.nameless;
        match self.totals.iter().copied().flatten().max() {
            Some(told) if told > held => {
                Err(endless(format!("the list of {name} says that it has {told} objects but holds {held}")))
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, text: &str, seen: &mut BTreeSet<String>, texts: &mut Bodies) -> io::Result<()> {
        self.length += text.len() as u64;
        match own_id(text) {
            Some(id) => {
                seen.insert(id.clone());
                let (place, digest) = (texts.add(text.as_bytes())?, ContentHash::digest(text.as_bytes()));
                self.objects.push(Listed { id, modified: modified(text), place, digest });
            }
            None => self.nameless += 1,
        }
        Ok(())
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.objects.iter().map(|object| object.id.as_str())
    }

    /// Whether nothing moved: every object once, one total throughout, and as many as it says.
    fn is_still(&self) -> bool {
        let ids: BTreeSet<&str> = self.ids().collect();
        let mut totals = self.totals.iter();
        let total = totals.next().copied().flatten();
        let count = self.objects.len() as u64 + self.nameless;
        totals.next().is_none() && ids.len() == self.objects.len() && total.is_none_or(|total| total == count)
    }
}

fn too_long(name: &str, most: u64) -> Failure {
    let reason = format!("the list of {name} comes to more than {most} bytes over all its pages");
    let action = "list less of each object, or publish the feed as a file; nothing of this run was taken";
    Failure::Refused(Refused::new("too-large", reason, action))
}

fn endless(reason: String) -> Failure {
    let action = "mend the paging of the feed and harvest again; nothing of this run was taken";
    Failure::Refused(Refused::new("bad-paging", reason, action))
}

/// The moment of modification, under the names that lists use.
pub(super) fn modified(text: &str) -> Option<DateTime<Utc>> {
    let object: Value = serde_json::from_str(text).ok()?;
    ["last_modified", "modified_date", "modified"].iter().find_map(|name| {
        let moment = normalize::date::moment(object.get(name)?.as_str()?)?;
        moment.parse().ok()
    })
}
