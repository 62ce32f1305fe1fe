//! The text index: which words each entry can be found by.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock},
};

use rayon::iter::ParallelIterator;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    Directory, FutureResult, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher,
    SegmentMeta, TantivyDocument, TantivyError, Term,
    directory::{OwnedBytes, RamDirectory},
    index::SegmentId,
    tokenizer::{
        AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
        TokenStream,
    },
};
use uuid::Uuid;

use crate::{
    Entry, Lexicon, Snapshot,
    fields::{ENGLISH, Fields},
    lexicon::{Sought, Stems},
    words::Words,
};

/// The files that list the segments, and all files.
const SEGMENTS: &str = "meta.json";
const MANAGED: &str = ".managed.json";
/// How often it is tried to read all files while segments are merged.
const ATTEMPTS: usize = 10;

/// Longer runs of letters are no words.
const LONGEST_WORD: usize = 80;
/// Shared by the threads that index; beyond it a segment is written.
const WRITER_BYTES: usize = 64 << 20;
const WRITER_THREADS: usize = 2;

/// Splits into words, folds case and accents, and takes English stems.
fn english() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The words of a text as the index has them.
pub(crate) fn words(text: &str) -> Vec<String> {
    stems(&english(), text)
}

/// A segment that is being written anew.
pub(crate) type Rewriting = FutureResult<Option<SegmentMeta>>;

/// The side of the index that is written: one for a catalog.
pub(crate) struct TextIndex {
    directory: RamDirectory,
    fields: Fields,
    writer: IndexWriter,
    reader: IndexReader,
    analysis: Arc<Analysis>,
}

/// How texts become stems, and what is known of those.
struct Analysis {
    analyzer: TextAnalyzer,
    stems: Stems,
}

impl std::fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextIndex").field("fields", &self.fields).finish_non_exhaustive()
    }
}

impl TextIndex {
    pub(crate) fn new(lexicon: &Lexicon) -> Result<Self, TantivyError> {
        let (fields, schema) = Fields::schema();
        let directory = RamDirectory::create();
        let index = Index::create(directory.clone(), schema, IndexSettings::default())?;
        Self::over(directory, index, fields, lexicon)
    }

    /// The index that [`TextReader::files`] told the files of.
    pub(crate) fn restored(lexicon: &Lexicon, files: Vec<(PathBuf, Vec<u8>)>) -> Result<Self, TantivyError> {
        let directory = RamDirectory::create();
        files.iter().try_for_each(|(path, bytes)| directory.atomic_write(path, bytes))?;
        drop(files);
        let index = Index::open(directory.clone())?;
        let (fields, schema) = Fields::schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("the fields are others".to_owned()));
        }
        Self::over(directory, index, fields, lexicon)
    }

    fn over(
        directory: RamDirectory,
        index: Index,
        fields: Fields,
        lexicon: &Lexicon,
    ) -> Result<Self, TantivyError> {
        index.tokenizers().register(ENGLISH, english());
        let writer = index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let analyzer = english();
        let stems = lexicon.stems(|text| stems(&analyzer, text));
        Ok(Self { directory, fields, writer, reader, analysis: Arc::new(Analysis { analyzer, stems }) })
    }

    /// Indexes entries of a snapshot for the first time.
    pub(crate) fn add<'a>(
        &self,
        snapshot: &Snapshot,
        entries: impl ParallelIterator<Item = &'a Entry>,
    ) -> Result<(), TantivyError> {
        entries.try_for_each(|entry| self.writer.add_document(self.document(snapshot, entry)).map(drop))
    }

    /// Forgets what is indexed under an id.
    pub(crate) fn remove(&self, id: Uuid) {
        self.writer.delete_term(Term::from_field_bytes(self.fields.id, id.as_bytes()));
    }

    /// Begins to write those segments anew that hold the words of what was removed and committed, without them. What
    /// is given back waits until that is done.
    pub(crate) fn forget_removed(&mut self) -> Result<Vec<Rewriting>, TantivyError> {
        let segments = self.writer.index().searchable_segment_metas()?.into_iter();
        let stale = segments.filter(|segment| segment.num_deleted_docs() > 0);
        Ok(stale.map(|segment| self.writer.merge(&[segment.id()])).collect())
    }

    /// Makes what was added and removed visible to readers taken from now on.
    pub(crate) fn commit(&mut self) -> Result<TextReader, TantivyError> {
        self.writer.commit()?;
        self.reader.reload()?;
        Ok(self.read())
    }

    /// Reads what was last committed.
    pub(crate) fn read(&self) -> TextReader {
        let searcher = self.reader.searcher();
        TextReader {
            directory: self.directory.clone(),
            fields: self.fields,
            searcher,
            analysis: Arc::clone(&self.analysis),
            placed: OnceLock::new(),
            placed_before: Vec::new(),
            moved: FxHashSet::default(),
            frequencies: Mutex::default(),
        }
    }

    fn document(&self, snapshot: &Snapshot, entry: &Entry) -> TantivyDocument {
        let (high, low) = entry.id.as_u64_pair();
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_bytes(fields.id, entry.id.as_bytes());
        document.add_u64(fields.high, high);
        document.add_u64(fields.low, low);
        document.add_text(fields.kind, entry.kind.as_str());
        let words = Words::of(snapshot, entry);
        document.add_text(fields.name, words.name);
        document.add_text(fields.terms, words.terms);
        document.add_text(fields.organization, words.organization);
        document.add_text(fields.place, words.place);
        document.add_text(fields.description, words.description);
        document
    }
}

/// Where the documents of a segment stand in their lists.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) segment: SegmentId,
    /// How many of them were removed by then. None ever comes back.
    pub(crate) removed: u32,
    pub(crate) positions: Arc<Vec<u32>>,
}

/// The side of the index that a snapshot reads: what was committed when it was taken.
pub(crate) struct TextReader {
    directory: RamDirectory,
    pub(crate) fields: Fields,
    pub(crate) searcher: Searcher,
    analysis: Arc<Analysis>,
    /// Of each segment, where its documents stand in their lists. Of one snapshot: a copy for another begins anew.
    pub(crate) placed: OnceLock<Vec<Placed>>,
    /// The same as it was in a snapshot before, and what stands elsewhere since.
    pub(crate) placed_before: Vec<Placed>,
    pub(crate) moved: FxHashSet<Uuid>,
    /// How many documents that are there hold a term, as far as it was asked.
    pub(crate) frequencies: Mutex<FxHashMap<Term, u64>>,
}

impl std::fmt::Debug for TextReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextReader").field("entries", &self.searcher.num_docs()).finish_non_exhaustive()
    }
}

impl TextReader {
    /// Takes over what another, of the snapshot before, knew of where documents stand. Some stand elsewhere since.
    pub(crate) fn go_on_from(&mut self, before: &Self, moved: &FxHashSet<Uuid>) {
        self.placed_before = before.placed.get().cloned().unwrap_or_default();
        self.moved.clone_from(moved);
    }

    /// Every file that the index consists of now, which may be later than what is read here.
    pub(crate) fn files(&self) -> Result<Vec<(PathBuf, OwnedBytes)>, TantivyError> {
        // While they are read, segments may be merged, and those that went into it go. Then the list of segments is
        // another, and they are read again.
        for _ in 0..ATTEMPTS {
            let list = self.directory.atomic_read(Path::new(SEGMENTS))?;
            let mut files = vec![(PathBuf::from(SEGMENTS), OwnedBytes::new(list.clone()))];
            files.extend(self.present(Path::new(MANAGED)));
            let others = self.searcher.index().directory().list_managed_files().into_iter();
            let others = others.filter(|path| path != Path::new(SEGMENTS) && path != Path::new(MANAGED));
            files.extend(others.filter_map(|path| self.present(&path)));
            if self.directory.atomic_read(Path::new(SEGMENTS))? == list {
                return Ok(files);
            }
        }
        Err(TantivyError::SystemError("the text index changes too fast to be kept".to_owned()))
    }

    fn present(&self, path: &Path) -> Option<(PathBuf, OwnedBytes)> {
        let file = self.directory.open_read(path).ok()?;
        Some((path.to_owned(), file.read_bytes().ok()?))
    }

    /// What a text asks for: what stands in quotation marks as it stands, and each other word, with what stands for it.
    pub(crate) fn sought(&self, text: &str) -> Vec<Sought> {
        let Analysis { analyzer, stems: known } = &*self.analysis;
        let parts = text.split('"').enumerate();
        let sought = parts.flat_map(|(at, part)| {
            let words = stems(analyzer, part);
            match at % 2 {
                1 if !words.is_empty() => vec![Sought { asked: words, others: Vec::new() }],
                _ => known.sought(&words),
            }
        });
        sought.collect()
    }

    /// The words of a text as the index holds them, in order.
    pub(crate) fn stems(&self, text: &str) -> Vec<String> {
        stems(&self.analysis.analyzer, text)
    }
}

/// The words of a text as the index holds them, in order.
fn stems(analyzer: &TextAnalyzer, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    analyzer.clone().token_stream(text).process(&mut |token| words.push(token.text.clone()));
    words
}
