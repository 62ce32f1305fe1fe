//! What can be learnt about the sources, and by whom.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

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
        let mut same = found;
        // The graph has them at each side.
        same["matches"][0].as_object_mut().unwrap().remove("licences");
        assert_eq!(in_the_graph(directory, Some(TOKEN), "first:service:chess-circle-pl2-1bg"), same);
        directory.steward().erases("first:service:chess-circle-pl2-1bg");
        assert_eq!(look(directory, path).status, 410);
    });
}

/// A record as the graph tells of it, in the words of the REST interface.
fn in_the_graph(directory: &Directory, token: Option<&str>, record: &str) -> Value {
    let side = "{ record name entity source visibility }";
    let query = format!(
        "{{ record(id: \"{record}\") {{ record visibility firstSeen modified deleted assured content original entity \
         item {{ id version mediaType firstSeen lastSeen body }} \
         matches {{ a {side} b {side} version prior score probability band relation sameEntity verdict rules blocks \
         comparisons {{ property level weight frequency a b }} judgements {{ number }} }} }} }}"
    );
    let request = TestRequest::post().uri("/graphql").set_json(json!({ "query": query }));
    let request = match token {
        Some(token) => request.insert_header(("Authorization", format!("Bearer {token}"))),
        None => request,
    };
    let answer = directory.anonymous().asks(request).body;
    match answer["errors"][0]["message"].as_str() {
        Some(error) => json!(error),
        None => in_snakes(&answer["data"]["record"]),
    }
}

/// A value with the names of its members as the REST interface has them, and without those that say nothing.
fn in_snakes(value: &Value) -> Value {
    let snake = |name: &str| {
        let letters = name.chars().map(|c| match c.is_ascii_uppercase() {
            true => format!("_{}", c.to_ascii_lowercase()),
            false => c.to_string(),
        });
        letters.collect::<String>()
    };
    match value {
        Value::Object(members) => {
            let said = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(said.map(|(name, value)| (snake(name), in_snakes(value))).collect())
        }
        Value::Array(list) => list.iter().map(in_snakes).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_record_is_told_of_in_the_graph_to_whom_the_rest_interface_tells_of_it() {
    let directory = Directory::on_sqlite();
    for source in ["clubs", "others"] {
        let put = directory.program("records:write", &[source]).puts(
            &format!("/v1/sources/{source}/records/service/1"),
            &json!({ "name": "Chess Circle", "status": "active" }),
        );
        assert_eq!(put.status, 201, "{}", put.text);
    }
    directory.reconcile();
    let (record, path) = ("clubs:service:1", "/v1/sources/clubs/records/service:1");
    let own = directory.program("records:write", &["clubs"]);
    let foreign = directory.program("records:write", &["others"]);
    let reader = directory.program("private:read", &[]);
    for program in [&own, &reader] {
        let told = in_the_graph(&directory, Some(&program.token()), record);
        assert_eq!(told, program.gets(path).body);
        assert!(told["item"]["body"].as_str().unwrap().contains("Chess Circle"));
    }
    for (token, status) in [(None, 401), (Some(foreign.token()), 403)] {
        let told = in_the_graph(&directory, token.as_deref(), record);
        let problem = match token {
            Some(_) => foreign.gets(path),
            None => directory.anonymous().gets(path),
        };
        assert_eq!((problem.status.as_u16(), &told), (status, &problem.body["detail"]));
    }
    let missing = in_the_graph(&directory, Some(&own.token()), "clubs:service:nobody");
    assert_eq!(missing, own.gets("/v1/sources/clubs/records/service:nobody").body["detail"]);
}
