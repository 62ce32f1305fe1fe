//! Which entities show something of another: their own content changes when that other's id or visibility does.

use std::collections::BTreeSet;

use model::{Kind, Noun, Record, RecordKey, hsds::Attribute};
use uuid::Uuid;

use crate::directory::Directory;

/// The ids of entities with a record that refers to one of these ids, by the words of its own source. A record that is
/// gone is still pointed to: membership tells which id that was.
pub(crate) fn of(directory: &Directory, ids: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let pointed_to = ids.iter().flat_map(|id| directory.members(*id));
    let referrers = pointed_to.flat_map(|key| directory.register.referrers(key));
    referrers.filter_map(|key| directory.id_of(key)).collect()
}

/// The records that a record refers to, in the words of its own source.
pub(crate) fn references(record: &Record) -> impl Iterator<Item = RecordKey> {
    let source = record.key.source.clone();
    pointers(&record.noun).into_iter().map(move |(kind, id)| RecordKey::new(source.clone(), kind, id))
}

fn pointers(noun: &Noun) -> Vec<(Kind, String)> {
    let organization = |id: &Option<String>| id.clone().map(|id| (Kind::Organization, id));
    match noun {
        Noun::Service(service) => organization(&service.organization_id)
            .into_iter()
            .chain(
                service
                    .service_at_locations
                    .iter()
                    .filter_map(|place| Some((Kind::Location, place.location_id.clone()?))),
            )
            .chain(taxonomies(&service.attributes))
            .collect(),
        Noun::Location(location) => organization(&location.organization_id)
            .into_iter()
            .chain(taxonomies(&location.attributes))
            .collect(),
        Noun::Organization(body) => organization(&body.parent_organization_id)
            .into_iter()
            .chain(taxonomies(&body.attributes))
            .collect(),
        Noun::Taxonomy(_) => Vec::new(),
    }
}

fn taxonomies(attributes: &[Attribute]) -> impl Iterator<Item = (Kind, String)> {
    attributes.iter().filter_map(|attribute| {
        Some((Kind::Taxonomy, attribute.taxonomy_term.as_ref()?.taxonomy_id.clone()?))
    })
}
