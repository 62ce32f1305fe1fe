//! Schedules as dated sessions, and what is open when.

use actix_web::http::{Method, StatusCode};
use icalendar::{Calendar, Component};

use crate::support::*;

const WEEK: &str = "/v1/occurrences?from=2026-11-23&to=2026-11-29";

#[actix_web::test]
async fn whoever_asks_by_a_moment_is_told_of_the_window_and_of_what_is_open() {
    for name in ["at", "open_at"] {
        let answer = send(Method::GET, &format!("/v1/occurrences?{name}=2026-11-25T18:30")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let told = answer.json();
        assert_eq!(told["nearest"], "from");
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains("`from` and `to`") && detail.contains("`open_at`"), "{detail}");
    }
}

#[actix_web::test]
async fn a_week_of_sessions_says_when_and_where_each_is() {
    let page = get_with(WEEK, &[]).await.json();
    assert!(page["total_items"].as_u64().unwrap() > 0);
    assert_eq!(
        (&page["from"], &page["to"]),
        (&"2026-11-23T00:00:00+00:00".into(), &"2026-11-30T00:00:00+00:00".into())
    );
    let first = &page["contents"][0];
    assert_eq!(first["date"], "2026-11-23", "a Monday");
    assert_eq!(first["service"]["name"], "Service 001");
    assert_eq!((&first["cancelled"], &first["uncertain"]), (&false.into(), &serde_json::json!([])));
    assert!(first["starts_at"].as_str().unwrap().starts_with("2026-11-23T"));
}

#[actix_web::test]
async fn the_conditions_of_the_list_of_services_hold_of_sessions_too() {
    let total =
        |path: String| async move { get_with(&path, &[]).await.json()["total_items"].as_u64().unwrap() };
    let all = total(WEEK.to_owned()).await;
    assert_eq!(total(format!("{WEEK}&q=computers&near=pl11hz&within=100")).await, all);
    assert_eq!(total(format!("{WEEK}&status=defunct")).await, 0);
    assert_eq!(total(format!("{WEEK}&service={}", service_id(1))).await, all);
    let near = get_with(&format!("{WEEK}&near=50.372,-4.142&sort=distance"), &[]).await.json();
    assert_eq!(near["contents"][0]["distance_m"], 111);
    assert_eq!(near["contents"][0]["location"]["precision"], "given");
}

#[actix_web::test]
async fn pages_of_sessions_lead_on_within_one_window() {
    let first = get_with("/v1/occurrences?from=2026-11-23&to=2026-12-20&limit=1", &[]).await.json();
    let next = get_with(first["next"].as_str().unwrap(), &[]).await.json();
    assert_eq!(next["total_items"], first["total_items"]);
    assert_ne!(next["contents"][0]["id"], first["contents"][0]["id"]);
    assert_eq!((&next["from"], &next["to"]), (&first["from"], &first["to"]));
}

#[actix_web::test]
async fn sessions_are_a_calendar_to_subscribe_to() {
    for (path, accept) in [(format!("{WEEK}&format=ics"), "*/*"), (WEEK.to_owned(), "text/calendar")] {
        let answer = get_with(&path, &[("accept", accept)]).await;
        assert!(answer.headers("content-type").starts_with("text/calendar"), "{}", answer.text);
        assert!(answer.text.lines().all(|line| line.len() <= 75));
        let calendar: Calendar = answer.text.parse().unwrap();
        let event = calendar.components[0].as_event().unwrap();
        assert_eq!(event.get_summary(), Some("Service 001"));
        assert_eq!(event.property_value("STATUS"), Some("CONFIRMED"));
        assert!(event.property_value("DTSTART").unwrap().ends_with('Z'));
        assert!(event.get_uid().unwrap().ends_with("@sessions.directory.invalid"));
    }
}

#[actix_web::test]
async fn what_sessions_cannot_be_asked_by_is_told() {
    for (query, parameter) in [
        ("from=soon", "from"),
        ("from=2026-01-01&to=2026-12-31", "to"),
        ("form=2026-01-01", "form"),
        ("sort=distance", "sort"),
        ("cursor=x", "cursor"),
        ("near=91,0", "near"),
    ] {
        let answer = get_with(&format!("/v1/occurrences?{query}"), &[]).await;
        let status = if parameter == "cursor" { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
        assert_eq!(answer.status, status, "{query}");
        assert_eq!(answer.json()["parameter"], parameter, "{query}");
    }
}

#[actix_web::test]
async fn services_that_are_open_are_those_that_surely_are() {
    let names =
        |query: &'static str| async move { get_with(&format!("/v1/services?{query}"), &[]).await.names() };
    assert!(names("open_at=2026-11-24T03:00").await.is_empty());
    assert_eq!(names("open_at=2026-11-23T10:00").await, ["Service 001"]);
    assert_eq!(names("open_at=2026-11-23T11:59:59Z").await, ["Service 001"]);
    assert!(names("open_at=2026-11-23T10:00&open_now=true").await.is_empty(), "it is not open now");
}

#[actix_web::test]
async fn sessions_that_a_reader_holds_already_are_not_sent_again() {
    for path in [WEEK.to_owned(), format!("{WEEK}&format=ics")] {
        let first = get_with(&path, &[]).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{path}: {tag}");
        let again = get_with(&path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        assert_eq!(again.header("etag"), tag);
        let other = get_with(&path.replace("11-29", "11-30"), &[("if-none-match", &tag)]).await;
        assert_eq!(other.status, StatusCode::OK, "{path}");
    }
}
