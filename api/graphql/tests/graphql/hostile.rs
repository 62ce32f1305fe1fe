use actix_web::{http::StatusCode, test::TestRequest};
use graphql::{Ask, limits};
use serde_json::{Value, json};

use crate::{
    directory::Directory,
    transport::{ask, post},
};

/// Asks as a stranger would, and takes the code of the first error; the answer must be small.
async fn code(directory: &Directory, ask: Ask) -> String {
    let start = ask.query.chars().take(60).collect::<String>();
    let answer = serde_json::to_value(directory.schema.answer(ask).await).unwrap();
    assert!(answer.to_string().len() < 4_000, "{start}");
    assert_eq!(answer.get("data"), None, "{start}: nothing is run");
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

fn repeated(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

#[actix_web::test]
async fn hostile_documents_are_refused_by_the_limit_that_they_pass() {
    let directory = Directory::new();
    let deep = "{ services { nodes ".to_owned() + &"{ organization ".repeat(20) + "{ id }" + &" }".repeat(22);
    let bomb = repeated(30, |n| format!(" fragment f{n} on Service {{ ...f{0} ...f{0} }}", n + 1));
    let on_field = "@include(if: true) ".repeat(200);
    for (query, expected) in [
        (deep, "DEPTH_LIMIT"),
        ("{a".repeat(50_000) + &"}".repeat(50_000), "TOKEN_LIMIT"),
        ("{ a(b: ".to_owned() + &"[".repeat(100) + &"]".repeat(100) + ") }", "DEPTH_LIMIT"),
        (format!("{{ services {{ nodes {{ {} }} }} }}", "id name ".repeat(3_000)), "COST_LIMIT"),
        (
            format!("{{ services {{ nodes {{ {} }} }} }}", repeated(1_000, |n| format!("a{n}: id "))),
            "ALIAS_LIMIT",
        ),
        (
            format!("{{ {} }}", repeated(1_000, |n| format!("a{n}: services {{ totalCount }} "))),
            "ALIAS_LIMIT",
        ),
        (format!("{{ {} }}", "services { totalCount } ".repeat(30)), "ALIAS_LIMIT"),
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(), "DEPTH_LIMIT"),
        (
            format!("{{ services {{ nodes {{ ...f0 }} }} }}{bomb} fragment f30 on Service {{ id }}"),
            "COST_LIMIT",
        ),
        (format!("{{ services {on_field} {{ totalCount }} }}"), "DIRECTIVE_LIMIT"),
        (format!("query {on_field} {{ __typename }}"), "DIRECTIVE_LIMIT"),
        (format!("{{ ... {on_field} {{ __typename }} }}"), "DIRECTIVE_LIMIT"),
        (format!("{{ ...a {on_field} }} fragment a on Query {{ __typename }}"), "DIRECTIVE_LIMIT"),
        (format!("{{ ...a }} fragment a on Query {on_field} {{ __typename }}"), "DIRECTIVE_LIMIT"),
        (format!("{{ __typename {} }}", "@a".repeat(500_000)), "TOKEN_LIMIT"),
        (format!("query ({}) {{ __typename }}", repeated(10_000, |n| format!("$v{n}: Int "))), "TOKEN_LIMIT"),
        (format!("{{ {} }}", "n".repeat(1_000_000)), "TOKEN_LIMIT"),
        (
            "{ services(first: 99999999999999999999999) { totalCount } }".to_owned(),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ services\0 { totalCount } }".to_owned(), "GRAPHQL_PARSE_FAILED"),
        ("{ services(search: \"\\uD800\") { totalCount } }".to_owned(), "GRAPHQL_PARSE_FAILED"),
        ("{".to_owned(), "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }".to_owned(), "GRAPHQL_VALIDATION_FAILED"),
        (String::new(), "GRAPHQL_PARSE_FAILED"),
    ] {
        let found = code(&directory, Ask::new(&query)).await;
        assert_eq!(found, expected, "{}", query.chars().take(80).collect::<String>());
    }
}

#[actix_web::test]
async fn ten_thousand_variables_are_refused() {
    let directory = Directory::new();
    let variables = (0..10_000).map(|n| (format!("v{n}"), json!(n))).collect();
    let ask = Ask { variables: Some(variables), ..Ask::new("{ __typename }") };
    assert_eq!(code(&directory, ask).await, "SIZE_LIMIT");
}

#[actix_web::test]
async fn a_page_that_is_too_long_and_a_search_for_nul_are_answered_small() {
    let directory = Directory::new();
    let answer = directory.answer("{ services(first: 2147483647) { totalCount } }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let variables = json!({ "words": "\0 \u{202e}" }).as_object().cloned();
    let query =
        "query ($words: String) { services(search: $words) { totalCount } source(id: $words) { id } }";
    let answer = directory
        .schema
        .answer(Ask { variables, ..Ask::new(&query.replace("source(id: $words) { id }", "")) })
        .await;
    assert!(serde_json::to_string(&answer).unwrap().len() < 1_000);
}

#[actix_web::test]
async fn hostile_bodies_are_refused_before_they_are_read() {
    let state = graphql::State::default();
    let directory = Directory::new();
    state.give(directory.schema.clone());
    let large = json!({ "query": format!("{{ __typename {} }}", "@include(if: true) ".repeat(50_000)) });
    assert!(large.to_string().len() > limits::BODY);
    let raw = |body: &str| {
        let json = ("content-type", "application/json");
        TestRequest::post().uri("/graphql").insert_header(json).set_payload(body.to_owned())
    };
    let surrogate = r#"{"query":"{ __typename }","variables":{"v":"\ud800"}}"#;
    for (request, status, expected) in [
        (post(&large), StatusCode::PAYLOAD_TOO_LARGE, "SIZE_LIMIT"),
        (raw(surrogate), StatusCode::BAD_REQUEST, "BAD_REQUEST"),
        (raw(&"[".repeat(100_000)), StatusCode::BAD_REQUEST, "BAD_REQUEST"),
        (raw(&format!("{{\"query\":{}", "[".repeat(100_000))), StatusCode::BAD_REQUEST, "BAD_REQUEST"),
        (raw("\0"), StatusCode::BAD_REQUEST, "BAD_REQUEST"),
    ] {
        let heard = ask(state.clone(), request).await;
        assert_eq!(heard.status, status);
        assert_eq!(heard.body["errors"][0]["extensions"]["code"], expected);
        assert!(heard.body.to_string().len() < 1_000);
    }
    let served = ask(state, post(&json!({ "query": "{ __typename }" }))).await;
    assert_eq!(served.body, json!({ "data": { "__typename": "Query" } }) as Value);
}
