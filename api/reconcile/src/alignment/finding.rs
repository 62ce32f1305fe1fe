//! Puts together what is found as verdicts.

use chrono::{DateTime, Utc};
use model::alignment::{Evidence, Verdict, VerdictKind, VerdictState};
use uuid::Uuid;

use super::{
    entry::Entry,
    holding::{Entries, Holding},
    meeting::Meeting,
    site::{SeenPage, Site},
};

/// One site while verdicts on it are found.
pub(super) struct Findings<'a> {
    pub(super) site: &'a Site,
    pub(super) entries: &'a Entries,
    /// The meetings of its pages, the surest of each page and entity only.
    pub(super) meetings: &'a [Meeting],
    pub(super) now: DateTime<Utc>,
}

/// What a verdict is about, before it says anything.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) kind: VerdictKind,
    pub(super) page: Option<&'a SeenPage>,
    pub(super) entry: Option<&'a Entry>,
    /// The field, or what else tells it from others of the same page and entity.
    pub(super) field: Option<&'a str>,
}

impl<'a> Findings<'a> {
    /// A verdict on a subject, open, that says nothing yet.
    pub(super) fn verdict(&self, subject: Subject<'a>, score: f64, action: String) -> Verdict {
        let Subject { kind, page, entry, field } = subject;
        let address = page.map(|seen| seen.page.address.as_str());
        let entity = entry.map(|entry| entry.id);
        let topics = entry.map(|entry| Holding::of(entry, self.entries, &Default::default()).topics());
        Verdict {
            id: self.id(kind, page.map_or("", |seen| &seen.key), entity, field.unwrap_or_default()),
            kind,
            source: self.site.source.clone(),
            page: address.map(str::to_owned),
            page_title: page.map(|seen| seen.page.title.clone()),
            entity,
            entity_kind: entry.map(|entry| entry.kind),
            entity_name: entry.map(|entry| entry.name.clone()),
            field: field.map(str::to_owned),
            page_value: None,
            entity_value: None,
            score: super::meeting::round(score.clamp(0.0, 1.0)),
            evidence: Evidence::default(),
            action,
            section: page.map(|seen| seen.section.clone()).filter(|section| !section.is_empty()),
            topics: topics.unwrap_or_default(),
            edit: page.and_then(|seen| seen.page.edit.clone()),
            state: VerdictState::Open,
            owner: None,
            decision: None,
            found: self.now,
            changed: self.now,
            closed: None,
        }
    }

    pub(super) fn id(&self, kind: VerdictKind, page: &str, entity: Option<Uuid>, field: &str) -> Uuid {
        let entity = entity.map(|id| id.to_string()).unwrap_or_default();
        Verdict::id_of(kind, &self.site.source, page, &entity, field)
    }

    /// The page of a meeting.
    pub(super) fn page(&self, meeting: &Meeting) -> Option<&'a SeenPage> {
        self.site.pages.get(meeting.page)
    }

    /// The entry of a meeting, with what belongs to it.
    pub(super) fn holding(&self, meeting: &Meeting) -> Option<Holding<'a>> {
        let entry = self.entries.get(&meeting.entity)?;
        Some(Holding::of(entry, self.entries, &meeting.places))
    }
}
