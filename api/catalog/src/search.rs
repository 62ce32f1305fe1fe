use crate::{Hit, Hits, Query, QueryError, Snapshot, filter::Filter, list::List};

/// What the fit to the words is divided by where nobody confirmed an entry in time: it comes after whatever fits more
/// than half as well.
const OVERDUE: u32 = 2;

/// Where an entry stands in its list, and how well it fits the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ranked {
    position: u32,
    score: Option<u32>,
}

impl Snapshot {
    /// The part of a list that meets every condition. The same query on the same content gives the same answer.
    ///
    /// A whole list and any page of it cost no more than the page; conditions cost a pass over what the most
    /// telling of the ids given is linked with.
    pub fn search(&self, query: &Query) -> Result<Hits<'_>, QueryError> {
        let filter = Filter::new(self, query)?;
        let list = self.list(query.kind);
        let words = query.text.as_deref().filter(|text| !text.trim().is_empty());
        if words.is_none() && filter.is_empty() {
            return self.page_of_all(query, list);
        }
        let found = match words {
            Some(words) => self.by_relevance(query, words, list, &filter)?,
            None => in_order(list, &filter),
        };
        let start = start_of(
            query,
            self.after(query, |position| {
                let at = found.iter().position(|ranked| ranked.position == position);
                // Without words the order is the list's, in which also what does not match has its place.
                at.map(|at| at + 1).or_else(|| {
                    words.is_none().then(|| found.partition_point(|ranked| ranked.position <= position))
                })
            })?,
        );
        let page = found.iter().skip(start).take(query.limit);
        let items = page.filter_map(|ranked| hit(list, *ranked)).collect();
        Ok(Hits { total: found.len(), start: start.min(found.len()), items })
    }

    fn page_of_all(&self, query: &Query, list: &List) -> Result<Hits<'_>, QueryError> {
        let entries = &self.list(query.kind).entries;
        let start = start_of(query, self.after(query, |position| Some(position as usize + 1))?);
        let items = entries.iter().skip(start).take(query.limit).map(|entry| Hit { entry, score: None });
        Ok(Hits { total: list.entries.len(), start: start.min(entries.len()), items: items.collect() })
    }

    /// How many hits lie up to the one to go on after; the caller finds it among its hits by its position.
    fn after(&self, query: &Query, find: impl Fn(u32) -> Option<usize>) -> Result<usize, QueryError> {
        let Some(id) = query.after else { return Ok(0) };
        let here = self.position(id).filter(|(kind, _)| *kind == query.kind);
        here.and_then(|(_, position)| find(position)).ok_or(QueryError::Cursor(id))
    }

    /// The best first; equals in the list's order.
    fn by_relevance(
        &self,
        query: &Query,
        words: &str,
        list: &List,
        filter: &Filter<'_>,
    ) -> Result<Vec<Ranked>, QueryError> {
        let mut found = Vec::new();
        let matching = |position: &u32| list.get(*position).is_some_and(|entry| filter.matches(entry));
        let indexed = query.kind.indexed_as();
        let list_of_indexed = self.list(indexed);
        self.text.search(indexed, words, |id, score| {
            let Some((_, position)) = self.position(id) else { return };
            let overdue = list_of_indexed.get(position).is_some_and(|entry| entry.body.overdue);
            let score = Some(if overdue { score / OVERDUE } else { score });
            if indexed == query.kind {
                found.extend(Some(position).filter(matching).map(|position| Ranked { position, score }));
            } else {
                let parts = list.positions(id).iter().copied().filter(matching);
                found.extend(parts.map(|position| Ranked { position, score }));
            }
        })?;
        found.sort_unstable_by_key(|ranked| (std::cmp::Reverse(ranked.score), ranked.position));
        Ok(found)
    }
}

/// Every match in the list's order.
fn in_order(list: &List, filter: &Filter<'_>) -> Vec<Ranked> {
    let ranked = |position| Ranked { position, score: None };
    if let Some(positions) = filter.candidates(list) {
        let matching = |position: &u32| list.get(*position).is_some_and(|entry| filter.matches(entry));
        return positions.into_iter().filter(matching).map(ranked).collect();
    }
    let all = (0_u32..).zip(&list.entries);
    all.filter(|(_, entry)| filter.matches(entry)).map(|(position, _)| ranked(position)).collect()
}

fn start_of(query: &Query, after: usize) -> usize {
    after.saturating_add(query.offset)
}

fn hit(list: &List, ranked: Ranked) -> Option<Hit<'_>> {
    Some(Hit { entry: list.get(ranked.position)?, score: ranked.score })
}
