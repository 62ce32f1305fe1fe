//! Which schedules of a service hold where, and what its status makes of them.

use normalize::recurrence::Held;

use crate::{Entry, entry::Part, opening::Opening};

/// How a service runs, by its status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Running {
    Yes,
    /// Closed for a time: what would be held is not.
    Suspended,
    /// Not any more, or not yet.
    #[default]
    No,
}

impl Running {
    pub(super) fn of(entry: &Entry) -> Self {
        match entry.body.service().map_or("", |service| &service.status) {
            "temporarily closed" => Self::Suspended,
            "inactive" | "defunct" => Self::No,
            _ => Self::Yes,
        }
    }

    /// What becomes of something that its schedule holds.
    pub(super) fn apply(self, mut held: Held) -> Option<Held> {
        match self {
            Self::No if !held.is_cancelled => return None,
            Self::Suspended => held.is_cancelled = true,
            _ => {}
        }
        Some(held)
    }
}

/// The schedules that hold for an entry: of a service at a location its own, or its service's where it has none; of a
/// service those that none of its shown places takes up.
pub(crate) fn applicable(entry: &Entry) -> Vec<&Opening> {
    let Some(service) = entry.body.service() else { return Vec::new() };
    match entry.part {
        Part::ServiceAtLocation(index) => {
            let own = entry.body.parts.get(index).map_or(&[][..], |part| &part.openings);
            if own.is_empty() { &service.openings } else { own }.iter().collect()
        }
        _ => {
            if entry.shown_parts().any(|(_, part)| part.openings.is_empty()) {
                return Vec::new();
            }
            let is_taken = |opening: &Opening| {
                entry
                    .shown_parts()
                    .any(|(_, part)| part.openings.iter().any(|own| own.recurrence == opening.recurrence))
            };
            service.openings.iter().filter(|opening| !is_taken(opening)).collect()
        }
    }
}

/// Every schedule that holds anywhere for a service, or for a service at a location.
pub(crate) fn anywhere(entry: &Entry) -> impl Iterator<Item = &Opening> {
    let parts = || entry.shown_parts().flat_map(|(_, part)| &*part.openings);
    let has_own = matches!(entry.part, Part::ServiceAtLocation(_)) && parts().next().is_some();
    let service = entry.body.service().filter(|_| !has_own);
    service.into_iter().flat_map(|service| &*service.openings).chain(parts())
}
