//! What is sent by nobody in particular.

use actix_web::{http::Method, test::TestRequest};

use super::{Hostile, directory, each_is_refused, joined};

/// A body that is refused.
fn sent(
    name: &str,
    (path, kind): (&str, &str),
    body: impl Into<Vec<u8>>,
    status: u16,
    code: &'static str,
) -> Hostile {
    let request = TestRequest::post().uri(path).insert_header(("Content-Type", kind.to_owned()));
    Hostile { name: name.to_owned(), request: request.set_payload(body.into()), status, code }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: (&str, &str) = ("/hsds/v3/services", JSON);
const CHECK: (&str, &str) = ("/v1/check", JSON);

#[test]
fn bodies_that_are_no_sense_are_refused() {
    let report = format!("/v1/entities/{}/reports", uuid::Uuid::nil());
    let report = (report.as_str(), JSON);
    let mut all = Vec::new();
    for to in [QUERY, CHECK] {
        all.extend([
            sent("100,000 brackets", to, "[".repeat(60_000), 400, "invalid-body"),
            sent("100,000 objects in each other", to, "{\"a\":".repeat(12_000), 400, "invalid-body"),
            sent("NUL", to, "\0", 400, "invalid-body"),
            sent("a lone surrogate", to, r#"{"location":"\ud800"}"#, 400, "invalid-body"),
            sent("what is no UTF-8", to, b"{\"location\":\"\xff\xfe\"}".to_vec(), 400, "invalid-body"),
            sent(
                "a number beyond any",
                to,
                format!("{{\"location\":1e{}}}", "9".repeat(9_000)),
                400,
                "invalid-body",
            ),
            sent("an array of numbers", to, format!("[{}]", "1,".repeat(30_000) + "1"), 400, "invalid-body"),
        ]);
    }
    all.extend([
        sent(
            "a name of 60,000 characters",
            CHECK,
            format!("{{\"{}\":1}}", "n".repeat(60_000)),
            400,
            "invalid-body",
        ),
        sent("a file of this machine", CHECK, r#"{"location":"file:///etc/passwd"}"#, 400, "invalid-body"),
        sent(
            "a place of 500 KB",
            CHECK,
            format!("{{\"location\":\"{}\"}}", "x".repeat(500_000)),
            400,
            "invalid-body",
        ),
        sent(
            "a query of 64 KB",
            QUERY,
            format!("{{\"search\":\"{}\"}}", "x".repeat(64_000)),
            400,
            "invalid-parameter",
        ),
        sent("a query beyond 64 KB", QUERY, "x".repeat(70_000), 413, "content-too-large"),
        sent(
            "XML",
            ("/hsds/v3/services", "text/xml"),
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            415,
            "unsupported-media-type",
        ),
        sent("a form in no UTF-8", ("/hsds/v3/services", FORM), b"search=\xff".to_vec(), 400, "invalid-body"),
        sent("a report to nobody", report, r#"{"kind":"wrong","message":"x"}"#, 404, "unknown-id"),
        sent("a report of 2 MB", report, "x".repeat(2 << 20), 413, "content-too-large"),
        sent("a report in brackets", report, "[".repeat(100_000), 400, "invalid-body"),
    ]);
    each_is_refused(&directory(), all);
}

#[test]
fn ten_thousand_parameters_in_a_body_are_those_that_are_known() {
    let directory = directory();
    let query = |body: String| {
        let path = format!("/hsds/v3/services?{}", joined(900, "&", |n| format!("b{n}={n}")));
        let form = TestRequest::post().uri(&path).insert_header(("Content-Type", FORM));
        directory.anonymous().asks(form.set_payload(body))
    };
    let answer = query(joined(10_000, "&", |n| format!("a{n}")));
    assert_eq!((answer.status.as_u16(), &answer.body["total_items"]), (200, &1.into()), "{}", answer.text);
}

#[test]
fn packed_bodies_are_not_unpacked() {
    // 100 MB of blanks, packed with gzip twice over, would begin so.
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3][..], &[0xed; 20_000]].concat();
    let all = ["gzip", "br", "zstd", "deflate", "gzip, gzip"].into_iter().flat_map(|coding| {
        [QUERY, CHECK, ("/graphql", JSON), ("/v1/check", "text/csv")].map(|to| {
            let code = if to.0 == "/graphql" { "UNSUPPORTED_MEDIA_TYPE" } else { "unsupported-media-type" };
            let mut one = sent(coding, to, bomb.clone(), 415, code);
            one.request = one.request.insert_header(("Content-Encoding", coding));
            one
        })
    });
    each_is_refused(&directory(), all.collect());
}

#[test]
fn what_needs_a_token_is_not_read_without_one() {
    let huge = || "[".repeat(3 << 20);
    let all = [
        (Method::POST, "/v1/judgements"),
        (Method::POST, "/v1/corrections"),
        (Method::POST, "/v1/clients"),
        (Method::POST, "/v1/sources"),
        (Method::POST, "/v1/sources/players/records"),
        (Method::PUT, "/v1/sources/players/records/service/1"),
        (Method::PUT, "/v1/sources/players/feed"),
        (Method::PATCH, "/v1/sources/players"),
    ];
    let all = all.into_iter().map(|(method, path)| Hostile {
        name: path.to_owned(),
        request: TestRequest::with_uri(path)
            .method(method)
            .insert_header(("Content-Type", JSON))
            .set_payload(huge()),
        status: 401,
        code: "token-required",
    });
    each_is_refused(&directory(), all.collect());
}

#[test]
fn forms_for_tokens_are_small() {
    let token = ("/oauth/token", FORM);
    let all = [
        sent("100 KB", token, "a".repeat(100_000), 400, "invalid_request"),
        sent(
            "a grant of 10 KB",
            token,
            format!("grant_type={}", "a".repeat(10_000)),
            400,
            "unsupported_grant_type",
        ),
        sent("nothing", token, "", 400, "invalid_request"),
        sent("NUL", token, "grant_type=%00&client_id=%00&client_secret=%00", 400, "unsupported_grant_type"),
        sent(
            "a client with NUL",
            token,
            "grant_type=client_credentials&client_id=%00&client_secret=%00",
            401,
            "invalid_client",
        ),
    ];
    each_is_refused(&directory(), all.into());
}
