//! Errors: problem documents that say what to do.

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use rest::{ProblemType, Settings, State};

use crate::support::*;

#[actix_web::test]
async fn a_malformed_value_names_the_parameter_the_value_and_what_is_allowed() {
    let answer = get("/services?page=abc").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(
        answer.json(),
        serde_json::json!({
            "type": "/problems/invalid-parameter",
            "title": "A parameter has a value that it cannot take",
            "status": 400,
            "detail": "`page` cannot be `abc`: use a whole number from 1",
            "instance": "/oruk/v3/services",
            "parameter": "page",
            "value": "abc",
            "allowed": "a whole number from 1",
        })
    );
}

#[actix_web::test]
async fn an_id_that_is_no_uuid_is_a_malformed_value() {
    let answer = get("/services/42").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json()["parameter"], "id");
}

#[actix_web::test]
async fn distance_from_a_place_that_nobody_knows_is_a_problem_and_not_an_empty_list() {
    let answer = get("/services?postcode=ZE1%200AA&proximity=10").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.json()["type"], "/problems/unknown-postcode");
}

#[actix_web::test]
async fn an_unknown_path_is_a_problem_document_too() {
    for path in ["/nothing", "/oruk/v3/nothing", "/oruk/v3/services/1/2", "/oruk/v3/services/"] {
        let answer = send(Method::GET, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["instance"], path);
    }
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let answer = send(method.clone(), "/oruk/v3/services").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
        assert_eq!(answer.json()["type"], "/problems/method-not-allowed");
    }
}

#[actix_web::test]
async fn while_it_loads_the_directory_lives_but_is_not_ready() {
    let loading = State::new(Settings::default());
    let get = |path: &str| TestRequest::get().uri(path);
    assert_eq!(ask(&loading, get("/healthz")).await.status, StatusCode::OK);
    for path in ["/readyz", "/oruk/v3/services"] {
        let answer = ask(&loading, get(path)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.header("retry-after"), "1");
        assert_eq!(answer.json()["type"], "/problems/not-ready");
    }
    assert_eq!(send(Method::GET, "/readyz").await.status, StatusCode::OK);
}

#[actix_web::test]
async fn the_type_of_every_problem_is_explained_where_it_points() {
    for kind in ProblemType::ALL {
        let answer = send(Method::GET, &format!("/problems/{}", kind.slug)).await;
        assert_eq!(answer.json()["title"], kind.title);
        assert_eq!(answer.json()["status"], kind.status.as_u16());
    }
    assert_eq!(send(Method::GET, "/problems/none").await.status, StatusCode::NOT_FOUND);
}
