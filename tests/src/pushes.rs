//! Records that partners write one by one.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::{
    actors::Answer,
    directory::{Directory, on_each_database},
    programs::Program,
};

const SERVICE: &str = "/v1/sources/food-banks/records/service/42";
const BATCH: &str = "/v1/sources/food-banks/records";

fn partner(directory: &Directory) -> Program<'_> {
    directory.program("records:write", &["food-banks"])
}

/// A service whose organization and place are nested in it.
fn lunch_club(name: &str) -> Value {
    json!({
        "id": "42",
        "name": name,
        "status": "active",
        "organization": { "id": "stoke", "name": "Stoke Community Kitchen", "description": "Meals for all" },
        "service_at_locations": [{
            "id": "42-hall",
            "location": {
                "id": "hall",
                "name": "Stoke Hall",
                "addresses": [{
                    "id": "hall-1", "address_1": "1 High Street", "city": "Plymouth", "state_province": "Devon",
                    "postal_code": "PL2 1BG", "country": "GB", "address_type": "physical",
                }],
            },
        }],
    })
}

/// What readers see of the only service.
fn published(directory: &Directory) -> Value {
    directory.reconcile();
    let id = directory.anonymous().only_service()["id"].as_str().unwrap().to_owned();
    directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body
}

fn is(answer: &Answer, status: u16, outcome: &str) {
    assert_eq!(
        (answer.status.as_u16(), &answer.body["outcome"]),
        (status, &json!(outcome)),
        "{}",
        answer.text
    );
}

#[test]
fn a_record_is_put_changed_and_deleted_and_readers_see_it() {
    on_each_database(|directory| {
        let partner = partner(directory);
        is(&partner.puts(SERVICE, &lunch_club("Lunch club")), 201, "created");
        let seen = published(directory);
        assert_eq!(
            (&seen["name"], &seen["organization"]["name"]),
            (&json!("Lunch club"), &json!("Stoke Community Kitchen"))
        );
        assert_eq!(seen["service_at_locations"][0]["location"]["name"], "Stoke Hall");

        let same = partner.puts(SERVICE, &lunch_club("Lunch club"));
        is(&same, 200, "unchanged");
        let before = directory.store.last_change().unwrap();
        directory.reconcile();
        assert_eq!(directory.store.last_change().unwrap(), before, "what says the same changes nothing");

        is(&partner.puts(SERVICE, &lunch_club("Community lunch")), 200, "changed");
        let renamed = published(directory);
        assert_eq!((&renamed["name"], &renamed["id"]), (&json!("Community lunch"), &seen["id"]));

        assert_eq!(partner.deletes(SERVICE).status, 204);
        directory.reconcile();
        assert_eq!(
            directory.anonymous().gets(&format!("/oruk/v3/services/{}", seen["id"].as_str().unwrap())).status,
            410
        );
        assert_eq!(partner.deletes(SERVICE).status, 404);
        is(&partner.puts(SERVICE, &lunch_club("Lunch club")), 201, "created");
        assert_eq!(published(directory)["id"], seen["id"], "its id lives again");
    });
}

#[test]
fn an_organization_may_come_after_the_service_that_names_it() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let service =
            json!({ "id": "42", "name": "Lunch club", "status": "active", "organization_id": "stoke" });
        let early = partner.puts(SERVICE, &service);
        is(&early, 201, "created");
        assert_eq!(early.body["issues"][0]["code"], "dangling-key");
        assert_eq!(early.body["issues"][0]["pointer"], "/organization_id");
        directory.reconcile();
        let organization = json!({ "name": "Stoke Community Kitchen", "description": "Meals" });
        is(&partner.puts("/v1/sources/food-banks/records/organization/stoke", &organization), 201, "created");
        assert_eq!(published(directory)["organization"]["name"], "Stoke Community Kitchen");
        let again = partner.puts(
            SERVICE,
            &json!({ "id": "42", "name": "Lunch", "status": "active", "organization_id": "stoke" }),
        );
        assert_eq!(again.body["issues"], json!([]));
    });
}

#[test]
fn two_writers_do_not_overwrite_each_other() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let conditional = |header: (&str, &str), name: &str| {
            let request = TestRequest::put().uri(SERVICE).set_json(lunch_club(name));
            partner.asks(request.insert_header((header.0.to_owned(), header.1.to_owned())))
        };
        assert_eq!(conditional(("If-Match", "*"), "A").status, 412, "there is nothing yet");
        let created = conditional(("If-None-Match", "*"), "A");
        is(&created, 201, "created");
        let tag = created.header("etag").to_owned();
        assert_eq!(conditional(("If-None-Match", "*"), "B").status, 412);
        is(&conditional(("If-Match", &tag), "B"), 200, "changed");
        let lost = conditional(("If-Match", &tag), "C");
        assert_eq!(
            (lost.status.as_u16(), &lost.body["type"]),
            (412, &json!("/problems/precondition-failed"))
        );
        assert_ne!(lost.header("etag"), tag, "the tag as it is now");
        let read = partner.gets("/v1/sources/food-banks/records/service:42");
        assert_eq!(read.header("etag"), lost.header("etag"), "which reading the record tells as well");
        assert_eq!(published(directory)["name"], "B");
    });
}

#[test]
fn what_is_wrong_with_a_record_stays_open_while_others_are_written() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let put = |id: &str, email: &str| {
            let record = json!({ "id": id, "name": "Lunch", "status": "active", "email": email });
            partner.puts(&format!("/v1/sources/food-banks/records/service/{id}"), &record)
        };
        is(&put("1", "ask Ann"), 201, "created");
        directory.hour_passes();
        is(&put("2", "ann@food-banks.example"), 201, "created");
        let open = || partner.gets("/v1/sources/food-banks/issues").body["issues"].clone();
        assert_eq!((open().as_array().unwrap().len(), &open()[0]["record"]), (1, &json!("service:1")));
        directory.hour_passes();
        is(&put("1", "bob@food-banks.example"), 200, "changed");
        assert_eq!(open(), json!([]));
    });
}

#[test]
fn a_slip_in_a_parameter_or_in_the_bytes_of_an_id_writes_nothing() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    let slipped = partner.puts(&format!("{SERVICE}?dryrun=true"), &lunch_club("Lunch"));
    assert_eq!((slipped.status.as_u16(), &slipped.body["parameter"]), (400, &json!("dryrun")));
    assert!(slipped.body["detail"].as_str().unwrap().contains("there is `dry_run`"), "{}", slipped.text);
    let no_text = partner.puts("/v1/sources/food-banks/records/service/%ff%fe", &lunch_club("Lunch"));
    assert_eq!(no_text.status, 400, "{}", no_text.text);
    assert_eq!(directory.store.runs(&"food-banks".parse().unwrap(), 9).unwrap().len(), 0);
}

#[test]
fn a_request_that_is_sent_again_counts_once() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let send = |key: &str, name: &str| {
            let request = TestRequest::put().uri(SERVICE).set_json(lunch_club(name));
            partner.asks(request.insert_header(("Idempotency-Key", key.to_owned())))
        };
        let first = send("one", "Lunch club");
        is(&first, 201, "created");
        let again = send("one", "Lunch club");
        assert_eq!((again.status, &again.text), (first.status, &first.text), "the same answer");
        assert_eq!(
            directory.store.runs(&"food-banks".parse().unwrap(), 10).unwrap().len(),
            1,
            "and no other run"
        );
        let other = send("one", "Another");
        assert_eq!(
            (other.status.as_u16(), &other.body["type"]),
            (409, &json!("/problems/idempotency-conflict"))
        );
        is(&send("two", "Another"), 200, "changed");
        assert_eq!(send(&"x".repeat(300), "Another").status, 400);
    });
}

#[test]
fn what_is_only_tried_leaves_nothing_behind() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let tried = partner.puts(&format!("{SERVICE}?dry_run=true"), &lunch_club("Lunch club"));
        is(&tried, 200, "created");
        assert_eq!(tried.body.get("run"), None);
        let source = "food-banks".parse().unwrap();
        assert!(directory.store.runs(&source, 10).unwrap().is_empty());
        assert!(directory.store.item_states(&source).unwrap().is_empty());
        partner.puts(SERVICE, &lunch_club("Lunch club"));
        is(&partner.deletes(&format!("{SERVICE}?dry_run=true")), 200, "deleted");
        assert_eq!(published(directory)["name"], "Lunch club");
    });
}

#[test]
fn a_record_that_cannot_be_read_is_refused_by_its_json_pointer_and_the_last_good_one_stays() {
    on_each_database(|directory| {
        let partner = partner(directory);
        partner.puts(SERVICE, &lunch_club("Lunch club"));
        let mut other = lunch_club("Lunch club");
        other["id"] = json!("43");
        for (record, pointer) in [
            (json!({ "id": "42", "status": "active" }), "/name"),
            (json!({ "id": "42", "name": { "en": "Lunch" } }), "/name"),
            (other, "/id"),
            (json!(["no object"]), ""),
        ] {
            let refused = partner.puts(SERVICE, &record);
            assert_eq!(
                (refused.status.as_u16(), &refused.body["type"], &refused.body["pointer"]),
                (422, &json!("/problems/unprocessable-record"), &json!(pointer)),
                "{record}: {}",
                refused.text
            );
        }
        let text = TestRequest::put().uri(SERVICE).insert_header(("Content-Type", "application/json"));
        assert_eq!(partner.asks(text.set_payload("{ no json")).status, 400);
        let form = TestRequest::put().uri(SERVICE).insert_header(("Content-Type", "text/csv"));
        assert_eq!(partner.asks(form.set_payload("a,b")).status, 415);
        let huge = TestRequest::put().uri(SERVICE).insert_header(("Content-Type", "application/json"));
        assert_eq!(partner.asks(huge.set_payload(vec![b' '; 1024 * 1024 + 1])).status, 413);
        assert_eq!(published(directory)["name"], "Lunch club");
    });
}

#[test]
fn a_value_that_cannot_be_used_is_left_out_and_named() {
    let directory = Directory::on_sqlite();
    let mut record = lunch_club("Lunch club");
    record["phones"] = json!([{ "number": "01752 555010" }, { "number": "ring the bell" }]);
    let taken = partner(&directory).puts(SERVICE, &record);
    is(&taken, 201, "created");
    let issue = &taken.body["issues"][0];
    assert_eq!((&issue["pointer"], &issue["value"]), (&json!("/phones/1/number"), &json!("ring the bell")));
    assert_eq!(published(&directory)["phones"].as_array().unwrap().len(), 1);
}

#[test]
fn a_batch_is_answered_write_by_write_and_bad_ones_do_not_hold_up_the_others() {
    on_each_database(|directory| {
        let partner = partner(directory);
        let write = |id: &str, name: &str| json!({ "kind": "service", "id": id, "record": { "id": id, "name": name, "status": "active" } });
        let batch = json!([
            write("1", "Chess"),
            write("2", ""),
            { "kind": "organization", "id": "o", "record": { "name": "A club", "description": "Games" } },
            { "kind": "service", "id": "9", "delete": true },
            write("1", "Chess again"),
        ]);
        let answer = partner.posts(BATCH, &batch);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let outcomes = |answer: &Answer| -> Vec<String> {
            let records = answer.body["records"].as_array().unwrap();
            records.iter().map(|record| record["outcome"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(outcomes(&answer), ["created", "rejected", "created", "absent", "rejected"]);
        assert_eq!(answer.body["rejected"], 2);
        let lines = format!("{}\n\n{}\n", write("1", "Chess"), write("2", "Draughts"));
        let request = TestRequest::post().uri(BATCH).insert_header(("Content-Type", "application/x-ndjson"));
        assert_eq!(outcomes(&partner.asks(request.set_payload(lines))), ["unchanged", "created"]);
        directory.reconcile();
        assert_eq!(directory.anonymous().service_names(), ["Chess", "Draughts"]);
    });
}

#[test]
fn a_batch_that_is_none_is_refused_whole() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    let good = json!({ "kind": "service", "id": "1", "record": { "name": "Chess" } });
    for (batch, pointer) in [
        (json!([]), ""),
        (json!([good, { "kind": "club", "id": "1", "record": {} }]), "/1/kind"),
        (json!([good, { "kind": "service", "id": "", "record": {} }]), "/1/id"),
        (json!([{ "kind": "service", "id": "1" }]), "/0"),
        (json!([{ "kind": "service", "id": "1", "record": {}, "delete": true }]), "/0"),
        (json!([{ "kind": "service", "id": "1", "recrod": {} }]), "/0"),
        (Value::Array(vec![good.clone(); 10_001]), ""),
    ] {
        let refused = partner.posts(BATCH, &batch);
        assert_eq!(
            (refused.status.as_u16(), &refused.body["pointer"]),
            (422, &json!(pointer)),
            "{}",
            refused.text
        );
    }
    assert_eq!(partner.posts(BATCH, &json!({})).status, 400);
    assert!(directory.store.item_states(&"food-banks".parse().unwrap()).unwrap().is_empty());
}

#[test]
fn ten_thousand_records_are_one_run() {
    let directory = Directory::on_sqlite();
    let writes: Vec<Value> = (0..10_000)
        .map(|number| {
            let (id, name) = (number.to_string(), format!("Club number {number}"));
            json!({ "kind": "service", "id": id, "record": { "name": name, "status": "active" } })
        })
        .collect();
    let answer = partner(&directory).posts(BATCH, &Value::Array(writes));
    assert_eq!((answer.status.as_u16(), &answer.body["rejected"]), (200, &json!(0)));
    let runs = directory.store.runs(&"food-banks".parse().unwrap(), 10).unwrap();
    assert_eq!(runs.iter().map(|run| run.counts.new).collect::<Vec<_>>(), [10_000]);
}

#[test]
fn a_client_writes_its_own_sources_and_no_others() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    directory.takes_pushes("others", "");
    let foreign = partner.puts("/v1/sources/others/records/service/42", &lunch_club("Lunch club"));
    assert_eq!((foreign.status.as_u16(), &foreign.body["type"]), (403, &json!("/problems/foreign-source")));
    let reader = directory.program("private:read", &[]);
    assert_eq!(reader.puts(SERVICE, &lunch_club("Lunch club")).status, 403);
    let anonymous = TestRequest::put().uri(SERVICE).set_json(lunch_club("Lunch club"));
    assert_eq!(directory.anonymous().asks(anonymous).status, 401);
}

#[test]
fn a_partner_sees_what_became_of_their_own_records() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    partner
        .puts(SERVICE, &json!({ "id": "42", "name": "Lunch club", "status": "active", "email": "nobody" }));
    directory.reconcile();
    let issues = partner.gets("/v1/sources/food-banks/issues");
    assert_eq!(issues.body["issues"][0]["field"], "email");
    let record = partner.gets("/v1/sources/food-banks/records/service:42");
    assert_eq!((record.status.as_u16(), &record.body["content"]["name"]), (200, &json!("Lunch club")));
    directory.takes_pushes("others", "");
    assert_eq!(partner.gets("/v1/sources/others/issues").status, 403);
    assert_eq!(partner.gets("/v1/sources/others/records/service:1").status, 403);
    assert_eq!(directory.anonymous().gets("/v1/sources/food-banks/issues").status, 401);
}

#[test]
fn a_source_that_is_harvested_or_not_open_is_not_written() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    for state in ["proposed", "paused", "retired"] {
        directory.takes_pushes("food-banks", &format!("state = \"{state}\""));
        let refused = partner.puts(SERVICE, &lunch_club("Lunch club"));
        assert_eq!(
            (refused.status.as_u16(), &refused.body["type"]),
            (409, &json!("/problems/source-closed")),
            "{state}"
        );
    }
    directory.takes_pushes("food-banks", "state = \"trial\"");
    is(&partner.puts(SERVICE, &lunch_club("Lunch club")), 201, "created");
    directory.reconcile();
    assert!(directory.anonymous().service_names().is_empty(), "what is on trial is not published");
    directory.takes_pushes("food-banks", "state = \"live\"");
    directory.reconcile();
    assert_eq!(directory.anonymous().service_names(), ["Lunch club"]);
}

#[test]
fn records_are_written_through_the_graph_as_well() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    let ask = |query: &str, variables: Value| {
        let body = json!({ "query": query, "variables": variables });
        partner.asks(TestRequest::post().uri("/graphql").set_json(body)).body
    };
    let mutation = "mutation($source: ID!, $records: [RecordWrite!]!, $dry: Boolean) {
        pushRecords(source: $source, records: $records, dryRun: $dry) {
            run records { record outcome issues { code field } } issues { code }
        }
    }";
    let records = json!([
        { "kind": "service", "id": "42", "record": lunch_club("Lunch club") },
        { "kind": "service", "id": "43", "record": {} },
        { "kind": "service", "id": "44", "delete": true },
    ]);
    let tried = ask(mutation, json!({ "source": "food-banks", "records": records, "dry": true }));
    assert_eq!(tried["data"]["pushRecords"]["run"], Value::Null, "{tried}");
    let pushed = ask(mutation, json!({ "source": "food-banks", "records": records }));
    let outcomes = &pushed["data"]["pushRecords"]["records"];
    assert_eq!(outcomes[0], json!({ "record": "food-banks:service:42", "outcome": "created", "issues": [] }));
    assert_eq!(outcomes[1]["issues"], json!([{ "code": "no-name", "field": "name" }]));
    assert_eq!(outcomes[2]["outcome"], "absent");
    assert_eq!(published(&directory)["name"], "Lunch club");
    for (variables, told) in [
        (json!({ "source": "food-banks", "records": [] }), "1 to 500"),
        (json!({ "source": "others", "records": records }), "not for the source"),
        (json!({ "source": "food-banks", "records": [{ "kind": "service", "id": "1" }] }), "and not both"),
    ] {
        let refused = ask(mutation, variables);
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(told), "{refused}");
    }
    let write = r#"{ kind: "service", id: "1", delete: true }"#;
    let mutation =
        format!("mutation {{ pushRecords(source: \"food-banks\", records: [{write}]) {{ run }} }}");
    let anonymous = directory.anonymous().queries(&mutation);
    assert!(anonymous["errors"][0]["message"].as_str().unwrap().contains("needs a token"), "{anonymous}");
}

#[test]
fn the_graph_tells_of_a_source_what_who_asks_may_know() {
    let directory = Directory::on_sqlite();
    let partner = partner(&directory);
    partner
        .puts(SERVICE, &json!({ "id": "42", "name": "Lunch club", "status": "active", "email": "nobody" }));
    let query = "{ source(id: \"food-banks\") {
        state format records { kind count } lastRun { outcome new } runs(first: 1) { number } issues { field value }
    } }";
    let told = partner.asks(TestRequest::post().uri("/graphql").set_json(json!({ "query": query }))).body;
    let source = &told["data"]["source"];
    assert_eq!((&source["state"], &source["format"]), (&json!("live"), &json!("push")), "{told}");
    assert_eq!(source["records"], json!([{ "kind": "service", "count": 1 }]));
    assert_eq!(source["lastRun"], json!({ "outcome": "harvested", "new": 1 }));
    assert_eq!(source["issues"], json!([{ "field": "email", "value": "nobody" }]));
    let anyone = directory.anonymous().queries(query);
    assert_eq!(anyone["data"]["source"]["state"], "live");
    assert_eq!(anyone["data"]["source"]["issues"], Value::Null);
    assert!(anyone["errors"][0]["message"].as_str().unwrap().contains("needs a token"), "{anyone}");
}
