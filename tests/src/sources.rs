//! What can be learnt about the sources, and by whom.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::{
    actors::{Answer, Row, club},
    directory::{Directory, TOKEN, on_each_database},
};

/// What a steward gets at a path.
fn look(directory: &Directory, path: &str) -> Answer {
    let request = TestRequest::get().uri(path).insert_header(("Authorization", format!("Bearer {TOKEN}")));
    directory.anonymous().asks(request)
}

fn names(answer: &Answer) -> Vec<&str> {
    answer.body["sources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// Two lists of one club, one of them for stewards only.
fn two_lists(directory: &Directory) {
    let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
    directory.partner("open").publishes(&[chess]);
    directory.partner("closed").on_terms("visibility = \"private\"").publishes(&[chess]);
}

#[test]
fn everybody_knows_of_public_sources_and_stewards_of_all() {
    on_each_database(|directory| {
        two_lists(directory);
        let anyone = directory.anonymous().gets("/v1/sources");
        assert_eq!(names(&anyone), ["open"]);
        let source = &anyone.body["sources"][0];
        assert_eq!(source["licence"]["id"], "OGL-UK-3.0");
        assert_eq!(source["records"]["service"], 1);
        assert_eq!(
            (&source["last_run"]["outcome"], &source["last_run"]["counts"]["new"]),
            (&json!("harvested"), &json!(1))
        );
        assert_eq!(names(&look(directory, "/v1/sources")), ["closed", "open"]);
        let second = look(directory, "/v1/sources?limit=1&offset=1");
        assert_eq!((names(&second), second.body.get("next_offset")), (vec!["open"], None));
        assert_eq!(look(directory, "/v1/sources?limit=1").body["next_offset"], 1);
        assert_eq!(directory.anonymous().gets("/v1/sources/open").body["name"], "open");
        for path in ["/v1/sources/closed", "/v1/sources/closed/runs", "/v1/sources/nobody"] {
            let answer = directory.anonymous().gets(path);
            assert_eq!(
                (answer.status.as_u16(), &answer.body["type"]),
                (404, &json!("/problems/unknown-source"))
            );
        }
        assert_eq!(look(directory, "/v1/sources/closed").body["visibility"], "private");
    });
}

#[test]
fn the_harvests_of_a_source_come_latest_first() {
    on_each_database(|directory| {
        let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("open").publishes(&[chess]);
        directory.hour_passes();
        directory.partner("open").publishes(&[chess, club("Choir", "Old Chapel", "PL1 4QT")]);
        let runs = directory.anonymous().gets("/v1/sources/open/runs").body["runs"].clone();
        let new: Vec<_> = runs.as_array().unwrap().iter().map(|run| run["counts"]["new"].clone()).collect();
        assert_eq!(new, [json!(1), json!(1)]);
        assert!(runs[0]["started"].as_str() > runs[1]["started"].as_str());
        assert_eq!(
            directory.anonymous().gets("/v1/sources/open/runs?limit=1").body["runs"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn an_issue_names_record_field_value_and_remedy_to_stewards_only() {
    on_each_database(|directory| {
        let chess = Row { phone: "ask at the bar", ..club("Chess Circle", "Stoke Hall", "PL2 1BG") };
        directory.partner("open").publishes(&[chess]);
        let path = "/v1/sources/open/issues";
        assert_eq!(directory.anonymous().gets(path).status, 401);
        let page = look(directory, path).body;
        let issue = page["issues"].as_array().unwrap().iter().find(|one| one["value"] == "ask at the bar");
        let issue = issue.unwrap_or_else(|| panic!("{page}"));
        assert!(issue["record"].as_str().unwrap().ends_with("chess-circle-pl2-1bg"), "{issue}");
        assert!(
            !issue["reason"].as_str().unwrap().is_empty() && !issue["action"].as_str().unwrap().is_empty()
        );
        let code = issue["code"].as_str().unwrap();
        assert_eq!(look(directory, &format!("{path}?code={code}")).body["total"], 1);
        assert_eq!(look(directory, &format!("{path}?code=no-such-code")).body["total"], 0);
        assert_eq!(look(directory, &format!("{path}?severity=fatal")).body["issues"], json!([]));
        assert_eq!(look(directory, &format!("{path}?severity=terrible")).status, 400);
        directory.partner("open").publishes(&[chess]);
        assert_eq!(look(directory, path).body["total"], page["total"], "what did not change is still wrong");
    });
}

#[test]
fn a_record_shows_what_was_sent_what_was_read_and_what_it_is_one_with() {
    on_each_database(|directory| {
        let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("first").publishes(&[chess]);
        directory.partner("second").publishes(&[Row { name: "The Chess Circle", ..chess }]);
        let path = "/v1/sources/first/records/service%3Achess-circle-pl2-1bg";
        assert_eq!(directory.anonymous().gets(path).status, 401);
        let found = look(directory, path).body;
        assert_eq!(found["record"], "first:service:chess-circle-pl2-1bg");
        assert!(found["item"]["body"].as_str().unwrap().contains("Chess Circle"), "{found}");
        assert_eq!(found["content"]["name"], "Chess Circle");
        assert_eq!(found["entity"], directory.anonymous().only_service()["id"]);
        assert_eq!(found["matches"][0]["b"]["record"], "second:service:the-chess-circle-pl2-1bg");
        assert_eq!(found["matches"][0]["band"], "link");
        assert_eq!(look(directory, "/v1/sources/first/records/service:nobody").status, 404);
        assert_eq!(look(directory, "/v1/sources/first/records/nonsense").status, 400);
        directory.steward().erases("first:service:chess-circle-pl2-1bg");
        assert_eq!(look(directory, path).status, 410);
    });
}
