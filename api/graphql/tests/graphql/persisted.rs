use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    directory::Directory,
    transport::{Heard, ask, post},
};

const QUERY: &str = "{ services(first: 1) { totalCount } }";

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn state() -> (Directory, graphql::State) {
    let (directory, state) = (Directory::new(), graphql::State::default());
    state.give(directory.schema.clone());
    (directory, state)
}

async fn by_hash(state: &graphql::State, extensions: &Value) -> Heard {
    ask(state.clone(), post(&json!({ "extensions": extensions }))).await
}

#[actix_web::test]
async fn a_document_that_was_sent_with_its_hash_is_known_by_it_from_then_on() {
    let (_directory, state) = state();
    let extensions = persisted(&hash(QUERY));
    let unknown = by_hash(&state, &extensions).await;
    assert_eq!(unknown.body["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(unknown.body["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
    let sent = ask(state.clone(), post(&json!({ "query": QUERY, "extensions": extensions }))).await;
    assert_eq!(sent.body["data"]["services"]["totalCount"], 25);
    assert_eq!(by_hash(&state, &extensions).await.body, sent.body);
    let encoded = extensions.to_string().replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    let got = ask(state, TestRequest::get().uri(&format!("/graphql?extensions={encoded}"))).await;
    assert_eq!((got.status, got.body), (StatusCode::OK, sent.body));
}

#[actix_web::test]
async fn a_hash_that_is_not_that_of_the_document_is_refused_and_forgotten() {
    let (_directory, state) = state();
    let extensions = persisted(&hash("{ __typename }"));
    let sent = ask(state.clone(), post(&json!({ "query": QUERY, "extensions": extensions }))).await;
    assert_eq!(sent.body["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_MISMATCH");
    let later = by_hash(&state, &extensions).await;
    assert_eq!(later.body["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
}

#[actix_web::test]
async fn what_is_no_hash_or_no_known_version_is_said_to_be_so() {
    let (_directory, state) = state();
    for (extensions, code) in [
        (
            json!({ "persistedQuery": { "version": 2, "sha256Hash": hash(QUERY) } }),
            "PERSISTED_QUERY_NOT_SUPPORTED",
        ),
        (json!({ "persistedQuery": null }), "PERSISTED_QUERY_NOT_SUPPORTED"),
        (persisted("abc"), "BAD_REQUEST"),
        (persisted(&"é".repeat(32)), "BAD_REQUEST"),
        (json!({}), "BAD_REQUEST"),
    ] {
        let heard = by_hash(&state, &extensions).await;
        assert_eq!(heard.body["errors"][0]["extensions"]["code"], code, "{extensions}");
    }
}
