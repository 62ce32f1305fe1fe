//! Exports: everything that was found, one object a line, whole or a part of its bytes (RFC 9110, section 14).

use std::{convert::Infallible, sync::Arc};

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::{
        StatusCode,
        header::{self, Header, Range},
    },
    web::{self, Bytes},
};
use catalog::{Entry, ListKind, Lookup, Snapshot};
use futures_util::{Stream, stream};
use uuid::Uuid;

use crate::{
    problem::{Problem, ProblemType},
    reader::{Reader, state_of, with_licences},
};

/// How many lines are made at a time, so that a long list takes little memory.
const PORTION: usize = 128;

/// What is written, line by line. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Export {
    snapshot: Arc<Snapshot>,
    things: Arc<[(ListKind, Uuid)]>,
    encode: Arc<Write>,
}

/// How a line is made.
pub(crate) type Write = dyn Fn(&Snapshot, &Entry) -> String + Send + Sync;

impl Export {
    /// The things of these kinds and ids, in their order, each written in that way.
    pub(crate) fn new(snapshot: &Arc<Snapshot>, things: Arc<[(ListKind, Uuid)]>, encode: Arc<Write>) -> Self {
        Self { snapshot: Arc::clone(snapshot), things, encode }
    }

    /// Answers with all of it, or with the part that was asked for.
    pub(crate) async fn answer(
        self,
        reader: &Reader,
        mut answer: HttpResponseBuilder,
    ) -> Result<HttpResponse, Problem> {
        answer.insert_header((header::ACCEPT_RANGES, "bytes"));
        match asked(reader) {
            Some(range) => self.part(&range, reader, answer).await,
            None => Ok(answer.streaming(self.pieces(0, None))),
        }
    }

    /// The first of the parts that were asked for. Several at once are given as a whole, and so is one for which somebody
    /// else would have to be kept waiting.
    async fn part(
        self,
        range: &Range,
        reader: &Reader,
        mut answer: HttpResponseBuilder,
    ) -> Result<HttpResponse, Problem> {
        let Range::Bytes(parts) = range else { return Ok(answer.streaming(self.pieces(0, None))) };
        let [part] = parts.as_slice() else { return Ok(answer.streaming(self.pieces(0, None))) };
        let Some(lengths) = self.known_lengths(reader).await? else {
            return Ok(answer.streaming(self.pieces(0, None)));
        };
        let total: u64 = lengths.iter().sum();
        let Some((from, to)) = part.to_satisfiable_range(total) else {
            let detail = format!("There are {total} bytes; ask for some of them");
            let problem = Problem::new(&ProblemType::RANGE_NOT_SATISFIABLE, detail);
            return Err(problem.header(header::CONTENT_RANGE, format!("bytes */{total}")));
        };
        let length = to - from + 1;
        answer
            .status(StatusCode::PARTIAL_CONTENT)
            .insert_header((header::CONTENT_RANGE, format!("bytes {from}-{to}/{total}")));
        Ok(answer.body(SizedStream::new(length, self.pieces(from, Some((length, lengths))))))
    }

    /// How long each portion is, unless somebody else's are being found out.
    async fn known_lengths(&self, reader: &Reader) -> Result<Option<Arc<[u64]>>, Problem> {
        let (state, name) = (state_of(&reader.request)?, reader.name_of_answer());
        if let Some(lengths) = state.lengths().of(&name) {
            return Ok(Some(lengths));
        }
        let Some(counting) = state.lengths().begin() else { return Ok(None) };
        let whole = self.clone();
        let counted = web::block(move || Arc::from(whole.lengths())).await;
        let lengths: Arc<[u64]> =
            counted.map_err(|error| Problem::new(&ProblemType::INTERNAL, error.to_string()))?;
        counting.keep(name, Arc::clone(&lengths));
        Ok(Some(lengths))
    }

    /// How long each portion is.
    fn lengths(&self) -> Vec<u64> {
        let length = |portion: String| u64::try_from(portion.len()).unwrap_or(u64::MAX);
        (0..self.things.len().div_ceil(PORTION)).map(|number| length(self.portion(number))).collect()
    }

    /// The lines of a portion.
    fn portion(&self, number: usize) -> String {
        let begin = (number * PORTION).min(self.things.len());
        let end = (begin + PORTION).min(self.things.len());
        self.things.get(begin..end).into_iter().flatten().map(|thing| self.line(*thing)).collect()
    }

    /// One thing with its licences on a line.
    fn line(&self, (kind, id): (ListKind, Uuid)) -> String {
        // The ids come from this very snapshot.
        let Lookup::Found(entry) = self.snapshot.find(kind, id) else { return String::new() };
        let licences = entry.licences_shown().iter().collect();
        with_licences((self.encode)(&self.snapshot, entry), &licences) + "\n"
    }

    /// The bytes from a place on: all that follow, or so many of them, with the lengths of the portions.
    fn pieces(
        self,
        from: u64,
        some: Option<(u64, Arc<[u64]>)>,
    ) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
        let (mut left, lengths) = some.unwrap_or((u64::MAX, Arc::default()));
        let (mut number, mut skip) = (0, from);
        while let Some(length) = lengths.get(number).filter(|length| **length <= skip) {
            skip -= length;
            number += 1;
        }
        stream::iter(std::iter::from_fn(move || {
            let portion = Bytes::from(self.portion(number));
            let portion = portion.slice(to_usize(skip).min(portion.len())..);
            let portion = portion.slice(..to_usize(left).min(portion.len()));
            (number, skip) = (number + 1, 0);
            left -= u64::try_from(portion.len()).unwrap_or(left);
            (!portion.is_empty()).then_some(Ok(portion))
        }))
    }
}

/// A number of bytes as one of things in memory.
fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The part that was asked for, unless what the reader holds of it is of another state of the data. A header that cannot
/// be read is none.
fn asked(reader: &Reader) -> Option<Range> {
    let headers = reader.request.headers();
    let is_asked = headers.contains_key(header::RANGE)
        && !reader.is_private()
        && reader.validators().go_on(&reader.request);
    is_asked.then(|| Range::parse(&reader.request).ok()).flatten()
}
