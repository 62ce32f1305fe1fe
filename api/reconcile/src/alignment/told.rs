//! What pages tell in their own words of things that the directory holds: told twice, told otherwise, or told too late.

use std::collections::BTreeSet;

use model::{
    RecordKey,
    alignment::{Evidence, Fact, FactKind, Relation, Verdict, VerdictKind},
};
use uuid::Uuid;

use super::{
    compare::{self, Compared},
    finding::{Findings, Subject},
    holding::Holding,
    meeting::Meeting,
    site::SeenPage,
    value,
};

/// A page and an entity with what both tell of.
pub(super) struct Pair<'a> {
    pub(super) meeting: &'a Meeting,
    pub(super) seen: &'a SeenPage,
    pub(super) holding: Holding<'a>,
    pub(super) compared: Vec<Compared<'a>>,
}

impl<'a> Findings<'a> {
    /// The pairs whose facts can be held against each other: not of news, which was true on its day.
    pub(super) fn pairs(&self) -> Vec<Pair<'a>> {
        let meetings =
            self.meetings.iter().filter(|meeting| self.page(meeting).is_some_and(|seen| !seen.page.news));
        meetings.filter_map(|meeting| self.pair(meeting)).collect()
    }

    fn pair(&self, meeting: &'a Meeting) -> Option<Pair<'a>> {
        let (seen, holding) = (self.page(meeting)?, self.holding(meeting)?);
        let facts = facts(meeting, seen)?;
        let is_whole = meeting.relation == Relation::About && meeting.listing.is_some();
        let compared = compare::compare(self.site, facts, &holding, is_whole);
        Some(Pair { meeting, seen, holding, compared })
    }

    /// That a page repeats what the directory holds.
    pub(super) fn duplicate(&self, pair: &Pair<'a>) -> Option<Verdict> {
        let entry = pair.holding.entry;
        let repeated = pair
            .compared
            .iter()
            .filter(|one| one.agrees && !matches!(one.kind, FactKind::Name | FactKind::Url));
        let repeated: Vec<&str> = repeated.map(|one| compare::field(one.kind)).collect();
        if repeated.is_empty() || pair.meeting.listing.is_none() || self.shows(pair.seen, entry.id) {
            return None;
        }
        let subject =
            Subject { kind: VerdictKind::Duplicate, page: Some(pair.seen), entry: Some(entry), field: None };
        let action = match pair.meeting.relation {
            Relation::About => {
                "show the directory's entry on this page (embed it or link to it), or make this page its canonical address"
            }
            Relation::Mentions => {
                "show the directory's list here instead of one of your own, or link each item to its entry"
            }
        };
        let mut verdict = self.verdict(subject, pair.meeting.score, action.to_owned());
        verdict.evidence.why.clone_from(&pair.meeting.why);
        verdict.evidence.why.push(format!("it repeats {}", repeated.join(", ")));
        verdict.evidence.about = pair.meeting.relation == Relation::About;
        verdict.evidence.place = place(pair.meeting, pair.seen);
        verdict.evidence.agree_with_entity = entry.sources.iter().cloned().collect();
        Some(verdict)
    }

    /// Whether a page shows an entity out of the directory, or links to its entry.
    fn shows(&self, seen: &SeenPage, entity: Uuid) -> bool {
        let id = entity.to_string();
        seen.page.own.contains(&entity) || seen.page.links.iter().any(|link| link.address.contains(&id))
    }

    /// On what they disagree, with the record whose word the directory publishes.
    pub(super) fn conflicts(&self, pair: &Pair<'a>) -> Vec<(Verdict, RecordKey)> {
        let apart = pair.compared.iter().filter(|one| !one.agrees);
        apart.map(|one| (self.conflict(pair, one), one.said.record.clone())).collect()
    }

    fn conflict(&self, pair: &Pair<'a>, one: &Compared<'a>) -> Verdict {
        let (entry, field) = (pair.holding.entry, compare::field(one.kind));
        let subject = Subject {
            kind: VerdictKind::Conflict,
            page: Some(pair.seen),
            entry: Some(entry),
            field: Some(field),
        };
        let certainty = if one.kind == FactKind::Name { 0.6 } else { 1.0 };
        let sources: Vec<&str> = one.with_entry.iter().map(|source| source.as_str()).collect();
        let action = format!(
            "find out which is right; then change the page, or correct the directory ({})",
            if sources.is_empty() {
                "a steward holds it".to_owned()
            } else {
                format!("ask {}", sources.join(", "))
            },
        );
        let mut verdict = self.verdict(subject, pair.meeting.score * certainty, action);
        verdict.page_value = Some(one.page.value.clone());
        verdict.entity_value = Some(one.said.shown.clone());
        verdict.evidence = Evidence {
            why: pair.meeting.why.clone(),
            place: Some(one.page.place.clone()),
            page_changed: pair.seen.page.modified.map(|day| day.to_string()),
            agree_with_page: one.with_page.clone(),
            agree_with_entity: one.with_entry.clone(),
            ..Evidence::default()
        };
        verdict
    }

    /// That a page tells of what every source has closed, without saying so.
    pub(super) fn closed(&self, pair: &Pair<'a>) -> Option<Verdict> {
        let entry = pair.holding.entry;
        let says_so = facts(pair.meeting, pair.seen)?.iter().any(|fact| fact.kind == FactKind::Status);
        if !entry.is_closed()
            || says_so
            || pair.meeting.listing.is_none() && pair.meeting.relation != Relation::About
        {
            return None;
        }
        let subject = Subject {
            kind: VerdictKind::Stale,
            page: Some(pair.seen),
            entry: Some(entry),
            field: Some("status"),
        };
        let action =
            "say on the page that it has closed, or take it down and redirect its address".to_owned();
        let mut verdict = self.verdict(subject, pair.meeting.score, action);
        verdict.page_value = Some("open, as far as the page says".to_owned());
        verdict.entity_value = entry.said(FactKind::Status).first().map(|said| said.shown.clone());
        verdict.evidence.why.clone_from(&pair.meeting.why);
        verdict.evidence.why.push("every source says that it is closed".to_owned());
        verdict.evidence.place = place(pair.meeting, pair.seen);
        verdict.evidence.agree_with_entity = entry.sources.iter().cloned().collect();
        Some(verdict)
    }

    /// That what a page tells of is over.
    pub(super) fn over(&self) -> Vec<Verdict> {
        let today = self.now.date_naive();
        let mut verdicts = Vec::new();
        for (number, seen) in self.site.pages.iter().enumerate().filter(|(_, seen)| !seen.page.news) {
            let dated: Vec<(&Fact, chrono::NaiveDate)> = seen
                .listings()
                .iter()
                .filter(|listing| listing.relation == Relation::About)
                .flat_map(|listing| &listing.facts)
                .filter(|fact| fact.kind == FactKind::Ends)
                .filter_map(|fact| Some((fact, value::day(&fact.value)?)))
                .collect();
            let Some((fact, last)) = dated.into_iter().max_by_key(|(_, day)| *day) else { continue };
            if last >= today {
                continue;
            }
            let entry =
                self.meetings.iter().find(|meeting| meeting.page == number && meeting.listing.is_some());
            let entry = entry.and_then(|meeting| self.entries.get(&meeting.entity));
            let subject =
                Subject { kind: VerdictKind::Stale, page: Some(seen), entry, field: Some("valid_to") };
            let action = "take the page down, or give the next dates".to_owned();
            let mut verdict = self.verdict(subject, 0.9, action);
            verdict.page_value = Some(fact.value.clone());
            verdict.evidence.why.push(format!("its last day was {last}"));
            verdict.evidence.place = Some(fact.place.clone());
            verdicts.push(verdict);
        }
        verdicts
    }
}

/// What a page states of the thing of a meeting. Without a listing, a page that is about it speaks for it as a whole;
/// one that only has its name says nothing of it.
fn facts<'a>(meeting: &Meeting, seen: &'a SeenPage) -> Option<&'a [Fact]> {
    match (meeting.listing, meeting.relation) {
        (Some(listing), _) => seen.listings().get(listing).map(|listing| listing.facts.as_slice()),
        (None, Relation::About) if seen.listings().is_empty() => Some(&seen.page.facts),
        (None, _) => None,
    }
}

fn place(meeting: &Meeting, seen: &SeenPage) -> Option<String> {
    let listing = seen.listings().get(meeting.listing?)?;
    Some(listing.place.clone())
}

/// The meetings of a site, of each page and entity the surest: what a listing says before what only leads there.
pub(super) fn surest(meetings: Vec<Meeting>) -> Vec<Meeting> {
    let mut meetings = meetings;
    meetings.sort_by(|a, b| {
        let order = |one: &Meeting| (one.page, one.entity, one.relation, one.listing.is_none(), one.listing);
        order(a).cmp(&order(b)).then(b.score.total_cmp(&a.score))
    });
    let mut met: BTreeSet<(usize, Uuid)> = BTreeSet::new();
    meetings.retain(|meeting| met.insert((meeting.page, meeting.entity)));
    meetings
}
