//! Which conditions a list can be asked for, and with which values.

use crate::{ListKind, Query, QueryError};

/// Refuses a condition that the list has nothing to test on.
pub(crate) fn check(query: &Query) -> Result<(), QueryError> {
    use ListKind::{Location, Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm};
    const SERVICES: &[ListKind] = &[Service, ServiceAtLocation];
    const CLASSIFIED: &[ListKind] = &[Service, ServiceAtLocation, Organization, Location];
    let timed = !query.days.is_empty() || query.start_time.is_some() || query.end_time.is_some();
    let aged = query.minimum_age.is_some() || query.maximum_age.is_some();
    let placed = query.near.is_some()
        || query.covers.is_some()
        || query.bounds.is_some()
        || query.outline.is_some()
        || !query.areas.is_empty();
    let suited =
        query.age.is_some() || query.free || !query.languages.is_empty() || query.assured_since.is_some();
    let within = [CLASSIFIED, &[TaxonomyTerm]].concat();
    let sourced = [CLASSIFIED, &[Taxonomy]].concat();
    let conditions: [(&'static str, bool, &[ListKind]); 15] = [
        ("taxonomy_term_ids", !query.taxonomy_term_ids.is_empty(), CLASSIFIED),
        ("taxonomy_ids", !query.taxonomy_ids.is_empty(), &within),
        ("organization_id", query.organization_id.is_some(), &[Service, ServiceAtLocation, Location]),
        ("location_id", query.location_id.is_some(), SERVICES),
        ("minimum_age or maximum_age", aged, SERVICES),
        ("days, start_time or end_time", timed, SERVICES),
        ("open_at", !query.open_at.is_empty(), SERVICES),
        ("near, bounds, outline, covers or areas", placed, CLASSIFIED),
        ("topics", !query.topics.is_empty(), CLASSIFIED),
        ("need or circumstances", query.need.is_some() || !query.circumstances.is_empty(), SERVICES),
        ("age, free, languages or assured_since", suited, SERVICES),
        ("accessibility", !query.accessibility.is_empty(), CLASSIFIED),
        ("parent_id or top_only", query.parent_id.is_some() || query.top_only, &[Organization, TaxonomyTerm]),
        ("source", query.source.is_some(), &sourced),
        ("status", query.status.is_some(), SERVICES),
    ];
    let refused = conditions.iter().find(|(_, given, lists)| *given && !lists.contains(&query.kind));
    if let Some((condition, ..)) = refused {
        return Err(QueryError::NotForList { condition, kind: query.kind });
    }
    query.text.as_deref().map_or(Ok(()), short)?;
    query.near.map_or(Ok(()), |near| near.check().map(drop))?;
    query.bounds.map_or(Ok(()), |bounds| bounds.check().map(drop))?;
    query.outline.as_ref().map_or(Ok(()), crate::Outline::check)
}

/// Refuses a text with more characters than are searched for: each word costs a search of its own.
pub(crate) fn short(text: &str) -> Result<(), QueryError> {
    let length = text.chars().count();
    if length > Query::LONGEST_TEXT { Err(QueryError::Words(length)) } else { Ok(()) }
}
