use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{ChangeKind, Conflict, Entity, Identity, RecordKey};
use uuid::Uuid;

use crate::{
    Lease, Result, Store, Suggestion,
    change::{self, News},
    column::Row,
    conflict,
    connection::Link,
    counter::Counter,
    dirty,
    entity::{self, EntityRow, EntityState},
    hidden, identity, lease, match_model, suggestion, tombstone,
};

/// What a reconciliation decided, to be published whole or not at all.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    /// When.
    pub at: DateTime<Utc>,
    /// Canonical ids, new or changed.
    pub identities: Vec<Identity>,
    /// Memberships, new or moved.
    pub members: Vec<(RecordKey, Uuid)>,
    /// Entities that were assembled anew. Those that say what they said before are left as they are.
    pub entities: Vec<Entity>,
    /// Ids that have no entity any more: gone or merged.
    pub withdrawn: Vec<Uuid>,
    /// The facts on which sources disagree about those entities, in place of all that were known of them.
    pub conflicts: Vec<Conflict>,
    /// The pairs that a person should decide, in place of those before; `None` leaves those.
    pub suggestions: Option<Vec<Suggestion>>,
    /// The records whose suggestions are replaced, where the others' stay; `None` replaces all.
    pub reconsidered: Option<Vec<RecordKey>>,
    /// The rules by which it was matched and assembled; `None` leaves what is noted.
    pub reconciled_with: Option<String>,
    /// The mark that [`Store::dirty`] gave: what was dirty then is clean now.
    pub dirty_up_to: i64,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublishOutcome {
    /// Entities that readers see anew or changed.
    pub updated: u64,
    /// Entities that readers no longer see.
    pub deleted: u64,
    /// Entities that were given and make no difference to readers.
    pub unchanged: u64,
    /// The number of the last change.
    pub last_change: i64,
}

impl Store {
    /// Publishes what a reconciliation decided, in one transaction, and logs what readers will notice of it. Refused if
    /// the lease has been taken over.
    ///
    /// An entity is published if it is public and nothing hides it: neither its id, nor that of a referent, nor a
    /// present record that was hidden with an entity it belonged to.
    ///
    /// What was erased after its records were read does not come back: an entity with a claim of an erased record is
    /// withdrawn instead, and its members stay dirty, so that the next reconciliation assembles it from the rest.
    pub fn publish(&self, lease: &Lease, publication: &Publication) -> Result<PublishOutcome> {
        self.write(|link| {
            Counter::Change.lock(link)?;
            lease::check(link, lease)?;
            identity::upsert(link, &publication.identities)?;
            identity::upsert_members(link, &publication.members)?;
            let erased = tombstone::all(link)?;
            let (stale, fresh): (Vec<_>, Vec<_>) =
                publication.entities.iter().partition(|entity| tells_of(entity, &erased));
            let stale: Vec<Uuid> = stale.into_iter().map(|entity| entity.id).collect();
            let mut outcome = PublishOutcome::default();
            replace_conflicts(link, publication, &fresh)?;
            let mut news = put(link, latest_rows(&fresh), &mut outcome)?;
            news.extend(withdraw(link, &[publication.withdrawn.as_slice(), &stale].concat())?);
            outcome.updated = count(&news, ChangeKind::Updated);
            outcome.deleted = count(&news, ChangeKind::Deleted) + count(&news, ChangeKind::Closed);
            if let Some(suggestions) = &publication.suggestions {
                match &publication.reconsidered {
                    Some(records) => suggestion::forget(link, records)?,
                    None => suggestion::forget_all(link)?,
                }
                suggestion::insert(link, suggestions, &erased)?;
            }
            if let Some(rules) = &publication.reconciled_with {
                match_model::note_rules(link, rules)?;
            }
            outcome.last_change = change::append(link, publication.at, &news)?;
            dirty::clear(link, publication.dirty_up_to)?;
            mark_members(link, &stale)?;
            Ok(outcome)
        })
    }
}

/// Puts the conflicts about these entities in the place of those before.
fn replace_conflicts(link: &mut Link<'_>, publication: &Publication, assembled: &[&Entity]) -> Result<()> {
    let ids: BTreeSet<Uuid> = assembled.iter().map(|entity| entity.id).collect();
    let names: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    conflict::delete_of(link, &names)?;
    let about: Vec<_> = publication.conflicts.iter().filter(|one| ids.contains(&one.entity)).collect();
    conflict::insert(link, &about)
}

/// Whether an entity holds a claim of one of these records.
fn tells_of(entity: &Entity, records: &BTreeSet<String>) -> bool {
    !records.is_empty()
        && entity.provenance.values().flatten().any(|claim| records.contains(&claim.record.to_string()))
}

fn mark_members(link: &mut Link<'_>, ids: &[Uuid]) -> Result<()> {
    let names: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let members = identity::members_of(link, &names)?;
    dirty::mark(link, &members)
}

/// An entity's row, its id, and the ids that hide it.
type Prepared = BTreeMap<Uuid, (EntityRow, BTreeSet<String>)>;

/// The rows of entities, by id; of two with one id the last.
fn latest_rows(entities: &[&Entity]) -> Prepared {
    let ids = |entity: &Entity| entity.referents.iter().chain([&entity.id]).map(Uuid::to_string).collect();
    entities.iter().map(|entity| (entity.id, (EntityRow::of(entity), ids(entity)))).collect()
}

fn put(link: &mut Link<'_>, prepared: Prepared, outcome: &mut PublishOutcome) -> Result<Vec<News>> {
    let names: Vec<String> = prepared.keys().map(Uuid::to_string).collect();
    let stored = entity::states(link, &names)?;
    let hidden = hidden::ids(link)?;
    let (mut rows, mut news) = (Vec::new(), Vec::new());
    for (id, (mut row, names)) in prepared {
        row.published &= hidden.is_disjoint(&names);
        let before = stored.get(&row.id);
        match difference(before, &row) {
            Some(kind) => news.push((id, Row { table: "entity", key: &row.id }.parse(&row.kind)?, kind)),
            None => outcome.unchanged += 1,
        }
        if before.is_none_or(|before| before.differs(&row)) {
            rows.push(row);
        }
    }
    entity::upsert(link, &rows)?;
    Ok(news)
}

impl EntityState {
    fn differs(&self, row: &EntityRow) -> bool {
        (&self.hash, self.published, self.review_next) != (&row.hash, row.published, row.review_next)
    }
}

/// What a reader notices of the new row.
fn difference(before: Option<&EntityState>, now: &EntityRow) -> Option<ChangeKind> {
    match (before, now.published) {
        (Some(before), true) if before.published && before.hash == now.hash => None,
        (_, true) => Some(ChangeKind::Updated),
        (Some(before), false) if before.published => Some(ChangeKind::Closed),
        (_, false) => None,
    }
}

/// Deletes entities and the conflicts about them, and says which of them readers will miss.
pub(crate) fn withdraw(link: &mut Link<'_>, ids: &[Uuid]) -> Result<Vec<News>> {
    let names: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let stored = entity::states(link, &names)?;
    entity::delete(link, &names)?;
    conflict::delete_of(link, &names)?;
    let missed = stored.values().filter(|state| state.published).map(|state| {
        let row = Row { table: "entity", key: &state.id };
        Ok((row.parse(&state.id)?, row.parse(&state.kind)?, ChangeKind::Deleted))
    });
    missed.collect()
}

fn count(news: &[News], kind: ChangeKind) -> u64 {
    news.iter().filter(|(_, _, change)| *change == kind).count() as u64
}
