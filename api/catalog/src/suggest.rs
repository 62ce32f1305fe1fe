//! Names that go on from what somebody has typed so far.

use rustc_hash::FxHashSet;
use tantivy::{
    TantivyError, Term,
    query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

use crate::{
    Entry, ListKind, QueryError, Snapshot, list,
    text::{Placed, TextReader},
};

/// From so many letters on, a word is completed wherever in a name it stands.
const FEWEST_LETTERS: usize = 3;
/// The most words that a beginning is completed to.
const MOST_WORDS: usize = 200;

impl Snapshot {
    /// Things of some kinds whose name goes on from a text: first those whose name begins with it, by name; then those
    /// with a later word that its last word begins and with all its other words, the shortest names first. Of several of
    /// one name the first is given.
    pub fn suggest(&self, kinds: &[ListKind], text: &str, limit: usize) -> Result<Vec<&Entry>, QueryError> {
        let key = normalize::text::key(text);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut seen = FxHashSet::default();
        let mut found: Vec<&Entry> =
            kinds.iter().flat_map(|kind| self.beginning(*kind, &key, limit)).collect();
        found.sort_by_key(|entry| list::order(entry));
        found.retain(|entry| seen.insert((entry.kind, list::order(entry))));
        if found.len() < limit
            && key.rsplit('-').next().is_some_and(|word| word.chars().count() >= FEWEST_LETTERS)
        {
            let mut within = Vec::new();
            for kind in kinds {
                within.extend(self.within(*kind, &key)?);
            }
            within.sort_by_key(|entry| (list::order(entry).len(), list::order(entry), entry.id));
            within.retain(|entry| seen.insert((entry.kind, list::order(entry))));
            found.extend(within);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The first things of a kind whose name begins with a key, one of each name.
    fn beginning(&self, kind: ListKind, key: &str, limit: usize) -> Vec<&Entry> {
        let entries = &self.list(kind).entries;
        let from = entries.partition_point(|entry| list::order(entry) < key);
        let goes_on = entries.after(from).take_while(|entry| list::order(entry).starts_with(key));
        let mut found: Vec<&Entry> = Vec::new();
        for entry in goes_on {
            if found.last().is_none_or(|last| list::order(last) != list::order(entry)) {
                found.push(entry);
            }
            if found.len() == limit {
                break;
            }
        }
        found
    }

    /// The things of a kind with all words of a key in their name, the last perhaps only begun.
    fn within(&self, kind: ListKind, key: &str) -> Result<Vec<&Entry>, TantivyError> {
        let (whole, last) = key.rsplit_once('-').map_or((None, key), |(whole, last)| (Some(whole), last));
        let whole: Vec<String> =
            whole.into_iter().flat_map(|words| words.split('-')).map(str::to_owned).collect();
        let (list, begun) = (self.list(kind), format!("-{last}"));
        let mut found = Vec::new();
        self.text.each_completed(kind, &whole, last, self.placed(), |position| {
            let entry = list.get(position);
            // Stems are shorter than words, so that the index finds a little too much.
            let is_it = |entry: &&Entry| format!("-{}", list::order(entry)).contains(&begun);
            found.extend(entry.filter(is_it));
        })?;
        Ok(found)
    }
}

impl TextReader {
    /// Visits the position of everything of a kind that has some words, and one that begins so, in its name.
    fn each_completed(
        &self,
        kind: ListKind,
        whole: &[String],
        begun: &str,
        placed: &[Placed],
        mut found: impl FnMut(u32),
    ) -> Result<(), TantivyError> {
        let one = |field, word: &str| -> Box<dyn Query> {
            let term = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic);
            Box::new(ConstScoreQuery::new(Box::new(term), 0.0))
        };
        let stems = whole.iter().flat_map(|word| self.stems(word));
        let must = stems.map(|stem| (Occur::Must, one(self.fields.name, &stem)));
        let ways =
            self.completed(begun)?.into_iter().map(|stem| (Occur::Should, one(self.fields.name, &stem)));
        let ways: Box<dyn Query> = Box::new(BooleanQuery::new(ways.collect()));
        let kind = (Occur::Must, one(self.fields.kind, kind.as_str()));
        let query = BooleanQuery::new(must.chain([kind, (Occur::Must, ways)]).collect());
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for (segment, Placed { positions, .. }) in self.searcher.segment_readers().iter().zip(placed) {
            weight.for_each_no_score(segment, &mut |docs| {
                let there = docs.iter().filter_map(|doc| positions.get(*doc as usize).copied());
                there.filter(|position| *position != u32::MAX).for_each(&mut found);
            })?;
        }
        Ok(())
    }

    /// The stems in names that a beginning goes on to, and the stem of the beginning itself.
    fn completed(&self, begun: &str) -> Result<FxHashSet<String>, TantivyError> {
        let mut stems: FxHashSet<String> = self.stems(begun).into_iter().collect();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.name)?;
            let mut words = index.terms().range().ge(begun).into_stream()?;
            while words.advance() && words.key().starts_with(begun.as_bytes()) && stems.len() < MOST_WORDS {
                stems.extend(std::str::from_utf8(words.key()).map(str::to_owned));
            }
        }
        Ok(stems)
    }
}
