use uuid::Uuid;

use crate::{
    Entry, FacetCounts, Hit, Hits, Near, Nearest, Query, QueryError, Snapshot, Sort, filter::Filter,
    list::List, needs::Wish, order, positions::Positions,
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

impl Ranked {
    /// What it comes before others by: equals in the list's order, which is by name.
    fn key(&self) -> (i64, u32) {
        (self.rank, self.position)
    }
}

impl Snapshot {
    /// The part of a list that meets every condition. The same query on the same content gives the same answer.
    ///
    /// A whole list and any page of it cost no more than the page, and so does what sets tell; other conditions cost a
    /// pass over what the others leave, and every order but that of the list one over all hits.
    pub fn search(&self, query: &Query) -> Result<Hits<'_>, QueryError> {
        let wish = self.wish(query)?;
        let filter = Filter::new(self, query, &wish)?;
        let list = self.list(query.kind);
        let words = words_of(query);
        let sort = sort_of(query, words.is_some())?;
        match words {
            None if sort == Sort::Name => self.page(query, &filter.positions()),
            None => self.ranked(query, &wish, sort, in_order(&filter.positions())),
            Some(words) => self.ranked(query, &wish, sort, self.by_words(query, words, list, &filter)?),
        }
    }

    /// Where everything stands that meets every condition, whatever its order and pages.
    pub(crate) fn matching(&self, query: &Query) -> Result<Vec<u32>, QueryError> {
        let wish = self.wish(query)?;
        let filter = Filter::new(self, query, &wish)?;
        let list = self.list(query.kind);
        Ok(match words_of(query) {
            Some(words) => {
                self.by_words(query, words, list, &filter)?.iter().map(|one| one.position).collect()
            }
            None => filter.positions().iter().collect(),
        })
    }

    /// A page in the list's order.
    fn page(&self, query: &Query, found: &Positions<'_>) -> Result<Hits<'_>, QueryError> {
        let list = self.list(query.kind);
        let up_to = match (&query.cursor, query.after) {
            (Some(cursor), _) => list.entries.partition_point(|entry| cursor.is_past(0, entry)),
            (None, Some(id)) => self.position_in(list, id)? + 1,
            (None, None) => 0,
        };
        let before = found.before(up_to);
        let start = before.saturating_add(query.offset).min(found.len());
        let ranked = |position| Ranked { rank: 0, position, score: None };
        let wanted = found.after(start).take(query.limit);
        let items =
            wanted.filter_map(|position| self.hit(query, list, Sort::Name, ranked(position))).collect();
        let facets = query.facets.iter().map(|facet| self.count(*facet, list, found)).collect();
        Ok(Hits { total: found.len(), start, items, facets })
    }

    /// A page in any order.
    fn ranked(
        &self,
        query: &Query,
        wish: &Wish<'_>,
        sort: Sort,
        mut found: Vec<Ranked>,
    ) -> Result<Hits<'_>, QueryError> {
        let list = self.list(query.kind);
        self.rank(&mut found, sort, (query, wish), list);
        let start = self.start(query, &found, list, sort)?.min(found.len());
        let page = window(&mut found, start, query.limit);
        let items = page.iter().filter_map(|ranked| self.hit(query, list, sort, *ranked)).collect();
        Ok(Hits { total: found.len(), start, items, facets: self.counts_of(query, &found) })
    }

    /// The facets that are asked for, over all hits.
    fn counts_of(&self, query: &Query, found: &[Ranked]) -> Vec<FacetCounts> {
        if query.facets.is_empty() {
            return Vec::new();
        }
        let found = Positions::of(found.iter().map(|ranked| ranked.position));
        query.facets.iter().map(|facet| self.count(*facet, self.list(query.kind), &found)).collect()
    }

    /// How many hits come before the first that is wanted.
    fn start(&self, query: &Query, found: &[Ranked], list: &List, sort: Sort) -> Result<usize, QueryError> {
        let count =
            |is_before: &dyn Fn(&Ranked) -> bool| found.iter().filter(|ranked| is_before(ranked)).count();
        let up_to = match &query.cursor {
            Some(cursor) => count(&|ranked| {
                list.get(ranked.position).is_some_and(|entry| cursor.is_past(ranked.rank, entry))
            }),
            None => match query.after {
                None => 0,
                Some(id) => {
                    let position = self.position_in(list, id)?;
                    let here = found.iter().find(|ranked| ranked.position == position).map(Ranked::key);
                    // By name, what does not match has its place in the order too.
                    let here = here.or_else(|| (sort == Sort::Name).then_some((0, position)));
                    let here = here.ok_or(QueryError::Cursor(id))?;
                    count(&|ranked| ranked.key() <= here)
                }
            },
        };
        Ok(up_to.saturating_add(query.offset))
    }

    /// Where something stands in a list.
    fn position_in(&self, list: &List, id: Uuid) -> Result<u32, QueryError> {
        let position = self.position(id).map(|(_, position)| position);
        let is_there = |at: &u32| list.get(*at).is_some_and(|entry| entry.id == id);
        position.filter(is_there).ok_or(QueryError::Cursor(id))
    }

    /// What holds the words, in no order.
    fn by_words(
        &self,
        query: &Query,
        words: &str,
        list: &List,
        filter: &Filter<'_>,
    ) -> Result<Vec<Ranked>, QueryError> {
        let indexed = query.kind.indexed_as();
        let list_of_indexed = self.list(indexed);
        let overdue = list_of_indexed.columns.overdue(list_of_indexed);
        let add = |found: &mut Vec<Ranked>, position, score| {
            if filter.matches(position) {
                found.push(Ranked { rank: 0, position, score: Some(score) });
            }
        };
        let found = self.all_with_words(indexed, words, |found, position, score| {
            let is_overdue = overdue.get(position);
            let score = if is_overdue { score / OVERDUE } else { score };
            if indexed == query.kind {
                add(found, position, score);
            } else if let Some(entry) = list_of_indexed.get(position) {
                list.positions(entry.id).iter().for_each(|part| add(found, *part, score));
            }
        })?;
        Ok(found)
    }

    /// Works out what hits are sorted by before their name.
    fn rank(&self, found: &mut [Ranked], sort: Sort, (query, wish): (&Query, &Wish<'_>), list: &List) {
        if sort == Sort::Name {
            return;
        }
        for ranked in found {
            ranked.rank = match sort {
                Sort::Relevance => {
                    let by_need = || fit(self, query, wish, list.get(ranked.position));
                    -i64::from(ranked.score.unwrap_or_else(by_need))
                }
                Sort::Distance => {
                    let nearest = query.near.and_then(|near| self.nearest(list, ranked.position, &near));
                    nearest.map_or(i64::MAX, |nearest| centimetres(nearest.metres))
                }
                other => list.get(ranked.position).map_or(0, |entry| order::rank(other, entry)),
            };
        }
    }

    /// The nearest of an entry's published locations.
    pub(crate) fn nearest(&self, list: &List, position: u32, near: &Near) -> Option<Nearest> {
        let points = list.columns.points(self, list).at(position).iter();
        let distances =
            points.map(|(point, location)| Nearest { location: *location, metres: near.distance(*point) });
        distances.min_by(|a, b| a.metres.total_cmp(&b.metres).then(a.location.cmp(&b.location)))
    }

    fn hit<'a>(&'a self, query: &Query, list: &'a List, sort: Sort, ranked: Ranked) -> Option<Hit<'a>> {
        let entry = list.get(ranked.position)?;
        Some(Hit {
            entry,
            score: ranked.score,
            nearest: query.near.and_then(|near| self.nearest(list, ranked.position, &near)),
            sort,
            rank: ranked.rank,
        })
    }
}

/// The order of a query, if what it goes by was asked for and the cursor is from it.
fn sort_of(query: &Query, has_words: bool) -> Result<Sort, QueryError> {
    let has_measure_of_fit = has_words || query.need.is_some();
    let usual = if has_measure_of_fit { Sort::Relevance } else { Sort::Name };
    let sort = query.sort.unwrap_or(usual);
    let has_measure = match sort {
        Sort::Relevance => has_measure_of_fit,
        Sort::Distance => query.near.is_some(),
        Sort::Name | Sort::Modified | Sort::Assured => true,
    };
    match &query.cursor {
        _ if !has_measure => Err(QueryError::Sort(sort)),
        Some(cursor) if cursor.sort != sort => Err(QueryError::OtherOrder { cursor: cursor.sort, sort }),
        _ => Ok(sort),
    }
}

/// The words that are asked for, if any are.
fn words_of(query: &Query) -> Option<&str> {
    query.text.as_deref().filter(|text| !text.trim().is_empty())
}

/// How well an entry answers the need that is asked for.
fn fit(snapshot: &Snapshot, query: &Query, wish: &Wish<'_>, entry: Option<&Entry>) -> u32 {
    entry.and_then(|entry| snapshot.fit(query, entry, wish)).map_or(0, |fit| fit.score)
}

/// Distances are sorted by whole centimetres.
pub(crate) fn centimetres(metres: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "no distance on earth is that long")]
    let whole = (metres * 100.0).round() as i64;
    whole
}

/// Some of the hits in their order, where only how many come before them is known.
fn window(found: &mut [Ranked], start: usize, limit: usize) -> &[Ranked] {
    let end = start.saturating_add(limit).min(found.len());
    if start >= end {
        return &[];
    }
    if end < found.len() {
        found.select_nth_unstable_by_key(end, Ranked::key);
    }
    let before = found.get_mut(..end).unwrap_or_default();
    if start > 0 {
        before.select_nth_unstable_by_key(start, Ranked::key);
    }
    let wanted = before.get_mut(start..).unwrap_or_default();
    wanted.sort_unstable_by_key(Ranked::key);
    wanted
}

/// Every match in the list's order.
fn in_order(found: &Positions<'_>) -> Vec<Ranked> {
    found.iter().map(|position| Ranked { rank: 0, position, score: None }).collect()
}
