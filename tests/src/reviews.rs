//! What nobody confirms is marked, found last, and hidden at last.

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::directory::{Directory, TOKEN, on_each_database};

/// Reviews after ten weeks, with a grace of four.
const TERMS: &str = "review = \"10w\"\ngrace = \"4w\"";

fn weeks_pass(directory: &Directory, weeks: i64) {
    directory.clock.advance(TimeDelta::weeks(weeks));
    directory.reconcile();
}

fn club(id: &str, name: &str) -> Value {
    json!({ "id": id, "name": name, "status": "active", "description": "Chess for everyone" })
}

fn found(directory: &Directory, words: &str) -> Vec<String> {
    directory.anonymous().gets(&format!("/oruk/v3/services?search={words}")).names()
}

/// Two chess clubs of one source, of which the one that fits best is reviewed.
fn two_clubs(directory: &Directory) {
    for (source, terms, name) in
        [("clubs", TERMS, "Chess chess club"), ("halls", "review = \"never\"", "Club for chess")]
    {
        directory.takes_pushes(source, terms);
        let writer = directory.program("records:write", &[source]);
        let put = writer.puts(&format!("/v1/sources/{source}/records/service/1"), &club("1", name));
        assert_eq!(put.status, 201, "{}", put.text);
    }
    directory.reconcile();
}

#[test]
fn an_unconfirmed_service_is_marked_found_last_then_hidden_and_comes_back_when_confirmed() {
    on_each_database(|directory| {
        two_clubs(directory);
        assert_eq!(found(directory, "chess"), ["Chess chess club", "Club for chess"]);
        let services = directory.anonymous().gets("/oruk/v3/services").body;
        let listed = services["contents"].as_array().unwrap().iter();
        let club = listed.clone().find(|service| service["name"] == "Chess chess club").unwrap();
        let path = format!("/oruk/v3/services/{}", club["id"].as_str().unwrap());

        weeks_pass(directory, 10);
        let overdue = directory.anonymous().gets(&path).body;
        assert!(
            overdue["alert"].as_str().unwrap().starts_with("These details have not been confirmed since")
        );
        assert_eq!(found(directory, "chess"), ["Club for chess", "Chess chess club"]);

        weeks_pass(directory, 4);
        assert_eq!(found(directory, "chess"), ["Club for chess"]);
        assert_eq!(directory.anonymous().gets(&path).status, 404);

        let partner = directory.program("records:write", &["clubs"]);
        let confirmed = partner.posts("/v1/sources/clubs/confirm", &json!({ "records": ["service:1"] }));
        assert_eq!(
            (confirmed.status.as_u16(), &confirmed.body["confirmed"]),
            (200, &json!(1)),
            "{}",
            confirmed.text
        );
        directory.reconcile();
        let current = directory.anonymous().gets(&path).body;
        let today = model::Clock::now(&*directory.clock).date_naive().to_string();
        assert_eq!((current.get("alert"), &current["assured_date"]), (None, &json!(today)));
        assert_eq!(found(directory, "chess"), ["Chess chess club", "Club for chess"]);
    });
}

#[test]
fn its_source_is_told_once_until_it_confirms_and_reads_the_day_in_the_record() {
    on_each_database(|directory| {
        two_clubs(directory);
        let partner = directory.program("records:write", &["clubs"]);
        let issues = || partner.gets("/v1/sources/clubs/issues?code=overdue").body;
        assert_eq!(issues()["total"], 0);
        weeks_pass(directory, 10);
        assert_eq!((&issues()["total"], &issues()["issues"][0]["record"]), (&json!(1), &json!("service:1")));

        let all = partner.posts("/v1/sources/clubs/confirm", &json!({}));
        assert_eq!(all.body, json!({ "confirmed": 1 }), "without names all are");
        let bare = partner.asks(TestRequest::post().uri("/v1/sources/clubs/confirm"));
        assert_eq!(bare.body, json!({ "confirmed": 1 }), "and without a body: {}", bare.text);
        directory.reconcile();
        assert_eq!(issues()["total"], 0);
        let record = partner.gets("/v1/sources/clubs/records/service:1").body;
        let today = model::Clock::now(&*directory.clock).date_naive().to_string();
        assert_eq!(record["assured"], json!(today));
        weeks_pass(directory, 10);
        assert_eq!(issues()["total"], 1, "the next review is due as the first was");
    });
}

#[test]
fn time_that_changes_nothing_writes_nothing() {
    let directory = Directory::on_sqlite();
    two_clubs(&directory);
    let before = directory.store.last_change().unwrap();
    weeks_pass(&directory, 9);
    assert_eq!(directory.store.last_change().unwrap(), before);
    weeks_pass(&directory, 1);
    let marked = directory.store.last_change().unwrap();
    assert_eq!(marked, before + 1);
    weeks_pass(&directory, 1);
    assert_eq!(directory.store.last_change().unwrap(), marked);
    weeks_pass(&directory, 100);
    assert_eq!(directory.store.last_change().unwrap(), marked + 1);
    weeks_pass(&directory, 100);
    assert_eq!(directory.store.last_change().unwrap(), marked + 1);
}

#[test]
fn a_name_that_is_no_service_of_the_source_confirms_nothing() {
    let directory = Directory::on_sqlite();
    two_clubs(&directory);
    let partner = directory.program("records:write", &["clubs"]);
    for stray in ["service:2", "location:1", "1", "service:"] {
        let sent = json!({ "records": ["service:1", stray] });
        let answer = partner.posts("/v1/sources/clubs/confirm", &sent);
        assert_eq!(
            (answer.status.as_u16(), &answer.body["unknown"]),
            (404, &json!([stray])),
            "{}",
            answer.text
        );
    }
    assert_eq!(directory.store.record(&"clubs:service:1".parse().unwrap()).unwrap().unwrap().confirmed, None);
    assert_eq!(partner.posts("/v1/sources/clubs/confirm", &json!({ "records": [] })).status, 400);
    let text = partner.posts("/v1/sources/clubs/confirm", &json!("service:1"));
    assert_eq!(
        (text.status.as_u16(), &text.body["detail"]),
        (400, &json!("The body must be a JSON object, not \"service:1\"")),
    );
    let foreign = partner.posts("/v1/sources/halls/confirm", &json!({}));
    assert_eq!(foreign.status, 403);
    let request = TestRequest::post().uri("/v1/sources/nowhere/confirm").set_json(json!({}));
    let request = request.insert_header(("Authorization", format!("Bearer {TOKEN}")));
    let nowhere = directory.anonymous().asks(request);
    assert_eq!(nowhere.status, 404, "{}", nowhere.text);
}

#[test]
fn what_a_person_hid_stays_hidden_when_it_lapses_and_when_it_is_shown_again() {
    let directory = Directory::on_sqlite();
    two_clubs(&directory);
    let id =
        directory.store.ids_of(&["clubs:service:1".parse().unwrap()]).unwrap().into_values().next().unwrap();
    directory.store.hide(id, model::Clock::now(&*directory.clock), "moved").unwrap();
    weeks_pass(&directory, 20);
    directory.store.unhide(id, model::Clock::now(&*directory.clock)).unwrap();
    directory.reconcile();
    assert_eq!(found(&directory, "chess"), ["Club for chess"], "it lapsed meanwhile");
}

#[test]
fn the_graph_confirms_as_well() {
    let directory = Directory::on_sqlite();
    two_clubs(&directory);
    let partner = directory.program("records:write", &["clubs"]);
    let ask = |arguments: &str| {
        let query = format!("mutation {{ confirmRecords({arguments}) }}");
        partner.posts("/graphql", &json!({ "query": query })).body
    };
    assert_eq!(ask(r#"source: "clubs""#)["data"]["confirmRecords"], 1);
    assert_eq!(ask(r#"source: "clubs", records: ["service:1"]"#)["data"]["confirmRecords"], 1);
    let stray = ask(r#"source: "clubs", records: ["service:2"]"#);
    assert!(stray["errors"][0]["message"].as_str().unwrap().contains("service:2"), "{stray}");
    assert!(ask(r#"source: "halls""#)["errors"][0]["message"].is_string());
}
