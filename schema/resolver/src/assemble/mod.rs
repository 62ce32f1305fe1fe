mod conflict;
mod correct;
mod derive;
mod fact;
mod hours;
mod incumbency;
mod json;
mod keys;
mod merge;
mod part_ids;
mod policy;
mod provenance;
mod rank;
mod reason;
mod review;
mod supply;
mod table;
mod voice;

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use model::{
    Conflict, Correction, Entity, IssueDraft, Kind, Licence, Noun, Provenance, Record, RecordKey, Remedy,
    Review, Severity, Source, Visibility,
};
use serde_json::Value;
use uuid::Uuid;

use correct::Corrected;
use json::Object;
use merge::{Findings, Merger};
use rank::Ranking;
use voice::Voice;

pub use hours::text as opening_hours;
pub use keys::term_id;
pub use table::{FactError, Told, facts, read_fact, told, told_in};

/// A record of a cluster with the source that tells it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// What is told.
    pub record: &'a Record,
    /// Who tells it.
    pub source: &'a Source,
}

impl Member<'_> {
    /// Whether what it says may be published, as far as no field keeps it back: it is present, and its licence, its
    /// source and the record itself allow it.
    pub fn is_heard(&self) -> bool {
        self.record.deleted.is_none() && is_heard(self)
    }
}

/// Resolves a source's own reference to the canonical id it stands for.
pub trait References {
    /// The live canonical id of the thing that a record describes. `None` where there is no such record.
    fn canonical(&self, key: &RecordKey) -> Option<Uuid>;
    /// Whether the thing of that id is published, so that others may name it.
    fn is_public(&self, id: Uuid) -> bool;
    /// By what the organization of that id is known: what [`called::names`](crate::called::names) has of each of its
    /// present records that may be heard.
    fn names(&self, organization: Uuid) -> BTreeSet<String>;
}

/// An entity as its members and corrections make it.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// What is published, if it is public.
    pub entity: Entity,
    /// What was met on the way. The `record` of an issue is the full name `source:kind:id`, because members are of
    /// several sources.
    pub issues: Vec<IssueDraft>,
    /// The facts on which its sources disagree. How many services show
    /// it is not known here, so `services` and `priority` are 0.
    pub conflicts: Vec<Conflict>,
}

/// Makes one entity of a cluster's members, in any order, and of the corrections that hold for it, the latest first.
///
/// Deleted members say nothing and count for nothing; `None` where no other is left. A member is heard only where
/// its licence allows republishing and source, record and field are public. The entity's visibility is the
/// strictest of its present members, heard or not. It is private where nothing that was heard gives a field that
/// the standard requires: such an entity cannot be published. It is private as well where every source that was heard
/// only supplements others. `now` is taken for when what is said last changed,
/// which a service shows as `last_modified`, and is held against the review periods of the sources of a service: where none
/// of their words counts any more it is overdue, and then lapses.
pub fn assemble(
    id: Uuid,
    members: &[Member<'_>],
    corrections: &[&Correction],
    referents: Vec<Uuid>,
    references: &dyn References,
    now: DateTime<Utc>,
) -> Option<Assembled> {
    let present = by_rank(members);
    let kind = present.first()?.record.key.kind;
    let strictest = present.iter().map(|member| visibility(member)).max().unwrap_or_default();
    let mut issues = Vec::new();
    let heard = present.into_iter().filter(|member| is_heard(member));
    let mut voices: Vec<Voice<'_>> =
        heard.map(|member| Voice::of(id, member, references, &mut issues)).collect();
    let ranking = Ranking::of(kind, &voices, references);
    let corrected = correct::apply(kind, &mut voices, &ranking, corrections);
    let review = review::of(kind, &voices, now);
    let words = Words { kind, voices: &voices, corrected: &corrected, ranking: &ranking };
    let (said, provenance, mut findings) = compose(id, &words, (review, now));
    issues.append(&mut findings.issues);
    issues.extend(review::issues(kind, &voices, now));
    issues.extend(corrected.issues(&voices));
    let stands = !is_mere_supplement(&voices) && is_complete(kind, &said, &voices, &mut issues);
    // The object was read from nouns of this kind and walked by their dictionary, so it reads back.
    let noun = Noun::from_value(kind, Value::Object(said)).ok()?;
    let visibility = if stands { strictest } else { Visibility::Private };
    let licences = licences(&voices, &provenance, &corrected);
    let mut referents = referents;
    referents.sort();
    let name = noun.name().map(str::to_owned);
    let case = conflict::Case { id, name, words: &words, findings: &findings };
    let conflicts = if is_mere_supplement(&voices) { Vec::new() } else { conflict::find(&case) };
    let entity =
        Entity { id, kind, noun, provenance, visibility, licences, referents, modified: now, review };
    Some(Assembled { entity, issues, conflicts })
}

/// The terms of all whose words are published or listed, those of a pinned value that its source no longer says with
/// them.
fn licences(voices: &[Voice<'_>], provenance: &Provenance, corrected: &Corrected<'_>) -> Vec<Licence> {
    let is_used = |voice: &&Voice<'_>| {
        let key = &voice.record.key;
        provenance.values().flatten().any(|claim| claim.record == *key)
            || corrected
                .choices
                .iter()
                .any(|(_, correction)| correction.remedy == Remedy::Pin && correction.record == *key)
    };
    let mut licences: Vec<_> =
        voices.iter().filter(is_used).map(|voice| voice.source.licence.clone()).collect();
    licences.sort();
    licences.dedup();
    licences
}

/// Present members, the one whose word counts most first, as far as no rule says otherwise of a field: by precedence,
/// then who was assured last, then the latest to change what it says, then the lesser key.
fn by_rank<'a>(members: &[Member<'a>]) -> Vec<Member<'a>> {
    let mut present: Vec<Member<'a>> =
        members.iter().copied().filter(|member| member.record.deleted.is_none()).collect();
    present.sort_by(|x, y| {
        let precedence = y.source.precedence.cmp(&x.source.precedence);
        precedence.then_with(|| rank::fresher(x.record, y.record))
    });
    present
}

fn visibility(member: &Member<'_>) -> Visibility {
    member.source.visibility.and(member.record.visibility)
}

/// Whether what a member says may be published at all.
fn is_heard(member: &Member<'_>) -> bool {
    member.source.licence.republish && visibility(member).is_public()
}

/// What an entity is made of: what is said, what stewards corrected, and whose word counts.
pub(crate) struct Words<'a> {
    pub(crate) kind: Kind,
    pub(crate) voices: &'a [Voice<'a>],
    pub(crate) corrected: &'a Corrected<'a>,
    pub(crate) ranking: &'a Ranking<'a>,
}

/// Whether somebody was heard, but nobody who tells of things by themselves.
fn is_mere_supplement(voices: &[Voice<'_>]) -> bool {
    !voices.is_empty() && voices.iter().all(|voice| voice.source.supplements)
}

/// The published object, ids given throughout, who said each of its fields, and what was found on the way.
fn compose(
    id: Uuid,
    words: &Words<'_>,
    (review, modified): (Review, DateTime<Utc>),
) -> (Object, Provenance, Findings) {
    let Words { kind, voices, corrected, ranking } = *words;
    let noun = Noun::noun_type(kind);
    let mut merger = Merger::new(voices, corrected, ranking);
    let mut said = merger.entity(kind, noun);
    if kind == Kind::Service && !voices.is_empty() {
        let moment = modified.to_rfc3339_opts(SecondsFormat::Micros, true);
        said.insert("last_modified".to_owned(), Value::String(moment));
    }
    review::mark(review, voices, &mut said, &mut merger.findings);
    said.insert("id".to_owned(), Value::String(id.to_string()));
    part_ids::give(noun, id, &mut said);
    let provenance = provenance::of(&said, words, &merger.findings);
    (said, provenance, merger.findings)
}

/// Whether all fields that the standard requires are there. Where members were heard and one is not, an issue.
fn is_complete(kind: Kind, said: &Object, voices: &[Voice<'_>], issues: &mut Vec<IssueDraft>) -> bool {
    let missing = json::missing(Noun::noun_type(kind), said);
    if let (Some(field), Some(first)) = (missing, voices.first()) {
        let reason = format!("no source gives this {kind} a `{field}`, so it cannot be published");
        let draft =
            IssueDraft::new(Severity::Error, "missing-required", reason, format!("give it a `{field}`"));
        issues.push(draft.in_record(first.record.key.to_string()).in_field(field));
    }
    missing.is_none() && !voices.is_empty()
}
