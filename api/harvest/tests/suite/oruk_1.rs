//! Open Referral UK 1.0, as its APIs answer.

use std::sync::{Arc, Mutex};

use model::{Kind, Outcome};

use crate::{
    server::{Answer, Server},
    support::{Bench, count},
};

/// A page of the list, a service in full, or the list of taxonomies, of which edition 1 makes terms.
fn edition_1(path: &str, pages: usize) -> Answer {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let told = query.split('&').find_map(|pair| pair.strip_prefix("page="));
    let page: usize = told.and_then(|page| page.parse().ok()).unwrap_or(1);
    match path.strip_prefix("/services/") {
        Some(id) => Answer::Json(format!(
            r#"{{"id":{id},"name":"Service {id}","organization":{{"id":1,"name":"Org"}},
                "service_taxonomys":[{{"id":1,"taxonomy_id":"t"}}],"reviews":[{{"id":{id}}}],
                "eligibilitys":[{{"id":1,"eligibility":"teen","minimum_age":13,"maximum_age":19}}]}}"#
        )),
        None if path == "/services" => Answer::Json(format!(
            r#"{{"totalElements":{pages},"totalPages":{pages},"number":{page},"size":1,"first":{},"last":{},"empty":false,
                "content":[{{"id":{page},"name":"x"}}]}}"#,
            page == 1,
            page == pages
        )),
        None if path == "/taxonomies" => Answer::Json(
            r#"{"totalPages":1,"content":[{"id":"t","name":"Youth work","vocabulary":"Types"}]}"#.to_owned(),
        ),
        None => Answer::Status(404),
    }
}

#[test]
fn an_api_of_edition_1_is_read_page_by_page_and_converted_upward() {
    let pages = Arc::new(Mutex::new(3));
    let served = Arc::clone(&pages);
    let server = Server::start(move |path| edition_1(path, *served.lock().unwrap()));
    let bench = Bench::new();
    let toml = server.toml().replace("\"oruk\"", "\"oruk-1\"");
    let report = bench.taken(&toml);
    assert_eq!(bench.ids(Kind::Service), ["1", "2", "3"]);
    let service = bench.noun(Kind::Service, "2");
    assert_eq!(service["attributes"][0]["taxonomy_term"]["name"], "Youth work");
    assert_eq!((&service["minimum_age"], &service["maximum_age"]), (&13.into(), &19.into()));
    assert_eq!(service["eligibility_description"], "teen");
    let told: Vec<_> = report.issues.iter().map(|issue| (issue.field.as_deref(), &issue.reason)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, Some("service.reviews"));
    assert!(told[0].1.contains("found 3×"), "{told:?}");

    let report = bench.taken(&toml);
    assert_eq!((report.counts.unchanged, report.counts.records), (5, 0), "the same again writes nothing");

    *pages.lock().unwrap() = 2;
    bench.taken(&toml);
    assert_eq!(bench.ids(Kind::Service), ["1", "2"], "what is no longer listed is gone");
}

#[test]
fn a_list_of_edition_1_that_breaks_off_takes_nothing() {
    let server = Server::start(|path| match path {
        path if path.contains("page=2") => Answer::Truncated,
        path => edition_1(path, 3),
    });
    let bench = Bench::new();
    let report = bench.harvest(&server.toml().replace("\"oruk\"", "\"oruk-1\""));
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(bench.ids(Kind::Service).is_empty());
}

#[test]
fn edition_1_under_the_name_of_edition_3_is_told_once() {
    let server = Server::start(|path| edition_1(path, 3));
    let bench = Bench::new();
    let report = bench.taken(&server.toml());
    assert_eq!(count(&report, "older-edition"), 1, "{:?}", report.issues);
    let told = report.issues.iter().find(|issue| issue.code == "older-edition").unwrap();
    assert!(told.action.contains("oruk-1") && told.reason.starts_with("3 services"), "{told:?}");
}
