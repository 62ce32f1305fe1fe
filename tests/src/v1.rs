//! `/v1`: matches explained to anyone, decided by stewards.

use actix_web::{http::Method, test::TestRequest};
use serde_json::{Value, json};

use crate::{
    actors::{Answer, Row, club},
    directory::{Directory, TOKEN, on_each_database},
};

const A: &str = "first:service:tuesday-drop-in-pl1-4qt";
const B: &str = "second:service:harbour-welcome-pl4-0dw";

/// Two clubs that no rule would take for one, as two partners list them.
fn two_names_of_one_club(directory: &Directory) {
    directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
    directory.hour_passes();
    directory.partner("second").publishes(&[club("Harbour Welcome", "Sail Loft", "PL4 0DW")]);
}

/// Sends JSON with the stewards' token.
fn send(directory: &Directory, path: &str, body: &Value) -> Answer {
    let request = TestRequest::post().uri(path).insert_header(("Authorization", format!("Bearer {TOKEN}")));
    directory.anonymous().asks(request.set_json(body))
}

/// Reads with the stewards' token.
fn look(directory: &Directory, path: &str) -> Answer {
    let request = TestRequest::get().uri(path).insert_header(("Authorization", format!("Bearer {TOKEN}")));
    directory.anonymous().asks(request)
}

fn judge(directory: &Directory, verdict: &str) -> Answer {
    let body = json!({ "a": A, "b": B, "verdict": verdict, "reason": "looked at both" });
    let answer = send(directory, "/v1/judgements", &body);
    directory.reconcile();
    answer
}

fn explained(a: &str, b: &str) -> String {
    format!("/v1/matches?a={a}&b={b}")
}

#[test]
fn a_positive_judgement_merges_two_services_and_taking_it_back_revives_the_merged_id() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        let reader = directory.anonymous();
        let (elder, younger) = (reader.id_of("Tuesday Drop-in"), reader.id_of("Harbour Welcome"));
        let judged = judge(directory, "positive");
        assert_eq!(judged.status, 201);
        assert_eq!((&judged.body["number"], &judged.body["who"]), (&json!(1), &json!("Ann of the library")));
        let path = format!("/oruk/v3/services/{younger}");
        assert_eq!(reader.gets(&path).status, 308);
        assert!(reader.gets(&path).header("location").ends_with(&elder));
        let found = look(directory, &explained(A, B)).body;
        assert_eq!((&found["same_entity"], &found["verdict"]), (&json!(true), &json!("positive")));
        let before = directory.store.last_change().unwrap();
        judge(directory, "unsure");
        assert_eq!(reader.gets(&path).status, 200, "the merged id lives again");
        let changed: Vec<_> = directory.store.changes_after(before, 10).unwrap();
        assert!(changed.iter().any(|change| change.entity.to_string() == younger), "{changed:?}");
    });
}

#[test]
fn a_negative_judgement_splits_what_rules_took_for_one_and_no_later_harvest_overrides_it() {
    on_each_database(|directory| {
        let chess = [club("Chess Circle", "Stoke Hall", "PL2 1BG")];
        directory.partner("first").publishes(&chess);
        directory.hour_passes();
        directory.partner("second").publishes(&chess);
        let reader = directory.anonymous();
        reader.only_service();
        let key = |source: &str| format!("{source}:service:chess-circle-pl2-1bg");
        let body =
            json!({ "a": key("first"), "b": key("second"), "verdict": "negative", "reason": "two nights" });
        assert_eq!(send(directory, "/v1/judgements", &body).status, 201);
        directory.reconcile();
        assert_eq!(reader.service_names().len(), 2);
        directory.hour_passes();
        directory.partner("second").publishes(&[Row { phone: "01752 555010", ..chess[0] }]);
        directory.partner("first").publishes(&chess);
        assert_eq!(reader.service_names().len(), 2, "people's word stands");
    });
}

#[test]
fn the_same_word_of_the_same_person_is_logged_once_and_the_trail_tells_all_the_rest() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        assert_eq!(judge(directory, "positive").status, 201);
        assert_eq!(judge(directory, "positive").status, 200);
        let other = json!([
            { "a": B, "b": A, "verdict": "positive", "reason": "I run it", "who": "Bob" },
            { "a": A, "b": B, "verdict": "negative", "reason": "no, I do", "who": "Cat" },
        ]);
        let several = send(directory, "/v1/judgements", &other);
        assert_eq!((several.status.as_u16(), several.body.as_array().unwrap().len()), (201, 2));
        let trail = look(directory, "/v1/judgements?limit=2");
        let who = |answer: &Answer| -> Vec<String> {
            let judgements = answer.body["judgements"].as_array().unwrap();
            judgements.iter().map(|one| one["who"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(who(&trail), ["Cat", "Bob"], "the newest first");
        let rest = look(directory, &format!("/v1/judgements?before={}", trail.body["next_before"]));
        assert_eq!(who(&rest), ["Ann of the library"]);
        assert_eq!(rest.body.get("next_before"), None);
        assert_eq!(who(&look(directory, &format!("/v1/judgements?record={A}"))).len(), 3);
        assert_eq!(who(&look(directory, "/v1/judgements?record=first:service:other")).len(), 0);
        directory.reconcile();
        let id = directory.anonymous().id_of("Harbour Welcome");
        assert_eq!(who(&look(directory, &format!("/v1/judgements?entity={id}"))).len(), 3);
    });
}

#[test]
fn only_who_shows_the_token_may_decide() {
    let directory = Directory::on_sqlite();
    two_names_of_one_club(&directory);
    let anonymous = directory.anonymous();
    for (method, path) in
        [(Method::GET, "/v1/review"), (Method::GET, "/v1/judgements"), (Method::POST, "/v1/judgements")]
    {
        let answer = anonymous.sends(method.clone(), path);
        assert_eq!(answer.status, 401, "{method} {path}");
        assert!(answer.header("www-authenticate").starts_with("Bearer "), "{method} {path}");
        assert_eq!(answer.body["type"], "/problems/token-required");
        let wrong =
            TestRequest::with_uri(path).method(method).insert_header(("Authorization", "Bearer guess"));
        assert_eq!(anonymous.asks(wrong).status, 401);
    }
    let body = json!({ "a": A, "b": B, "verdict": "positive", "reason": "x" });
    let unsigned = anonymous.asks(TestRequest::post().uri("/v1/judgements").set_json(&body));
    assert_eq!(unsigned.status, 401);
    assert!(directory.store.judgements().unwrap().is_empty());
}

#[test]
fn what_cannot_be_judged_says_why_and_nothing_of_a_batch_is_kept() {
    let directory = Directory::on_sqlite();
    two_names_of_one_club(&directory);
    let good = json!({ "a": A, "b": B, "verdict": "positive", "reason": "same" });
    let changed = |member: &str, value: &str| {
        let mut body = good.clone();
        body[member] = json!(value);
        body
    };
    for (body, status, part) in [
        (changed("verdict", "maybe"), 400, "positive, negative or unsure"),
        (changed("a", "nonsense"), 400, "source:kind:id"),
        (changed("b", A), 400, "one record"),
        (changed("b", "first:location:old-chapel-pl1-4qt"), 400, "one kind"),
        (changed("b", "first:service:nobody"), 404, "first:service:nobody"),
        (changed("reason", "  "), 400, "reason"),
        (changed("colour", "red"), 400, "colour"),
        (json!([]), 400, "1 to 500"),
        (json!([good, changed("b", "first:service:nobody")]), 404, "nobody"),
    ] {
        let answer = send(&directory, "/v1/judgements", &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        assert!(answer.body["detail"].as_str().unwrap().contains(part), "{}", answer.text);
    }
    assert!(directory.store.judgements().unwrap().is_empty());
    directory.steward().erases(A);
    let answer = send(&directory, "/v1/judgements", &good);
    assert_eq!((answer.status.as_u16(), &answer.body["type"]), (410, &json!("/problems/gone-record")));
}

#[test]
fn an_explanation_adds_up_for_a_pair_and_for_an_entity() {
    on_each_database(|directory| {
        let chess = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        directory.partner("first").publishes(&[chess]);
        directory.partner("second").publishes(&[Row { name: "The Chess Circle", ..chess }]);
        let reader = directory.anonymous();
        let a = "first:service:chess-circle-pl2-1bg";
        let found = reader.gets(&explained(a, "second:service:the-chess-circle-pl2-1bg")).body;
        let weights = found["comparisons"].as_array().unwrap().iter();
        let sum = weights.map(|one| one["weight"].as_f64().unwrap()).sum::<f64>()
            + found["prior"].as_f64().unwrap();
        assert!((sum - found["score"].as_f64().unwrap()).abs() < 1e-9, "{found}");
        assert_eq!((&found["band"], &found["same_entity"]), (&json!("link"), &json!(true)));
        assert_eq!(found["licences"][0]["id"], "OGL-UK-3.0");
        assert_eq!(found["judgements"], json!([]));
        let id = reader.only_service()["id"].as_str().unwrap().to_owned();
        let whole = reader.gets(&format!("/v1/entities/{id}/matches")).body;
        assert_eq!((&whole["pairs"], whole["members"].as_array().unwrap().len()), (&json!(1), 2));
        assert_eq!(whole["matches"][0]["score"], found["score"]);
        assert_eq!(reader.gets(&format!("/v1/matches?a={a}")).status, 400);
        assert_eq!(reader.gets("/v1/matches").status, 400);
    });
}

#[test]
fn what_is_not_public_is_explained_to_stewards_only() {
    on_each_database(|directory| {
        let refuge = Row { phone: "01752 555099", ..club("Harbour House", "Harbour House", "PL9 9ZZ") };
        directory.partner("careless").publishes(&[refuge]);
        directory.partner("refuges").on_terms("visibility = \"private\"").publishes(&[refuge]);
        directory.partner("other").publishes(&[club("Chess Circle", "Stoke Hall", "PL2 1BG")]);
        let (open, closed) =
            ("careless:service:harbour-house-pl9-9zz", "refuges:service:harbour-house-pl9-9zz");
        let public = "other:service:chess-circle-pl2-1bg";
        let reader = directory.anonymous();
        let unknown = reader.gets(&explained(public, "other:service:nobody"));
        for (a, b) in [(closed, public), (open, public), (open, closed)] {
            let answer = reader.gets(&explained(a, b));
            assert_eq!(answer.status, 404, "{a} {b}: {}", answer.text);
            assert_eq!(answer.body["type"], unknown.body["type"], "as if it were not there");
            assert!(!answer.text.contains("555099"));
            assert_eq!(look(directory, &explained(a, b)).status, 200, "{a} {b}");
        }
        let id = look(directory, &explained(open, closed)).body["a"]["entity"].clone();
        let entity = format!("/v1/entities/{}/matches", id.as_str().unwrap());
        assert_eq!(reader.gets(&entity).status, 404);
        assert_eq!(look(directory, &entity).body["pairs"], 1);
    });
}

#[test]
fn a_field_that_is_kept_back_is_no_evidence_to_anyone() {
    on_each_database(|directory| {
        let chess = Row { phone: "01752 555099", ..club("Chess Circle", "Stoke Hall", "PL2 1BG") };
        directory.partner("shy").on_terms("[fields]\nphones = \"private\"").publishes(&[chess]);
        directory.partner("open").publishes(&[chess]);
        let path = explained("open:service:chess-circle-pl2-1bg", "shy:service:chess-circle-pl2-1bg");
        let compares_phones = |answer: &Answer| {
            let compared = answer.body["comparisons"].as_array().unwrap();
            compared.iter().any(|one| one["property"] == "phone") || answer.text.contains("555099")
        };
        assert!(!compares_phones(&directory.anonymous().gets(&path)), "not even that they agree");
        assert!(compares_phones(&look(directory, &path)));
    });
}

#[test]
fn what_is_hidden_is_explained_to_stewards_only() {
    let directory = Directory::on_sqlite();
    two_names_of_one_club(&directory);
    let reader = directory.anonymous();
    assert_eq!(reader.gets(&explained(A, B)).status, 200);
    directory.steward().hides(&reader.id_of("Tuesday Drop-in"));
    assert_eq!(reader.gets(&explained(A, B)).status, 404);
    assert_eq!(look(&directory, &explained(A, B)).status, 200);
}

/// Two lists that agree too little for a rule and too much to be left alone.
fn doubtful(directory: &Directory) {
    let at = |name, run_by, venue, address, postcode| Row { run_by, address, ..club(name, venue, postcode) };
    directory.partner("first").publishes(&[
        at("Knitting", "Age UK", "Stoke Chapel", "1 Chapel Street, Plymouth", "PL1 4QT"),
        at("Reading group", "", "Efford Library", "Blandford Road, Plymouth", "PL3 6JQ"),
    ]);
    directory.hour_passes();
    directory.partner("second").publishes(&[
        at(
            "Knit and natter",
            "Age UK Plymouth",
            "Stoke Chapel Rooms",
            "1 Chapel Street, Plymouth",
            "PL1 4QT",
        ),
        at("Reading circle", "", "Efford Library", "29 Blandford Road, Plymouth", "PL3 6LG"),
    ]);
}

#[test]
fn the_queue_is_ordered_by_worth_and_loses_what_is_judged() {
    on_each_database(|directory| {
        doubtful(directory);
        let queue = || look(directory, "/v1/review").body["questions"].as_array().unwrap().clone();
        let before = queue();
        assert!(before.len() > 1, "halls and bodies are in doubt");
        assert_eq!(look(directory, "/v1/review?limit=1").body["next_offset"], 1);
        assert_eq!(look(directory, "/v1/review?limit=1&offset=1").body["questions"][0], before[1]);
        let values: Vec<f64> = before.iter().map(|one| one["value"].as_f64().unwrap()).collect();
        assert!(values.is_sorted_by(|one, next| one >= next), "{values:?}");
        let asked = &before[0]["match"];
        assert_eq!(asked["band"], "review");
        let body = json!({
            "a": asked["a"]["record"], "b": asked["b"]["record"], "verdict": "unsure", "reason": "cannot tell",
        });
        assert_eq!(send(directory, "/v1/judgements", &body).status, 201);
        directory.reconcile();
        let is_asked =
            || queue().iter().any(|one| one["match"]["a"] == asked["a"] && one["match"]["b"] == asked["b"]);
        assert!(!is_asked(), "who cannot tell need not be asked again");
        let decide = |verdict: &str| {
            let mut body = body.clone();
            body["verdict"] = json!(verdict);
            assert_eq!(send(directory, "/v1/judgements", &body).status, 201);
            directory.reconcile();
        };
        decide("negative");
        assert!(!is_asked());
        decide("unsure");
        assert!(is_asked(), "what is taken back waits again");
    });
}

#[test]
fn the_graph_explains_and_decides_as_the_rest_interface_does() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        let ask = |query: &str, token: Option<&str>| {
            let request = TestRequest::post().uri("/graphql").set_json(json!({ "query": query }));
            directory.anonymous().asks(match token {
                Some(token) => request.insert_header(("Authorization", format!("Bearer {token}"))),
                None => request,
            })
        };
        let pair = format!("a: \"{A}\", b: \"{B}\"");
        let asked = format!("{{ match({pair}) {{ score comparisons {{ property weight }} sameEntity }} }}");
        let told = ask(&asked, None).body["data"]["match"].clone();
        assert_eq!(told["score"], directory.anonymous().gets(&explained(A, B)).body["score"]);
        let decide =
            format!("mutation {{ judge({pair}, verdict: positive, reason: \"same\") {{ number who }} }}");
        let refused = ask(&decide, None).body;
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("steward token"), "{refused}");
        assert_eq!(ask(&decide, Some("a wrong token of some length")).status, 401);
        let judged = ask(&decide, Some(TOKEN)).body;
        assert_eq!(judged["data"]["judge"], json!({ "number": 1, "who": "Ann of the library" }), "{judged}");
        directory.reconcile();
        assert_eq!(ask(&asked, None).body["data"]["match"]["sameEntity"], true);
        let log = ask("{ judgements(first: 5) { verdict reason a } review { value } }", Some(TOKEN)).body;
        assert_eq!(log["data"]["judgements"][0], json!({ "verdict": "positive", "reason": "same", "a": A }));
    });
}

#[test]
fn a_directory_without_a_steward_token_says_how_to_be_let_in() {
    let settings = server::Settings::default();
    let clock = std::sync::Arc::new(model::SystemClock);
    let mut directory = Directory::on_sqlite();
    let state = server::State::new(&settings, clock).unwrap();
    state.give(directory.catalog.clone(), directory.store.clone()).unwrap();
    directory.state = state;
    let answer = directory.anonymous().gets("/v1/review");
    assert_eq!(answer.status, 401);
    assert!(answer.body["detail"].as_str().unwrap().contains("/oauth/token"), "{}", answer.text);
    let short = server::Settings { steward_token: Some("short".to_owned()), ..settings };
    let refused = server::State::new(&short, std::sync::Arc::new(model::SystemClock)).unwrap_err();
    assert!(refused.to_string().contains("16"), "{refused}");
}

#[test]
fn what_is_judged_over_http_takes_effect_while_the_server_runs() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        let younger = directory.anonymous().id_of("Harbour Welcome");
        let bell = directory.state.bell();
        let reconciler =
            server::Reconciler::start(directory.store.clone(), directory.clock.clone(), bell).unwrap();
        let body = json!({ "a": A, "b": B, "verdict": "positive", "reason": "looked at both" });
        assert_eq!(send(directory, "/v1/judgements", &body).status, 201);
        let path = format!("/oruk/v3/services/{younger}");
        let begun = std::time::Instant::now();
        while directory.anonymous().gets(&path).status != 308 {
            assert!(begun.elapsed().as_secs() < 30, "nothing came of it");
            std::thread::sleep(std::time::Duration::from_millis(20));
            directory.catalog.advance(&directory.store).unwrap();
        }
        drop(reconciler);
    });
}
