//! Where a record's references point: what `matching` needs to know beside the record itself.

use matching::Context;
use model::{Kind, Noun, Record, RecordKey};
use uuid::Uuid;

/// What is known of the records that others refer to.
pub(crate) trait Known {
    /// The canonical id of a record that is present.
    fn id_of(&self, key: &RecordKey) -> Option<Uuid>;
    /// What a record's own source calls it.
    fn name_of(&self, key: &RecordKey) -> Option<String>;
}

/// The records that a record's context is made of: its organization and the locations where it is given.
pub(crate) fn references(record: &Record) -> Vec<RecordKey> {
    organization(record).into_iter().chain(places(record)).collect()
}

/// Where a record's references point, as far as that is known.
pub(crate) fn of(record: &Record, known: &dyn Known) -> Context {
    let places = places(record);
    Context {
        organization: organization(record).and_then(|key| known.id_of(&key)),
        locations: places.iter().filter_map(|key| known.id_of(key)).collect(),
        places: places.iter().filter_map(|key| known.name_of(key)).collect(),
    }
}

fn organization(record: &Record) -> Option<RecordKey> {
    let id = match &record.noun {
        Noun::Service(service) => &service.organization_id,
        Noun::Location(location) => &location.organization_id,
        Noun::Organization(_) | Noun::Taxonomy(_) => &None,
    };
    Some(RecordKey::new(record.key.source.clone(), Kind::Organization, id.clone()?))
}

fn places(record: &Record) -> Vec<RecordKey> {
    let Noun::Service(service) = &record.noun else { return Vec::new() };
    let ids = service.service_at_locations.iter().filter_map(|place| place.location_id.clone());
    ids.map(|id| RecordKey::new(record.key.source.clone(), Kind::Location, id)).collect()
}
