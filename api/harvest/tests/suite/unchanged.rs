//! Files that their servers need not send again.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use model::{Clock, Kind, RecordKey, SourceId};

use crate::support::Bench;

/// A file on a server that knows it by a tag, and what was sent of it.
struct Served {
    toml: String,
    file: Arc<Mutex<(String, &'static str)>>,
    sent: Arc<Mutex<Vec<u16>>>,
}

impl Served {
    fn start(text: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let location = format!("http://{}/list.csv", listener.local_addr().unwrap());
        let file = Arc::new(Mutex::new(("\"1\"".to_owned(), text)));
        let sent = Arc::new(Mutex::new(Vec::new()));
        let (served, log) = (Arc::clone(&file), Arc::clone(&sent));
        thread::spawn(move || {
            for stream in listener.incoming() {
                log.lock().unwrap().push(answer(stream.unwrap(), &served.lock().unwrap()));
            }
        });
        let toml = format!("format = \"csv\"\nlocation = \"{location}\"\nallow_private_networks = true");
        Self { toml, file, sent }
    }

    fn sent(&self) -> Vec<u16> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, (tag, text): &(String, &str)) -> u16 {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let is_known = head.contains(&format!("if-none-match: {tag}\r\n"));
    let (status, text) = if is_known { (304, "") } else { (200, *text) };
    let length = text.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\netag: {tag}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all((head + text).as_bytes()).unwrap();
    status
}

const TWO: &str = "Name,Postcode,Organisation\nTea Dance,PL1 1AA,Age Well\nChess Circle,PL2 1BG,Age Well\n";

#[test]
fn a_file_that_has_not_changed_is_not_sent_again_and_nothing_is_written() {
    let served = Served::start(TWO);
    let mut bench = Bench::new();
    bench.taken(&served.toml);
    let before = bench.records(Kind::Service);
    let report = bench.taken(&served.toml);
    let counts = (report.counts.items, report.counts.unchanged, report.counts.records, report.counts.deleted);
    assert_eq!((counts, served.sent()), ((2, 2, 0, 0), vec![200, 304]));
    assert_eq!(bench.records(Kind::Service).len(), before.len());

    *served.file.lock().unwrap() =
        ("\"2\"".to_owned(), "Name,Postcode,Organisation\nTea Dance,PL1 1AA,Age Well\n");
    assert_eq!((bench.taken(&served.toml).counts.deleted, served.sent()), (1, vec![200]));

    let mapped = format!("{}\n[map.service]\nname = \"Name\"", served.toml);
    bench.taken(&mapped);
    assert_eq!(served.sent(), [200], "another mapping reads it anew");
    bench.taken(&mapped);
    bench.options.full = true;
    bench.taken(&mapped);
    assert_eq!(served.sent(), [304, 200], "and so does whoever asks for all of it");
}

#[test]
fn a_file_that_something_was_kept_out_of_is_sent_again_so_that_its_issues_do_not_fall_silent() {
    let served = Served::start("Name,Postcode\nTea Dance,PL1 1AA\n,PL2 1BG\n");
    let bench = Bench::new();
    for _ in 0..2 {
        assert_eq!(bench.taken(&served.toml).counts.rejected, 1);
    }
    assert_eq!(served.sent(), [200, 200]);
}

#[test]
fn a_file_of_which_something_was_erased_is_sent_again() {
    let served = Served::start(TWO);
    let bench = Bench::new();
    bench.taken(&served.toml);
    let tea_dance = bench.ids(Kind::Service).into_iter().find(|id| id.starts_with("tea")).unwrap();
    let erased = RecordKey::new(SourceId::new("feed").unwrap(), Kind::Service, tea_dance);
    bench.store.erase(&erased, "asked for", bench.clock.now()).unwrap();
    bench.taken(&served.toml);
    bench.taken(&served.toml);
    assert_eq!((served.sent()[1], bench.ids(Kind::Service).len()), (200, 1));
}
