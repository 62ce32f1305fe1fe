//! Facts on which sources disagree, and what a steward makes of them.

use actix_web::{http::StatusCode, test::TestRequest};
use chrono::{DateTime, TimeDelta, Utc};
use harvest::Options;
use model::{Clock, Conflict, Verdict};
use reconcile::correcting::{self, CorrectError, Corrected, NewCorrection, Wish};
use serde_json::{Value, json};
use store::ConflictFilter;

use crate::{
    actors::{Row, club},
    directory::{Directory, TOKEN, on_each_database},
};

const CLUB: Row<'_> = Row {
    name: "Efford Youth Club",
    run_by: "Efford Youth Trust",
    venue: "Efford Youth Centre",
    address: "12 Blandford Road, Plymouth",
    postcode: "PL3 6HU",
    phone: "01752 555010",
    about: "For ages 11 to 18.",
};

const OTHER_PHONE: &str = "01752 555077";

/// One club of which the council, who is believed, and a charity give two numbers.
fn two_phones(directory: &Directory) {
    directory.partner("council").on_terms("precedence = 800").publishes(&[CLUB]);
    directory.hour_passes();
    directory.partner("charity").publishes(&[Row { phone: OTHER_PHONE, ..CLUB }]);
}

fn wish(directory: &Directory, field: &str, wish: Wish, expires: Option<DateTime<Utc>>) -> NewCorrection {
    let entity = directory.anonymous().id_of(CLUB.name).parse().unwrap();
    let (who, reason) = ("a steward".to_owned(), "rang them".to_owned());
    NewCorrection { entity, field: field.to_owned(), wish, who, reason, expires }
}

fn corrects(directory: &Directory, new: &NewCorrection) -> Corrected {
    let corrected = correcting::correct(&directory.store, &directory.clock, new, false).unwrap();
    directory.reconcile();
    corrected
}

fn pin(source: &str) -> Wish {
    Wish::Pin(source.parse().unwrap())
}

fn conflicts(directory: &Directory, field: &str) -> Vec<Conflict> {
    let filter = ConflictFilter { field: Some(field.to_owned()), ..Default::default() };
    directory.store.conflicts(&filter, 10, 0).unwrap()
}

fn phones(directory: &Directory) -> Vec<String> {
    let id = directory.anonymous().id_of(CLUB.name);
    let service = directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body;
    let listed = service["phones"].as_array().cloned().unwrap_or_default();
    listed.iter().map(|phone| digits(&phone["number"])).collect()
}

/// The national number alone, however it is written.
fn digits(number: &Value) -> String {
    let digits: String = number.as_str().unwrap().chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches("44").trim_start_matches('0').to_owned()
}

const OURS: &str = "1752555010";
const THEIRS: &str = "1752555077";

#[test]
fn the_graph_tells_of_disputes_and_takes_corrections_from_stewards_only() {
    on_each_database(|directory| {
        two_phones(directory);
        let asks = |query: &str, token: &str| {
            let request = TestRequest::post().uri("/graphql").set_json(json!({ "query": query }));
            let request = request.insert_header(("authorization", format!("Bearer {token}")));
            directory.anonymous().asks(request).body
        };
        let id = directory.anonymous().id_of(CLUB.name);
        let queue = "{ review { kind match { score } conflict { field claims { source value } } } }";
        let queue = asks(queue, TOKEN);
        assert!(queue["errors"].is_null(), "{queue}");
        let asked = queue["data"]["review"].as_array().unwrap().iter();
        let asked: Vec<_> = asked.filter(|question| question["conflict"]["field"] == "phones").collect();
        assert_eq!(asked[0]["conflict"]["claims"].as_array().unwrap().len(), 2);
        let disputed = asks("{ conflicts { field claims { source published } } }", TOKEN);
        assert!(disputed["errors"].is_null(), "{disputed}");
        let fields: Vec<_> =
            disputed["data"]["conflicts"].as_array().unwrap().iter().map(|one| &one["field"]).collect();
        assert!(fields.contains(&&json!("phones")), "{disputed}");
        let pin = format!(
            "mutation {{ correct(entity: \"{id}\", field: \"phones\", remedy: pin, what: \"charity\", \
             reason: \"rang them\") {{ before after correction {{ number who }} }} }}"
        );
        assert!(directory.anonymous().queries(&pin)["errors"].is_array(), "only stewards may");
        let done = asks(&pin, TOKEN);
        assert_eq!(done["data"]["correct"]["correction"]["number"], 1, "{done}");
        directory.reconcile();
        assert_eq!(phones(directory), [THEIRS]);
        let log = asks("{ corrections { remedy field reason } }", TOKEN);
        assert_eq!(log["data"]["corrections"][0]["reason"], "rang them", "{log}");
    });
}

#[test]
fn what_sources_dispute_waits_in_the_queue_beside_doubtful_pairs() {
    on_each_database(|directory| {
        two_phones(directory);
        let request =
            TestRequest::get().uri("/v1/review").insert_header(("authorization", format!("Bearer {TOKEN}")));
        let answer = directory.anonymous().asks(request).body;
        let questions = answer["questions"].as_array().unwrap();
        let asked = questions.iter().find(|question| question["conflict"]["field"] == "phones").unwrap();
        assert_eq!((&asked["kind"], asked["match"].is_null()), (&json!("which_fact"), true));
        assert_eq!(asked["conflict"]["claims"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn two_sources_with_two_numbers_wait_for_a_steward_whose_pin_is_published_and_logged_as_a_change() {
    on_each_database(|directory| {
        two_phones(directory);
        let waiting = conflicts(directory, "phones");
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!((waiting[0].name.as_deref(), waiting[0].services), (Some(CLUB.name), 1));
        assert!(waiting[0].priority > 0);
        assert_eq!(phones(directory).len(), 2, "a list of numbers is united");

        let before = directory.store.last_change().unwrap();
        let corrected = corrects(directory, &wish(directory, "phones", pin("charity"), None));
        assert_eq!(corrected.after.value.as_deref(), Some("+441752555077"));
        assert_eq!(corrected.issues.len(), 1);
        assert_eq!(phones(directory), [THEIRS]);
        assert!(conflicts(directory, "phones").is_empty());
        assert!(directory.store.last_change().unwrap() > before);
    });
}

#[test]
fn a_dry_run_shows_before_and_after_and_changes_nothing() {
    on_each_database(|directory| {
        two_phones(directory);
        let new = wish(directory, "phones", Wish::Supply("01752 555099".to_owned()), None);
        let tried = correcting::correct(&directory.store, &directory.clock, &new, true).unwrap();
        assert_eq!(tried.before.value.as_deref(), Some("+441752555010, +441752555077"));
        assert_eq!(tried.after.value.as_deref(), Some("+441752555099"));
        assert_eq!(tried.correction.number, 0);
        assert!(directory.store.corrections().unwrap().is_empty() && !directory.store.has_dirty().unwrap());
    });
}

#[test]
fn an_expired_pin_stops_to_hold_at_the_next_reconciliation_although_no_record_changed() {
    on_each_database(|directory| {
        two_phones(directory);
        let expires = directory.clock.now() + TimeDelta::hours(2);
        corrects(directory, &wish(directory, "phones", pin("charity"), Some(expires)));
        assert_eq!(phones(directory), [THEIRS]);
        directory.hour_passes();
        directory.reconcile();
        assert_eq!(phones(directory), [THEIRS]);
        directory.hour_passes();
        directory.reconcile();
        assert_eq!(phones(directory).len(), 2);
        assert_eq!(conflicts(directory, "phones").len(), 1, "the queue asks again");
    });
}

#[test]
fn a_rejected_number_is_not_used_while_it_is_that_number_and_its_source_is_told() {
    on_each_database(|directory| {
        two_phones(directory);
        corrects(directory, &wish(directory, "phones", Wish::Reject("charity".parse().unwrap()), None));
        assert_eq!(phones(directory), [OURS]);
        assert!(conflicts(directory, "phones").is_empty());
        let charity = "charity".parse().unwrap();
        let issues = directory.store.issues(Some(&charity), None, 100, 0).unwrap();
        let issue = issues.iter().find(|issue| issue.draft.code == "rejected-value").unwrap();
        let record = issue.draft.record.as_deref().unwrap();
        assert!(record.starts_with("service:"), "in its own words: {record}");
        assert_eq!(
            (issue.draft.field.as_deref(), issue.draft.value.as_deref()),
            (Some("phones"), Some("+441752555077"))
        );
        assert!(issue.draft.reason.contains("rang them"));

        directory.hour_passes();
        directory.partner("charity").publishes(&[Row { phone: "01752 555088", ..CLUB }]);
        assert_eq!(phones(directory), [OURS, "1752555088"], "another number is another claim");
    });
}

#[test]
fn a_pin_holds_its_value_when_the_source_changes_it_and_the_queue_asks_with_the_new_one() {
    on_each_database(|directory| {
        two_phones(directory);
        corrects(directory, &wish(directory, "phones", pin("charity"), None));
        directory.hour_passes();
        directory.partner("charity").publishes(&[Row { phone: "01752 555088", ..CLUB }]);
        assert_eq!(phones(directory), [THEIRS]);
        let asked = conflicts(directory, "phones");
        let values: Vec<_> = asked[0].claims.iter().map(|claim| claim.value.as_str()).collect();
        assert!(values.contains(&"+441752555088"), "{values:?}");
        assert_eq!((asked[0].claims[0].source.as_str(), asked[0].claims[0].published), ("steward", true));

        corrects(directory, &wish(directory, "phones", pin("charity"), None));
        assert_eq!(phones(directory), ["1752555088"]);
        corrects(directory, &wish(directory, "phones", Wish::Lift, None));
        assert_eq!(phones(directory).len(), 2, "the sources decide again");
        assert_eq!(directory.store.corrections().unwrap().len(), 3, "the log keeps all of it");
    });
}

#[test]
fn what_cannot_be_corrected_is_refused_with_what_can() {
    on_each_database(|directory| {
        two_phones(directory);
        let refused = |field: &str, what: Wish| {
            let new = wish(directory, field, what, None);
            correcting::correct(&directory.store, &directory.clock, &new, false).unwrap_err().to_string()
        };
        assert!(refused("phones", pin("museum")).contains("charity:service:"), "the claims are named");
        assert!(refused("phones", Wish::Supply("12".into())).contains("`12` is no telephone number"));
        assert!(refused("colour", Wish::Supply("red".into())).contains("use one of"));
        assert!(refused("phones", Wish::Lift).contains("nothing to lift"));
        let past = Some(directory.clock.now());
        let new = wish(directory, "phones", pin("charity"), past);
        let refused = correcting::correct(&directory.store, &directory.clock, &new, false).unwrap_err();
        assert!(matches!(refused, CorrectError::Past(_)));
        assert!(directory.store.corrections().unwrap().is_empty());
    });
}

#[test]
fn a_correction_outlives_a_merge_and_a_split() {
    on_each_database(|directory| {
        directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
        directory.hour_passes();
        directory.partner("second").publishes(&[club("Harbour Welcome", "Sail Loft", "PL4 0DW")]);
        let younger = directory.anonymous().id_of("Harbour Welcome");
        let new = NewCorrection {
            entity: younger.parse().unwrap(),
            field: "email".to_owned(),
            wish: Wish::Supply("harbour@example.org".to_owned()),
            who: "a steward".to_owned(),
            reason: "rang them".to_owned(),
            expires: None,
        };
        corrects(directory, &new);
        let (a, b) = ("first:service:tuesday-drop-in-pl1-4qt", "second:service:harbour-welcome-pl4-0dw");
        directory.steward().judges(a, Verdict::Positive, b);
        let merged = directory.anonymous().only_service();
        assert_ne!(merged["id"], younger, "the elder id lives");
        assert_eq!(merged["email"], "harbour@example.org");

        directory.steward().judges(a, Verdict::Unsure, b);
        let of = |name: &str| {
            let id = directory.anonymous().id_of(name);
            directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body["email"].clone()
        };
        assert_eq!(of("Harbour Welcome"), "harbour@example.org");
        assert_eq!(of("Tuesday Drop-in"), Value::Null);
    });
}

/// A list of one organization, with columns of its own.
fn publishes_trust(directory: &Directory, source: &str, precedence: i32, name: &str, web: &str) {
    let toml = format!(
        "name = \"{source}\"\nformat = \"csv\"\nlocation = \"list.csv\"\nprecedence = {precedence}\n\
         [licence]\nid = \"OGL-UK-3.0\"\n[map.organization]\nname = \"Name\"\nwebsite = \"Web\"\nemail = \"Mail\"\n"
    );
    directory.write(source, "source.toml", &toml);
    directory.write(source, "list.csv", &format!("Name,Web,Mail\n{name},{web},info@efford.org\n"));
    directory.harvest(source, &Options::default());
}

#[test]
fn a_feed_of_equal_precedence_cannot_take_an_organization_over_one_of_higher_may() {
    on_each_database(|directory| {
        let trust = || {
            let answer = directory.anonymous().gets("/oruk/v3/organizations?per_page=100");
            assert_eq!(answer.body["total_items"], 1, "{:?}", answer.names());
            answer.body["contents"][0]["website"].clone()
        };
        publishes_trust(directory, "council", 500, "Efford Youth Trust", "https://efford.org/");
        directory.hour_passes();
        publishes_trust(directory, "intruder", 500, "Efford Youth Trust", "https://casino.example.com/");
        assert_eq!(trust(), "https://efford.org/");
        let waiting = conflicts(directory, "website");
        assert_eq!(
            waiting[0].why,
            "of equal precedence, council told of the organization first, on 2026-11-18"
        );

        directory.hour_passes();
        publishes_trust(directory, "council", 500, "Efford Youth Trust", "https://new.efford.org.uk/");
        assert_eq!(trust(), "https://new.efford.org.uk/", "its own word may change");
        publishes_trust(
            directory,
            "register",
            700,
            "Efford Youth Trust",
            "https://register.example.org/efford",
        );
        assert_eq!(trust(), "https://register.example.org/efford", "the operator said so");
    });
}

#[test]
fn stewards_see_conflicts_and_correct_them_over_http_and_nobody_else_does() {
    on_each_database(|directory| {
        two_phones(directory);
        let anonymous = directory.anonymous();
        for path in ["/v1/conflicts", "/v1/corrections"] {
            assert_eq!(anonymous.gets(path).status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let bearer = ("Authorization", format!("Bearer {TOKEN}"));
        let get = |path: &str| anonymous.asks(TestRequest::get().uri(path).insert_header(bearer.clone()));
        let post = |body: Value| {
            let request = TestRequest::post().uri("/v1/corrections").insert_header(bearer.clone());
            anonymous.asks(request.set_json(body))
        };
        let listed = get("/v1/conflicts?source=charity&field=phones");
        let conflict = &listed.body["conflicts"][0];
        assert_eq!(
            (&conflict["name"], &conflict["claims"][0]["published"]),
            (&json!(CLUB.name), &json!(true))
        );
        assert_eq!(get("/v1/conflicts?source=museum").body["conflicts"], json!([]));

        let pin = |dry_run: bool| {
            json!({ "entity": conflict["entity"], "field": "phones", "remedy": "pin", "from": "charity",
                "reason": "rang them", "expires": "2099-01-01", "dry_run": dry_run })
        };
        let tried = post(pin(true));
        assert_eq!((tried.status, &tried.body["correction"]["number"]), (StatusCode::OK, &json!(0)));
        assert_eq!(tried.body["before"]["value"], "+441752555010, +441752555077");
        assert_eq!(tried.body["after"]["value"], "+441752555077");
        assert_eq!(tried.body["overruled"][0]["value"], "+441752555010");
        assert_eq!(phones(directory).len(), 2);

        let done = post(pin(false));
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
        directory.reconcile();
        assert_eq!(phones(directory), [THEIRS]);
        let log = get("/v1/corrections");
        assert_eq!(log.body["corrections"][0]["remedy"], "pin");
        assert_eq!(get("/v1/conflicts?field=phones").body["conflicts"], json!([]));

        let refused = post(json!({ "entity": conflict["entity"], "field": "phones", "remedy": "supply",
            "value": "12", "reason": "x" }));
        assert_eq!((refused.status, &refused.body["parameter"]), (StatusCode::BAD_REQUEST, &json!("value")));
    });
}
