//! What is published goes back to websites and to people's browsers: canonical pages, fragments, and reports of problems.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use model::{
    Clock, Entity, Identity, IdentityState, Kind, Noun, Provenance, RecordKey, Review, Visibility,
    canonical_id,
};
use serde_json::{Value, json};
use store::Publication;
use uuid::Uuid;

use crate::{
    actors::{Answer, club},
    directory::{Directory, on_each_database},
};

/// A chess club on Wednesdays, at a hall.
const CHESS: &str = r#"{
    "id": "42", "name": "Chess Circle", "status": "active", "description": "For beginners too.\n\nTea is free.",
    "email": "chess@example.org", "url": "https://chess.example.org/", "assured_date": "2026-10-01",
    "minimum_age": 8, "fees_description": "£2 a session",
    "phones": [{ "id": "p", "number": "01752 668000" }],
    "languages": [{ "id": "l", "name": "English" }],
    "schedules": [
        { "id": "s1", "freq": "WEEKLY", "byday": "WE", "opens_at": "19:00", "closes_at": "21:00" },
        { "id": "s2", "freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": "12:00" }
    ],
    "organization": { "id": "o", "name": "Stoke Chess", "description": "We play." },
    "service_at_locations": [{ "id": "sal", "location": {
        "id": "hall", "name": "Stoke Hall", "location_type": "physical",
        "addresses": [{ "id": "a", "address_1": "1 Devonport Road", "city": "Plymouth", "state_province": "Devon",
            "postal_code": "PL3 4DL", "country": "GB", "address_type": "physical" }],
        "accessibility": [{ "id": "x", "description": "Step-free entrance" }]
    } }]
}"#;

/// Clubs that write their records themselves, with this change to the one that they have.
fn clubs(directory: &Directory, change: Value) -> String {
    directory.takes_pushes("clubs", "");
    let mut club: Value = serde_json::from_str(CHESS).unwrap();
    club.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let writer = directory.program("records:write", &["clubs"]);
    let put = writer.puts("/v1/sources/clubs/records/service/42", &club);
    assert_eq!(put.status, 201, "{}", put.text);
    directory.reconcile();
    directory.anonymous().only_service()["id"].as_str().unwrap().to_owned()
}

/// The linked data within markup.
fn linked_data(markup: &str) -> Value {
    let begin = "<script type=\"application/ld+json\">";
    let (_, rest) = markup.split_once(begin).expect("there is linked data");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// Markup, a line for each tag that begins a block.
fn in_lines(markup: &str) -> String {
    let markup = match markup.split_once("<style>") {
        Some((before, rest)) => before.to_owned() + rest.split_once("</style>").unwrap().1,
        None => markup.to_owned(),
    };
    let blocks = [
        "<h1", "<h2", "<h3", "<p", "<ul", "<li", "<section", "<article", "<link", "<script", "<form",
        "<main", "<div",
    ];
    blocks.iter().fold(markup, |text, block| text.replace(block, &format!("\n{block}")))
}

/// Ids of a run of the test, which are the same each time, by short names; so that snapshots can be read.
fn shown(answer: &Answer, service: &str) -> String {
    in_lines(&answer.text).replace(service, "SERVICE")
}

#[test]
fn a_service_has_a_page_that_tells_what_people_ask() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let page = directory.anonymous().gets(&format!("/services/{id}"));
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));
    assert_eq!(page.header("cache-control"), "public, max-age=10, stale-while-revalidate=60");
    insta::assert_snapshot!(shown(&page, &id));
}

#[test]
fn an_organization_and_a_location_have_pages_that_lead_on() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let service = directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body;
    let organization = service["organization"]["id"].as_str().unwrap();
    let location = service["service_at_locations"][0]["location"]["id"].as_str().unwrap();
    for (path, name, told) in [
        (format!("/organizations/{organization}"), "Stoke Chess", "We play."),
        (format!("/locations/{location}"), "Stoke Hall", "Step-free entrance"),
    ] {
        let page = directory.anonymous().gets(&path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(&format!("<h1 class=\"directory-name\">{name}</h1>")), "{}", page.text);
        assert!(page.text.contains(told), "{told}");
        let link =
            format!("<a href=\"http://localhost:8080/services/{id}\" data-entity=\"{id}\">Chess Circle</a>");
        assert!(page.text.contains(&link), "{}", page.text);
        assert!(
            page.header("surrogate-key").contains(&id) && page.header("surrogate-key").ends_with(" lists")
        );
        assert_eq!(linked_data(&page.text)["@id"], format!("http://localhost:8080{path}"));
    }
    assert_eq!(
        directory.anonymous().gets(&format!("/services/{organization}")).status,
        404,
        "it is no service"
    );
}

#[test]
fn what_is_closed_says_so_before_all_else_and_is_not_on_next() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({ "status": "temporarily closed", "alert": "The roof leaks." }));
    let page = directory.anonymous().gets(&format!("/services/{id}")).text;
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is not in {page}"));
    assert!(place("This service is temporarily closed.") < place("<h1"));
    assert!(place("The roof leaks.") < place("<h1"));
    assert!(!page.contains("Next: "));
}

#[test]
fn the_next_session_moves_on_as_time_does_and_the_mark_of_the_page_with_it() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let path = format!("/services/{id}");
    let page = directory.anonymous().gets(&path);
    // It is the morning of Wednesday 18 November 2026.
    assert!(
        page.text.contains("datetime=\"2026-11-18T19:00:00+00:00\">Wednesday 18 November 2026, 7pm to 9pm")
    );
    let mark = page.header("etag").to_owned();
    let again = || TestRequest::get().uri(&path).insert_header(("If-None-Match", mark.clone()));
    let held = directory.anonymous().asks(again());
    assert_eq!((held.status.as_u16(), held.text.as_str()), (304, ""));
    assert!(held.header("surrogate-key").starts_with(&id), "a cache that asks again keeps its keys");
    (0..18).for_each(|_| directory.hour_passes());
    let later = directory.anonymous().asks(again());
    assert_eq!(later.status, 200);
    assert!(later.text.contains("Wednesday 25 November 2026, 7pm to 9pm"), "{}", later.text);
}

#[test]
fn whoever_asks_for_linked_data_is_given_it_at_the_same_address() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let path = format!("/services/{id}");
    let asks = |accept: &str| {
        directory.anonymous().asks(TestRequest::get().uri(&path).insert_header(("Accept", accept)))
    };
    let data = asks("application/ld+json");
    assert_eq!(
        (data.header("content-type"), data.header("vary")),
        ("application/ld+json", "Accept, Accept-Encoding")
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&data.body).unwrap().replace(&id, "SERVICE"));
    assert_eq!(linked_data(&asks("text/html").text), data.body);
    for accept in ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/html, application/ld+json;q=0.9"]
    {
        assert_eq!(asks(accept).header("content-type"), "text/html; charset=utf-8", "{accept}");
    }
    assert_eq!(asks("application/ld+json, text/html;q=0.5").header("content-type"), "application/ld+json");
    let unknown = path.replace(&id, "11111111-1111-5111-8111-111111111111");
    let unknown = TestRequest::get().uri(&unknown).insert_header(("Accept", "application/ld+json"));
    assert_eq!(directory.anonymous().asks(unknown).header("content-type"), "application/problem+json");
}

#[test]
fn what_moved_went_or_never_was_is_told_by_a_page() {
    let directory = Directory::on_sqlite();
    let rows = |name: &'static str| [club(name, "Stoke Hall", "PL2 1BG")];
    directory.partner("one").publishes(&rows("Chess Circle"));
    let elder = directory.anonymous().id_of("Chess Circle");
    directory.hour_passes();
    directory.partner("two").publishes(&rows("The Chessmen of Plymouth"));
    let younger = directory.anonymous().id_of("The Chessmen of Plymouth");
    let record = |source: &str| {
        let list = directory.store.records(Kind::Service, false).unwrap();
        list.into_iter().find(|record| record.key.source.as_str() == source).unwrap().key.to_string()
    };
    directory.steward().judges(&record("one"), model::Verdict::Positive, &record("two"));
    let moved = directory.anonymous().gets(&format!("/services/{younger}"));
    assert_eq!(
        (moved.status.as_u16(), moved.header("location")),
        (308, format!("/services/{elder}").as_str())
    );
    assert!(moved.text.contains(&format!("http://localhost:8080/services/{elder}")), "{}", moved.text);
    directory.steward().hides(&elder);
    assert_eq!(
        directory.anonymous().gets(&format!("/services/{elder}")).status,
        404,
        "what is hidden never was"
    );
    directory.steward().shows_again(&elder);
    let accepting = harvest::Options { accept_deletions: true, ..harvest::Options::default() };
    for source in ["one", "two"] {
        directory.partner(source).writes(&rows("Bowls for All"));
        directory.harvest(source, &accepting);
    }
    let gone = directory.anonymous().gets(&format!("/services/{elder}"));
    assert_eq!(gone.status, 410);
    assert!(gone.text.contains("<h1 class=\"directory-name\">This entry is no longer listed</h1>"));
    for (path, status) in [("/services/11111111-1111-5111-8111-111111111111", 404), ("/locations/none", 400)]
    {
        let none = directory.anonymous().gets(path);
        assert_eq!((none.status.as_u16(), none.header("content-type")), (status, "text/html; charset=utf-8"));
        assert!(none.text.contains("There is no such entry"), "{}", none.text);
    }
}

/// Publishes a service without any of the cleaning that a harvest does.
fn publishes(directory: &Directory, fields: Value) -> Uuid {
    let record: RecordKey = "clubs:service:1".parse().unwrap();
    let id = canonical_id(&record, 0);
    let mut noun = json!({ "id": id, "status": "active" });
    noun.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let identity = Identity {
        id,
        kind: Kind::Service,
        minted_by: record,
        generation: 0,
        serial: 1,
        state: IdentityState::Live,
    };
    let entity = Entity {
        id,
        kind: Kind::Service,
        noun: Noun::from_value(Kind::Service, noun).unwrap(),
        provenance: Provenance::default(),
        visibility: Visibility::Public,
        licences: Vec::new(),
        referents: Vec::new(),
        modified: directory.clock.now(),
        review: Review::default(),
    };
    let (store, at) = (&directory.store, directory.clock.now());
    let lease = store.acquire_lease("reconcile", "test", TimeDelta::days(1), at).unwrap().unwrap();
    let all =
        Publication { at, identities: vec![identity], entities: vec![entity], ..Publication::default() };
    store.publish(&lease, &all).unwrap();
    directory.catalog.advance(store).unwrap();
    id
}

#[test]
fn hostile_words_stay_words() {
    let directory = Directory::on_sqlite();
    let hostile = "</script><script>alert(1)</script><!--\" onmouseover=\"x";
    let phone = json!({ "id": "p", "number": hostile, "description": hostile });
    let id = publishes(
        &directory,
        json!({
            "name": hostile, "description": hostile, "alert": hostile, "fees_description": hostile, "email": hostile,
            "url": format!("javascript:{hostile}"), "phones": [phone], "assured_date": hostile,
            "schedules": [{ "id": "s", "description": hostile, "schedule_link": "data:text/html,x" }],
            "languages": [{ "id": "l", "name": hostile }],
        }),
    );
    let brief = directory.anonymous().gets(&format!("/v1/embed/services/{id}?format=json")).body;
    assert_eq!(brief.get("url"), None, "a template would make a link of it");
    let paths =
        [format!("/services/{id}"), format!("/v1/embed/services/{id}"), "/v1/embed/services".to_owned()];
    for path in paths {
        let markup = directory.anonymous().gets(&path).text;
        assert_eq!(markup.matches("<script").count(), 1, "only linked data: {markup}");
        assert_eq!(markup.matches("</script>").count(), 1, "{markup}");
        assert!(!markup.contains("\" onmouseover=\"") && !markup.contains("<!--"), "{markup}");
        assert!(!markup.contains("href=\"javascript:") && !markup.contains("href=\"data:t"), "{markup}");
        let data = linked_data(&markup);
        let node = data.get("@graph").map_or(&data, |graph| &graph[0]);
        assert_eq!((&node["name"], &node["description"]), (&json!(hostile), &json!(hostile)));
    }
}

#[test]
fn a_website_takes_services_as_fragments_in_its_own_style() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let list = directory.anonymous().gets("/v1/embed/services?search=chess&heading=2");
    assert_eq!((list.status.as_u16(), list.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(list.header("access-control-allow-origin"), "*");
    assert_eq!(list.header("surrogate-key"), list.header("cache-tag"));
    assert!(
        list.header("surrogate-key").starts_with(&id) && list.header("surrogate-key").ends_with(" lists")
    );
    assert!(!list.text.contains("<html") && !list.text.contains("style"), "{}", list.text);
    insta::assert_snapshot!(shown(&list, &id));
    let one = directory.anonymous().gets(&format!("/v1/embed/services/{id}?heading=5"));
    assert!(
        one.text.starts_with("<article class=\"directory-service\" data-entity=") && one.text.contains("<h6")
    );
    assert_eq!(linked_data(&one.text)["@id"], format!("http://localhost:8080/services/{id}"));
    let none = directory.anonymous().gets("/v1/embed/services?search=fencing");
    assert!(none.text.contains("Nothing was found."));
}

#[test]
fn a_template_takes_the_same_as_texts() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let page = directory.anonymous().gets("/v1/embed/services?format=json");
    insta::assert_snapshot!(serde_json::to_string_pretty(&page.body).unwrap().replace(&id, "SERVICE"));
    let asked = TestRequest::get().uri("/v1/embed/services").insert_header(("Accept", "application/json"));
    assert_eq!(directory.anonymous().asks(asked).body, page.body);
    let one = directory.anonymous().gets(&format!("/v1/embed/services/{id}?format=json"));
    assert_eq!(one.body, page.body["items"][0]);
}

#[test]
fn fragments_are_chosen_as_lists_are_and_by_name_in_the_order_of_the_names() {
    let directory = Directory::on_sqlite();
    let rows = ["Archery", "Bowls", "Chess"].map(|name| club(name, "Stoke Hall", "PL2 1BG"));
    directory.partner("clubs").publishes(&rows);
    let [a, b, c] = ["Archery", "Bowls", "Chess"].map(|name| directory.anonymous().id_of(name));
    let titles = |query: &str| -> Vec<String> {
        let page = directory.anonymous().gets(&format!("/v1/embed/services?format=json&{query}")).body;
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles(&format!("ids={c},{a}")), ["Chess", "Archery"]);
    assert_eq!(titles(&format!("ids={c},{a},{b}&per_page=2&page=2")), ["Bowls"]);
    assert_eq!(titles(&format!("ids={c},{a}&search=archery")), ["Archery"]);
    assert_eq!(titles("per_page=2"), ["Archery", "Bowls"]);
    let service = directory.anonymous().gets(&format!("/oruk/v3/services/{a}")).body;
    let hall = service["service_at_locations"][0]["location"]["id"].as_str().unwrap();
    assert_eq!(titles(&format!("location_id={hall}")).len(), 3);
    assert_eq!(titles("location_id=11111111-1111-5111-8111-111111111111"), [""; 0]);
    for wrong in ["per_page=51", "heading=1", "ids=archery", "format=xml"] {
        let refused = directory.anonymous().gets(&format!("/v1/embed/services?{wrong}"));
        assert_eq!(
            (refused.status.as_u16(), refused.header("content-type")),
            (400, "application/problem+json")
        );
    }
}

/// A report as a program sends it.
fn reports(directory: &Directory, id: &str, report: Value) -> Answer {
    let request = TestRequest::post().uri(&format!("/v1/entities/{id}/reports")).set_json(report);
    directory.anonymous().asks(request)
}

/// A report as a browser sends it.
fn fills_in(directory: &Directory, id: &str, fields: &[(&str, &str)]) -> Answer {
    let request = TestRequest::post().uri(&format!("/v1/entities/{id}/reports")).set_form(fields);
    directory.anonymous().asks(request)
}

#[test]
fn a_reader_reports_a_problem_and_only_stewards_read_it() {
    on_each_database(|directory| {
        let id = clubs(directory, json!({}));
        let sent = json!({ "kind": "closed", "message": "They moved", "contact": "Ann@example.org" });
        let received = reports(directory, &id, sent);
        assert_eq!((received.status.as_u16(), received.body), (202, json!({ "received": true })));
        assert_eq!(directory.anonymous().gets("/v1/reports").status, 401);
        let queue = directory.steward_reads("/v1/reports").body;
        assert_eq!(queue["reports"].as_array().unwrap().len(), 1);
        let report = &queue["reports"][0];
        assert_eq!(
            (&report["kind"], &report["message"], &report["contact"]),
            (&json!("closed"), &json!("They moved"), &json!("ann@example.org"))
        );
        assert_eq!(report["entity"], id.as_str());
        assert_eq!(directory.steward_reads("/v1/review").body["open_reports"], 1);
        let audit = directory.steward_reads("/v1/audit").text;
        assert!(audit.contains("report a problem") && audit.contains("anonymous"), "{audit}");
        assert!(!audit.contains("example.org"), "whom to ask is logged nowhere");
        let page = directory.anonymous().gets(&format!("/services/{id}")).text;
        assert!(!page.contains("They moved"), "it is never public");
    });
}

/// A steward decides a report.
fn decides(directory: &Directory, number: i64, decision: Value) -> Answer {
    let request = TestRequest::default().method(Method::PATCH).uri(&format!("/v1/reports/{number}"));
    let shown = ("Authorization", format!("Bearer {}", crate::directory::TOKEN));
    directory.anonymous().asks(request.insert_header(shown).set_json(decision))
}

#[test]
fn what_a_steward_accepts_its_sources_are_told_in_the_stewards_words() {
    on_each_database(|directory| {
        let id = clubs(directory, json!({}));
        for message in ["They moved; ask my sister Jo", "no"] {
            reports(
                directory,
                &id,
                json!({ "kind": "closed", "message": message, "contact": "jo@example.org" }),
            );
        }
        let settled = decides(
            directory,
            1,
            json!({ "state": "accepted", "note": "Their own page says that they moved" }),
        );
        assert_eq!(
            (settled.status.as_u16(), &settled.body["told"]),
            (200, &json!(["clubs"])),
            "{}",
            settled.text
        );
        assert_eq!(settled.body["report"]["who"], "Ann of the library");
        assert_eq!(settled.body["report"].get("contact"), None, "whom to ask is deleted");
        let partner = directory.program("records:write", &["clubs"]);
        let issues = partner.gets("/v1/sources/clubs/issues");
        let told = issues.body["issues"].as_array().unwrap().iter().find(|issue| issue["code"] == "reported");
        let told = told.unwrap_or_else(|| panic!("{}", issues.text));
        assert_eq!(told["record"], "service:42");
        assert!(
            told["reason"]
                .as_str()
                .unwrap()
                .ends_with("a steward agreed: Their own page says that they moved")
        );
        assert!(!issues.text.contains("sister"), "what the reader wrote stays with the stewards");
        assert_eq!(decides(directory, 1, json!({ "state": "dismissed", "note": "no" })).status, 409);
        assert_eq!(decides(directory, 9, json!({ "state": "dismissed", "note": "no" })).status, 404);
        assert_eq!(decides(directory, 2, json!({ "state": "dismissed", "note": "" })).status, 400);
        let dismissed = decides(directory, 2, json!({ "state": "dismissed", "note": "It is open" }));
        assert_eq!((dismissed.status.as_u16(), &dismissed.body["told"]), (200, &json!([])));
        assert_eq!(
            directory.steward_reads("/v1/reports?state=dismissed").body["reports"][0]["note"],
            "It is open"
        );
        assert_eq!(directory.steward_reads("/v1/reports").body["reports"], json!([]));
        directory.hour_passes();
        assert_eq!(partner.posts("/v1/sources/clubs/confirm", &json!({})).status, 200);
        let issues = partner.gets("/v1/sources/clubs/issues").text;
        assert!(!issues.contains("\"reported\""), "the partner says that all of it holds: {issues}");
    });
}

#[test]
fn a_browser_reports_by_a_form_and_is_answered_by_pages() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    let taken = fills_in(
        &directory,
        &id,
        &[("kind", "wrong"), ("message", "Thursdays\r\nnow"), ("contact", ""), ("homepage", "")],
    );
    assert_eq!((taken.status.as_u16(), taken.header("content-type")), (202, "text/html; charset=utf-8"));
    assert!(taken.text.contains("Thank you for your report"), "{}", taken.text);
    assert!(taken.text.contains(&format!("http://localhost:8080/services/{id}")));
    let wrong =
        fills_in(&directory, &id, &[("kind", "closed"), ("message", "<b>gone</b>"), ("contact", "ask me")]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.text.contains("is no e-mail address"), "{}", wrong.text);
    assert!(wrong.text.contains("&lt;b&gt;gone&lt;/b&gt;</textarea>"), "what was typed stays");
    assert!(wrong.text.contains("<option value=\"closed\" selected>"));
    let nowhere = fills_in(&directory, "11111111-1111-5111-8111-111111111111", &[("kind", "wrong")]);
    assert_eq!((nowhere.status.as_u16(), nowhere.header("content-type")), (404, "text/html; charset=utf-8"));
    let queue = directory.steward_reads("/v1/reports").body;
    assert_eq!(queue["reports"].as_array().unwrap().len(), 1);
    assert_eq!(queue["reports"][0]["message"], "Thursdays\nnow");
}

#[test]
fn programs_that_fill_in_everything_or_too_much_are_kept_out() {
    let limits = access::LimitSettings { reports: 4, ..access::LimitSettings::default() };
    let directory = Directory::with_settings(server::Settings { limits, ..server::Settings::default() });
    let id = clubs(&directory, json!({}));
    let from = |report: Value| {
        let request = TestRequest::post().uri(&format!("/v1/entities/{id}/reports")).set_json(report);
        directory.anonymous().asks(request.peer_addr("192.0.2.7:4000".parse().unwrap()))
    };
    let spam = from(json!({ "kind": "other", "message": "Buy", "homepage": "https://spam.example" }));
    assert_eq!(
        (spam.status.as_u16(), spam.body),
        (202, json!({ "received": true })),
        "it is not told that it failed"
    );
    assert_eq!(from(json!({ "kind": "other" })).status, 400);
    assert_eq!(from(json!({ "kind": "wrong", "message": "x".repeat(2_001) })).status, 400);
    assert_eq!(from(json!({ "kind": "angry" })).body["parameter"], "kind");
    let refused = from(json!({ "kind": "wrong" }));
    assert_eq!((refused.status.as_u16(), refused.header("ratelimit-policy")), (429, "\"reports\";q=4;w=60"));
    assert_eq!(directory.steward_reads("/v1/reports").body["reports"], json!([]));
}

#[test]
fn what_a_reader_reports_is_taken_under_a_former_id_and_read_in_the_graph() {
    let directory = Directory::on_sqlite();
    let id = clubs(&directory, json!({}));
    reports(&directory, &id, json!({ "kind": "wrong", "message": "Thursdays" }));
    let query = json!({ "query": "{ reports { number entity kind state message contact } }" });
    let asks = |shown: Option<&str>| {
        let request = TestRequest::post().uri("/graphql").set_json(&query);
        let request = match shown {
            Some(token) => request.insert_header(("Authorization", format!("Bearer {token}"))),
            None => request,
        };
        directory.anonymous().asks(request).body
    };
    let report = json!({
        "number": 1, "entity": id, "kind": "wrong", "state": "open", "message": "Thursdays", "contact": null,
    });
    assert_eq!(asks(Some(crate::directory::TOKEN))["data"]["reports"], json!([report]));
    assert_eq!(asks(None)["data"]["reports"], Value::Null);
}
