use crate::{
    Entry, Hit, Hits, Near, Nearest, Query, QueryError, Snapshot, Sort, filter::Filter, list::List, order,
};

/// What the fit to the words is divided by where nobody confirmed an entry in time: it comes after whatever fits more
/// than half as well.
const OVERDUE: u32 = 2;

/// Where an entry stands in its list, how well it fits the words, and what it is sorted by before its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ranked {
    rank: i64,
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
        let sort = sort_of(query, words.is_some())?;
        if words.is_none() && filter.is_empty() && sort == Sort::Name && query.facets.is_empty() {
            return self.page_of_all(query, list);
        }
        let mut found = match words {
            Some(words) => self.by_words(query, words, list, &filter)?,
            None => in_order(list, &filter),
        };
        self.sort(&mut found, sort, query.near.as_ref(), list);
        let start = self.start(query, &found, list, sort)?;
        let page = found.iter().skip(start).take(query.limit);
        let items = page.filter_map(|ranked| self.hit(query, list, sort, *ranked)).collect();
        let entries = || found.iter().filter_map(|ranked| list.get(ranked.position));
        let facets = query.facets.iter().map(|facet| self.count(*facet, entries())).collect();
        Ok(Hits { total: found.len(), start: start.min(found.len()), items, facets })
    }

    fn page_of_all(&self, query: &Query, list: &List) -> Result<Hits<'_>, QueryError> {
        let entries = &self.list(query.kind).entries;
        let up_to = match &query.cursor {
            Some(cursor) => entries.partition_point(|entry| cursor.is_past(0, entry)),
            None => self.after(query, |position| Some(position as usize + 1))?,
        };
        let start = up_to.saturating_add(query.offset);
        let ranked = |position| Ranked { rank: 0, position, score: None };
        let positions = (0_u32..).take(list.entries.len()).skip(start).take(query.limit);
        let items = positions
            .filter_map(|position| self.hit(query, self.list(query.kind), Sort::Name, ranked(position)));
        let items = items.collect();
        Ok(Hits { total: entries.len(), start: start.min(entries.len()), items, facets: Vec::new() })
    }

    /// How many hits come before the first that is wanted.
    fn start(&self, query: &Query, found: &[Ranked], list: &List, sort: Sort) -> Result<usize, QueryError> {
        let up_to = match &query.cursor {
            Some(cursor) => found.partition_point(|ranked| {
                list.get(ranked.position).is_some_and(|entry| cursor.is_past(ranked.rank, entry))
            }),
            None => self.after(query, |position| {
                let at = found.iter().position(|ranked| ranked.position == position);
                // By name, what does not match has its place in the order too.
                at.map(|at| at + 1).or_else(|| {
                    (sort == Sort::Name).then(|| found.partition_point(|ranked| ranked.position <= position))
                })
            })?,
        };
        Ok(up_to.saturating_add(query.offset))
    }

    /// How many hits lie up to the one to go on after; the caller finds it among its hits by its position.
    fn after(&self, query: &Query, find: impl Fn(u32) -> Option<usize>) -> Result<usize, QueryError> {
        let Some(id) = query.after else { return Ok(0) };
        let here = self.position(id).filter(|(kind, _)| *kind == query.kind);
        here.and_then(|(_, position)| find(position)).ok_or(QueryError::Cursor(id))
    }

    /// What holds the words, in no order.
    fn by_words(
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
        let ranked = |position, score| Ranked { rank: 0, position, score };
        self.text.search(indexed, words, |id, score| {
            let Some((_, position)) = self.position(id) else { return };
            let overdue = list_of_indexed.get(position).is_some_and(|entry| entry.body.overdue);
            let score = Some(if overdue { score / OVERDUE } else { score });
            if indexed == query.kind {
                found.extend(Some(position).filter(matching).map(|position| ranked(position, score)));
            } else {
                let parts = list.positions(id).iter().copied().filter(matching);
                found.extend(parts.map(|position| ranked(position, score)));
            }
        })?;
        Ok(found)
    }

    fn sort(&self, found: &mut [Ranked], sort: Sort, near: Option<&Near>, list: &List) {
        if sort != Sort::Name {
            for ranked in found.iter_mut() {
                let entry = list.get(ranked.position);
                ranked.rank = match sort {
                    Sort::Relevance => -i64::from(ranked.score.unwrap_or_default()),
                    Sort::Distance => {
                        let nearest = entry.zip(near).and_then(|(entry, near)| self.nearest(entry, near));
                        nearest.map_or(i64::MAX, |nearest| centimetres(nearest.metres))
                    }
                    other => entry.map_or(0, |entry| order::rank(other, entry)),
                };
            }
        }
        found.sort_unstable_by_key(|ranked| (ranked.rank, ranked.position));
    }

    /// The nearest of an entry's published locations.
    pub(crate) fn nearest(&self, entry: &Entry, near: &Near) -> Option<Nearest> {
        let locations = self.locations_shown(entry);
        let distances = locations.iter().filter_map(|id| {
            let point = self.entry(*id)?.body.location()?.point?;
            Some(Nearest { location: *id, metres: near.distance(point) })
        });
        distances.min_by(|a, b| a.metres.total_cmp(&b.metres).then(a.location.cmp(&b.location)))
    }

    fn hit<'a>(&'a self, query: &Query, list: &'a List, sort: Sort, ranked: Ranked) -> Option<Hit<'a>> {
        let entry = list.get(ranked.position)?;
        Some(Hit {
            entry,
            score: ranked.score,
            nearest: query.near.and_then(|near| self.nearest(entry, &near)),
            sort,
            rank: ranked.rank,
        })
    }
}

/// The order of a query, if what it goes by was asked for and the cursor is from it.
fn sort_of(query: &Query, has_words: bool) -> Result<Sort, QueryError> {
    let usual = if has_words { Sort::Relevance } else { Sort::Name };
    let sort = query.sort.unwrap_or(usual);
    let has_measure = match sort {
        Sort::Relevance => has_words,
        Sort::Distance => query.near.is_some(),
        Sort::Name | Sort::Modified | Sort::Assured => true,
    };
    match &query.cursor {
        _ if !has_measure => Err(QueryError::Sort(sort)),
        Some(cursor) if cursor.sort != sort => Err(QueryError::OtherOrder { cursor: cursor.sort, sort }),
        _ => Ok(sort),
    }
}

/// Distances are sorted by whole centimetres.
fn centimetres(metres: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "no distance on earth is that long")]
    let whole = (metres * 100.0).round() as i64;
    whole
}

/// Every match in the list's order.
fn in_order(list: &List, filter: &Filter<'_>) -> Vec<Ranked> {
    let ranked = |position| Ranked { rank: 0, position, score: None };
    if let Some(positions) = filter.candidates(list) {
        let matching = |position: &u32| list.get(*position).is_some_and(|entry| filter.matches(entry));
        return positions.into_iter().filter(matching).map(ranked).collect();
    }
    let all = (0_u32..).zip(&list.entries);
    all.filter(|(_, entry)| filter.matches(entry)).map(|(position, _)| ranked(position)).collect()
}
