//! `/graphql`, as it is wired into the whole.

use actix_web::{http::Method, test::TestRequest};
use serde_json::json;

use crate::{actors::club, directory::Directory};

#[test]
fn the_graph_and_the_rest_interface_tell_the_same() {
    let directory = Directory::on_sqlite();
    directory.partner("players").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
    let reader = directory.anonymous();
    let id = reader.id_of("Chess Circle");
    let asked = format!(
        "{{ service(id: \"{id}\") {{ name status serviceAtLocations {{ location {{ name addresses {{ postalCode }} }} }} }} }}"
    );
    let graph = &reader.queries(&asked)["data"]["service"];
    let rest = reader.gets(&format!("/oruk/v3/services/{id}")).body;
    assert_eq!(graph["name"], rest["name"]);
    assert_eq!(graph["status"], rest["status"]);
    let (place, same) =
        (&graph["serviceAtLocations"][0]["location"], &rest["service_at_locations"][0]["location"]);
    assert_eq!(place["name"], same["name"]);
    assert_eq!(place["addresses"][0]["postalCode"], same["addresses"][0]["postal_code"]);
}

#[test]
fn a_script_on_any_page_may_ask_the_graph() {
    let directory = Directory::on_sqlite();
    let question = TestRequest::with_uri("/graphql")
        .method(Method::OPTIONS)
        .insert_header(("origin", "https://app.example"))
        .insert_header(("access-control-request-method", "POST"))
        .insert_header(("access-control-request-headers", "content-type"));
    let answer = directory.anonymous().asks(question);
    assert!(answer.status.is_success());
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-methods").contains("POST"));
    assert_eq!(answer.header("access-control-allow-headers"), "*, Authorization");
}

#[test]
fn sessions_changes_and_needs_are_told_as_by_the_rest_interface() {
    let directory = Directory::on_sqlite();
    let chess = json!({
        "id": "c1", "name": "Chess Circle", "status": "active", "organization": { "id": "o1", "name": "Players" },
        "schedules": [{ "id": "w", "freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00" }],
    });
    let put = directory
        .program("records:write", &["players"])
        .puts("/v1/sources/players/records/service/c1", &chess);
    assert_eq!(put.status, 201, "{}", put.text);
    directory.reconcile();
    let reader = directory.anonymous();
    let rest = reader.gets("/v1/changes").body;
    let graph = &reader.queries("{ changes { epoch first last more nodes { number id kind change at } } }")["data"]
        ["changes"];
    for name in ["epoch", "first", "last", "more"] {
        assert_eq!(graph[name], rest[name], "{name}");
    }
    assert_eq!(graph["nodes"], rest["changes"]);
    let rest = reader.gets("/v1/occurrences").body;
    let graph = &reader.queries(
        "{ occurrences { totalCount from to nodes { id startsAt endsAt date cancelled uncertain service { id name } } } }",
    )["data"]["occurrences"];
    assert_eq!((&graph["from"], &graph["to"]), (&rest["from"], &rest["to"]));
    assert_eq!((&graph["totalCount"], &rest["total_items"]), (&json!(1), &json!(1)));
    for (node, same) in graph["nodes"].as_array().unwrap().iter().zip(rest["contents"].as_array().unwrap()) {
        assert_eq!((&node["id"], &node["service"]), (&same["id"], &same["service"]));
        assert_eq!((&node["startsAt"], &node["endsAt"]), (&same["starts_at"], &same["ends_at"]));
    }
    let rest = reader.gets("/v1/needs/digital-skills").body;
    let graph = &reader.queries(
        "{ need(code: \"digital-skills\") { totalCount need { code name description indicator topics { topic weight because } } } }",
    )["data"]["need"];
    assert_eq!((&graph["need"], &graph["totalCount"]), (&rest["need"], &rest["total"]));
}

#[test]
fn an_answer_of_the_graph_may_be_kept_as_long_as_one_of_the_rest_interface() {
    let directory = Directory::on_sqlite();
    directory.partner("players").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
    let reader = directory.anonymous();
    let graph = reader.gets("/graphql?query=%7Bservices%7Bnodes%7Bname%7D%7D%7D");
    assert_eq!(graph.header("cache-control"), reader.gets("/v1/services").header("cache-control"));
    let held = TestRequest::with_uri("/graphql?query=%7Bservices%7Bnodes%7Bname%7D%7D%7D");
    let again = reader.asks(held.insert_header(("if-none-match", graph.header("etag"))));
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
}
