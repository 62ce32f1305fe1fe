//! What HTTP promises: HEAD, OPTIONS, CORS, conditions.

use std::io::Read;

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};

use crate::support::*;

fn paths() -> Vec<String> {
    let mut paths: Vec<String> = rest::openapi().paths.paths.keys().cloned().collect();
    paths.push("/oruk/v3/".to_owned());
    paths
        .iter()
        .map(|path| path.replace("{slug}", "gone").replace("{id}", &service_id(1).to_string()))
        .collect()
}

#[actix_web::test]
async fn head_answers_as_get_does_on_every_path() {
    for path in paths() {
        let (head, get) = (send(Method::HEAD, &path).await, send(Method::GET, &path).await);
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("etag"), get.header("etag"), "{path}");
    }
}

#[actix_web::test]
async fn options_names_the_methods_and_lets_browsers_ask_on_every_path() {
    for path in paths() {
        let answer = send(Method::OPTIONS, &path).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        let methods = answer.header("allow").to_owned();
        assert!(methods.ends_with(", OPTIONS"), "{path}: {methods}");
        assert_eq!(answer.header("access-control-allow-methods"), methods, "{path}");
        assert_eq!(answer.header("access-control-allow-headers"), "*, Authorization", "{path}");
    }
}

#[actix_web::test]
async fn any_web_page_may_read_any_answer_errors_included() {
    for path in ["/", "/oruk/v3/services", "/oruk/v3/services?page=x", "/nothing", "/oruk/v3/services/1"] {
        let answer = send(Method::GET, path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[actix_web::test]
async fn who_holds_the_current_answer_is_told_so() {
    let state = directory();
    for path in ["/oruk/v3/services".to_owned(), format!("/oruk/v3/services/{}", service_id(1))] {
        let etag = ask(&state, TestRequest::get().uri(&path)).await.header("etag").to_owned();
        assert!(etag.starts_with('"'), "{etag} is strong");
        let weak = format!("W/{etag}");
        for held in [etag.clone(), weak, format!("\"other\", {etag}"), "*".to_owned()] {
            let answer =
                ask(&state, TestRequest::get().uri(&path).insert_header(("If-None-Match", held.as_str())))
                    .await;
            assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{path} {held}");
            assert_eq!(answer.text, "");
            assert_eq!(answer.header("etag"), etag);
            assert_eq!(answer.header("access-control-allow-origin"), "*");
        }
        let other =
            ask(&state, TestRequest::get().uri(&path).insert_header(("If-None-Match", "W/\"other\""))).await;
        assert_eq!(other.status, StatusCode::OK);
    }
}

#[actix_web::test]
async fn a_date_decides_for_details_but_not_for_lists_which_lose_things_without_a_date() {
    let state = directory();
    let detail = format!("/oruk/v3/services/{}", service_id(1));
    let modified = ask(&state, TestRequest::get().uri(&detail)).await.header("last-modified").to_owned();
    assert_eq!(modified, "Sun, 01 Mar 2026 00:01:00 GMT");
    let since =
        |path: &str, date: &str| TestRequest::get().uri(path).insert_header(("If-Modified-Since", date));
    assert_eq!(ask(&state, since(&detail, &modified)).await.status, StatusCode::NOT_MODIFIED);
    let before = "Sun, 01 Mar 2026 00:00:59 GMT";
    assert_eq!(ask(&state, since(&detail, before)).await.status, StatusCode::OK);
    let later = "Fri, 01 Jan 2100 00:00:00 GMT";
    assert_eq!(ask(&state, since("/oruk/v3/services", later)).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn what_is_published_is_kept_shortly_and_nothing_else_at_all() {
    let keeps = get("/services").await.header("cache-control").to_owned();
    assert_eq!(keeps, "public, max-age=10, stale-while-revalidate=60");
    for path in ["/oruk/v3/services?page=x", "/oruk/v3/nothing", "/healthz", "/v1/reports"] {
        assert_eq!(send(Method::GET, path).await.header("cache-control"), "no-store", "{path}");
    }
}

const LIST: &str = "/oruk/v3/services";

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut read: Box<dyn Read> = match answer.header("content-encoding") {
        "gzip" => Box::new(flate2::read::GzDecoder::new(answer.bytes.as_slice())),
        "br" => Box::new(brotli::Decompressor::new(answer.bytes.as_slice(), 4096)),
        "zstd" => Box::new(zstd::stream::read::Decoder::new(answer.bytes.as_slice()).unwrap()),
        other => panic!("`{other}` is no encoding"),
    };
    read.read_to_end(&mut bytes).unwrap();
    bytes
}

#[actix_web::test]
async fn each_encoding_holds_the_same_and_has_a_tag_of_its_own() {
    for path in [LIST, "/oruk/v3/services?format=ndjson"] {
        let plain = get_with(path, &[]).await;
        assert_eq!(plain.header("content-encoding"), "");
        assert_eq!(plain.header("vary"), "Accept-Encoding");
        let stem = plain.header("etag").trim_end_matches('"').to_owned();
        for coding in ["gzip", "br", "zstd"] {
            let packed = get_with(path, &[("Accept-Encoding", coding)]).await;
            assert_eq!(packed.header("content-encoding"), coding, "{path}");
            assert_eq!(packed.header("etag"), format!("{stem}-{coding}\""));
            assert_eq!(packed.header("vary"), "Accept-Encoding");
            assert_eq!(unpacked(&packed), plain.bytes, "{path} in {coding}");
            assert!(packed.bytes.len() * 2 < plain.bytes.len());
        }
    }
}

#[actix_web::test]
async fn what_is_tiny_or_packed_already_is_sent_as_it_is() {
    let answer = get_with("/healthz", &[("Accept-Encoding", "gzip")]).await;
    assert_eq!(answer.header("content-encoding"), "");
    let forced = get_with("/healthz", &[("Accept-Encoding", "gzip, identity;q=0")]).await;
    assert_eq!(unpacked(&forced), answer.bytes, "who takes nothing plain gets it packed all the same");
    let icon = get_with("/docs/favicon-32x32.png", &[("Accept-Encoding", "gzip")]);
    assert_eq!(icon.await.header("content-encoding"), "");
}

#[actix_web::test]
async fn who_takes_no_encoding_at_all_is_told_which_there_are() {
    let answer = get_with(LIST, &[("Accept-Encoding", "*;q=0")]).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer.json()["available"], serde_json::json!(["zstd", "br", "gzip", "identity"]));
    assert_eq!(
        (answer.header("access-control-allow-origin"), answer.json()["instance"].as_str()),
        ("*", Some(LIST))
    );
}

#[actix_web::test]
async fn who_holds_any_encoding_of_the_current_answer_is_told_so_with_the_tag_of_what_it_holds() {
    let plain = get_with(LIST, &[]).await.header("etag").to_owned();
    let gzip = plain.trim_end_matches('"').to_owned() + "-gzip\"";
    for (held, takes, expected) in [
        (gzip.clone(), "gzip", &gzip),
        (gzip.clone(), "br", &gzip),
        (gzip.clone(), "identity", &gzip),
        (plain.clone(), "gzip", &plain),
        (format!("{plain}, {gzip}"), "gzip", &gzip),
        ("*".to_owned(), "gzip", &gzip),
    ] {
        let answer = get_with(LIST, &[("If-None-Match", &held), ("Accept-Encoding", takes)]).await;
        assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{held} {takes}");
        assert_eq!(answer.header("etag"), expected, "{held} {takes}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert!(answer.header("cache-control").starts_with("public"));
    }
}

#[actix_web::test]
async fn what_is_not_taken_is_refused_with_what_there_is() {
    let answer = get_with(LIST, &[("Accept", "text/html")]).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer.json()["available"], serde_json::json!(["application/json", "application/x-ndjson"]));
    for accept in ["*/*", "application/json", "application/*;q=0.1", "text/html, */*;q=0.8"] {
        assert_eq!(get_with(LIST, &[("Accept", accept)]).await.status, StatusCode::OK, "{accept}");
    }
    let named = get_with(&format!("{LIST}?format=ndjson"), &[("Accept", "application/json")]).await;
    assert_eq!(named.status, StatusCode::OK, "a form that is named as a parameter is taken");
}

#[actix_web::test]
async fn an_address_without_end_is_refused() {
    let answer = send(Method::GET, &format!("{LIST}?search={}", "x".repeat(33_000))).await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
    assert_eq!(answer.json()["type"], "/problems/uri-too-long");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

const EXPORT: &str = "/oruk/v3/services?format=ndjson&full=true";

#[actix_web::test]
async fn an_export_can_be_taken_in_parts() {
    let whole = get_with(EXPORT, &[]).await;
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let total = whole.bytes.len();
    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 0),
        ("bytes=100-299".to_owned(), 100, 299),
        (format!("bytes={}-", total - 10), total - 10, total - 1),
        ("bytes=-25".to_owned(), total - 25, total - 1),
        ("bytes=10-99999999".to_owned(), 10, total - 1),
    ] {
        let part = get_with(EXPORT, &[("Range", &range), ("Accept-Encoding", "gzip")]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{to}/{total}"));
        assert_eq!(part.bytes, whole.bytes[from..=to], "{range}");
        assert_eq!(part.header("etag"), whole.header("etag"));
    }
    let beyond = get_with(EXPORT, &[("Range", &format!("bytes={total}-"))]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.header("content-range"), format!("bytes */{total}"));
    for whatever in ["bytes=0-1,5-9", "lines=1-2", "bytes=x"] {
        let answer = get_with(EXPORT, &[("Range", whatever)]).await;
        assert_eq!((answer.status, answer.bytes.len()), (StatusCode::OK, total), "{whatever}");
    }
}

#[actix_web::test]
async fn a_part_goes_on_only_where_the_reader_holds_a_part_of_the_same_bytes() {
    let plain = get_with(EXPORT, &[]).await.header("etag").to_owned();
    let packed = plain.trim_end_matches('"').to_owned() + "-gzip\"";
    for (held, expected) in [
        (plain.as_str(), StatusCode::PARTIAL_CONTENT),
        (packed.as_str(), StatusCode::OK),
        ("\"other\"", StatusCode::OK),
        ("Sun, 01 Mar 2026 00:01:00 GMT", StatusCode::OK),
    ] {
        let answer = get_with(EXPORT, &[("Range", "bytes=0-9"), ("If-Range", held)]).await;
        assert_eq!(answer.status, expected, "{held}");
    }
}
