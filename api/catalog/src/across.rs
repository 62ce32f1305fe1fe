use crate::{Hit, Hits, ListKind, Query, QueryError, Snapshot};

impl Snapshot {
    /// What meets the conditions in several lists, in one order: as the query says, and equals by name, then by id,
    /// whatever they are. A cursor therefore needs no kind, and pages of all lists lead on like those of one.
    ///
    /// The kinds are those of entities: services at locations stand in the order of their services.
    ///
    /// A list that a condition means nothing to has nothing that meets it. Nothing is counted by facets, which differ
    /// from list to list, and there is no [`Query::after`], which is of one list.
    pub fn search_across(
        &self,
        query: &Query,
        kinds: impl IntoIterator<Item = ListKind>,
    ) -> Result<Hits<'_>, QueryError> {
        let limit = query.offset.saturating_add(query.limit);
        let of_any = Query { limit, offset: 0, after: None, facets: Vec::new(), ..query.clone() };
        let mut all = Hits::default();
        for kind in kinds {
            let hits = match self.search(&Query { kind, ..of_any.clone() }) {
                Err(QueryError::NotForList { .. }) => continue,
                hits => hits?,
            };
            all.total += hits.total;
            all.start += hits.start;
            all.items.extend(hits.items);
        }
        all.items.sort_by_cached_key(Hit::cursor);
        let passed_over = query.offset.min(all.items.len());
        all.items.drain(..passed_over);
        all.items.truncate(query.limit);
        all.start += passed_over;
        Ok(all)
    }
}
