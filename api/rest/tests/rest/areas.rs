//! Areas, needs and coverage as their readers see them.

use actix_web::{
    http::{StatusCode, header},
    test::TestRequest,
};
use catalog::{Guide, Needs};
use model::{Area, Dataset, Indicator, Licence};
use rest::{Settings, State};
use serde_json::{Value, json};

use crate::support::*;

fn dataset(part: String, attribution: &str) -> Dataset {
    let url = Some("https://licences.example.org/OGL".to_owned());
    let attribution = Some(attribution.to_owned());
    let licence = Licence { id: "OGL-UK-3.0".to_owned(), url, attribution, republish: true };
    let description = Some("Higher is of greater risk.".to_owned());
    Dataset { part, name: "Risk of exclusion".to_owned(), description, licence, lower_is_worse: false }
}

fn ward(code: &str, name: &str, latitude: f64) -> Area {
    let (code, name, kind) = (code.to_owned(), name.to_owned(), Area::WARD.to_owned());
    let ring = vec![[-4.2, 50.3], [-4.1, 50.3], [-4.1, 50.4], [-4.2, 50.4], [-4.2, 50.3]];
    let boundary = (name == "South").then(|| vec![vec![ring]]);
    Area { code, name, kind, latitude, longitude: -4.14, boundary }
}

fn state() -> State {
    let needs = "kind,code,name,description,phrases,indicator\n\
        need,digital-skills,Digital skills,To use computers.,learn to use a computer,risk\n\
        need,gold,Gold,To be rich.,strike gold,\n\
        circumstance,older,Older,From sixty on.,pensioner,\n";
    let topics = "need,topic,weight,because\ndigital-skills,DS,1,It teaches.\n";
    let figure = |area: &str, value| Indicator {
        area: area.to_owned(),
        code: "risk".to_owned(),
        value,
        period: Some("2024".to_owned()),
    };
    let guide = Guide {
        needs: Needs::read(needs, topics).unwrap(),
        areas: vec![ward("E1", "North", 50.9), ward("E2", "South", 50.37)],
        indicators: vec![figure("E1", 3.5), figure("E2", 2.0)],
        datasets: vec![
            dataset(Dataset::areas(Area::WARD), "Contains OS data"),
            dataset(Dataset::indicator("risk"), "Contains figures"),
        ],
        ..Guide::default()
    };
    directory_with(Settings::default(), guide)
}

async fn get(path: &str) -> Answer {
    ask(&state(), TestRequest::get().uri(path)).await
}

#[actix_web::test]
async fn areas_are_listed_with_what_is_known_of_them_and_whose_that_is() {
    let answer = get("/v1/areas?limit=1&offset=1").await;
    let page = answer.json();
    assert_eq!((&page["total"], &page["kinds"]), (&json!(2), &json!(["ward"])));
    assert_eq!(page["areas"][0]["name"], "South");
    assert_eq!(page["areas"][0]["has_boundary"], true);
    assert_eq!(page["areas"][0]["indicators"][0]["value"], 2.0);
    assert_eq!(page["areas"][0]["indicators"][0]["name"], "Risk of exclusion");
    let attributions: Vec<&Value> =
        page["licences"].as_array().unwrap().iter().map(|one| &one["attribution"]).collect();
    assert_eq!(attributions, ["Contains OS data", "Contains figures"]);
    assert!(answer.header("link").contains("rel=\"license\""));
    let held = TestRequest::get()
        .uri("/v1/areas?limit=1&offset=1")
        .insert_header((header::IF_NONE_MATCH, answer.header("etag")));
    assert_eq!(ask(&state(), held).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(get("/v1/areas?kind=lsoa").await.json()["total"], 0);
    let refused = get("/v1/areas?knd=lsoa").await;
    assert_eq!(
        (refused.status, refused.json()["parameter"].clone()),
        (StatusCode::BAD_REQUEST, json!("knd"))
    );
}

#[actix_web::test]
async fn one_area_comes_with_its_boundary() {
    let area = get("/v1/areas/E2").await.json();
    assert_eq!((&area["code"], &area["boundary"]["type"]), (&json!("E2"), &json!("MultiPolygon")));
    assert_eq!(get("/v1/areas/E1").await.json().get("boundary"), None);
    assert_eq!(get("/v1/areas/E9").await.json()["type"], "/problems/unknown-area");
    assert_eq!(get("/v1/areas/%00").await.status, StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn coverage_ranks_the_wards_and_explains_it_in_json_and_csv() {
    let report = get("/v1/coverage?need=digital-skills").await.json();
    assert_eq!((&report["indicator"], &report["services"]), (&json!("risk"), &json!(1)));
    let first = &report["wards"][0];
    assert_eq!((&first["name"], &first["rank"], &first["services"]), (&json!("North"), &json!(1), &json!(0)));
    assert!(
        first["explanation"].as_str().unwrap().contains("100 % of the other wards fare better by services")
    );
    assert!(first["nearest_m"].as_u64().unwrap() > 50_000);
    let table = get("/v1/coverage?need=digital-skills&format=csv").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.text.starts_with("code,name,rank,thinness,services,"), "{}", table.text);
    assert!(table.text.contains("\nE1,North,1,100,0,"), "{}", table.text);
    assert!(
        table
            .text
            .lines()
            .all(|row| row.ends_with(",attribution") || row.ends_with("Contains OS data; Contains figures"))
    );
    assert!(table.headers("link").contains("<https://licences.example.org/OGL>; rel=\"license\""));
    let held = TestRequest::get()
        .uri("/v1/coverage?need=digital-skills&format=csv")
        .insert_header((header::IF_NONE_MATCH, table.header("etag")));
    assert_eq!(ask(&state(), held).await.status, StatusCode::NOT_MODIFIED);
    let unknown = get("/v1/coverage?need=silver").await.json();
    assert_eq!(
        (&unknown["parameter"], &unknown["allowed"]),
        (&json!("need"), &json!("digital-skills, gold"))
    );
    assert_eq!(get("/v1/coverage").await.status, StatusCode::BAD_REQUEST);
    let other = get("/v1/coverage?need=gold&indicator=silver").await.json();
    assert_eq!((&other["parameter"], &other["allowed"]), (&json!("indicator"), &json!("risk")));
}

#[actix_web::test]
async fn a_sentence_leads_to_services_each_with_its_reason() {
    let all = get("/v1/needs").await.json();
    assert_eq!(
        (all["needs"].as_array().unwrap().len(), &all["circumstances"][0]["code"]),
        (2, &json!("older"))
    );
    let heard = get("/v1/needs?q=I'm+a+pensioner,+I+want+to+learn+to+use+computers+near+South&limit=2").await;
    let heard = heard.json();
    assert_eq!(heard["needs"][0]["code"], "digital-skills");
    assert_eq!(heard["circumstances"][0]["code"], "older");
    assert_eq!((&heard["place"]["label"], &heard["place"]["precision"]), (&json!("South"), &json!("ward")));
    let services = heard["answers"]["services"].as_array().unwrap();
    assert_eq!((services.len(), &heard["answers"]["total"]), (1, &json!(1)));
    assert_eq!((&services[0]["topic"], &services[0]["because"]), (&json!("DS"), &json!("It teaches.")));
    assert!(services[0]["explanation"].as_str().unwrap().starts_with("It teaches. "), "{}", services[0]);
    assert!(heard["answers"]["licences"][0]["attribution"].is_string());
    let nothing = get("/v1/needs?q=hello").await.json();
    assert_eq!((&nothing["needs"], nothing.get("answers")), (&json!([]), None));
}

#[actix_web::test]
async fn a_need_is_answered_by_its_code_near_a_place() {
    let need = get("/v1/needs/digital-skills?near=50.37,-4.14&limit=1").await.json();
    assert_eq!((&need["need"]["name"], &need["total"]), (&json!("Digital skills"), &json!(1)));
    assert!(need["services"][0]["distance_m"].is_u64(), "{need}");
    assert_eq!(get("/v1/needs/silver").await.json()["type"], "/problems/unknown-need");
    let nowhere = get("/v1/needs/gold?near=Atlantis").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let nowhere = nowhere.json();
    assert_eq!(nowhere["type"], "/problems/unknown-name");
    assert_eq!((&nowhere["parameter"], &nowhere["value"]), (&json!("near"), &json!("Atlantis")));
    let circumstance = get("/v1/needs/gold?circumstance=rich").await.json();
    assert_eq!(
        (&circumstance["parameter"], &circumstance["allowed"]),
        (&json!("circumstance"), &json!("older"))
    );
}

#[actix_web::test]
async fn services_that_answer_a_need_say_why() {
    let page = get("/v1/services?need=digital-skills&circumstance=older&near=50.37,-4.14").await.json();
    let fit = &page["contents"][0]["fit"];
    assert_eq!((&fit["topic"], &fit["because"]), (&json!("DS"), &json!("It teaches.")));
    assert_eq!(fit["circumstances"], json!([]));
    let explanation = fit["explanation"].as_str().unwrap();
    assert!(explanation.starts_with("It teaches. ") && explanation.contains(" m away; "), "{explanation}");
    let need = get("/v1/needs/digital-skills?near=50.37,-4.14").await.json();
    assert_eq!(
        (&fit["score"], &fit["explanation"]),
        (&need["services"][0]["score"], &need["services"][0]["explanation"])
    );
    let table = get("/v1/services?need=digital-skills&format=csv").await;
    assert!(table.text.lines().next().unwrap().contains(",fit,"), "{}", table.text);
    assert!(get("/v1/services").await.json()["contents"][0].get("fit").is_none());
}

#[actix_web::test]
async fn what_is_listed_or_counted_by_ward_names_whose_wards_they_are() {
    for path in ["/v1/services?ward=South", "/v1/services?facets=ward", "/v1/needs/digital-skills?near=South"]
    {
        let answer = get(path).await;
        let told = answer.json()["licences"].to_string();
        assert!(told.contains("Contains OS data"), "{path}: {told}");
        assert!(answer.headers("link").contains("<https://licences.example.org/OGL>"), "{path}");
    }
    assert!(!get("/v1/services").await.json()["licences"].to_string().contains("Contains OS data"));
    for form in ["csv", "ndjson"] {
        let answer = get(&format!("/v1/services?ward=South&format={form}")).await;
        assert!(answer.headers("link").contains("<https://licences.example.org/OGL>"), "{form}");
    }
}
