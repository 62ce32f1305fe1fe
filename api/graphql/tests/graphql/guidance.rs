//! Areas, needs and coverage: reading is a need that the library in the ward South answers.

use serde_json::{Value, json};

use crate::directory::{Directory, LENDING, LIBRARY};

#[actix_web::test]
async fn areas_are_listed_with_what_is_known_of_them_and_whose_that_is() {
    let directory = Directory::new();
    let query = r#"{ areas(first: 1, after: "E1") {
        totalCount kinds pageInfo { hasNextPage hasPreviousPage endCursor }
        nodes { code name kind latitude hasBoundary serviceCount indicators { code name value period } licences { attribution } }
    } }"#;
    let south = json!({
        "code": "E2", "name": "South", "kind": "ward", "latitude": 50.37, "hasBoundary": true, "serviceCount": 1,
        "indicators": [{ "code": "risk", "name": "risks", "value": 2.0, "period": "2024" }],
        "licences": [{ "attribution": "Contains boundaries." }, { "attribution": "Contains risks." }],
    });
    let page = json!({ "areas": {
        "totalCount": 2, "kinds": ["ward"], "nodes": [south],
        "pageInfo": { "hasNextPage": false, "hasPreviousPage": true, "endCursor": "E2" },
    } });
    assert_eq!(directory.data(query).await, page);
    assert_eq!(directory.data(r#"{ areas(kind: "lsoa") { totalCount } }"#).await["areas"]["totalCount"], 0);
    assert!(directory.error(r#"{ areas(after: "E9") { totalCount } }"#).await.contains("no cursor"));
}

#[actix_web::test]
async fn one_area_comes_with_its_boundary() {
    let query = r#"{ south: area(code: "E2") { name boundary } north: area(code: "E1") { boundary } none: area(code: "E9") { name } }"#;
    let data = Directory::new().data(query).await;
    assert_eq!(data["south"]["boundary"]["type"], "MultiPolygon");
    assert_eq!((&data["north"], &data["none"]), (&json!({ "boundary": null }), &Value::Null));
}

#[actix_web::test]
async fn coverage_ranks_the_wards_and_says_whose_figures_those_are() {
    let directory = Directory::new();
    let query = r#"{ coverage(need: "something-to-read") {
        need { name topics { topic } } indicator services elsewhere method licences { attribution }
        wards(first: 1) {
            totalCount pageInfo { hasNextPage endCursor }
            nodes { code name rank services servicesPer10000 nearestM nearestLocation { name } indicator thinness explanation }
        }
    } }"#;
    let coverage = directory.data(query).await["coverage"].take();
    assert_eq!(coverage["need"], json!({ "name": "Something to read", "topics": [{ "topic": "r" }] }));
    assert_eq!(
        (&coverage["indicator"], &coverage["services"], &coverage["elsewhere"]),
        (&json!("risk"), &json!(1), &json!(0))
    );
    assert_eq!(coverage["licences"][1]["attribution"], "Contains risks.");
    assert!(coverage["method"].as_str().unwrap().contains("from 0 to 100"));
    let thinnest = &coverage["wards"]["nodes"][0];
    assert_eq!(
        (&thinnest["name"], &thinnest["rank"], &thinnest["thinness"]),
        (&json!("North"), &json!(1), &json!(100.0))
    );
    assert_eq!(
        (&thinnest["services"], &thinnest["nearestLocation"]["name"]),
        (&json!(0), &json!("Central Library"))
    );
    assert!(thinnest["nearestM"].as_u64().unwrap() > 50_000);
    assert!(
        thinnest["explanation"]
            .as_str()
            .unwrap()
            .contains("100 % of the other wards fare better by services")
    );
    assert_eq!(coverage["wards"]["pageInfo"], json!({ "hasNextPage": true, "endCursor": "E1" }));
    let rest = directory
        .data(r#"{ coverage(need: "something-to-read") { wards(after: "E1") { nodes { code } } } }"#)
        .await;
    assert_eq!(rest["coverage"]["wards"]["nodes"], json!([{ "code": "E2" }]));
    assert!(
        directory
            .error(r#"{ coverage(need: "silver") { services } }"#)
            .await
            .contains("there are something-to-read, gold")
    );
    let indicator = r#"{ coverage(need: "gold", indicator: "luck") { services } }"#;
    assert!(directory.error(indicator).await.contains("no indicator that is known; there are risk"));
}

#[actix_web::test]
async fn needs_are_listed_or_heard_in_what_somebody_says() {
    let directory = Directory::new();
    let all = directory.data("{ needs { needs { code indicator topics { topic weight because } } circumstances { code } place { label } } }").await;
    let reading = json!({
        "code": "something-to-read", "indicator": "risk",
        "topics": [{ "topic": "r", "weight": 1.0, "because": "It lends books." }],
    });
    assert_eq!(all["needs"]["needs"], json!([reading, { "code": "gold", "indicator": null, "topics": [] }]));
    assert_eq!(
        (&all["needs"]["circumstances"], &all["needs"]["place"]),
        (&json!([{ "code": "older" }]), &Value::Null)
    );
    let said = r#"{ needs(search: "I'm a pensioner and want to borrow a book near South") {
        needs { code } circumstances { code } place { label precision latitude } } }"#;
    let heard = json!({ "needs": {
        "needs": [{ "code": "something-to-read" }], "circumstances": [{ "code": "older" }],
        "place": { "label": "South", "precision": "ward", "latitude": 50.37 },
    } });
    assert_eq!(directory.data(said).await, heard);
}

#[actix_web::test]
async fn what_answers_a_need_says_why() {
    let directory = Directory::new();
    let query = r#"{ need(code: "something-to-read", near: "50.3804,-4.1422", circumstances: ["older"]) {
        need { name } place { precision } totalCount pageInfo { hasNextPage }
        nodes {
            service { id } score topic because circumstances cost distanceM location { id }
            ward { code name foundBy } assuredDate overdue explanation
        }
    } }"#;
    let answer = json!({
        "service": { "id": LENDING }, "score": 600, "topic": "r", "because": "It lends books.", "circumstances": [],
        "cost": "unknown", "distanceM": 1001, "location": { "id": LIBRARY },
        "ward": { "code": "E2", "name": "South", "foundBy": "boundary" }, "assuredDate": null, "overdue": false,
        "explanation": "It lends books. 1.0 km away; ask what it costs.",
    });
    let page = json!({ "need": {
        "need": { "name": "Something to read" }, "place": { "precision": "point" }, "totalCount": 1,
        "pageInfo": { "hasNextPage": false }, "nodes": [answer],
    } });
    assert_eq!(directory.data(query).await, page);
    let data = directory.data(r#"{ free: need(code: "something-to-read", free: true) { totalCount } none: need(code: "silver") { totalCount } }"#).await;
    assert_eq!(data, json!({ "free": { "totalCount": 0 }, "none": null }));
    let listed = r#"{ services(filter: { need: "something-to-read" }) { edges { fit { topic because cost distanceM } } } }"#;
    let fit = json!({ "topic": "r", "because": "It lends books.", "cost": "unknown", "distanceM": null });
    assert_eq!(directory.data(listed).await, json!({ "services": { "edges": [{ "fit": fit }] } }));
    let any = directory.data("{ services(first: 1) { edges { fit { score } } } }").await;
    assert_eq!(any, json!({ "services": { "edges": [{ "fit": null }] } }), "no need was asked for");
    let nowhere = r#"{ need(code: "gold", near: "Atlantis") { totalCount } }"#;
    assert!(directory.error(nowhere).await.contains("no place that is known"));
    let rich = r#"{ need(code: "gold", circumstances: ["rich"]) { totalCount } }"#;
    assert!(directory.error(rich).await.contains("there are older"));
}
