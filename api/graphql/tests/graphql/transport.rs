use actix_web::{
    App,
    body::MessageBody,
    dev::ServiceResponse,
    http::{Method, StatusCode, header},
    test::{TestRequest, call_service, init_service},
};
use serde_json::{Value, json};

use crate::directory::Directory;

const NEWER: &str = "application/graphql-response+json";

pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    allow: Option<String>,
    location: Option<String>,
    content_type: Option<String>,
    pub(crate) body: Value,
}

async fn send(request: TestRequest) -> Heard {
    let state = graphql::State::default();
    let directory = Directory::new();
    state.give(directory.schema.clone());
    ask(state, request).await
}

pub(crate) async fn ask(state: graphql::State, request: TestRequest) -> Heard {
    let app = init_service(App::new().configure(|cfg| graphql::configure(cfg, state))).await;
    heard(call_service(&app, request.to_request()).await).await
}

async fn heard<B: MessageBody>(response: ServiceResponse<B>) -> Heard {
    let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (status, allow, location, content_type) =
        (response.status(), header(header::ALLOW), header(header::LOCATION), header(header::CONTENT_TYPE));
    let body = actix_web::test::read_body(response).await;
    Heard { status, allow, location, content_type, body: serde_json::from_slice(&body).unwrap_or_default() }
}

pub(crate) fn post(body: &Value) -> TestRequest {
    TestRequest::post().uri("/graphql").set_json(body)
}

fn get(query: &str) -> TestRequest {
    TestRequest::get()
        .uri(&format!("/graphql?query={}", query.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D")))
}

#[actix_web::test]
async fn a_query_runs_by_post_and_by_get() {
    for request in [post(&json!({ "query": "{ __typename }" })), get("{ __typename }")] {
        let heard = send(request).await;
        assert_eq!(heard.status, StatusCode::OK);
        assert_eq!(heard.content_type.as_deref(), Some("application/json; charset=utf-8"));
        assert_eq!(heard.body, json!({ "data": { "__typename": "Query" } }));
    }
}

#[actix_web::test]
async fn a_browser_that_opens_the_address_is_led_to_the_editor_and_no_client_is() {
    let opened = |path, accept| TestRequest::get().uri(path).insert_header((header::ACCEPT, accept));
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let led = send(opened("/graphql", browser)).await;
    assert_eq!((led.status, led.location.as_deref()), (StatusCode::SEE_OTHER, Some("graphiql")));
    let asked = send(opened("/graphql?query=%7B__typename%7D", browser)).await;
    assert_eq!((asked.status, &asked.body["data"]["__typename"]), (StatusCode::OK, &json!("Query")));
    for accept in ["application/json", NEWER, "*/*", "text/*, */*;q=0.1", "application/json, text/html"] {
        assert_eq!(send(opened("/graphql", accept)).await.status, StatusCode::BAD_REQUEST, "{accept}");
    }
    assert_eq!(send(TestRequest::get().uri("/graphql")).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn the_newer_media_type_tells_by_its_status_what_the_older_tells_in_its_body() {
    let invalid = || post(&json!({ "query": "{ noSuchField }" }));
    let newer = send(invalid().insert_header((header::ACCEPT, NEWER))).await;
    assert_eq!((newer.status, newer.body.get("data")), (StatusCode::BAD_REQUEST, None));
    assert!(newer.content_type.unwrap().starts_with(NEWER));
    assert_eq!(send(invalid()).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn what_could_be_sent_from_another_site_without_asking_is_not_taken() {
    let text = TestRequest::post().uri("/graphql").insert_header((header::CONTENT_TYPE, "text/plain"));
    assert_eq!(
        send(text.set_payload(r#"{"query":"{ __typename }"}"#)).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let form = TestRequest::post().uri("/graphql").set_form([("query", "{ __typename }")]);
    assert_eq!(send(form).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(send(TestRequest::post().uri("/graphql")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let heard = send(get("mutation { __typename }")).await;
    assert_eq!((heard.status, heard.allow.as_deref()), (StatusCode::METHOD_NOT_ALLOWED, Some("POST")));
}

#[actix_web::test]
async fn what_is_no_request_is_refused_with_the_reason() {
    for (body, part) in [
        (json!([{ "query": "{ __typename }" }]), "batches"),
        (json!({ "operationName": "x" }), "query"),
        (json!({ "query": 7 }), "expected a string"),
        (json!({ "query": "{ __typename }", "variables": [1] }), "expected a map"),
    ] {
        let heard = send(post(&body)).await;
        assert_eq!(heard.status, StatusCode::BAD_REQUEST, "{body}");
        let reason = heard.body["errors"][0]["message"].as_str().unwrap_or_default().to_owned();
        assert!(reason.contains(part), "{body}: {reason}");
    }
    let large = post(&json!({ "query": format!("# {}\n{{ __typename }}", "x".repeat(300 * 1024)) }));
    assert_eq!(send(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let unacceptable = get("{ __typename }").insert_header((header::ACCEPT, "text/html"));
    assert_eq!(send(unacceptable).await.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(send(TestRequest::get().uri("/graphql")).await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn methods_are_answered_for_what_they_are() {
    let with = |method: Method| TestRequest::default().method(method).uri("/graphql");
    let options = send(with(Method::OPTIONS)).await;
    assert_eq!(
        (options.status, options.allow.as_deref()),
        (StatusCode::NO_CONTENT, Some("GET, HEAD, OPTIONS, POST"))
    );
    let delete = send(with(Method::DELETE)).await;
    assert_eq!(
        (delete.status, delete.allow.as_deref()),
        (StatusCode::METHOD_NOT_ALLOWED, Some("GET, HEAD, OPTIONS, POST"))
    );
    assert_eq!(send(get("{ __typename }").method(Method::HEAD)).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_directory_that_is_still_loading_says_so() {
    let heard = ask(graphql::State::default(), post(&json!({ "query": "{ __typename }" }))).await;
    assert_eq!(heard.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(heard.body["errors"][0]["message"].as_str().unwrap().contains("loading"), "{}", heard.body);
}
