//! What the graph is asked.

use actix_web::{http::Method, test::TestRequest};
use serde_json::{Value, json};

use super::{Hostile, directory, each_is_refused, is_small, joined};

/// A body that is sent to the graph, and the status of readers that take the newer media type.
fn posted(name: &str, body: &Value, status: u16, code: &'static str) -> Hostile {
    let request =
        TestRequest::post().uri("/graphql").insert_header(("Accept", "application/graphql-response+json"));
    Hostile { name: name.to_owned(), request: request.set_json(body), status, code }
}

fn asked(name: &str, query: &str, code: &'static str) -> Hostile {
    posted(name, &json!({ "query": query }), 400, code)
}

/// A question that is run, of which a part is refused.
fn partly(name: &str, query: &str, variables: &Value, code: &'static str) -> Hostile {
    posted(name, &json!({ "query": query, "variables": variables }), 200, code)
}

fn bomb(levels: usize) -> String {
    let spread = joined(levels, " ", |n| format!("fragment f{n} on Service {{ ...f{0} ...f{0} }}", n + 1));
    format!("{{ services {{ nodes {{ ...f0 }} }} }} {spread} fragment f{levels} on Service {{ id }}")
}

#[test]
fn documents_that_would_cost_too_much_are_never_run() {
    let deep =
        format!("{{ services {{ nodes {} }} }}", "{ organization ".repeat(15) + "{ id }" + &" }".repeat(15));
    let wide = joined(1_000, " ", |n| format!("a{n}: services {{ totalCount }}"));
    let nested = "{ services(first: 100) { nodes { organization { services(first: 100) { nodes { organization { \
                  services(first: 100) { nodes { id } } } } } } } } }";
    let facets =
        joined(20, " ", |n| format!("a{n}: services {{ facets(by: [TOPIC, WARD, SOURCE]) {{ facet }} }}"));
    let all = vec![
        asked("fields 15 deep", &deep, "DEPTH_LIMIT"),
        asked("50,000 fields in each other", &("{a".repeat(50_000) + &"}".repeat(50_000)), "TOKEN_LIMIT"),
        asked(
            "1,000 brackets",
            &format!("{{ a(b: {}1{}) }}", "[".repeat(1_000), "]".repeat(1_000)),
            "DEPTH_LIMIT",
        ),
        asked("1,000 aliases", &format!("{{ {wide} }}"), "ALIAS_LIMIT"),
        asked(
            "10,000 names",
            &format!("{{ services {{ nodes {{ {} }} }} }}", "id name ".repeat(4_900)),
            "COST_LIMIT",
        ),
        asked("pages in pages in pages", nested, "COST_LIMIT"),
        asked("60 facets", &format!("{{ {facets} }}"), "COST_LIMIT"),
        asked("fragments that double 30 times", &bomb(30), "COST_LIMIT"),
        asked(
            "fragments in a circle",
            "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
            "DEPTH_LIMIT",
        ),
        asked("a fragment of itself", "{ ...a } fragment a on Query { ...a }", "DEPTH_LIMIT"),
        asked(
            "200 directives",
            &format!("{{ services {} {{ totalCount }} }}", "@skip(if: false) ".repeat(200)),
            "DIRECTIVE_LIMIT",
        ),
        asked("100,000 directives", &format!("{{ __typename {} }}", "@a".repeat(100_000)), "TOKEN_LIMIT"),
        asked("a name of 200 KB", &format!("{{ {} }}", "n".repeat(200_000)), "TOKEN_LIMIT"),
        asked(
            "10,000 variables",
            &format!("query ({}) {{ __typename }}", joined(10_000, " ", |n| format!("$v{n}: Int"))),
            "TOKEN_LIMIT",
        ),
        asked("introspection in circles", &circles(12), "DEPTH_LIMIT"),
        asked("NUL", "{ services\0 { totalCount } }", "GRAPHQL_PARSE_FAILED"),
        asked("a lone surrogate", r#"{ services(search: "\uD800") { totalCount } }"#, "GRAPHQL_PARSE_FAILED"),
        asked(
            "a number beyond any",
            "{ services(first: 99999999999999999999) { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        asked("what is cut off", "{ services(search: \"", "GRAPHQL_PARSE_FAILED"),
        asked(
            "an operation that is no query",
            "subscription { services { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ];
    each_is_refused(&directory(), all);
}

fn circles(levels: usize) -> String {
    let open = "fields { type { ".repeat(levels);
    format!("{{ __schema {{ types {{ {open} name {} }} }} }}", "} }".repeat(levels))
}

#[test]
fn values_beyond_reason_are_refused_in_their_place() {
    let list = "query ($f: ServiceFilter) { services(filter: $f) { totalCount } }";
    let text = "query ($w: String) { services(search: $w) { totalCount } }";
    let many = |count| (0..count).map(|n| format!("w{n}")).collect::<Vec<_>>();
    let round =
        |count| (0..count).map(|_| json!({ "latitude": 50.3, "longitude": -4.1 })).collect::<Vec<_>>();
    let all = vec![
        partly(
            "a page of everything",
            "{ services(first: 2147483647) { totalCount } }",
            &json!({}),
            "BAD_USER_INPUT",
        ),
        partly(
            "a page of less than nothing",
            "{ services(first: -1) { totalCount } }",
            &json!({}),
            "BAD_USER_INPUT",
        ),
        partly(
            "a forged cursor",
            "{ services(after: \"AAAA\") { totalCount } }",
            &json!({}),
            "BAD_USER_INPUT",
        ),
        partly("10,000 terms", text, &json!({ "w": many(10_000).join(" ") }), "BAD_USER_INPUT"),
        partly("a word of 200 KB", text, &json!({ "w": "w".repeat(200_000) }), "BAD_USER_INPUT"),
        partly("10,000 topics", list, &json!({ "f": { "topics": many(10_000) } }), "SIZE_LIMIT"),
        partly("10,000 languages", list, &json!({ "f": { "languages": many(10_000) } }), "SIZE_LIMIT"),
        partly("1,001 points", list, &json!({ "f": { "outline": round(1_001) } }), "BAD_USER_INPUT"),
        partly("two points", list, &json!({ "f": { "outline": round(2) } }), "BAD_USER_INPUT"),
        partly(
            "a point off the earth",
            list,
            &json!({ "f": { "near": { "latitude": 1e300, "longitude": -1e300, "metres": 1 } } }),
            "BAD_USER_INPUT",
        ),
    ];
    each_is_refused(&directory(), all);
}

/// A body that is sent as it is, and one that is asked for by its address.
fn raw(name: &str, body: Vec<u8>, status: u16, code: &'static str) -> Hostile {
    let json = ("Content-Type", "application/json");
    let request = TestRequest::post().uri("/graphql").insert_header(json).set_payload(body);
    Hostile { name: name.to_owned(), request, status, code }
}

fn get(name: &str, query: &str, status: u16, code: &'static str) -> Hostile {
    super::refused(name, &format!("/graphql?{query}"), status, code)
}

#[test]
fn bodies_and_addresses_that_are_no_questions_are_refused() {
    let directives = format!("{{ __typename {} }}", "@include(if: true) ".repeat(60_000));
    let variables: serde_json::Map<_, _> = (0..10_000).map(|n| (format!("v{n}"), json!(n))).collect();
    let nested = format!(
        r#"{{"query":"{{ __typename }}","variables":{{"v":{}1{}}}}}"#,
        "[".repeat(100),
        "]".repeat(100)
    );
    let all = vec![
        posted("1 MB of directives", &json!({ "query": directives }), 413, "SIZE_LIMIT"),
        posted(
            "10,000 values",
            &json!({ "query": "{ __typename }", "variables": variables }),
            400,
            "SIZE_LIMIT",
        ),
        posted(
            "a batch of 1,000",
            &Value::from(vec![json!({ "query": "{ __typename }" }); 1_000]),
            400,
            "BAD_REQUEST",
        ),
        raw("100,000 brackets", b"[".repeat(100_000), 400, "BAD_REQUEST"),
        raw("a query in brackets", [&b"{\"query\":"[..], &b"[".repeat(100_000)].concat(), 400, "BAD_REQUEST"),
        raw("NUL", b"\0".to_vec(), 400, "BAD_REQUEST"),
        raw("nothing", Vec::new(), 400, "BAD_REQUEST"),
        raw("no UTF-8", b"{\"query\":\"\xff\"}".to_vec(), 400, "BAD_REQUEST"),
        raw(
            "a lone surrogate",
            br#"{"query":"{ __typename }","variables":{"v":"\ud800"}}"#.to_vec(),
            400,
            "BAD_REQUEST",
        ),
        raw(
            "a number beyond any",
            br#"{"query":"{ __typename }","variables":{"v":1e999}}"#.to_vec(),
            400,
            "BAD_REQUEST",
        ),
        raw("values 100 deep", nested.into_bytes(), 200, "DEPTH_LIMIT"),
        get("a mutation by GET", "query=mutation%20%7B%20__typename%20%7D", 405, "METHOD_NOT_ALLOWED"),
        get("no document", "operationName=a", 400, "BAD_REQUEST"),
        get("variables that are none", "query=%7B__typename%7D&variables=%5B%5B%5B", 400, "BAD_REQUEST"),
        get("no UTF-8 in the address", "query=%ff%fe", 200, "GRAPHQL_PARSE_FAILED"),
        get("deep by GET", &format!("query={}", "%7Ba".repeat(1_500)), 200, "DEPTH_LIMIT"),
    ];
    each_is_refused(&directory(), all);
}

#[test]
fn hashes_of_documents_are_no_way_around() {
    let hashed = |name: &str, query: &str, of: &Value, status, code| {
        let extensions = json!({ "persistedQuery": of });
        posted(name, &json!({ "query": query, "extensions": extensions }), status, code)
    };
    let unknown = json!({ "version": 1, "sha256Hash": "0".repeat(64) });
    let long = json!({ "version": 1, "sha256Hash": "0".repeat(100_000) });
    let cycle = "{ ...a } fragment a on Query { ...a }";
    let of_cycle = json!({ "version": 1, "sha256Hash": sha256(cycle) });
    let all = vec![
        hashed("a hash of nothing", "", &unknown, 400, "PERSISTED_QUERY_NOT_FOUND"),
        hashed("a hash of another", "{ __typename }", &unknown, 400, "PERSISTED_QUERY_MISMATCH"),
        hashed("a hash of 100 KB", "", &long, 400, "BAD_REQUEST"),
        hashed(
            "a version that is none",
            "",
            &json!({ "version": 1e300 }),
            400,
            "PERSISTED_QUERY_NOT_SUPPORTED",
        ),
        hashed("a circle by its hash", cycle, &of_cycle, 400, "DEPTH_LIMIT"),
        hashed("the circle again", "", &of_cycle, 400, "DEPTH_LIMIT"),
    ];
    each_is_refused(&directory(), all);
}

fn sha256(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn references_of_other_subgraphs_are_held_against_the_same_limits() {
    let entities = |name: &str, given: Value, status, code| {
        let query = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
        posted(name, &json!({ "query": query, "variables": { "r": given } }), status, code)
    };
    let one = json!({ "__typename": "Service", "id": uuid::Uuid::nil() });
    let mut deep = json!(1);
    for _ in 0..20 {
        deep = json!({ "a": deep });
    }
    let all = vec![
        entities("1,000 references", Value::from(vec![one; 1_000]), 400, "SIZE_LIMIT"),
        entities("a reference of 20 levels", json!([deep]), 400, "DEPTH_LIMIT"),
        entities("a reference to nothing", json!(["x".repeat(10_000)]), 200, "BAD_USER_INPUT"),
        entities(
            "a type that there is not",
            json!([{ "__typename": "\0".repeat(1_000) }]),
            200,
            "BAD_USER_INPUT",
        ),
        entities("a type of 100 KB", json!([{ "__typename": "T".repeat(100_000) }]), 200, "BAD_USER_INPUT"),
    ];
    each_is_refused(&directory(), all);
}

#[test]
fn the_graph_takes_no_other_methods() {
    let directory = directory();
    for method in [Method::PUT, Method::DELETE, Method::TRACE, Method::CONNECT] {
        let answer = directory.anonymous().sends(method.clone(), "/graphql");
        is_small(method.as_str(), &answer);
        assert_eq!(answer.status.as_u16(), 405, "{method}");
    }
}
