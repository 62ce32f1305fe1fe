use insta::assert_json_snapshot;
use serde_json::json;

use crate::directory::{CLOSED, COUNCIL, Directory, FORMERLY, LENDING, LIBRARY, READING};

#[actix_web::test]
async fn a_service_is_told_with_all_that_it_leads_to() {
    let directory = Directory::new();
    let query = format!(
        r#"{{ service(id: "{LENDING}") {{
            id name status minimumAge url lastModified referents licences {{ name attribution }}
            organization {{ id name }}
            phones {{ number languages {{ name }} }}
            schedules {{ freq byday opensAt closesAt }}
            serviceAtLocations {{ location {{ name latitude organization {{ name }} addresses {{ address1 postalCode }} }} service {{ id }} }}
            attributes {{ taxonomyTerm {{ name taxonomyDetail {{ name }} parent {{ name }} }} }}
        }} }}"#
    );
    assert_json_snapshot!(directory.data(&query).await);
}

#[actix_web::test]
async fn every_claim_names_its_source_its_record_and_the_rule_that_derived_it() {
    let directory = Directory::new();
    let query = format!(
        r#"{{ service(id: "{LENDING}") {{
            provenance {{ field claims {{ source record value original seen derived }} }}
        }} }}"#
    );
    assert_json_snapshot!(directory.data(&query).await);
}

#[actix_web::test]
async fn a_merged_id_answers_with_the_survivor_and_what_is_gone_or_unknown_with_null() {
    let directory = Directory::new();
    let unknown = uuid::Uuid::from_u128(0xffff);
    let query = format!(
        r#"{{ merged: service(id: "{FORMERLY}") {{ id }} gone: service(id: "{CLOSED}") {{ id }}
             unknown: service(id: "{unknown}") {{ id }} otherKind: service(id: "{COUNCIL}") {{ id }} }}"#
    );
    let expected = json!({ "merged": { "id": LENDING }, "gone": null, "unknown": null, "otherKind": null });
    assert_eq!(directory.data(&query).await, expected);
}

#[actix_web::test]
async fn the_ways_run_in_both_directions() {
    let directory = Directory::new();
    let query = format!(
        r#"{{
            organization(id: "{COUNCIL}") {{ services(first: 1) {{ totalCount nodes {{ name }} }} locations {{ nodes {{ name }} }} }}
            location(id: "{LIBRARY}") {{ services {{ totalCount nodes {{ name }} }} }}
            taxonomyTerm(id: "{READING}") {{ name services {{ nodes {{ name }} }} taxonomyDetail {{ taxonomyTerms {{ totalCount }} }} }}
        }}"#
    );
    let expected = json!({
        "organization": { "services": { "totalCount": 25, "nodes": [{ "name": "Book lending" }] }, "locations": { "nodes": [{ "name": "Central Library" }] } },
        "location": { "services": { "totalCount": 1, "nodes": [{ "name": "Book lending" }] } },
        "taxonomyTerm": { "name": "Reading", "services": { "nodes": [{ "name": "Book lending" }] }, "taxonomyDetail": { "taxonomyTerms": { "totalCount": 1 } } },
    });
    assert_eq!(directory.data(&query).await, expected);
}

#[actix_web::test]
async fn a_source_that_is_not_public_is_as_unknown_as_one_that_is_not_there() {
    let directory = Directory::new();
    let query = r#"{
        sources { id name publisher licence { name attribution } lastRun { number } }
        hidden: source(id: "partners-only") { id }
        shown: source(id: "library-service") { id }
    }"#;
    assert_json_snapshot!(directory.data(query).await);
}

#[actix_web::test]
async fn a_field_that_fails_is_null_beside_its_error_and_the_rest_is_answered() {
    let directory = Directory::new();
    let answer = directory.answer(r#"{ service(id: "42") { id } sources { id } }"#).await;
    assert_json_snapshot!(answer);
}

#[test]
fn the_schema_names_its_root_query_and_describes_every_noun() {
    let sdl = graphql::sdl();
    for part in [
        "type Query {",
        "type ServiceAtLocation implements Node {",
        "organizationId: ID",
        "scalar DateTime",
        "input ServiceFilter {",
    ] {
        assert!(sdl.contains(part), "{part}");
    }
    assert_eq!(sdl, graphql::sdl(), "the schema is the same on every run");
}
