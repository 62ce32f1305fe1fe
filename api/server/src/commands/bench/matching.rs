use std::process::{Command, ExitCode};

use ::matching::{AddressLines, MatchModel, Statement, Subject};
use ::seed::PlaceRow;
use anyhow::{Context, ensure};
use model::{KeyError, RecordKey, SourceId};
use reconcile::bench::{self, Batch, Stream};
use serde::{Deserialize, Serialize};

use crate::{
    cli::{self, BenchPart},
    output::{Say, count, say, thousands},
};

/// What chance begins with: every run has the same rows.
const SEED: u64 = 1;
/// Into how many records a live index gets one more.
const LIVE: usize = 100_000;
/// How many records are put into it, one by one.
const PUT: usize = 4_000;

/// Measures matching on made-up places: each size, and the live index, in a process of its own, so that the peak of
/// memory is its own too.
pub(super) fn run(args: &cli::BenchMatching, json: bool) -> anyhow::Result<ExitCode> {
    match args.only {
        Some(BenchPart::Batch) => say(&Alone(batch(args.records.first().copied().unwrap_or(LIVE))?), json),
        Some(BenchPart::Stream) => say(&Alone(stream(args.records.first().copied().unwrap_or(LIVE))?), json),
        None => {
            let batches = args.records.iter().map(|records| in_child("batch", *records));
            let batches = batches.collect::<anyhow::Result<Vec<Batch>>>()?;
            let growth = batches.windows(2).filter_map(Growth::of).collect();
            say(&Measured { batches, growth, stream: in_child("stream", LIVE)? }, json)
        }
    }
}

/// Runs one measurement in a process of its own.
fn in_child<T: for<'de> Deserialize<'de>>(part: &str, records: usize) -> anyhow::Result<T> {
    let program = std::env::current_exe().context("this program's own file is not known")?;
    let records = records.to_string();
    let run = Command::new(program)
        .args(["bench", "matching", "--json", "--only", part, "--records", &records])
        .output()
        .with_context(|| format!("the measurement of {records} records cannot be started"))?;
    let said = String::from_utf8_lossy(&run.stderr);
    ensure!(run.status.success(), "the measurement of {records} records ended with {}: {said}", run.status);
    serde_json::from_slice(&run.stdout).context("the measurement says something that is not understood")
}

fn batch(records: usize) -> anyhow::Result<Batch> {
    let statements = statements(records)?;
    Ok(bench::batch(MatchModel::shipped(), Subject::Place, statements, thing_of))
}

fn stream(records: usize) -> anyhow::Result<Stream> {
    let statements = statements(records + PUT / 2)?;
    Ok(bench::stream(MatchModel::shipped(), Subject::Place, statements, PUT))
}

/// Made-up places as statements, one by one. The id of each begins with the number of the true place.
fn statements(records: usize) -> Result<Counted<impl Iterator<Item = Statement>>, KeyError> {
    let sources: Vec<SourceId> =
        (0..::seed::PLACE_SOURCES).map(|at| SourceId::new(&format!("s{at}"))).collect::<Result<_, _>>()?;
    let rows = ::seed::places(records as u64, SEED).enumerate();
    let statements = rows.filter_map(move |(at, row)| {
        let source = sources.get(usize::from(row.source))?.clone();
        let key = RecordKey::new(source, Subject::Place.kind(), format!("{}-{at}", row.thing));
        Some(statement(key, row))
    });
    Ok(Counted { statements, left: records })
}

fn statement(key: RecordKey, row: PlaceRow) -> Statement {
    let mut statement = Statement::new(key, Subject::Place);
    statement.name = Some(row.name);
    statement.addresses = vec![AddressLines { lines: vec![row.street, row.town], postcode: row.postcode }];
    statement.position = row.position;
    statement.phones.extend(row.phone);
    statement.emails.extend(row.email);
    statement.urls.extend(row.url);
    statement
}

/// The true place that a record tells of.
fn thing_of(key: &RecordKey) -> u64 {
    let number = key.id.split('-').next().unwrap_or_default();
    number.parse().unwrap_or_default()
}

/// Statements of which it is known how many there will be.
struct Counted<I> {
    statements: I,
    left: usize,
}

impl<I: Iterator<Item = Statement>> Iterator for Counted<I> {
    type Item = Statement;

    fn next(&mut self) -> Option<Statement> {
        let next = self.statements.next();
        self.left = if next.is_some() { self.left.saturating_sub(1) } else { 0 };
        next
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<I: Iterator<Item = Statement>> ExactSizeIterator for Counted<I> {}

/// One measurement, as a process says it to the one that began it.
#[derive(Serialize)]
#[serde(transparent)]
struct Alone<T>(T);

impl Say for Alone<Batch> {
    fn lines(&self) -> Vec<String> {
        batch_lines(&self.0)
    }
}

impl Say for Alone<Stream> {
    fn lines(&self) -> Vec<String> {
        vec![stream_line(&self.0)]
    }
}

/// All that was measured.
#[derive(Serialize)]
struct Measured {
    batches: Vec<Batch>,
    growth: Vec<Growth>,
    stream: Stream,
}

/// How the cost grows from one size to the next.
#[derive(Serialize)]
struct Growth {
    from: usize,
    to: usize,
    /// How many times the records.
    records: f64,
    /// How many times the seconds.
    seconds: f64,
}

impl Growth {
    fn of(sizes: &[Batch]) -> Option<Self> {
        let [less, more] = sizes else { return None };
        #[expect(clippy::cast_precision_loss, reason = "numbers of records are far below 2^52")]
        let records = more.records as f64 / less.records.max(1) as f64;
        Some(Self {
            from: less.records,
            to: more.records,
            records,
            seconds: more.total / less.total.max(f64::EPSILON),
        })
    }
}

impl Say for Measured {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.batches.iter().flat_map(batch_lines).collect();
        lines.extend(self.growth.iter().map(|growth| {
            let (from, to) = (thousands(growth.from as u64), thousands(growth.to as u64));
            format!(
                "from {from} to {to}: {:.1} times the records, {:.1} times the seconds",
                growth.records, growth.seconds
            )
        }));
        lines.push(stream_line(&self.stream));
        lines
    }
}

fn batch_lines(batch: &Batch) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of records and bytes are far below 2^52")]
    let (rate, megabytes) = (
        batch.records as f64 / batch.total.max(f64::EPSILON),
        batch.peak_memory.map(|bytes| format!(", {:.0} MB at the peak", bytes as f64 / 1_000_000.0)),
    );
    let processor = batch.processor.map(|seconds| format!(" ({seconds:.2} s of processors)"));
    vec![
        format!(
            "{}: {:.2} s{}, {rate:.0} a second{}",
            count(batch.records as u64, "record"),
            batch.total,
            processor.unwrap_or_default(),
            megabytes.unwrap_or_default(),
        ),
        format!(
            "  normalizing {:.2} s, fitting {:.2} s, blocking and scoring {:.2} s, clustering {:.2} s",
            batch.normalizing, batch.fitting, batch.matching, batch.clustering
        ),
        format!(
            "  {} proposed by blocks, {}; precision {:.4}, recall {:.4}",
            count(batch.proposed_pairs, "pair"),
            count(batch.clusters as u64, "cluster"),
            batch.precision,
            batch.recall
        ),
    ]
}

fn stream_line(stream: &Stream) -> String {
    format!(
        "one record against {}: {:.3} ms (median of {}), {:.3} ms for 99 in a hundred, {:.3} ms at most",
        thousands(stream.records as u64),
        stream.median,
        thousands(stream.put as u64),
        stream.percentile_99,
        stream.slowest
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_as_statements_that_know_their_truth() {
        let made: Vec<Statement> = statements(300).unwrap().collect();
        assert_eq!((made.len(), statements(300).unwrap().len()), (300, 300));
        let truth: Vec<u64> = ::seed::places(300, SEED).map(|row| row.thing).collect();
        assert!(made.iter().map(|statement| thing_of(&statement.key)).eq(truth));
        assert!(made.iter().all(|statement| statement.name.is_some() && statement.addresses.len() == 1));
    }

    #[test]
    fn a_small_batch_is_measured_and_said() {
        let measured = batch(2_000).unwrap();
        assert!(measured.precision > 0.9 && measured.recall > 0.7, "{measured:?}");
        let growth = vec![Growth::of(&[measured.clone(), measured.clone()]).unwrap()];
        let stream = Stream { records: 9, put: 2, median: 0.1, percentile_99: 0.2, slowest: 0.3 };
        let lines = Measured { batches: vec![measured], growth, stream }.lines();
        assert_eq!(lines.len(), 5);
        assert!(lines[0].starts_with("2,000 records: "), "{lines:?}");
        assert_eq!(lines[3], "from 2,000 to 2,000: 1.0 times the records, 1.0 times the seconds");
    }
}
