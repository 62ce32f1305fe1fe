//! What a Drupal site tells by its interfaces.

use model::Kind;
use serde_json::json;

use super::{HTML, LIBRARY, page, stored};
use crate::{pages::Site, support::Bench};

#[test]
fn pages_of_a_collection_are_read_when_they_changed_and_what_may_not_be_asked_for_is_read_there() {
    let site = Site::start();
    site.put("/robots.txt", 200, "content-type: text/plain\r\n", "User-agent: *\nDisallow: /venues/hall\n");
    site.put("/venues/library", 200, HTML, page("Stoke Library", LIBRARY));
    let node = |alias: &str, title: &str| {
        json!({ "attributes": { "title": title, "changed": "2026-01-02T03:04:05+00:00", "path": { "alias": alias },
                 "body": { "processed": "<p>The Hall, Long Lane, Sandford SA1 1AA</p>" } } })
    };
    let next = format!("{}/jsonapi/node/venue?page=2", site.base);
    let first =
        json!({ "data": [node("/venues/library", "Stoke Library")], "links": { "next": { "href": next } } });
    site.put("/jsonapi/node/venue", 200, "content-type: application/vnd.api+json\r\n", first.to_string());
    let second = json!({ "data": [node("/venues/hall", "Village Hall")] });
    site.put(
        "/jsonapi/node/venue?page=2",
        200,
        "content-type: application/vnd.api+json\r\n",
        second.to_string(),
    );
    let toml = format!(
        "format = \"website\"\njsonapi = \"{}/jsonapi/node/venue\"\nallow_private_networks = true",
        site.base
    );
    let bench = Bench::new();
    bench.taken(&toml);
    assert_eq!(bench.ids(Kind::Service), ["127.0.0.1/venues/hall", "127.0.0.1/venues/library"]);
    assert_eq!(stored(&bench, "/venues/hall").title, "Village Hall");
    assert_eq!(stored(&bench, "/venues/library").modified, Some("2026-01-02".parse().unwrap()));
    site.asked();
    bench.taken(&toml);
    assert_eq!(site.asked(), ["/jsonapi/node/venue", "/jsonapi/node/venue?page=2"]);
}

#[test]
fn records_of_the_open_referral_interface_are_those_of_the_source() {
    let site = Site::start();
    let service = json!({ "id": "s1", "name": "Tea Club", "status": "active", "url": format!("{}/tea", site.base),
        "organization": { "id": "o1", "name": "Age Well", "description": "x" } });
    let list = json!({ "total_items": 1, "total_pages": 1, "page_number": 1, "size": 1, "first_page": true, "last_page": true, "empty": false, "contents": [service] });
    site.put(
        "/openreferral/v1/services?page=1&per_page=100",
        200,
        "content-type: application/json\r\n",
        list.to_string(),
    );
    for query in ["", "?page=1", "?per_page=100&page=1", "?page=1&per_page=100"] {
        site.put(
            &format!("/openreferral/v1/services{query}"),
            200,
            "content-type: application/json\r\n",
            list.to_string(),
        );
    }
    site.put("/openreferral/v1/services/s1", 200, "content-type: application/json\r\n", service.to_string());
    site.put("/tea", 200, HTML, page("Tea Club", LIBRARY));
    site.sitemap(&[("/tea", "2026-01-01")]);
    let toml = format!(
        "format = \"website\"\nsitemap = \"{0}/sitemap.xml\"\nopenreferral = \"{0}/openreferral/v1\"\nallow_private_networks = true",
        site.base
    );
    let bench = Bench::new();
    let report = bench.harvest(&toml);
    assert_eq!(report.outcome, model::Outcome::Harvested, "{:?} {:?}", report.issues, site.asked());
    assert_eq!(bench.ids(Kind::Service), ["127.0.0.1/tea", "s1"]);
    assert_eq!(bench.noun(Kind::Service, "s1")["organization_id"], json!("o1"));
}
