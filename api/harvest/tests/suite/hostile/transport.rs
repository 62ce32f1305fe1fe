use std::sync::Arc;

use super::{
    Braked, Case, Failed, Harmless, Kept, Reply, always, answer, case,
    feeds::{self, Feed},
    ok, run,
};

fn raw(text: impl AsRef<[u8]>) -> Reply {
    Reply::Raw(text.as_ref().to_vec())
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n";

#[test]
fn a_server_that_breaks_off_or_answers_with_something_else_publishes_nothing() {
    let half = feeds::long_csv()[..200].to_owned();
    run(vec![
        case("nothing", Feed::Csv, always(Reply::Nothing), Failed("unreachable", "could not be read")),
        case(
            "no HTTP",
            Feed::Csv,
            always(raw("SSH-2.0-OpenSSH_9.2\r\n")),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "a body closed before its length",
            Feed::Csv,
            always(raw(format!("{HEAD}content-length: 500\r\n\r\nid,name\n"))),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "JSON closed without a length",
            Feed::Oruk,
            always(raw(format!("{HEAD}\r\n[{{\"id\":"))),
            Failed("unreadable", "to its end as JSON"),
        ),
        case(
            "a table closed without a length",
            Feed::LongCsv,
            always(raw(format!("{HEAD}\r\n{half}"))),
            Braked("would delete"),
        ),
        case(
            "a length shorter than the body",
            Feed::Oruk,
            always(raw(format!("{HEAD}content-length: 20\r\n\r\n{}", feeds::SERVICES))),
            Failed("unreadable", "to its end as JSON"),
        ),
        case(
            "two lengths",
            Feed::Csv,
            always(raw(format!("{HEAD}content-length: 5\r\ncontent-length: 9\r\n\r\nid,name\n"))),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "204",
            Feed::Csv,
            always(raw("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")),
            Failed("no-header", "is empty"),
        ),
        case(
            "206 unasked",
            Feed::Csv,
            always(answer("206 Partial Content", "content-range: bytes 0-9/90\r\n", "id,name\na,")),
            Failed("unreachable", "answered 206 without being asked for a part"),
        ),
        case(
            "304 unasked",
            Feed::Csv,
            always(raw("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n")),
            Failed("unreachable", "answered 304 without being asked"),
        ),
        case(
            "404",
            Feed::Csv,
            always(answer("404 Not Found", "", "")),
            Failed("unreachable", "answered 404"),
        ),
        case(
            "a page that says sorry, as a table",
            Feed::Csv,
            always(ok("<!doctype html><title>Sign in</title>")),
            Failed("wrong-format", "web page (HTML)"),
        ),
        case(
            "a page that says sorry, as JSON",
            Feed::Oruk,
            always(ok("<html>Sorry</html>")),
            Failed("unreadable", "to its end as JSON"),
        ),
        case(
            "a page that says sorry, line by line",
            Feed::Jsonl,
            always(ok("<html>\nSorry\n</html>\n")),
            Kept("unreadable-line", "no JSON"),
        ),
        case(
            "a page that says sorry, as a workbook",
            Feed::Xlsx,
            always(ok("<html>Sorry</html>")),
            Failed("wrong-format", "web page (HTML)"),
        ),
    ]);
}

#[test]
fn a_server_that_never_ends_is_cut_off_at_a_limit() {
    let head = || format!("{HEAD}\r\n").into_bytes();
    run(vec![
        case(
            "an endless body",
            Feed::Csv,
            always(Reply::Endless(head(), b"a,Tea\n".to_vec())),
            Failed("unreachable", "more than 200000 bytes"),
        ),
        case(
            "a body longer than its limit",
            Feed::Csv,
            always(ok(vec![b'x'; 200_001])),
            Failed("unreachable", "more than 200000 bytes"),
        ),
        case(
            "endless headers",
            Feed::Csv,
            always(Reply::Endless(HEAD.into(), b"x-more: y\r\n".to_vec())),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "one huge header",
            Feed::Csv,
            always(Reply::Endless(b"HTTP/1.1 200 OK\r\nx: ".to_vec(), b"y".to_vec())),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "headers that trickle",
            Feed::Csv,
            always(Reply::Slow(HEAD.repeat(4).into_bytes())),
            Failed("unreachable", "did not answer in time"),
        )
        .impatient(),
        case(
            "a body that trickles",
            Feed::Csv,
            always(Reply::Slow([head(), vec![b'a'; 200]].concat())),
            Failed("unreachable", "did not answer in time"),
        )
        .impatient(),
        case(
            "chunks without end",
            Feed::Csv,
            always(Reply::Endless(
                format!("{HEAD}transfer-encoding: chunked\r\n\r\n").into(),
                format!("400\r\n{}\r\n", "a".repeat(1024)).into(),
            )),
            Failed("unreachable", "more than 200000 bytes"),
        ),
        case(
            "chunks that are garbage",
            Feed::Csv,
            always(raw(format!("{HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nid,name\r\n"))),
            Failed("unreachable", "could not be read"),
        ),
        case(
            "a chunk that claims to be of any length",
            Feed::Csv,
            always(raw(format!("{HEAD}transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nid\r\n"))),
            Failed("unreachable", "could not be read"),
        ),
    ]);
}

#[test]
fn a_run_that_takes_longer_than_its_source_allows_ends_there() {
    let next = |asked: &super::Asked| match asked.path.split_once("page=") {
        Some((_, rest)) => {
            let page: u64 = rest.split('&').next().and_then(|page| page.parse().ok()).unwrap_or_default();
            let object = format!(r#"{{"id":"{page}","name":"Tea","status":"active"}}"#);
            ok(feeds::page(page, 1_000_000, &object))
        }
        None => feeds::api(&asked.path, &["a", "b"]),
    };
    let slow =
        |feed: Feed| match feed.good()(&super::Asked { base: String::new(), path: String::new(), number: 1 })
        {
            Reply::Raw(bytes) => always(Reply::Slow(bytes)),
            other => always(other),
        };
    let limit = Failed("time-limit", "longer than 1s, the `time_limit` of the source");
    run(vec![
        case("a file that trickles", Feed::LongCsv, slow(Feed::LongCsv), limit).hurried(),
        case("a list that trickles", Feed::Oruk, slow(Feed::Oruk), limit).hurried(),
        case("page after page, each in time", Feed::Api, Arc::new(next), limit).up_to(1 << 30).hurried(),
    ]);
}

#[test]
fn a_feed_that_has_to_be_read_whole_is_refused_where_that_is_much() {
    run(vec![
        case(
            "news of 64 MiB and a byte",
            Feed::Atom,
            always(ok(vec![b' '; (64 << 20) + 1])),
            Failed("too-large", "is longer than 67108864 bytes"),
        )
        .up_to(1 << 30),
    ]);
}

#[test]
fn a_server_that_sends_on_or_away_is_followed_so_far() {
    let to = |target: &str| answer("302 Found", &format!("location: {target}\r\n"), "");
    let hop = |asked: &super::Asked| {
        let hop = asked.path.trim_start_matches("/hop").parse().unwrap_or(0);
        answer("302 Found", &format!("location: /hop{}\r\n", hop + 1), "")
    };
    let cases: Vec<Case> = vec![
        case(
            "a redirect to itself",
            Feed::Csv,
            always(to("/list.csv")),
            Failed("unreachable", "redirects more than 5 times"),
        ),
        case(
            "a chain of redirects",
            Feed::Csv,
            Arc::new(hop),
            Failed("unreachable", "redirects more than 5 times"),
        ),
        case(
            "a redirect to nowhere",
            Feed::Csv,
            always(answer("302 Found", "", "")),
            Failed("unreachable", "without an address to go to"),
        ),
        case(
            "a redirect to no address",
            Feed::Csv,
            always(to("http://[")),
            Failed("unreachable", "without an address to go to"),
        ),
        case(
            "429 for a day",
            Feed::Csv,
            always(answer("429 Too Many Requests", "retry-after: 86400\r\n", "")),
            Failed("unreachable", "not to be asked for 86400 s"),
        ),
        case(
            "503 for ever",
            Feed::Csv,
            always(answer("503 Service Unavailable", "", "")),
            Failed("unreachable", "answered 503"),
        ),
        case(
            "503, then the feed",
            Feed::Csv,
            Arc::new(|asked| match asked.number {
                1 => answer("503 Service Unavailable", "", ""),
                _ => ok(feeds::CSV),
            }),
            Harmless(2),
        ),
    ];
    run(cases);
}
