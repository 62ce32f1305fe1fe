//! What caches may keep of the graph.

use actix_web::{
    App,
    http::{StatusCode, header},
    test::{TestRequest, call_service, init_service},
};
use serde_json::json;

use crate::directory::Directory;

const NEWER: &str = "application/graphql-response+json";

/// The status, and the headers that caches go by.
struct Heard {
    status: StatusCode,
    kept: Option<String>,
    tag: Option<String>,
    vary: Option<String>,
    body: String,
}

async fn ask(request: TestRequest) -> Heard {
    let state = graphql::State::default();
    let directory = Directory::new();
    state.give(directory.schema.clone());
    let app = init_service(App::new().configure(|cfg| graphql::configure(cfg, state))).await;
    let answer = call_service(&app, request.to_request()).await;
    let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (kept, tag, vary) = (header(header::CACHE_CONTROL), header(header::ETAG), header(header::VARY));
    let status = answer.status();
    let body = String::from_utf8(actix_web::test::read_body(answer).await.to_vec()).unwrap();
    Heard { status, kept, tag, vary, body }
}

fn get(query: &str) -> TestRequest {
    let pairs = [(" ", "%20"), ("{", "%7B"), ("}", "%7D"), ("\"", "%22")];
    let query = pairs.iter().fold(query.to_owned(), |query, (plain, escaped)| query.replace(plain, escaped));
    TestRequest::get().uri(&format!("/graphql?query={query}"))
}

const PLANNED: &str = "{ services(first: 2) { nodes { name } } }";
const RESOLVED: &str = "{ areas { totalCount } }";

#[actix_web::test]
async fn a_query_by_get_may_be_kept_and_has_a_strong_tag_that_spares_sending_it_again() {
    for query in [PLANNED, RESOLVED] {
        let first = ask(get(query)).await;
        assert_eq!(first.kept.as_deref(), Some("public, max-age=10, stale-while-revalidate=60"), "{query}");
        assert_eq!(first.vary.as_deref(), Some("Accept, Authorization"));
        let tag = first.tag.unwrap();
        assert!(tag.starts_with('"'), "{tag} is strong");
        let again = ask(get(query).insert_header((header::IF_NONE_MATCH, tag.as_str()))).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(again.tag.as_deref(), Some(tag.as_str()));
        let other = ask(get(query).insert_header((header::IF_NONE_MATCH, "\"other\""))).await;
        assert_eq!((other.status, other.body), (StatusCode::OK, first.body));
        let newer = ask(get(query).insert_header((header::ACCEPT, NEWER))).await;
        assert_ne!(newer.tag.unwrap(), tag, "another media type is another answer");
    }
    assert_ne!(ask(get(PLANNED)).await.tag, ask(get(RESOLVED)).await.tag);
}

#[actix_web::test]
async fn nobody_keeps_what_was_asked_with_credentials_or_by_post_what_failed_or_the_log_of_changes() {
    let credentials = || get(PLANNED).insert_header((header::AUTHORIZATION, "Bearer x"));
    let post = TestRequest::post().uri("/graphql").set_json(json!({ "query": PLANNED }));
    for request in [
        credentials(),
        credentials().insert_header((header::IF_NONE_MATCH, "*")),
        post,
        get("{ noSuchField }"),
        get("{ services(first: 1000) { totalCount } }"),
        get("{ changes { last } }"),
        get("mutation { __typename }"),
    ] {
        let heard = ask(request).await;
        assert_eq!((heard.kept, heard.tag), (None, None), "{}", heard.body);
        assert!(!heard.body.is_empty());
    }
}
