//! A server that means harm, or fails in every way that servers do: nothing of such a run is taken, what was published
//! stays, and the run says which rule it broke.

#![expect(clippy::too_many_lines, reason = "a table of cases is as long as there are cases")]

mod addresses;
mod feeds;
mod packing;
mod paging;
mod tables;
mod transport;
mod values;
mod xml;

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use harvest::RunReport;
use model::{Kind, Outcome, SourceId};

use self::feeds::Feed;
use crate::support::Bench;

/// What the server sends, byte by byte.
#[derive(Clone)]
enum Reply {
    /// An answer, and nothing after it.
    Raw(Vec<u8>),
    /// A beginning, and then some bytes over and over until nobody listens.
    Endless(Vec<u8>, Vec<u8>),
    /// Some bytes, each of which takes its time.
    Slow(Vec<u8>),
    /// Nothing: the connection is closed.
    Nothing,
}

/// A body as an answer of 200.
fn ok(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", "", body)
}

fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let length = body.as_ref().len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    Reply::Raw([head.as_bytes(), body.as_ref()].concat())
}

/// What the server is asked for.
struct Asked {
    /// The address of the server.
    base: String,
    path: String,
    /// Which request since the answers changed, from 1.
    number: usize,
}

/// What the server does.
type Attack = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;

/// Whatever is asked for is answered like this.
fn always(reply: Reply) -> Attack {
    Arc::new(move |_| reply.clone())
}

/// A server whose answers can be changed, and the heads of all requests since then.
struct Hostile {
    base: String,
    answers: Arc<Mutex<Attack>>,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Hostile {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let answers = Arc::new(Mutex::new(always(Reply::Nothing)));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (serving, log) = (Arc::clone(&answers), Arc::clone(&heads));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (serving, log) = (Arc::clone(&serving), Arc::clone(&log));
                thread::spawn(move || serve(stream.unwrap(), &serving, &log));
            }
        });
        Self { base, answers, heads }
    }

    fn answers(&self, attack: Attack) {
        *self.answers.lock().unwrap() = attack;
        self.heads.lock().unwrap().clear();
    }
}

fn serve(mut stream: TcpStream, answers: &Mutex<Attack>, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let base = format!("http://{}", stream.local_addr().unwrap());
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let number = {
        let mut log = log.lock().unwrap();
        log.push(head);
        log.len()
    };
    let attack = Arc::clone(&answers.lock().unwrap());
    // Whoever stops listening makes the writing fail, and that is the end of it.
    let _ = match attack(&Asked { base, path, number }) {
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Nothing => Ok(()),
        Reply::Endless(start, more) => {
            let piece = more.repeat(16 * 1024 / more.len().max(1) + 1);
            let written = stream.write_all(&start);
            written.and_then(|()| (0..5_000).try_for_each(|_| stream.write_all(&piece)))
        }
        Reply::Slow(bytes) => bytes.chunks(1).try_for_each(|byte| {
            thread::sleep(Duration::from_millis(20));
            stream.write_all(byte)
        }),
    };
}

/// What has to become of an attack.
#[derive(Clone, Copy)]
enum Expect {
    /// The run fails, with an issue of a code that says something.
    Failed(&'static str, &'static str),
    /// The brake holds.
    Braked(&'static str),
    /// The run is taken, what was published stays, and an issue of a code says something.
    Kept(&'static str, &'static str),
    /// The run is taken without any harm, and so many services are there.
    Harmless(usize),
}

use Expect::{Braked, Failed, Harmless, Kept};

/// One attack on the harvest of a feed.
struct Case {
    name: &'static str,
    feed: Feed,
    attack: Attack,
    expect: Expect,
    /// The longest answer.
    max_body: u64,
    /// The longest time that an answer may take.
    patience: Duration,
    /// How long the run may take, as a line of the source.
    time_limit: &'static str,
}

fn case(name: &'static str, feed: Feed, attack: Attack, expect: Expect) -> Case {
    Case { name, feed, attack, expect, max_body: 200_000, patience: PATIENCE, time_limit: "" }
}

/// Longer than anything takes here that is not held up on purpose.
const PATIENCE: Duration = Duration::from_secs(60);

impl Case {
    fn up_to(self, max_body: u64) -> Self {
        Self { max_body, ..self }
    }

    /// Of those that have to be cut off by time alone.
    fn impatient(self) -> Self {
        Self { patience: Duration::from_millis(400), ..self }
    }

    /// Of those that no answer gives away, only all of them together.
    fn hurried(self) -> Self {
        Self { time_limit: "time_limit = \"1s\"\n", ..self }
    }
}

/// Harvests each feed as it should be, and then as the attack has it.
fn run(cases: Vec<Case>) {
    let mut bench = Bench::new();
    bench.options.limits.retries = 1;
    let server = Hostile::start();
    for (number, case) in cases.into_iter().enumerate() {
        let id = format!("case-{number}");
        let toml = case.feed.toml(&id, &server.base);
        bench.limit(10_000_000, PATIENCE);
        server.answers(case.feed.good());
        let report = bench.harvest(&toml);
        assert_eq!(report.outcome, Outcome::Harvested, "{}: {:#?}", case.name, report.issues);
        let before = published(&bench, &id);
        assert!(!before.is_empty(), "{}", case.name);

        bench.limit(case.max_body, case.patience);
        server.answers(Arc::clone(&case.attack));
        let report = bench.harvest(&format!("{}{toml}", case.time_limit));
        judge(&bench, &id, &case, &report, &before);
    }
}

fn judge(bench: &Bench, id: &str, case: &Case, report: &RunReport, before: &[String]) {
    let told = |code: &str, phrase: &str| {
        let is_it = |issue: &model::IssueDraft| {
            issue.code == code && issue.reason.contains(phrase) && !issue.action.is_empty()
        };
        let name = case.name;
        assert!(report.issues.iter().any(is_it), "{name}: no `{code}` of `{phrase}` in {:#?}", report.issues);
    };
    let outcome = match case.expect {
        Failed(code, phrase) => {
            told(code, phrase);
            Outcome::Failed
        }
        Braked(phrase) => {
            told("deletion-brake", phrase);
            Outcome::Braked
        }
        Kept(code, phrase) => {
            told(code, phrase);
            Outcome::Harvested
        }
        Harmless(_) => Outcome::Harvested,
    };
    assert_eq!(report.outcome, outcome, "{}: {:#?}", case.name, report.issues);
    let logged = bench.store.runs(&SourceId::new(id).unwrap(), 1).unwrap();
    assert_eq!(logged.first().map(|run| run.outcome), Some(outcome), "{}", case.name);
    match case.expect {
        Harmless(services) => {
            let source = SourceId::new(id).unwrap();
            let of_source =
                bench.records(Kind::Service).into_iter().filter(|record| record.key.source == source);
            assert_eq!(of_source.count(), services, "{}: {:#?}", case.name, report.issues);
        }
        _ => assert_eq!(published(bench, id), before, "{}", case.name),
    }
}

/// All that a source has published, as text.
fn published(bench: &Bench, id: &str) -> Vec<String> {
    let records = [Kind::Service, Kind::Organization, Kind::Location].map(|kind| bench.records(kind));
    let of_source = records.iter().flatten().filter(|record| record.key.source.as_str() == id);
    of_source.map(|record| format!("{} {}", record.key, record.noun.to_json())).collect()
}
