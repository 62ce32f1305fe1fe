use graphql::Ask;
use serde_json::{Value, json};

use crate::directory::{CLOSED, COUNCIL, Directory, FORMERLY, LENDING, LIBRARY, READING};

async fn entities(directory: &Directory, representations: Value) -> Value {
    let query = "query ($representations: [_Any!]!) { _entities(representations: $representations) {
        __typename ... on Service { id name } ... on Organization { id registration { scheme number } }
        ... on Location { id uprn } ... on TaxonomyTerm { id }
    } }";
    let variables = json!({ "representations": representations }).as_object().cloned();
    serde_json::to_value(directory.schema.answer(Ask { variables, ..Ask::new(query) }).await).unwrap()
}

#[actix_web::test]
async fn the_subgraph_tells_composers_its_keys_and_nothing_of_federation_itself() {
    let data = Directory::new().data("{ _service { sdl } }").await;
    let sdl = data["_service"]["sdl"].as_str().unwrap();
    for part in [
        r#"url: "https://specs.apollo.dev/federation/v2"#,
        r#"type Service implements Node @key(fields: "id")"#,
        r#"type ServiceAtLocation implements Node @key(fields: "id")"#,
        r#"@key(fields: "registration { scheme number }")"#,
        r#"@key(fields: "uprn")"#,
        "type PageInfo @shareable",
        "type Query {",
        "type Mutation {",
    ] {
        assert!(sdl.contains(part), "{part}");
    }
    for part in ["_service", "_entities", "_Any", "union _Entity"] {
        assert!(!sdl.contains(part), "{part}");
    }
    assert!(!graphql::sdl().contains("@key"), "clients are not told of keys");
}

#[actix_web::test]
async fn references_by_any_key_lead_to_the_thing_and_a_merged_id_to_its_survivor() {
    let representations = json!([
        { "__typename": "Service", "id": FORMERLY },
        { "__typename": "Organization", "id": COUNCIL },
        { "__typename": "Organization", "registration": { "scheme": "GB-CHC", "number": "1123081" } },
        { "__typename": "Location", "uprn": "10012345678" },
        { "__typename": "TaxonomyTerm", "id": READING },
    ]);
    let council = json!({ "__typename": "Organization", "id": COUNCIL, "registration": { "scheme": "GB-CHC", "number": "1123081" } });
    let expected = json!([
        { "__typename": "Service", "id": LENDING, "name": "Book lending" }, council, council,
        { "__typename": "Location", "id": LIBRARY, "uprn": "10012345678" },
        { "__typename": "TaxonomyTerm", "id": READING },
    ]);
    let answer = entities(&Directory::new(), representations).await;
    assert_eq!(answer, json!({ "data": { "_entities": expected } }));
}

#[actix_web::test]
async fn what_is_not_there_is_null_without_an_error() {
    let representations = json!([
        { "__typename": "Service", "id": CLOSED },
        { "__typename": "Service", "id": COUNCIL },
        { "__typename": "Service", "id": "no-such-key" },
        { "__typename": "Organization", "registration": { "scheme": "GB-COH", "number": "00000006" } },
        { "__typename": "Location", "uprn": "not a number" },
    ]);
    let answer = entities(&Directory::new(), representations).await;
    assert_eq!(answer, json!({ "data": { "_entities": [null, null, null, null, null] } }));
}

#[actix_web::test]
async fn a_hostile_reference_is_refused_and_the_others_are_answered() {
    let directory = Directory::new();
    for hostile in [
        json!(7),
        json!(null),
        json!([]),
        json!({}),
        json!({ "__typename": 7, "id": LENDING }),
        json!({ "__typename": "Query", "id": LENDING }),
        json!({ "__typename": "Service" }),
        json!({ "__typename": "Service", "id": { "__typename": "Service" } }),
        json!({ "__typename": "Service", "uprn": "10012345678" }),
        json!({ "__typename": "Organization", "registration": "GB-CHC" }),
        json!({ "__typename": "Organization", "registration": { "scheme": "GB-CHC" } }),
    ] {
        let answer = entities(&directory, json!([hostile, { "__typename": "Service", "id": LENDING }])).await;
        let text = answer.to_string();
        match hostile {
            Value::Null => {
                assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{text}")
            }
            _ => {
                assert_eq!(answer["data"]["_entities"][0], Value::Null, "{text}");
                assert_eq!(answer["data"]["_entities"][1]["name"], "Book lending", "{text}");
                assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{text}");
            }
        }
    }
    let many = vec![json!({ "__typename": "Service", "id": LENDING }); graphql::limits::GIVEN + 1];
    let answer = entities(&directory, json!(many)).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SIZE_LIMIT");
}
