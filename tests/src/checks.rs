//! A feed looked at before it joins, over the network.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::{
    actors::{Answer, club},
    directory::{Directory, TOKEN, on_each_database},
};

const CHESS: &str = "Name,Location Name,Postcode\nChess Circle,Stoke Hall,PL2 1BG\n";

fn sent(path: &str, media_type: &str, body: impl Into<Vec<u8>>) -> TestRequest {
    TestRequest::post().uri(path).insert_header(("content-type", media_type)).set_payload(body.into())
}

fn checks(directory: &Directory, list: &str) -> Answer {
    directory.anonymous().asks(sent("/v1/check?no_links=true", "text/csv", list))
}

fn checks_as_steward(directory: &Directory, list: &str) -> Answer {
    let request = sent("/v1/check?no_links=true", "text/csv", list);
    directory.anonymous().asks(request.insert_header(("Authorization", format!("Bearer {TOKEN}"))))
}

#[test]
fn a_partner_learns_of_issues_quality_and_duplicates_and_nothing_is_stored() {
    on_each_database(|directory| {
        directory.partner("open").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
        let answer =
            checks(directory, "Name,Location Name,Postcode,Phone\nChess Circle,Stoke Hall,PL2 1BG,ask\n");
        assert_eq!(answer.status, 200, "{}", answer.text);
        let found = &answer.body;
        assert!(found["issues"].as_array().unwrap().iter().any(|issue| issue["value"] == "ask"), "{found:#}");
        assert_eq!(found["quality"]["parts"][2]["name"], "geocoded");
        assert!(found["quality"]["score"].as_u64().unwrap() > 0);
        assert!(found["compliance"]["not_applicable"].is_string());
        assert_eq!(found["duplicates"]["kinds"]["service"]["joining"], 1, "{found:#}");
        let pair =
            found["duplicates"]["pairs"].as_array().unwrap().iter().find(|pair| pair["kind"] == "service");
        assert_eq!(pair.unwrap()["entity"], directory.anonymous().only_service()["id"]);
        assert_eq!(directory.anonymous().gets("/v1/sources").body["sources"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_posted_list_is_read_by_the_mapping_that_is_proposed_for_it_and_the_report_gives_it() {
    let directory = Directory::on_sqlite();
    let list = "Club,What happens,Run by,Venue,Address,Telephone,Open\n\
        Ford Lunch Club,A hot meal and company for anyone over sixty,Ford Neighbours,Ford Hall,\
        \"2 Cambridge Road, Plymouth, PL2 1PU\",01752 668001,Tue 12pm-2pm\n\
        Soup and Chat,Soup and a game of cards to go with it,Stoke Church,Stoke Hall,\
        \"9 Devonport Road, Plymouth, PL3 4DL\",01752 668002,Thu 11am-1pm\n";
    let answer = checks(&directory, list);
    let found = &answer.body;
    assert_eq!((answer.status.as_u16(), &found["readable"]), (200, &json!(true)), "{}", answer.text);
    assert_eq!(
        (&found["records"]["service"], &found["records"]["location"]),
        (&json!(2), &json!(2)),
        "{found:#}"
    );
    assert_eq!(found["map"]["service"]["name"], "Club");
    assert_eq!(found["map"]["location"]["address"], "Address");
    let lines = found["map_lines"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["field"] == "phone" && line["certainty"] == "sure"), "{lines:#?}");

    let new = json!({
        "id": "lunch-clubs", "name": "Lunch clubs", "format": "csv", "state": "trial",
        "licence": { "id": "OGL-UK-3.0" }, "map": found["map"],
    });
    let request = sent("/v1/sources", "application/json", new.to_string());
    let made =
        directory.anonymous().asks(request.insert_header(("Authorization", format!("Bearer {TOKEN}"))));
    assert_eq!(made.status, 201, "{}", made.text);
}

#[test]
fn that_something_confidential_is_there_is_told_to_stewards_only() {
    on_each_database(|directory| {
        let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("closed").on_terms("visibility = \"private\"").publishes(&[chess]);
        let licence = "licence = { id = \"in-house\", republish = false }";
        directory.partner("licensed").on_terms(licence).publishes(&[chess]);
        let anyone = checks(directory, CHESS).body;
        assert_eq!(anyone["duplicates"]["pairs"], json!([]), "{anyone:#}");
        let nothing = json!({ "link": 0, "review": 0 });
        for (kind, found) in anyone["duplicates"]["kinds"].as_object().unwrap() {
            assert_eq!((&found["joining"], &found["with_directory"]), (&json!(0), &nothing), "{kind}");
        }
        let steward = checks_as_steward(directory, CHESS).body;
        assert_eq!(steward["duplicates"]["kinds"]["service"]["joining"], 1, "{steward:#}");
        assert!(steward.to_string().contains("closed:service:"), "{steward:#}");
    });
}

#[test]
fn a_check_finds_the_same_issues_and_records_as_a_run_by_the_mapping_that_it_gives() {
    let directory = Directory::on_sqlite();
    let list = "Name,Location Name,Postcode,Phone\nChess Circle,Stoke Hall,PL2 1BG,ask\nChoir,,nowhere,01752 305900\n";
    let checked = checks(&directory, list).body;
    directory.write("open", "list.csv", list);
    let toml = "name = \"Open\"\nformat = \"csv\"\nlocation = \"list.csv\"\n[licence]\nid = \"OGL-UK-3.0\"\n";
    let map = toml::to_string(&json!({ "map": checked["map"] })).unwrap();
    directory.write("open", "source.toml", &format!("{toml}{map}"));
    let run = directory.harvest("open", &harvest::Options::default());
    let told = |issues: Value| {
        let issues = issues.as_array().unwrap().clone();
        issues
            .into_iter()
            .map(|one| (one["code"].clone(), one["record"].clone(), one["value"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(checked["issues"].clone()), told(serde_json::to_value(&run.issues).unwrap()));
    let records: u64 = checked["records"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!((records, &checked["items"]), (run.counts.records, &json!(run.counts.items)));
}

#[test]
fn what_cannot_be_checked_is_refused_with_the_reason() {
    let directory = Directory::on_sqlite();
    let asks = |request: TestRequest| directory.anonymous().asks(request);
    let json = |body: Value| sent("/v1/check", "application/json", body.to_string());
    let cases = [
        (json(json!({ "location": "/etc/passwd" })), 400, "invalid-body"),
        (json(json!({ "location": "https://x.example/a.csv", "fromat": "csv" })), 400, "invalid-body"),
        (json(json!({ "location": "https://x.example/a.csv", "format": "word" })), 400, "invalid-body"),
        (sent("/v1/check", "application/msword", "x"), 415, "unsupported-media-type"),
        (sent("/v1/check?format=push", "text/csv", "x"), 400, "invalid-parameter"),
        (sent("/v1/check?format=word", "text/csv", "x"), 400, "invalid-parameter"),
        (sent("/v1/check", "text/csv", vec![b'x'; 10 * 1024 * 1024 + 1]), 413, "content-too-large"),
    ];
    for (request, status, kind) in cases {
        let answer = asks(request);
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_eq!(answer.body["type"], format!("/problems/{kind}"), "{}", answer.text);
    }
}

#[test]
fn of_a_feed_that_cannot_be_read_the_report_says_why() {
    let directory = Directory::on_sqlite();
    let address = |body: Value| sent("/v1/check", "application/json", body.to_string());
    for (request, code, reason) in [
        (
            address(json!({ "location": "http://127.0.0.1:1/list.csv" })),
            "private-address",
            "not a public address",
        ),
        (
            address(json!({ "location": "http://169.254.169.254/latest", "format": "csv" })),
            "private-address",
            "not a public address",
        ),
        (
            sent("/v1/check?format=xlsx", "application/octet-stream", "no workbook"),
            "wrong-format",
            "is no xlsx",
        ),
        (
            sent("/v1/check", "text/csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
            "wrong-format",
            "is no csv",
        ),
    ] {
        let answer = directory.anonymous().asks(request);
        let report = &answer.body;
        assert_eq!((answer.status.as_u16(), &report["readable"]), (200, &json!(false)), "{}", answer.text);
        assert_eq!((report.get("quality"), report.get("duplicates")), (None, None));
        let last = report["issues"].as_array().unwrap().last().unwrap();
        assert!(last["reason"].as_str().unwrap().contains(reason), "{last}");
        assert_eq!(last["code"], code, "{last}");
        let words = last.to_string();
        let of_the_command_line = ["harvest again", "set `format", "allow private networks"];
        assert!(!of_the_command_line.iter().any(|said| words.contains(said)), "{words}");
    }
}

#[test]
fn json_with_a_format_is_the_feed_itself() {
    let directory = Directory::on_sqlite();
    let rows = json!([{ "name": "Chess Circle", "postcode": "PL2 1BG" }]).to_string();
    let answer = directory.anonymous().asks(sent("/v1/check?format=json", "application/json", rows));
    assert_eq!(
        (answer.status.as_u16(), &answer.body["records"]["service"]),
        (200, &json!(1)),
        "{}",
        answer.text
    );
}
