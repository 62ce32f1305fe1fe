//! Makes the next snapshot of the present one and of what changed.

use std::{collections::BTreeSet, sync::Arc};

use model::Kind;
use rayon::prelude::*;
use uuid::Uuid;

use crate::{
    CatalogError, Entry, Geography, Guide, ListKind, Snapshot,
    bodies::Bodies,
    body::Body,
    geography::Wards,
    reading::{Known, News},
    repeated::Repeated,
    snapshot::{Former, Publishers},
    text::TextIndex,
};

/// What the next snapshot is made from. Only one advance is under way at a time.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) repeated: Repeated,
    pub(crate) former: Former,
    pub(crate) publishers: Arc<Publishers>,
    pub(crate) text: TextIndex,
    pub(crate) calendar: Known,
    pub(crate) geography: Arc<Geography>,
    pub(crate) guide: Arc<Guide>,
}

impl Writer {
    /// The snapshot after the present one: as it would be made of everything anew.
    pub(crate) fn next(
        &mut self,
        current: &Snapshot,
        news: &News,
        entities: Vec<Arc<Body>>,
    ) -> Result<Snapshot, CatalogError> {
        let is_moved = is_moved(current, news, &entities);
        let places = (!is_moved).then(|| Arc::clone(&current.places));
        let bodies = Bodies::after(current, &news.ids, entities);
        let (all, former) = ((&bodies, &self.repeated.licensing), || self.former.clone());
        let text = || (self.text.read(), places.clone());
        let (mut next, edits) = match current.after(news.version, all, &news.ids, former(), text()) {
            Some((next, edits)) => (next, Some(edits)),
            None => (Snapshot::of(news.version, all, former(), text()), None),
        };
        let stale = stale_words(current, &next, &news.ids);
        stale.iter().for_each(|id| self.text.remove(*id));
        let anew = stale.par_iter().filter_map(|id| next.entry(*id));
        self.text.add(&next, anew.filter(|entry| entry.kind.indexed_as() == entry.kind))?;
        next.text = self.text.commit()?;
        next.publishers = Arc::clone(&self.publishers);
        next.keep_identifiers(current, &news.ids);
        next.calendar = Arc::clone(&self.calendar.calendar);
        let is_settled = self.place(&mut next, (!is_moved).then_some(current));
        if let Some(edits) = edits {
            next.text.go_on_from(&current.text, &edits.moved);
            if is_settled {
                next.take_over(current, &edits);
            }
        }
        Ok(next)
    }

    /// Gives a snapshot the geography and what leads readers. In which wards its locations lie stays as it was before,
    /// where neither changed; says whether it does.
    pub(crate) fn place(&self, snapshot: &mut Snapshot, before: Option<&Snapshot>) -> bool {
        let same = before.filter(|before| Arc::ptr_eq(&before.geography, &self.geography));
        snapshot.wards = same.map_or_else(
            || {
                let locations = snapshot.list(ListKind::Location).entries.iter().map(|entry| &*entry.body);
                Arc::new(Wards::of(&self.geography, locations))
            },
            |before| Arc::clone(&before.wards),
        );
        snapshot.geography = Arc::clone(&self.geography);
        snapshot.guide = Arc::clone(&self.guide);
        same.is_some()
    }
}

/// Whether a location came, went, or lies elsewhere than in the present snapshot.
fn is_moved(current: &Snapshot, news: &News, entities: &[Arc<Body>]) -> bool {
    let locations = || entities.iter().filter(|entity| entity.kind == Kind::Location);
    let lies_as_before =
        |entity: &Arc<Body>| current.entry(entity.id).is_some_and(|entry| entry.body.lies_like(entity));
    news.locations.len() != locations().count() || !locations().all(lies_as_before)
}

/// The ids of everything that may be found by other words in the next snapshot: what changed, its terms, and what
/// shows the name or the place of what changed.
fn stale_words(current: &Snapshot, next: &Snapshot, changed: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let mut stale = changed.clone();
    for (id, entry) in changed.iter().flat_map(|id| [(*id, current.entry(*id)), (*id, next.entry(*id))]) {
        let Some(entry) = entry else { continue };
        stale.extend(entry.body.terms.iter().map(|term| term.id));
        if matches!(entry.kind, ListKind::Organization | ListKind::Location) {
            let showing = [ListKind::Service, ListKind::Location].map(|kind| next.list(kind).linked(id));
            stale.extend(showing.into_iter().flatten().map(|entry: &Entry| entry.id));
        }
    }
    stale
}
