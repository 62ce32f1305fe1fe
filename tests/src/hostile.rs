//! Requests that somebody sends to do harm: each gets a small error that says why, and those who ask after it are
//! answered as those before it. How quickly, and in how much memory, `tests/bench/hostile` measures on a release server.

mod addresses;
mod bodies;
mod graph;
mod large;
mod writers;

use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::json;

use crate::{
    actors::{Answer, club},
    directory::Directory,
};

/// The largest error, in bytes, whatever was sent.
const SMALL: usize = 6_000;

/// What ordinary readers ask.
const ORDINARY: [&str; 3] =
    ["/oruk/v3/services?full=true", "/v1/services?q=chess&facets=status", "/v1/changes?after=0"];

/// A request that is meant to do harm, and how it is answered.
struct Hostile {
    name: String,
    request: TestRequest,
    status: u16,
    /// What stands in the answer: the last part of a problem's type, or the code of an error of the graph.
    code: &'static str,
}

/// A question by address that is refused.
fn refused(name: &str, path: &str, status: u16, code: &'static str) -> Hostile {
    Hostile { name: name.to_owned(), request: TestRequest::get().uri(path), status, code }
}

fn directory() -> Directory {
    let directory = Directory::on_sqlite();
    directory.partner("players").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
    directory
}

/// What ordinary readers get.
fn ordinary(directory: &Directory) -> Vec<Vec<u8>> {
    let graph = TestRequest::post()
        .uri("/graphql")
        .set_json(json!({ "query": "{ services { nodes { id name } } }" }));
    let asked = ORDINARY.map(|path| TestRequest::get().uri(path)).into_iter().chain([graph]);
    let answers = directory.anonymous().asks_each(asked.collect());
    let bodies = answers.into_iter().map(|answer| {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.bytes
    });
    bodies.collect()
}

/// Each is refused in few words, and ordinary readers never notice.
fn each_is_refused(directory: &Directory, all: Vec<Hostile>) {
    let before = ordinary(directory);
    let (requests, told): (Vec<_>, Vec<_>) =
        all.into_iter().map(|one| (one.request, (one.name, one.status, one.code))).unzip();
    let answers = directory.anonymous().asks_each(requests);
    let wrong = answers.iter().zip(told).filter_map(|(answer, (name, status, code))| {
        let given = (answer.status.as_u16(), code_of(answer), answer.bytes.len() < SMALL);
        (given != (status, code.to_owned(), true))
            .then(|| format!("{name}: {given:?} {}", answer.text.chars().take(SHOWN).collect::<String>()))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(ordinary(directory), before, "ordinary readers are answered as before");
}

/// How much is shown of an answer that should be another.
const SHOWN: usize = 400;

fn is_small(name: &str, answer: &Answer) {
    let size = answer.bytes.len();
    assert!(size < SMALL, "{name} is answered {} in {size} bytes", answer.status);
    assert!(!answer.status.is_server_error(), "{name}: {}", answer.text);
}

/// The last part of a problem's type, the code of the graph's first error, or the word of OAuth.
fn code_of(answer: &Answer) -> String {
    let body = &answer.body;
    let told = body["type"].as_str().or(body["errors"][0]["extensions"]["code"].as_str());
    let told = told.or(body["error"].as_str()).unwrap_or_default();
    told.trim_start_matches("/problems/").to_owned()
}

/// So many texts with something between them.
fn joined(count: usize, between: &str, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(between)
}
