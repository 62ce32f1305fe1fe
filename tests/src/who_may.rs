//! Who may read and write what: every operation that the document describes, and every kind of caller.

use std::fmt::Write as _;

use actix_web::{http::Method, test::TestRequest};
use model::Verdict;
use serde_json::json;

use crate::{
    actors::Answer,
    directory::{Directory, TOKEN},
    upload_page::send_form,
};

/// The kinds of callers: what their column says, what they may do, and on which sources.
const CALLERS: [(&str, &str, &[&str]); 8] = [
    ("nobody", "", &[]),
    ("partner", "records:write", &["clubs"]),
    ("stranger", "records:write", &["others"]),
    ("reader", "private:read", &[]),
    ("judge", "judgements:write", &[]),
    ("sources", "sources:admin", &[]),
    ("clients", "clients:admin", &[]),
    ("steward", "", &[]),
];

/// What each kind of caller shows; whoever is nobody shows nothing.
fn tokens(directory: &Directory) -> Vec<Option<String>> {
    let token = |&(name, scope, sources): &(&str, &str, &[&str])| match name {
        "nobody" => None,
        "steward" => Some(TOKEN.to_owned()),
        _ => Some(directory.program(scope, sources).token()),
    };
    CALLERS.iter().map(token).collect()
}

/// Asks as every kind of caller.
fn ask_as_each(
    directory: &Directory,
    tokens: &[Option<String>],
    request: impl Fn() -> TestRequest,
) -> Vec<Answer> {
    let requests = tokens.iter().map(|token| match token {
        Some(token) => request().insert_header(("Authorization", format!("Bearer {token}"))),
        None => request(),
    });
    directory.anonymous().asks_each(requests.collect())
}

/// A table with a column for each kind of caller.
fn table(width: usize, rows: &[(String, Vec<String>)]) -> String {
    let mut table = String::new();
    let heads: Vec<_> = CALLERS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let head = (String::new(), heads);
    for (name, cells) in [&head].into_iter().chain(rows) {
        let cells: String = cells.iter().fold(String::new(), |line, cell| line + &format!(" {cell:<8}"));
        writeln!(table, "{}", format!("{name:<width$}{cells}").trim_end()).unwrap();
    }
    table
}

#[test]
fn every_operation_says_who_may_ask_for_it() {
    let directory = Directory::on_sqlite();
    let tokens = tokens(&directory);
    let document = serde_json::to_value(rest::openapi()).unwrap();
    let mut rows = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let there = path.replace("{source}", "clubs").replace("{kind}", "service");
            let there = there.replace("{record}", "service:1").replace("{slug}", "gone");
            let there = there
                .replace("{client}", "0")
                .replace("{number}", "1")
                .replace("{code}", "nothing")
                .replace("{id}", "11111111-1111-5111-8111-111111111111");
            assert!(!there.contains('{'), "{path} has a parameter that this table does not know");
            let request = || {
                let method: Method = method.parse().unwrap();
                let request = TestRequest::with_uri(&there).method(method.clone());
                match method {
                    Method::GET => request,
                    // The page is sent as a form, and no token counts for it.
                    Method::POST if there.ends_with("/upload") => send_form(request, &[], None),
                    _ => request.set_json(json!({})),
                }
            };
            let answers = ask_as_each(&directory, &tokens, request);
            let cells = answers.iter().map(|answer| match answer.status.as_u16() {
                refused @ (401 | 403) => refused.to_string(),
                broken @ 500.. => panic!("{method} {path} answers {broken}: {}", answer.text),
                _ => "yes".to_owned(),
            });
            rows.push((format!("{method:<6} {path}"), cells.collect()));
        }
    }
    insta::assert_snapshot!(table(56, &rows));
}

/// A service of which its source keeps the phone back.
fn club(id: &str, mark: &str) -> serde_json::Value {
    json!({
        "id": id, "name": format!("Chess Circle {mark}"), "status": "active", "email": "ring the bell",
        "visibility": mark, "phones": [{ "id": "p", "number": "01752 555010" }],
    })
}

#[test]
fn what_only_some_may_see_is_shown_to_no_others() {
    let directory = Directory::on_sqlite();
    for source in ["clubs", "others"] {
        directory.takes_pushes(source, "[fields]\nphones = \"private\"");
        let writer = directory.program("records:write", &[source]);
        for (id, mark) in [("1", "public"), ("2", "private")] {
            let put = writer.puts(&format!("/v1/sources/{source}/records/service/{id}"), &club(id, mark));
            assert_eq!(put.status, 201, "{}", put.text);
        }
    }
    directory.takes_pushes("newcomers", "state = \"trial\"");
    directory.reconcile();
    for id in ["1", "2"] {
        let [one, other] = ["clubs", "others"].map(|source| format!("{source}:service:{id}"));
        directory.steward().judges(&one, Verdict::Positive, &other);
    }
    let pair = "/v1/matches?a=clubs:service:1&b=others:service:1";
    let facts = [
        ("the name of a published record", "/oruk/v3/services", "Chess Circle public"),
        ("the name of a private record", "/oruk/v3/services", "Chess Circle private"),
        ("a phone that is kept back", "/oruk/v3/services?full=true", "555010"),
        ("that two records are one", pair, "\"same_entity\":true"),
        ("evidence from a phone that is kept back", pair, "555010"),
        ("who judged a pair, with its evidence", pair, "a steward"),
        ("who judged what", "/v1/judgements", "a steward"),
        ("the value of an issue", "/v1/sources/clubs/issues", "ring the bell"),
        ("an item as it came", "/v1/sources/clubs/records/service:1", "\"body\":"),
        ("a private record", "/v1/sources/clubs/records/service:2", "Chess Circle private"),
        ("what a private record is one with", "/v1/sources/clubs/records/service:2", "others:service:2"),
        ("a source on trial", "/v1/sources", "newcomers"),
        ("the harvests of a source", "/v1/sources/clubs/runs", "\"outcome\":"),
        ("the clients", "/v1/clients", "A program"),
        ("who wrote what", "/v1/audit", "clubs"),
        ("the doubtful pairs", "/v1/review", "questions"),
        ("on what sources disagree", "/v1/conflicts", "conflicts"),
        ("what stewards corrected", "/v1/corrections", "corrections"),
    ];
    let tokens = tokens(&directory);
    let row = |(name, path, fact): &(&str, &str, &str)| {
        let answers = ask_as_each(&directory, &tokens, || TestRequest::get().uri(path));
        let cells = answers.iter().map(|answer| match answer.status.as_u16() {
            _ if answer.status.is_success() && answer.text.contains(fact) => "shown".to_owned(),
            200 => "-".to_owned(),
            refused => refused.to_string(),
        });
        ((*name).to_owned(), cells.collect())
    };
    insta::assert_snapshot!(table(42, &facts.iter().map(row).collect::<Vec<_>>()));
}
