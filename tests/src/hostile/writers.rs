//! What somebody sends who may write.

use actix_web::{http::Method, test::TestRequest};
use serde_json::json;

use super::{Hostile, directory, each_is_refused};
use crate::directory::Directory;

const BATCH: &str = "/v1/sources/clubs/records";
const ONE: &str = "/v1/sources/clubs/records/service/1";
const JSON: &str = "application/json";

/// A body that is refused: what it is, how and where it is sent, of which media type, and how that is answered.
type Case<'a> = (&'a str, Method, &'a str, &'a str, Vec<u8>, u16, &'static str);

/// Bodies of a partner that are refused.
fn each_of_a_partner_is_refused(directory: &Directory, all: Vec<Case<'_>>) {
    let partner = directory.program("records:write sources:admin judgements:write", &["clubs"]);
    let token = partner.token();
    let all = all.into_iter().map(|(name, method, path, kind, body, status, code)| {
        let request = TestRequest::with_uri(path).method(method);
        let request = request.insert_header(("Authorization", format!("Bearer {token}")));
        let request = request.insert_header(("Content-Type", kind.to_owned())).set_payload(body);
        Hostile { name: name.to_owned(), request, status, code }
    });
    each_is_refused(directory, all.collect());
}

#[test]
fn batches_beyond_reason_are_refused_whole() {
    let post = Method::POST;
    let lines = "application/x-ndjson";
    let zeros = format!("[{}0]", "0,".repeat(1 << 20)).into_bytes();
    let all = vec![
        ("a million numbers", post.clone(), BATCH, JSON, zeros, 422, "unprocessable-record"),
        ("a million lines", post.clone(), BATCH, lines, b"0\n".repeat(1 << 20), 422, "unprocessable-record"),
        ("nothing", post.clone(), BATCH, JSON, b"[]".to_vec(), 422, "unprocessable-record"),
        ("brackets", post.clone(), BATCH, JSON, b"[".repeat(1 << 20), 400, "invalid-body"),
        ("brackets in a line", post.clone(), BATCH, lines, b"[".repeat(1 << 20), 422, "unprocessable-record"),
        ("no UTF-8", post.clone(), BATCH, JSON, b"[\"\xff\"]".to_vec(), 400, "invalid-body"),
        ("more than 32 MB", post.clone(), BATCH, JSON, b" ".repeat((32 << 20) + 1), 413, "content-too-large"),
        ("an array of nothing", post, BATCH, JSON, b"[null,null]".to_vec(), 422, "unprocessable-record"),
    ];
    each_of_a_partner_is_refused(&directory(), all);
}

#[test]
fn records_beyond_reason_are_refused() {
    let put = Method::PUT;
    let deep = [b"{\"name\":".to_vec(), b"[".repeat(100_000)].concat();
    let all = vec![
        ("brackets", put.clone(), ONE, JSON, deep, 400, "invalid-body"),
        ("2 MB", put.clone(), ONE, JSON, b" ".repeat(2 << 20), 413, "content-too-large"),
        ("no UTF-8", put.clone(), ONE, JSON, b"{\"name\":\"\xff\"}".to_vec(), 400, "invalid-body"),
        ("a lone surrogate", put.clone(), ONE, JSON, br#"{"name":"\ud800"}"#.to_vec(), 400, "invalid-body"),
        ("a list", put.clone(), ONE, JSON, b"[1]".to_vec(), 422, "unprocessable-record"),
        ("XML", put, ONE, "text/xml", b"<a/>".to_vec(), 415, "unsupported-media-type"),
    ];
    each_of_a_partner_is_refused(&directory(), all);
}

#[test]
fn what_is_decided_and_described_is_told_back_in_few_words() {
    let post = Method::POST;
    let long = "x".repeat(900_000);
    let unknown = json!({ "id": "a", long.clone(): 1 }).to_string().into_bytes();
    let valued =
        json!({ "a": long, "b": "b", "verdict": "positive", "reason": "r" }).to_string().into_bytes();
    let all = vec![
        ("a member of 900 KB", post.clone(), "/v1/sources", JSON, unknown, 400, "invalid-body"),
        ("a value of 900 KB", post.clone(), "/v1/judgements", JSON, valued, 400, "invalid-body"),
        (
            "100,000 judgements",
            post.clone(),
            "/v1/judgements",
            JSON,
            format!("[{}0]", "0,".repeat(99_999)).into_bytes(),
            400,
            "invalid-body",
        ),
        ("brackets", post, "/v1/judgements", JSON, b"[".repeat(500_000), 400, "invalid-body"),
    ];
    each_of_a_partner_is_refused(&directory(), all);
}
