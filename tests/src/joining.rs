//! How sources join, change and leave while the directory runs.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::{
    actors::Answer,
    directory::{Directory, on_each_database},
    programs::Program,
};

/// A source whose list is uploaded.
fn list(state: &str) -> Value {
    json!({
        "id": "clubs", "name": "Clubs", "format": "csv", "state": state,
        "licence": { "id": "OGL-UK-3.0", "attribution": "Contains data of the clubs" },
        "map": { "service": { "name": "Club" }, "location": { "name": "Hall", "postal_code": "Postcode" } },
    })
}

fn admin(directory: &Directory) -> Program<'_> {
    directory.program("sources:admin clients:admin", &[])
}

/// A client of the clubs, once they are there.
fn partner(directory: &Directory) -> Program<'_> {
    directory.program("records:write", &["clubs"])
}

fn uploads(partner: &Program<'_>, path: &str, csv: &str) -> Answer {
    let request = TestRequest::put().uri(path).insert_header(("Content-Type", "text/csv"));
    partner.asks(request.set_payload(csv.to_owned()))
}

fn moves(admin: &Program<'_>, state: &str) -> Answer {
    admin.asks(TestRequest::patch().uri("/v1/sources/clubs").set_json(json!({ "state": state })))
}

const FEED: &str = "/v1/sources/clubs/feed";
const CHESS: &str = "Club,Hall,Postcode\nChess Circle,Stoke Hall,PL2 1BG\n";

#[test]
fn a_source_goes_from_a_proposal_to_a_trial_to_readers_and_leaves_again() {
    on_each_database(|directory| {
        let (admin, reader) = (admin(directory), directory.anonymous());
        let made = admin.posts("/v1/sources", &list("proposed"));
        assert_eq!(
            (made.status.as_u16(), made.header("location")),
            (201, "/v1/sources/clubs"),
            "{}",
            made.text
        );
        assert_eq!(reader.gets("/v1/sources/clubs").status, 404, "nobody hears of what is proposed");
        let partner = partner(directory);
        let early = uploads(&partner, FEED, CHESS);
        assert_eq!(early.status, 409, "nothing is taken yet");
        assert!(
            early.text.contains("`PATCH /v1/sources/clubs` with `{ \\\"state\\\": \\\"trial\\\" }`"),
            "{}",
            early.text
        );

        assert_eq!(moves(&admin, "trial").body["state"], "trial");
        let taken = uploads(&partner, FEED, CHESS);
        assert_eq!((taken.status.as_u16(), &taken.body["counts"]["new"]), (200, &json!(1)), "{}", taken.text);
        directory.reconcile();
        assert!(reader.service_names().is_empty(), "what is on trial is not published");
        assert_eq!(
            partner.gets("/v1/sources/clubs/issues").status,
            200,
            "and its partner sees what became of it"
        );

        moves(&admin, "live");
        directory.reconcile();
        assert_eq!(reader.service_names(), ["Chess Circle"]);
        assert_eq!(reader.gets("/v1/sources/clubs").body["state"], "live");

        moves(&admin, "paused");
        directory.reconcile();
        assert_eq!(uploads(&partner, FEED, "Club,Hall,Postcode\n").status, 409);
        assert_eq!(reader.service_names(), ["Chess Circle"], "what it said stays");

        let id = reader.id_of("Chess Circle");
        assert_eq!(admin.deletes("/v1/sources/clubs").status, 204);
        directory.reconcile();
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{id}")).status, 410);
        assert_eq!(reader.gets("/v1/sources/clubs").status, 404);
        assert_eq!(admin.deletes("/v1/sources/clubs").status, 204, "it stays retired");

        let back = moves(&admin, "live");
        assert_eq!((back.status.as_u16(), &back.body["type"]), (409, &json!("/problems/source-closed")));
        moves(&admin, "trial");
        moves(&admin, "live");
        assert_eq!(uploads(&partner, FEED, CHESS).status, 200);
        directory.reconcile();
        assert_eq!(reader.id_of("Chess Circle"), id, "its ids live again");
    });
}

#[test]
fn an_uploaded_list_is_harvested_like_any_other() {
    on_each_database(|directory| {
        let (admin, reader) = (admin(directory), directory.anonymous());
        admin.posts("/v1/sources", &list("live"));
        let partner = partner(directory);
        let rows: String = (0..30).map(|number| format!("Club {number},Hall {number},PL2 1BG\n")).collect();
        uploads(&partner, FEED, &format!("Club,Hall,Postcode\n{rows}"));
        directory.reconcile();
        assert_eq!(reader.service_names().len(), 30);

        let braked = uploads(&partner, FEED, CHESS);
        assert_eq!((braked.status.as_u16(), &braked.body["type"]), (409, &json!("/problems/braked")));
        let issue = &braked.body["issues"].as_array().unwrap().last().unwrap()["action"];
        for told in [&braked.body["detail"], issue] {
            let told = told.as_str().unwrap();
            assert!(told.contains("send it again with `?accept_deletions=true`"), "{told}");
        }
        directory.reconcile();
        assert_eq!(reader.service_names().len(), 30, "nothing was taken");
        let agreed = uploads(&partner, &format!("{FEED}?accept_deletions=true"), CHESS);
        assert_eq!(agreed.body["counts"]["deleted"], 30, "{}", agreed.text);
        directory.reconcile();
        assert_eq!(reader.service_names(), ["Chess Circle"]);

        let wrong = uploads(&partner, FEED, "Klub\nChess\n");
        assert_eq!(
            (wrong.status.as_u16(), &wrong.body["type"]),
            (422, &json!("/problems/unprocessable-record"))
        );
        let image = TestRequest::put().uri(FEED).insert_header(("Content-Type", "image/png"));
        assert_eq!(partner.asks(image.set_payload("x")).status, 415);
        assert_eq!(reader.service_names(), ["Chess Circle"]);
        assert_eq!(
            directory.store.source_config(&"clubs".parse().unwrap()).unwrap().unwrap().get("location"),
            None
        );
    });
}

#[test]
fn what_whoever_joins_may_say_of_a_source_never_reaches_into_this_machine() {
    let directory = Directory::on_sqlite();
    let admin = admin(&directory);
    let with = |member: &str, value: Value| {
        let mut source = list("trial");
        source[member] = value;
        admin.posts("/v1/sources", &source)
    };
    for (member, value) in [
        ("location", json!("/etc/passwd")),
        ("location", json!("../../secrets.csv")),
        ("location", json!("file:///etc/passwd")),
        ("allow_private_networks", json!(true)),
        ("folder", json!("/etc")),
        ("credentials", json!({ "env": "DATABASE_URL" })),
        ("id", json!("Not A Name")),
        ("id", json!("steward")),
        ("format", json!("word")),
        ("state", json!("famous")),
        ("precedence", json!(5_000)),
        ("licence", json!({})),
    ] {
        let refused = with(member, value.clone());
        assert_eq!(refused.status, 400, "{member}: {value}: {}", refused.text);
    }
    assert_eq!(with("name", json!("Clubs")).status, 201);
    assert_eq!(with("name", json!("Others")).body["type"], "/problems/source-taken");
}

#[test]
fn no_patch_makes_this_machine_show_its_secrets() {
    let directory = Directory::on_sqlite();
    let admin = admin(&directory);
    admin.posts("/v1/sources", &list("trial"));
    let patch = json!({ "location": "https://evil.example/", "credentials": { "env": "DATABASE_URL" } });
    let text = admin.asks(TestRequest::patch().uri("/v1/sources/clubs").set_json("x"));
    assert_eq!(text.body["detail"], "The body must be a JSON object, not \"x\"");
    let licence = json!({ "licence": "OGL-UK-3.0" });
    let licence = admin.asks(TestRequest::patch().uri("/v1/sources/clubs").set_json(licence));
    assert!(licence.status == 400 && licence.text.contains("expected an object"), "{}", licence.text);
    let refused = admin.asks(TestRequest::patch().uri("/v1/sources/clubs").set_json(patch));
    assert_eq!(refused.status, 400, "{}", refused.text);
    let file = admin
        .asks(TestRequest::patch().uri("/v1/sources/clubs").set_json(json!({ "location": "/etc/passwd" })));
    assert_eq!(file.status, 400, "{}", file.text);
}

#[test]
fn a_patch_renames_nothing_and_publishes_nothing_by_leaving_the_state_out() {
    let directory = Directory::on_sqlite();
    let admin = admin(&directory);
    admin.posts("/v1/sources", &list("trial"));
    let patch =
        |patch: serde_json::Value| admin.asks(TestRequest::patch().uri("/v1/sources/clubs").set_json(patch));
    for refused in [
        json!({ "state": null }),
        json!({ "id": "others" }),
        json!({ "allow_private_networks": true }),
        json!({ "folder": "/etc" }),
        json!("trial"),
    ] {
        let answer = patch(refused.clone());
        assert_eq!(answer.status, 400, "{refused}: {}", answer.text);
    }
    let same = patch(json!({ "id": "clubs", "precedence": null, "state": "trial" }));
    assert_eq!((same.status.as_u16(), &same.body["state"]), (200, &json!("trial")), "{}", same.text);
}

#[test]
fn a_partner_sees_its_own_source_on_trial_and_nobody_else_does() {
    let directory = Directory::on_sqlite();
    let partner = directory.program("records:write", &["clubs"]);
    let stranger = directory.program("records:write", &["others"]);
    directory.takes_pushes("clubs", "state = \"trial\"");
    for path in ["/v1/sources/clubs", "/v1/sources/clubs/runs"] {
        assert_eq!(partner.gets(path).status, 200, "{path}");
        assert_eq!(stranger.gets(path).status, 404, "{path}");
        assert_eq!(directory.anonymous().gets(path).status, 404, "{path}");
    }
}

#[test]
fn only_who_may_lets_sources_join() {
    let directory = Directory::on_sqlite();
    let reader = directory.program("private:read judgements:write", &[]);
    assert_eq!(reader.posts("/v1/sources", &list("live")).status, 403);
    let anonymous = TestRequest::post().uri("/v1/sources").set_json(list("live"));
    assert_eq!(directory.anonymous().asks(anonymous).status, 401);
    admin(&directory).posts("/v1/sources", &list("live"));
    assert_eq!(reader.deletes("/v1/sources/clubs").status, 403);
    assert_eq!(uploads(&reader, FEED, CHESS).status, 403);
}

#[test]
fn a_source_that_stands_in_a_folder_is_changed_there() {
    let directory = Directory::on_sqlite();
    directory.partner("clubs").publishes(&[]);
    let refused = moves(&admin(&directory), "paused");
    assert_eq!((refused.status.as_u16(), &refused.body["type"]), (409, &json!("/problems/source-closed")));
}
