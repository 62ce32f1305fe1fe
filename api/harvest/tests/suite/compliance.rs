//! How far a feed complies with its standard, and whether its links are alive.

use harvest::{Compliance, Format, Links, Options, Quality, Silent, SourceConfig, compliance, look, quality};
use model::{Clock, SourceId, SystemClock};
use serde_json::{Value, json};

use crate::{
    server::{Answer, Server},
    support::quick,
};

const SERVICE: &str = "6a3f0a5e-6a1b-4b8e-9a52-0b7d1f6e7c11";
const ORGANIZATION: &str = "0f0e7a52-93c8-4a4e-8a0e-5c0a4f6f1a22";

fn service() -> Value {
    let organization = json!({ "id": ORGANIZATION, "name": "Friends", "description": "We cook." });
    json!({ "id": SERVICE, "name": "Lunch club", "status": "active", "organization": organization })
}

/// An API with one service, of which a test changes some.
fn api(path: &str, service: &Value) -> Answer {
    let path = path.split('?').next().unwrap_or_default();
    match path {
        "/" => {
            let body = json!({
                "version": "HSDS-UK-3.0", "profile": "https://docs.openreferraluk.org/en/latest/",
                "openapi_url": "https://feed.example/openapi.json",
            });
            Answer::Json(body.to_string())
        }
        "/services" => {
            let page = json!({ "total_items": 1, "total_pages": 1, "page_number": 1, "size": 1, "contents": [service] });
            Answer::Json(page.to_string())
        }
        _ if path == format!("/services/{SERVICE}") => Answer::Json(service.to_string()),
        _ => Answer::Status(404),
    }
}

fn config(format: Format, location: &str) -> SourceConfig {
    SourceConfig::of_feed(SourceId::new("feed").unwrap(), format, location, None).unwrap()
}

fn of(server: &Server) -> Compliance {
    compliance(&config(Format::Oruk, &server.base), &quick())
}

#[test]
fn an_api_with_what_is_required_reaches_both_levels() {
    let server = Server::start(|path| api(path, &service()));
    let found = of(&server);
    let levels: Vec<_> =
        found.levels.iter().map(|level| (level.name, level.success, level.tests.len())).collect();
    assert_eq!(
        levels,
        [("Level 1 Compliance - Basic checks", true, 3), ("Level 2 Compliance - Extended checks", true, 8)],
        "{found:#?}"
    );
    assert!(server.asked().contains(&format!("/services/{SERVICE}")));
}

#[test]
fn what_fails_names_the_path_the_place_and_the_value() {
    let wrong = json!({ "id": SERVICE, "name": "Lunch club", "status": "Running", "phones": null });
    let server = Server::start(move |path| api(path, &wrong));
    let found = of(&server);
    let level = &found.levels[0];
    assert!(!level.success && found.levels[1].success);
    let list = &level.tests[1].messages[0];
    assert_eq!((list.asked.as_str(), list.at.as_str()), ("/services?page=1", "contents[0].status"));
    assert!(
        list.message.contains("`Running`") && list.message.contains("temporarily closed"),
        "{}",
        list.message
    );
    let one = &level.tests[2];
    assert_eq!((one.endpoint.as_str(), one.messages.len()), ("/services/{id}", 1));
}

#[test]
fn an_api_that_does_not_name_the_standard_fails_its_first_test() {
    let server = Server::start(|path| match path {
        "/" => Answer::Status(404),
        path => api(path, &service()),
    });
    let found = of(&server);
    let passed: Vec<bool> = found.levels[0].tests.iter().map(|test| test.success).collect();
    assert_eq!(passed, [false, true, true]);
}

#[test]
fn other_feeds_have_no_levels_and_are_told_so() {
    for (format, location) in [(Format::Csv, "list.csv"), (Format::Oruk, "saved/services.json")] {
        let found = compliance(&config(format, location), &Options::default());
        assert!(found.levels.is_empty() && found.not_applicable.is_some(), "{found:?}");
    }
}

fn measured(server: &Server, options: &Options) -> Quality {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    let rows: String = ["alive", "gone", "shy", "barred"]
        .iter()
        .map(|page| format!("{page},{}/{page}\n", server.base))
        .collect();
    std::fs::write(&list, format!("Name,Website\n{rows}")).unwrap();
    let config = config(Format::Csv, list.to_str().unwrap());
    let looked = look(&config, options, &Silent);
    assert!(looked.report.readable, "{:?}", looked.report.issues);
    quality(&config, options, &looked.records, SystemClock.now(), Links::Try)
}

#[test]
fn links_are_tried_by_head_then_get_and_only_where_they_may_lead() {
    let server = Server::start(|path| match path {
        "/gone" => Answer::Status(410),
        "/barred" => Answer::Status(403),
        _ => Answer::Json("{}".to_owned()),
    });
    let found = measured(&server, &quick());
    let links = found.parts.iter().find(|part| part.name == "links").unwrap();
    assert_eq!((links.count, links.of), (2, 3), "{found:#?}");
    assert!(found.dead_links[0].url.ends_with("/gone") && found.dead_links[0].reason.contains("410"));
    assert_eq!(server.asked().iter().filter(|path| *path == "/gone").count(), 2, "HEAD, then GET");
    let guarded = Options { allow_private_networks: false, ..quick() };
    let found = measured(&server, &guarded);
    assert!(found.dead_links.iter().all(|link| link.reason.contains("not a public address")), "{found:#?}");
    assert!(server.asked().is_empty(), "nothing in the private network was asked");
}
