//! Details: everything nested, and where an id went.

use actix_web::{http::StatusCode, test::TestRequest};
use rest::Settings;

use crate::support::*;

#[actix_web::test]
async fn a_service_comes_with_all_that_is_nested_in_it() {
    let service = get(&format!("/services/{}", service_id(1))).await.json();
    assert_eq!(service["name"], "Service 001");
    assert_eq!(service["organization"]["name"], "Plymouth Libraries");
    assert_eq!(service["service_at_locations"][0]["location"]["addresses"][0]["postal_code"], "PL1 1HZ");
    assert_eq!(service["attributes"][0]["taxonomy_term"]["name"], "Digital skills");
    let licences: Vec<_> =
        service["licences"].as_array().unwrap().iter().map(|licence| &licence["id"]).collect();
    assert_eq!(licences, ["CC-BY-4.0", "OGL-UK-3.0"]);
}

#[actix_web::test]
async fn what_a_list_shows_can_be_read_in_detail() {
    for list in ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"] {
        let id = get(&format!("/{list}")).await.json()["contents"][0]["id"].clone();
        let detail = get(&format!("/{list}/{}", id.as_str().unwrap())).await;
        assert_eq!(detail.status, StatusCode::OK, "{list}");
        assert_eq!(detail.json()["id"], id, "{list}");
    }
}

#[actix_web::test]
async fn an_organization_brings_its_services_in_full_when_asked() {
    let path = format!("/organizations/{}", organization_id());
    let full = get(&format!("{path}?full_service=true")).await.json();
    assert_eq!(full["services"][0]["schedules"][0]["byday"], "MO");
    let brief = get(&path).await.json();
    assert!(brief["services"][0].get("schedules").is_none());
}

#[actix_web::test]
async fn a_merged_id_redirects_for_a_short_time() {
    let answer = get(&format!("/services/{}?x=1", service_id(MERGED))).await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.header("location"), format!("/oruk/v3/services/{}?x=1", service_id(1)));
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
}

#[actix_web::test]
async fn behind_a_proxy_a_merged_id_redirects_to_where_the_public_reads() {
    let public_url = Some("https://example.org/directory/".parse().unwrap());
    let state = directory_at(Settings { public_url, ..Settings::default() });
    let path = format!("/oruk/v3/services/{}", service_id(MERGED));
    let answer = ask(&state, TestRequest::get().uri(&path)).await;
    assert_eq!(answer.header("location"), format!("/directory/oruk/v3/services/{}", service_id(1)));
}

#[actix_web::test]
async fn a_withdrawn_id_is_gone_and_an_unknown_one_was_never_there() {
    let gone = get(&format!("/services/{}", service_id(WITHDRAWN))).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert_eq!(gone.json()["type"], "/problems/gone");
    for (list, id) in
        [("services", service_id(999)), ("services", organization_id()), ("taxonomies", term_id())]
    {
        let unknown = get(&format!("/{list}/{id}")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{list}/{id}");
        assert_eq!(unknown.json()["type"], "/problems/unknown-id");
    }
}
