//! The council's website beside the directory: what is told twice, differently, too late, or on one side only.

use actix_web::{http::StatusCode, test::TestRequest};
use serde_json::{Value, json};

use crate::{
    actors::{Answer, Row, club},
    directory::{Directory, TOKEN, on_each_database},
    site::Site,
};

/// A club as the partners' lists have it.
fn lunch<'a>() -> Row<'a> {
    Row {
        address: "12 Ham Drive, Plymouth",
        phone: "01752 305900",
        ..club("Ham Lunch Club", "Ham Community Hall", "PL2 2NJ")
    }
}

/// What a page says of it, with this telephone.
fn told(phone: &str) -> String {
    format!(
        "<p>A hot meal and good company for anyone over fifty.</p><h2>Where</h2><address>Ham Community Hall, 12 Ham Drive, \
         Plymouth PL2 2NJ</address><h2>Contact</h2><p>Telephone: <a href=\"tel:{phone}\">{phone}</a></p>"
    )
}

/// A page that has nothing to do with any of it.
const BINS: &str =
    "<p>Put your brown bin out by seven in the morning. Collections begin in March and end in November.</p>";

/// The verdicts that are open, as kind, path of the page, field.
fn verdicts(directory: &Directory) -> Vec<(String, String, String)> {
    let answer = directory.anonymous().gets("/v1/alignment/verdicts?limit=100");
    let list = answer.body["verdicts"].as_array().unwrap_or_else(|| panic!("{}", answer.text));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let path = |value: &Value| {
        let address = text(value);
        let path = address.split_once("//").and_then(|(_, rest)| rest.split_once('/'));
        path.map(|(_, path)| format!("/{path}")).unwrap_or_default()
    };
    let one = |verdict: &Value| (text(&verdict["kind"]), path(&verdict["page"]), text(&verdict["field"]));
    list.iter().map(one).collect()
}

fn is(found: &[(String, String, String)], expected: &[(&str, &str, &str)]) {
    let found: Vec<(&str, &str, &str)> =
        found.iter().map(|(kind, page, field)| (kind.as_str(), page.as_str(), field.as_str())).collect();
    assert_eq!(found, expected);
}

fn steward_changes(directory: &Directory, id: &str, change: &Value) -> Answer {
    let path = format!("/v1/alignment/verdicts/{id}");
    let shown = ("Authorization", format!("Bearer {TOKEN}"));
    let request = TestRequest::patch().uri(&path).insert_header(shown).set_json(change);
    directory.anonymous().asks(request)
}

#[test]
fn a_page_that_repeats_an_entry_is_a_duplicate_and_no_other_page_is_accused() {
    on_each_database(|directory| {
        directory.partner("clubs").publishes(&[lunch()]);
        let site = Site::of(directory);
        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900")).has(
            "/bins/brown",
            "Brown bins",
            BINS,
        );
        site.is_read();
        is(&verdicts(directory), &[("duplicate", "/lunch-clubs/ham", "")]);
        let figures = directory.anonymous().gets("/v1/alignment").body;
        assert_eq!(
            (&figures["pages"], &figures["duplicates"], &figures["consistency"]),
            (&json!(2), &json!(1), &json!(1.0))
        );
    });
}

#[test]
fn what_page_and_directory_say_differently_is_a_conflict_with_both_values_until_it_is_mended() {
    on_each_database(|directory| {
        directory.partner("clubs").publishes(&[lunch()]);
        let site = Site::of(directory);
        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
        site.is_read();
        is(
            &verdicts(directory),
            &[("conflict", "/lunch-clubs/ham", "phones"), ("duplicate", "/lunch-clubs/ham", "")],
        );
        let conflict =
            directory.anonymous().gets("/v1/alignment/verdicts?kind=conflict").body["verdicts"][0].clone();
        assert_eq!(
            (&conflict["page_value"], &conflict["entity_value"]),
            (&json!("01752 305999"), &json!("01752 305900"))
        );
        assert_eq!(conflict["evidence"]["agree_with_entity"], json!(["clubs"]));
        assert_eq!(conflict["evidence"]["place"], json!("Ham Lunch Club › Contact"));

        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900"));
        site.is_read();
        is(&verdicts(directory), &[("duplicate", "/lunch-clubs/ham", "")]);
        let closed = directory.anonymous().gets("/v1/alignment/verdicts?state=closed").body;
        assert_eq!(closed["verdicts"][0]["id"], conflict["id"]);
    });
}

#[test]
fn what_a_steward_dismisses_stays_dismissed_until_the_facts_change() {
    on_each_database(|directory| {
        directory.partner("clubs").publishes(&[lunch()]);
        let site = Site::of(directory);
        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
        site.is_read();
        let id = directory.anonymous().gets("/v1/alignment/verdicts?kind=conflict").body["verdicts"][0]["id"]
            .clone();
        let id = id.as_str().unwrap();
        let refused = steward_changes(directory, id, &json!({ "state": "dismissed" }));
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
        for nothing in [json!({}), json!({ "state": "accepted", "reason": " " }), json!({ "reason": "" })] {
            let refused = steward_changes(directory, id, &nothing);
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{nothing}: {}", refused.text);
        }
        let reason = "both ring at the same desk";
        let dismissed = steward_changes(
            directory,
            id,
            &json!({ "state": "dismissed", "reason": reason, "owner": "Ann" }),
        );
        assert_eq!(
            (dismissed.status, &dismissed.body["decision"]["reason"]),
            (StatusCode::OK, &json!(reason))
        );
        // Who decided, and why, is not for everyone.
        let open = directory.anonymous().gets("/v1/alignment/verdicts?state=dismissed");
        assert!(!open.text.contains("same desk") && !open.text.contains("Ann"), "{}", open.text);
        let owned = directory.anonymous().gets("/v1/alignment/verdicts?owner=Ann");
        assert_eq!(owned.status, StatusCode::UNAUTHORIZED);

        site.has("/about", "About us", "<p>We are the council, and here is some more about us all.</p>");
        site.is_read();
        is(&verdicts(directory), &[("duplicate", "/lunch-clubs/ham", "")]);

        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305998"));
        site.is_read();
        let found = verdicts(directory);
        assert_eq!(found[0], ("conflict".to_owned(), "/lunch-clubs/ham".to_owned(), "phones".to_owned()));
        assert_eq!(directory.steward_reads("/v1/alignment/verdicts?owner=Ann").body["total"], json!(1));
    });
}

#[test]
fn nobody_but_stewards_decides_and_what_is_closed_is_decided_no_more() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900"));
    site.is_read();
    let id = directory.anonymous().gets("/v1/alignment/verdicts").body["verdicts"][0]["id"].clone();
    let path = format!("/v1/alignment/verdicts/{}", id.as_str().unwrap());
    let refused =
        directory.anonymous().asks(TestRequest::patch().uri(&path).set_json(json!({ "state": "accepted" })));
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let accepted = steward_changes(directory, id.as_str().unwrap(), &json!({ "state": "accepted" }));
    assert_eq!(accepted.body["state"], json!("accepted"));

    site.lost("/lunch-clubs/ham").has("/bins", "Bins", BINS);
    site.is_read();
    let late = steward_changes(directory, id.as_str().unwrap(), &json!({ "state": "open" }));
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
}

#[test]
fn a_page_that_shows_the_directory_s_own_entry_is_aligned_and_claims_nothing() {
    on_each_database(|directory| {
        directory.partner("clubs").publishes(&[lunch()]);
        let id = directory.anonymous().id_of("Ham Lunch Club");
        let before = directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body;
        let site = Site::of(directory);
        let embed = format!(
            "<p>We lend a hand with lunch.</p><article data-entity=\"{id}\">{}</article><script \
             type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"Service\",\"@id\":\
             \"https://directory.example/services/{id}\",\"name\":\"Ham Lunch Club\",\"telephone\":\"01752 305999\"}}</script>",
            told("01752 305999"),
        );
        site.has("/lunch", "Lunch for everyone", &embed);
        site.is_read();
        is(&verdicts(directory), &[]);
        assert_eq!(directory.anonymous().gets(&format!("/oruk/v3/services/{id}")).body, before);
        let look =
            directory.anonymous().gets(&format!("/v1/pages/lookup?url={}", site.address("/lunch"))).body;
        assert_eq!(look["page"]["own"], json!([id]));
        assert_eq!(look["page"]["entities"], json!([]));
    });
}

#[test]
fn a_page_of_what_the_directory_lacks_makes_a_draft_and_lists_are_read_item_by_item() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    site.has(
        "/warm-spaces",
        "Warm spaces",
        "<table><tr><th>Name</th><th>Address</th><th>Telephone</th></tr>\
         <tr><td>Ham Lunch Club</td><td>12 Ham Drive, Plymouth PL2 2NJ</td><td>01752 305900</td></tr>\
         <tr><td>Efford Community Cafe</td><td>3 Blandford Road, Plymouth PL3 6HU</td><td>01752 305123</td></tr></table>",
    );
    site.is_read();
    is(
        &verdicts(directory),
        &[("duplicate", "/warm-spaces", ""), ("page-without-entry", "/warm-spaces", "Efford Community Cafe")],
    );
    let lacking = directory.anonymous().gets("/v1/alignment/verdicts?kind=page-without-entry").body;
    let draft: Value =
        serde_json::from_str(lacking["verdicts"][0]["evidence"]["draft"].as_str().unwrap()).unwrap();
    assert_eq!(draft["name"], json!("Efford Community Cafe"));
    assert_eq!(draft["phones"][0]["number"], json!("01752 305123"));
    let look =
        directory.anonymous().gets(&format!("/v1/pages/lookup?url={}", site.address("/warm-spaces"))).body;
    assert_eq!(look["page"]["entities"][0]["relation"], json!("mentions"));
}

#[test]
fn what_a_list_names_twice_is_one_thing_and_keeps_what_was_decided_of_it() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    let row = "<tr><td>Efford Community Cafe</td><td>3 Blandford Road, Plymouth PL3 6HU</td><td>01752 305123</td></tr>";
    let table = format!("<table><tr><th>Name</th><th>Address</th><th>Telephone</th></tr>{row}{row}</table>");
    site.has("/warm-spaces", "Warm spaces", &table);
    site.is_read();
    is(&verdicts(directory), &[("page-without-entry", "/warm-spaces", "Efford Community Cafe")]);
    let id = directory.anonymous().gets("/v1/alignment/verdicts").body["verdicts"][0]["id"].clone();
    steward_changes(directory, id.as_str().unwrap(), &json!({ "state": "accepted", "owner": "Ann" }));
    site.has("/bins", "Bins", BINS);
    site.is_read();
    let kept = directory.steward_reads("/v1/alignment/verdicts").body["verdicts"][0].clone();
    assert_eq!((&kept["state"], &kept["owner"]), (&json!("accepted"), &json!("Ann")));
    let figures = directory.anonymous().gets("/v1/alignment").body;
    assert_eq!(figures["verdicts"][5], json!({ "kind": "page-without-entry", "count": 1 }));
}

#[test]
fn a_page_of_what_every_source_withdrew_is_stale() {
    let directory = &Directory::on_sqlite();
    let partner = directory.partner("clubs").on_terms("deletion_floor = 100");
    partner.publishes(&[lunch(), club("Chess Club", "Ford Hall", "PL2 1AA")]);
    let site = Site::of(directory);
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900"));
    site.is_read();
    partner.publishes(&[club("Chess Club", "Ford Hall", "PL2 1AA")]);
    directory.aligns();
    is(&verdicts(directory), &[("stale", "/lunch-clubs/ham", "status")]);
}

#[test]
fn every_spelling_of_an_address_leads_to_its_page() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900"))
        .moved("/old/ham", "/lunch-clubs/ham");
    site.describe(&format!("urls = [\"{}\"]", site.address("/old/ham")));
    site.is_read();
    let port = site.address("").rsplit(':').next().unwrap().to_owned();
    for address in [
        site.address("/lunch-clubs/ham"),
        site.address("/lunch-clubs/ham/?utm_source=letter"),
        site.address("/old/ham"),
        format!("http://localhost:{port}/lunch-clubs/ham"),
    ] {
        let escaped = address.replace('?', "%3F").replace('=', "%3D");
        let look = directory.anonymous().gets(&format!("/v1/pages/lookup?url={escaped}"));
        assert_eq!(look.body["page"]["title"], json!("Ham Lunch Club"), "{address}: {}", look.text);
    }
    let other = directory.anonymous().gets("/v1/pages/lookup?url=https://example.org/");
    assert_eq!(
        (other.status, &other.body["type"]),
        (StatusCode::NOT_FOUND, &json!("/problems/unknown-page"))
    );
}

#[test]
fn a_page_of_what_is_kept_private_is_as_if_nobody_had_told_of_it() {
    let told_of = |visibility: &str| {
        let directory = Directory::on_sqlite();
        directory.partner("clubs").on_terms(visibility).publishes(&[lunch()]);
        let site = Site::of(&directory);
        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
        site.is_read();
        let port = site.address("");
        let verdicts = directory.anonymous().gets("/v1/alignment/verdicts").text.replace(&port, "");
        let pages = directory.anonymous().gets("/v1/pages").text.replace(&port, "");
        (verdicts, pages)
    };
    let without = {
        let directory = Directory::on_sqlite();
        let site = Site::of(&directory);
        site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
        site.is_read();
        let port = site.address("");
        let verdicts = directory.anonymous().gets("/v1/alignment/verdicts").text.replace(&port, "");
        (verdicts, directory.anonymous().gets("/v1/pages").text.replace(&port, ""))
    };
    assert!(without.0.contains("page-without-entry"));
    assert_eq!(told_of("visibility = \"private\""), without);
}

#[test]
fn what_may_be_amiss_comes_as_a_table_too() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
    site.is_read();
    let table = directory.anonymous().gets("/v1/alignment/verdicts?format=csv");
    assert!(table.header("content-type").starts_with("text/csv"), "{}", table.text);
    let mut lines = table.text.lines();
    assert!(lines.next().unwrap().starts_with("id,kind,page,"));
    assert_eq!(lines.count(), 2);
    let suggested = directory.anonymous().gets("/v1/alignment/addresses");
    let id = directory.anonymous().id_of("Ham Lunch Club");
    assert_eq!(suggested.body["suggestions"][0]["relation"], json!("canonical"));
    assert!(
        suggested.body["suggestions"][0]["target"].as_str().unwrap().ends_with(&format!("/services/{id}"))
    );
    let refused = directory.anonymous().gets("/v1/alignment/verdicts?knd=conflict");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

/// What someone gets at a path who signs in with a browser as a steward.
fn signed_in(directory: &Directory, request: TestRequest) -> Answer {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let shown = format!("Basic {}", STANDARD.encode(format!("ann:{TOKEN}")));
    directory.anonymous().asks(request.insert_header(("Authorization", shown)))
}

#[test]
fn the_report_is_a_page_with_what_is_new_first_and_nobody_s_name_on_it() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    let edit = "<a href=\"/node/7/edit\">Edit</a>";
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305900"));
    site.is_read();
    directory.clock.advance(chrono::TimeDelta::days(8));
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &format!("{}{edit}", told("01752 305999")));
    site.is_read();
    let page = directory.anonymous().gets("/alignment");
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    let place = |text: &str| page.text.find(text).unwrap_or_else(|| panic!("no {text} in {}", page.text));
    assert!(place("New since last week") < place("They disagree: telephone of Ham Lunch Club"));
    assert!(place("They disagree: telephone of Ham Lunch Club") < place("Before that"));
    assert!(place("Before that") < place("Told twice: Ham Lunch Club"));
    assert!(page.text.contains("/node/7/edit") && !page.text.contains("<form method=\"post\""));

    let only = directory.anonymous().gets("/alignment?kind=duplicate&state=&section=&topic=");
    assert!(
        only.text.contains("Told twice: Ham Lunch Club") && !only.text.contains("They disagree: telephone")
    );
    assert_eq!(directory.anonymous().gets("/alignment?kind=rubbish").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_steward_signs_in_with_a_browser_and_decides_by_the_page_s_own_forms_alone() {
    let directory = &Directory::on_sqlite();
    directory.partner("clubs").publishes(&[lunch()]);
    let site = Site::of(directory);
    site.has("/lunch-clubs/ham", "Ham Lunch Club", &told("01752 305999"));
    site.is_read();
    let asked = directory.anonymous().gets("/alignment?sign-in=true");
    assert_eq!(
        (asked.status, asked.header("www-authenticate").starts_with("Basic")),
        (StatusCode::UNAUTHORIZED, true)
    );
    let page = signed_in(directory, TestRequest::get().uri("/alignment"));
    assert!(
        page.text.contains("You are signed in as Ann of the library")
            && page.text.contains("<form method=\"post\"")
    );

    let id =
        directory.anonymous().gets("/v1/alignment/verdicts?kind=conflict").body["verdicts"][0]["id"].clone();
    let path = format!("/alignment/verdicts/{}", id.as_str().unwrap());
    let form = || {
        let media = ("Content-Type", "application/x-www-form-urlencoded");
        let sent = "owner=Bob&reason=&state=accepted";
        TestRequest::post().uri(&path).insert_header(media).set_payload(sent)
    };
    let foreign = signed_in(directory, form().insert_header(("Sec-Fetch-Site", "cross-site")));
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{}", foreign.text);
    let unsaid = signed_in(directory, form());
    assert_eq!(unsaid.status, StatusCode::FORBIDDEN, "{}", unsaid.text);
    let nobody = directory.anonymous().asks(form().insert_header(("Sec-Fetch-Site", "same-origin")));
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let decided = signed_in(directory, form().insert_header(("Sec-Fetch-Site", "same-origin")));
    assert_eq!(decided.status, StatusCode::OK, "{}", decided.text);
    assert!(decided.text.contains(&format!("/alignment#verdict-{}", id.as_str().unwrap())));
    let page = signed_in(directory, TestRequest::get().uri("/alignment"));
    assert!(page.text.contains("Bob"));
    assert!(!directory.anonymous().gets("/alignment").text.contains("Bob"));
}
