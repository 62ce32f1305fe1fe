//! Which entries hold the words of a query, and how well they fit.
//!
//! Scores are BM25 with the statistics of what is published now. tantivy's own statistics still count what was
//! removed until segments are merged, so that the same content would rank differently after a restart.

use std::sync::{Arc, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term,
    columnar::Column,
    query::{
        Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery,
        EnableScoring, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};
use uuid::Uuid;

use crate::{
    ListKind, Snapshot,
    fields::{HIGH, LOW},
    lexicon::Sought,
    text::{Placed, TextReader},
};

/// What a synonym counts beside the word that was asked for.
const SYNONYM: f32 = 0.8;

/// What a word that only looks like the one asked for counts.
const TYPO: f32 = 0.5;

/// The length that fields are taken to have on average, in words. A constant, so that a score does not depend on
/// how the index came about.
const AVERAGE_WORDS: u64 = 16;

/// With more documents than these, what is gained by going through segments at the same time is more than it costs.
const MANY: u64 = 300_000;

/// Stands for the position of a document that was removed.
const REMOVED: u32 = u32::MAX;

impl Snapshot {
    /// What is taken of the entries of a list that hold all the words: each is given by its position, with its score in
    /// thousandths, in no order.
    pub(crate) fn all_with_words<T: Send>(
        &self,
        kind: ListKind,
        text: &str,
        found: impl Fn(&mut Vec<T>, u32, u32) + Sync,
    ) -> Result<Vec<T>, TantivyError> {
        self.text.search(kind, text, self.placed(), found)
    }

    /// Where the documents of each segment of the text index stand in their lists.
    pub(crate) fn placed(&self) -> &[Placed] {
        let place = |id| self.position(id).map(|(_, position)| position);
        // Every segment has the columns that it was made with.
        self.text.placed.get_or_init(|| self.text.places(place).unwrap_or_default())
    }
}

impl TextReader {
    /// What is taken of the entries of a list that hold all the words. `placed` says where the documents of each segment
    /// stand. Where there are many, their segments are gone through at the same time.
    fn search<T: Send>(
        &self,
        kind: ListKind,
        text: &str,
        placed: &[Placed],
        take: impl Fn(&mut Vec<T>, u32, u32) + Sync,
    ) -> Result<Vec<T>, TantivyError> {
        let Some(query) = self.query(kind, &self.sought(text)) else { return Ok(Vec::new()) };
        let statistics = Present(self);
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher);
        let weight = query.weight(scoring)?;
        let of = |(segment, Placed { positions, .. }): (&SegmentReader, &Placed)| {
            let mut found = Vec::new();
            weight.for_each(segment, &mut |doc, score| {
                let position = positions.get(doc as usize).copied().unwrap_or(REMOVED);
                if position != REMOVED {
                    take(&mut found, position, thousandths(score));
                }
            })?;
            Ok::<_, TantivyError>(found)
        };
        let segments = self.searcher.segment_readers();
        let found: Vec<Vec<T>> = if self.searcher.num_docs() > MANY {
            segments.par_iter().zip(placed).map(of).collect::<Result<_, _>>()?
        } else {
            segments.iter().zip(placed).map(of).collect::<Result<_, _>>()?
        };
        Ok(found.into_iter().flatten().collect())
    }

    /// The position of each document of each segment, by what says where an id stands.
    fn places(&self, place: impl Fn(Uuid) -> Option<u32>) -> Result<Vec<Placed>, TantivyError> {
        let segments = self.searcher.segment_readers().iter().map(|segment| {
            let (id, removed) = (segment.segment_id(), segment.num_deleted_docs());
            let before = self.placed_before.iter().find(|placed| placed.segment == id);
            let positions = match before {
                Some(before) if before.removed == removed && self.moved.is_empty() => {
                    Arc::clone(&before.positions)
                }
                Some(before) => Arc::new(only_present(segment, self.moved_in(segment, before, &place)?)),
                None => {
                    let ids = Ids::of(segment)?;
                    let position = |doc| ids.get(doc).and_then(&place).unwrap_or(REMOVED);
                    Arc::new(only_present(segment, (0..segment.max_doc()).map(position).collect()))
                }
            };
            Ok(Placed { segment: id, removed, positions })
        });
        segments.collect()
    }

    /// The positions of a segment's documents, where it is known what they were before some moved.
    fn moved_in(
        &self,
        segment: &SegmentReader,
        before: &Placed,
        place: impl Fn(Uuid) -> Option<u32>,
    ) -> Result<Vec<u32>, TantivyError> {
        let mut positions = before.positions.to_vec();
        if self.moved.is_empty() {
            return Ok(positions);
        }
        let ids = Ids::of(segment)?;
        let lows: FxHashSet<u64> = self.moved.iter().map(|id| id.as_u64_pair().1).collect();
        for (doc, position) in (0..).zip(&mut positions) {
            if ids.low.first(doc).is_some_and(|low| lows.contains(&low))
                && let Some(id) = ids.get(doc).filter(|id| self.moved.contains(id))
            {
                *position = place(id).unwrap_or(REMOVED);
            }
        }
        Ok(positions)
    }

    fn query(&self, kind: ListKind, sought: &[Sought]) -> Option<BooleanQuery> {
        let of_kind = Term::from_field_text(self.fields.kind, kind.as_str());
        let of_kind = Box::new(TermQuery::new(of_kind, IndexRecordOption::Basic));
        let of_kind: Box<dyn Query> = Box::new(ConstScoreQuery::new(of_kind, 0.0));
        let mut slipped = 0;
        let anywhere = sought.iter().map(|sought| {
            let slips = if slipped < MOST_SLIPPED { self.slips(sought) } else { 0 };
            slipped += usize::from(slips > 0);
            (Occur::Must, self.anywhere(sought, slips))
        });
        let clauses = std::iter::once((Occur::Must, of_kind)).chain(anywhere);
        (!sought.is_empty()).then(|| BooleanQuery::new(clauses.collect()))
    }

    /// How many slips of the pen what is sought may have: none where the directory has it.
    fn slips(&self, Sought { asked, others }: &Sought) -> u8 {
        match asked.as_slice() {
            [word] if others.is_empty() && !self.has(word) => slips(word),
            _ => 0,
        }
    }

    /// What is sought, in any field; the field where it tells most counts. A word with slips stands for those that are
    /// written much like it.
    fn anywhere(&self, Sought { asked, others }: &Sought, typo: u8) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for (field, weight) in self.fields.weighted() {
            ways.push(boosted(weight, together(field, asked)));
            ways.extend(others.iter().map(|run| boosted(weight * SYNONYM, together(field, run))));
            if let ([word], 1..) = (asked.as_slice(), typo) {
                let alike = FuzzyTermQuery::new(Term::from_field_text(field, word), typo, true);
                ways.push(boosted(weight * TYPO, Box::new(alike)));
            }
        }
        Box::new(DisjunctionMaxQuery::new(ways))
    }

    /// Whether any field of anything that is there has the word.
    fn has(&self, word: &str) -> bool {
        let present = Present(self);
        let holds =
            |field| present.doc_freq(&Term::from_field_text(field, word)).is_ok_and(|count| count > 0);
        self.fields.weighted().into_iter().any(|(field, _)| holds(field))
    }
}

/// Of so many words of a text slips are forgiven: looking for what is written alike costs as much as many searches.
const MOST_SLIPPED: usize = 4;

/// How many slips of the pen a word may have: none where it is short or has figures in it.
fn slips(word: &str) -> u8 {
    match word.chars().count() {
        _ if word.contains(|letter: char| letter.is_ascii_digit()) => 0,
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

fn boosted(weight: f32, query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

/// The words of a run, one after the other, in a field.
fn together(field: Field, run: &[String]) -> Box<dyn Query> {
    let mut terms: Vec<Term> = run.iter().map(|word| Term::from_field_text(field, word)).collect();
    match terms.pop() {
        Some(only) if terms.is_empty() => Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs)),
        Some(last) => {
            terms.push(last);
            Box::new(PhraseQuery::new(terms))
        }
        None => Box::new(EmptyQuery),
    }
}

/// Coarse enough to swallow the rounding of sums that are formed in another order.
fn thousandths(score: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "scores are small and positive"
    )]
    let whole = (f64::from(score) * 1_000.0 + 0.5) as u32;
    whole
}

/// The positions of the documents of a segment, those that were removed marked.
fn only_present(segment: &SegmentReader, mut positions: Vec<u32>) -> Vec<u32> {
    if let Some(alive) = segment.alive_bitset() {
        for (doc, position) in (0..).zip(&mut positions) {
            if !alive.is_alive(doc) {
                *position = REMOVED;
            }
        }
    }
    positions
}

/// Reads the ids of a segment's documents.
struct Ids {
    high: Column<u64>,
    low: Column<u64>,
}

impl Ids {
    fn of(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let columns = segment.fast_fields();
        Ok(Self { high: columns.u64(HIGH)?, low: columns.u64(LOW)? })
    }

    fn get(&self, doc: DocId) -> Option<Uuid> {
        Some(Uuid::from_u64_pair(self.high.first(doc)?, self.low.first(doc)?))
    }
}

/// Statistics of the documents that were not removed.
struct Present<'a>(&'a TextReader);

/// Of so many terms it is remembered how many documents hold them.
const REMEMBERED: usize = 20_000;

impl Bm25StatisticsProvider for Present<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.0.searcher.num_docs() * AVERAGE_WORDS)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.0.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let known = || self.0.frequencies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = known().get(term) {
            return Ok(*count);
        }
        let segments = self.0.searcher.segment_readers().iter();
        let count = segments.map(|segment| present_in(segment, term)).sum::<tantivy::Result<u64>>()?;
        let mut known = known();
        if known.len() < REMEMBERED {
            known.insert(term.clone(), count);
        }
        Ok(count)
    }
}

/// How many documents of a segment hold a term and were not removed.
fn present_in(segment: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
    let index = segment.inverted_index(term.field())?;
    let Some(alive) = segment.alive_bitset() else { return Ok(index.doc_freq(term)?.into()) };
    let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { return Ok(0) };
    let mut present = 0;
    while postings.doc() != TERMINATED {
        present += u64::from(alive.is_alive(postings.doc()));
        postings.advance();
    }
    Ok(present)
}
