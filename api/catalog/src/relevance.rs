//! Which entries hold the words of a query, and how well they fit.
//!
//! Scores are BM25 with the statistics of what is published now. tantivy's own statistics still count what was
//! removed until segments are merged, so that the same content would rank differently after a restart.

use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
    columnar::Column,
    query::{
        Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery,
        EnableScoring, Occur, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};
use uuid::Uuid;

use crate::{
    ListKind,
    text::{Fields, HIGH, LOW, TextReader},
};

/// Words that are in nearly every text and in nearly every question.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "have", "how", "i", "in",
    "is", "it", "me", "my", "near", "of", "on", "or", "that", "the", "to", "we", "what", "where", "with",
    "you", "your",
];

/// The length that fields are taken to have on average, in words. A constant, so that a score does not depend on
/// how the index came about.
const AVERAGE_WORDS: u64 = 16;

impl TextReader {
    /// Visits every entry of a list that holds all the words, with its score in thousandths.
    pub(crate) fn search(
        &self,
        kind: ListKind,
        text: &str,
        mut found: impl FnMut(Uuid, u32),
    ) -> Result<(), TantivyError> {
        let Some(query) = self.query(kind, &self.asked(text)) else { return Ok(()) };
        let statistics = Present(&self.searcher);
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher);
        let weight = query.weight(scoring)?;
        for segment in self.searcher.segment_readers() {
            let ids = Ids::of(segment)?;
            let alive = segment.alive_bitset();
            weight.for_each(segment, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    ids.get(doc).into_iter().for_each(|id| found(id, thousandths(score)));
                }
            })?;
        }
        Ok(())
    }

    /// The words that count: all but stop words, unless there are only such.
    fn asked(&self, text: &str) -> Vec<String> {
        let words = self.words(text);
        let telling: Vec<String> =
            words.iter().filter(|word| !STOP_WORDS.contains(&word.as_str())).cloned().collect();
        if telling.is_empty() { words } else { telling }
    }

    fn query(&self, kind: ListKind, words: &[String]) -> Option<BooleanQuery> {
        let of_kind = Term::from_field_text(self.fields.kind, kind.as_str());
        let of_kind = Box::new(TermQuery::new(of_kind, IndexRecordOption::Basic));
        let of_kind: Box<dyn Query> = Box::new(ConstScoreQuery::new(of_kind, 0.0));
        let anywhere = words.iter().map(|word| (Occur::Must, self.fields.anywhere(word)));
        let clauses = std::iter::once((Occur::Must, of_kind)).chain(anywhere);
        (!words.is_empty()).then(|| BooleanQuery::new(clauses.collect()))
    }
}

impl Fields {
    /// The fields with their weights: a name tells most, a description least.
    const fn weighted(&self) -> [(Field, f32); 5] {
        [
            (self.name, 8.0),
            (self.terms, 4.0),
            (self.organization, 3.0),
            (self.place, 3.0),
            (self.description, 1.0),
        ]
    }

    /// The word in any field; the field where it tells most counts.
    fn anywhere(&self, word: &str) -> Box<dyn Query> {
        let one = |(field, boost): (Field, f32)| {
            let term = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(term), boost)) as Box<dyn Query>
        };
        Box::new(DisjunctionMaxQuery::new(self.weighted().into_iter().map(one).collect()))
    }
}

/// Coarse enough to swallow the rounding of sums that are formed in another order.
fn thousandths(score: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "scores are small and positive"
    )]
    let whole = (f64::from(score) * 1_000.0).round() as u32;
    whole
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
struct Present<'a>(&'a Searcher);

impl Bm25StatisticsProvider for Present<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.0.num_docs() * AVERAGE_WORDS)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.0.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.0.segment_readers().iter().map(|segment| present_in(segment, term)).sum()
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
