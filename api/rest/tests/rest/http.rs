//! What HTTP promises: HEAD, OPTIONS, CORS, conditions.

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
        let methods = match path.as_str() {
            "/v1/check" => "POST, OPTIONS",
            "/v1/judgements" | "/v1/corrections" => "GET, HEAD, POST, OPTIONS",
            _ => "GET, HEAD, OPTIONS",
        };
        assert_eq!(answer.header("allow"), methods, "{path}");
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
        assert!(etag.starts_with("W/\""), "{etag} is weak, because answers are compressed on their way");
        let strong = etag.trim_start_matches("W/").to_owned();
        for held in [etag.clone(), strong, format!("\"other\", {etag}"), "*".to_owned()] {
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
async fn caches_must_ask_each_time() {
    assert_eq!(get("/services").await.header("cache-control"), "public, no-cache");
    assert_eq!(get("/services?page=x").await.header("cache-control"), "no-store");
}
