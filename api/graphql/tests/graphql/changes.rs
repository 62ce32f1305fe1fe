//! Following what changes: everything was published at once, and one group was closed since.

use serde_json::{Value, json};

use crate::directory::{CLOSED, Directory, LENDING};

const CHANGE: &str = "number id kind change into at node { id ... on Service { name } }";

#[actix_web::test]
async fn whoever_follows_hears_of_everything_in_order_and_of_what_is_gone() {
    let directory = Directory::new();
    let (mut told, mut after) = (Vec::new(), "after: 0".to_owned());
    loop {
        let query = format!("{{ changes({after}, first: 7) {{ place last more nodes {{ {CHANGE} }} }} }}");
        let page = directory.data(&query).await["changes"].take();
        told.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = format!("after: {}, epoch: {}", page["last"], page["place"]);
        if page["more"] == Value::Bool(false) {
            break;
        }
    }
    assert!(told.is_sorted_by_key(|change| change["number"].as_i64()));
    let of = |id: uuid::Uuid| told.iter().filter(move |change| change["id"] == json!(id)).collect::<Vec<_>>();
    let [lending] = of(LENDING)[..] else { panic!("it is told once") };
    assert_eq!((&lending["change"], &lending["kind"]), (&json!("updated"), &json!("service")));
    assert_eq!(lending["node"], json!({ "id": LENDING, "name": "Book lending" }));
    let [closed] = of(CLOSED)[..] else { panic!("it is told once") };
    assert_eq!(
        (&closed["change"], &closed["into"], &closed["node"]),
        (&json!("deleted"), &Value::Null, &Value::Null)
    );
    let query = format!("{{ changes({after}) {{ more nodes {{ id }} }} }}");
    assert_eq!(directory.data(&query).await["changes"], json!({ "more": false, "nodes": [] }));
}

#[actix_web::test]
async fn a_number_that_one_cannot_go_on_from_is_refused_with_a_code_of_its_own() {
    let directory = Directory::new();
    let last = directory.data("{ changes(first: 100) { last } }").await["changes"]["last"].as_i64().unwrap();
    for arguments in [format!("after: {}", last + 1), format!(r#"after: {last}, epoch: "abc""#)] {
        let answer = directory.answer(&format!("{{ changes({arguments}) {{ last }} }}")).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"],
            json!({ "code": "CHANGES_GONE", "first": 1, "last": last }),
            "{arguments}"
        );
        assert!(error["message"].as_str().unwrap().contains("Read everything anew"), "{error}");
        assert_eq!(answer["data"], json!({ "changes": null }));
    }
    assert!(directory.error("{ changes(after: -1) { last } }").await.contains("a whole number from 0"));
    assert!(directory.error("{ changes(first: 101) { last } }").await.contains("from 0 to 100"));
}
