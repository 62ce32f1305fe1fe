mod derive;
mod json;
mod keys;
mod merge;
mod part_ids;
mod policy;
mod provenance;
mod voice;

use chrono::{DateTime, SecondsFormat, Utc};
use model::{Entity, IssueDraft, Kind, Noun, Provenance, Record, RecordKey, Severity, Source, Visibility};
use serde_json::Value;
use uuid::Uuid;

use json::Object;
use merge::Merger;
use voice::Voice;

pub use keys::term_id;

/// A record of a cluster with the source that tells it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// What is told.
    pub record: &'a Record,
    /// Who tells it.
    pub source: &'a Source,
}

/// Resolves a source's own reference to the canonical id it stands for.
pub trait References {
    /// The live canonical id of the thing that a record describes. `None` where there is no such record.
    fn canonical(&self, key: &RecordKey) -> Option<Uuid>;
    /// Whether the thing of that id is published, so that others may name it.
    fn is_public(&self, id: Uuid) -> bool;
}

/// Makes one entity of a cluster's members, in any order, with the issues met on the way.
///
/// Deleted members say nothing and count for nothing; `None` where no other is left. A member is heard only where
/// its licence allows republishing and source, record and field are public. The entity's visibility is the
/// strictest of its present members, heard or not. It is private where nothing that was heard gives a field that
/// the standard requires: such an entity cannot be published. `modified` is when what is said last changed; a
/// service shows it as `last_modified`.
///
/// The `record` of an issue is the full name `source:kind:id`, because members are of several sources.
pub fn assemble(
    id: Uuid,
    members: &[Member<'_>],
    referents: Vec<Uuid>,
    references: &dyn References,
    modified: DateTime<Utc>,
) -> Option<(Entity, Vec<IssueDraft>)> {
    let present = by_rank(members);
    let kind = present.first()?.record.key.kind;
    let strictest = present.iter().map(|member| visibility(member)).max().unwrap_or_default();
    let mut issues = Vec::new();
    let heard = present.into_iter().filter(|member| is_heard(member));
    let voices: Vec<Voice<'_>> = heard.map(|member| Voice::of(id, member, references, &mut issues)).collect();
    let (said, provenance) = compose(id, kind, &voices, modified, &mut issues);
    let complete = is_complete(kind, &said, &voices, &mut issues);
    // The object was read from nouns of this kind and walked by their dictionary, so it reads back.
    let noun = Noun::from_value(kind, Value::Object(said)).ok()?;
    let visibility = if complete { strictest } else { Visibility::Private };
    let mut licences: Vec<_> = voices
        .iter()
        .filter(|voice| provenance.values().flatten().any(|claim| claim.record == voice.record.key))
        .map(|voice| voice.source.licence.clone())
        .collect();
    licences.sort();
    licences.dedup();
    let mut referents = referents;
    referents.sort();
    Some((Entity { id, kind, noun, provenance, visibility, licences, referents, modified }, issues))
}

/// Present members, the one whose word counts most first: by precedence, then the latest to change what it says,
/// then the lesser key.
fn by_rank<'a>(members: &[Member<'a>]) -> Vec<Member<'a>> {
    let mut present: Vec<Member<'a>> =
        members.iter().copied().filter(|member| member.record.deleted.is_none()).collect();
    present.sort_by(|x, y| {
        let precedence = y.source.precedence.cmp(&x.source.precedence);
        let freshness = y.record.modified.cmp(&x.record.modified);
        precedence.then(freshness).then_with(|| x.record.key.cmp(&y.record.key))
    });
    present
}

fn visibility(member: &Member<'_>) -> Visibility {
    member.source.visibility.and(member.record.visibility)
}

fn is_heard(member: &Member<'_>) -> bool {
    member.source.licence.republish && visibility(member).is_public()
}

/// The published object, ids given throughout, and who said each of its fields.
fn compose(
    id: Uuid,
    kind: Kind,
    voices: &[Voice<'_>],
    modified: DateTime<Utc>,
    issues: &mut Vec<IssueDraft>,
) -> (Object, Provenance) {
    let noun = Noun::noun_type(kind);
    let mut merger = Merger::new(voices);
    let mut said = merger.entity(noun);
    if kind == Kind::Service && !voices.is_empty() {
        let moment = modified.to_rfc3339_opts(SecondsFormat::Micros, true);
        said.insert("last_modified".to_owned(), Value::String(moment));
    }
    said.insert("id".to_owned(), Value::String(id.to_string()));
    part_ids::give(noun, id, &mut said);
    let provenance = provenance::of(&said, voices, &merger.findings);
    issues.append(&mut merger.findings.issues);
    (said, provenance)
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
