//! `/graphql`, as it is wired into the whole.

use actix_web::{http::Method, test::TestRequest};

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
