use serde_json::json;
use uuid::Uuid;

use crate::directory::{CLOSED, COUNCIL, Directory, FORMERLY, LENDING, LIBRARY, READING, TOPICS};

#[actix_web::test]
async fn a_node_is_whatever_has_the_id() {
    let directory = Directory::new();
    for (id, name) in [
        (LENDING, "Service"),
        (FORMERLY, "Service"),
        (COUNCIL, "Organization"),
        (LIBRARY, "Location"),
        (TOPICS, "Taxonomy"),
        (READING, "TaxonomyTerm"),
        (Uuid::from_u128(0xb3), "ServiceAtLocation"),
    ] {
        let data = directory.data(&format!(r#"{{ node(id: "{id}") {{ __typename id }} }}"#)).await;
        assert_eq!(data["node"]["__typename"], name);
    }
    for id in [CLOSED, Uuid::from_u128(0xffff)] {
        let data = directory.data(&format!(r#"{{ node(id: "{id}") {{ id }} }}"#)).await;
        assert_eq!(data, json!({ "node": null }));
    }
}

#[actix_web::test]
async fn nodes_come_in_the_order_of_their_ids_and_an_id_that_cannot_be_is_null_beside_its_error() {
    let directory = Directory::new();
    let query = format!(
        r#"{{ nodes(ids: ["{LIBRARY}", "7", "{CLOSED}", "{FORMERLY}"]) {{
            id ... on Service {{ name serviceAtLocations {{ location {{ name }} }} }} ...place
        }} }} fragment place on Location {{ latitude }}"#
    );
    let answer = directory.answer(&query).await;
    let lending = json!({ "id": LENDING, "name": "Book lending", "serviceAtLocations": [{ "location": { "name": "Central Library" } }] });
    let nodes = json!([{ "id": LIBRARY, "latitude": 50.3714 }, null, null, lending]);
    assert_eq!(answer["data"]["nodes"], nodes);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn what_hangs_on_nodes_costs_as_often_as_ids_are_given() {
    let directory = Directory::new();
    let ids = vec![format!("\"{COUNCIL}\""); 200].join(",");
    let inner =
        "... on Organization { services(first: 100) { nodes { id name status organizationId url } } }";
    let error = directory.error(&format!("{{ nodes(ids: [{ids}]) {{ {inner} }} }}")).await;
    assert!(error.contains("more than the 100000 allowed"), "{error}");
}

#[actix_web::test]
async fn an_entity_tells_its_sources() {
    let directory = Directory::new();
    let data = directory
        .data(&format!(r#"{{ service(id: "{LENDING}") {{ sources {{ id name publisher }} }} }}"#))
        .await;
    let source = json!({ "id": "library-service", "name": "Name of library-service", "publisher": "Plymouth City Council" });
    assert_eq!(data["service"]["sources"], json!([source]));
}
