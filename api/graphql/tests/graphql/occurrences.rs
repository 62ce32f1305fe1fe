//! What is on: the library lends books on Mondays and Tuesdays from nine to half past five, and today is a Saturday.

use serde_json::{Value, json};

use crate::directory::{Directory, LENDING, LIBRARY};

const SESSION: &str = "startsAt endsAt date cancelled uncertain attendance attendingType precision distanceM";

#[actix_web::test]
async fn a_session_says_when_and_where_it_is_and_leads_to_its_service() {
    let query = format!(
        r#"{{ occurrences(to: "2026-08-03") {{
            from to calendars {{ bankHolidays {{ from to }} terms {{ from }} }} totalCount
            nodes {{ {SESSION} service {{ id name organization {{ name }} }} serviceAtLocation {{ service {{ id }} }} location {{ id }} }}
        }} }}"#
    );
    let session = json!({
        "startsAt": "2026-08-03T09:00:00+01:00", "endsAt": "2026-08-03T17:30:00+01:00", "date": "2026-08-03",
        "cancelled": false, "uncertain": [], "attendance": "in_person", "attendingType": null,
        "precision": "given", "distanceM": null,
        "service": { "id": LENDING, "name": "Book lending", "organization": { "name": "Plymouth City Council" } },
        "serviceAtLocation": { "service": { "id": LENDING } }, "location": { "id": LIBRARY },
    });
    let page = json!({ "occurrences": {
        "from": "2026-08-01T10:30:00+01:00", "to": "2026-08-04T00:00:00+01:00",
        "calendars": { "bankHolidays": null, "terms": null }, "totalCount": 1, "nodes": [session],
    } });
    assert_eq!(Directory::new().data(&query).await, page);
}

#[actix_web::test]
async fn going_on_after_each_page_tells_every_session_once_and_in_order() {
    let directory = Directory::new();
    let (mut told, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = format!(
            r#"{{ occurrences(from: "2026-08-01", to: "2026-08-31", first: 2, after: {after}) {{
                totalCount edges {{ cursor node {{ id date }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
            }} }}"#
        );
        let page = directory.data(&query).await["occurrences"].take();
        assert_eq!(page["totalCount"], 9, "five Mondays and four Tuesdays");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !told.is_empty());
        let edges = page["edges"].as_array().unwrap();
        assert_eq!(edges[0]["cursor"], page["pageInfo"]["startCursor"]);
        told.extend(edges.iter().map(|edge| edge["node"]["date"].to_string()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == Value::Bool(false) {
            break;
        }
    }
    assert_eq!((told.len(), told.is_sorted()), (9, true));
}

#[actix_web::test]
async fn the_conditions_on_services_hold_of_sessions_too() {
    let directory = Directory::new();
    let near = r#"near: { latitude: 50.3724, longitude: -4.1422, metres: 1000 }"#;
    let data = directory
        .data(&format!(
            "{{ occurrences(filter: {{ {near} }}, sort: DISTANCE) {{ totalCount nodes {{ distanceM }} }} }}"
        ))
        .await;
    assert_eq!(
        data["occurrences"],
        json!({ "totalCount": 2, "nodes": [{ "distanceM": 111 }, { "distanceM": 111 }] })
    );
    for (arguments, count) in [
        (r#"filter: { days: ["TU"] }"#, 1),
        (r#"filter: { wards: ["South"], need: "something-to-read" }"#, 2),
        (r#"search: "borrow books""#, 2),
        (r#"search: "chess""#, 0),
        (r#"from: "2026-08-03T09:00:01", to: "2026-08-03""#, 0),
        (r#"from: "2026-08-03T09:00", to: "2026-08-03""#, 1),
    ] {
        let data = directory.data(&format!("{{ occurrences({arguments}) {{ totalCount }} }}")).await;
        assert_eq!(data["occurrences"]["totalCount"], count, "{arguments}");
    }
}

#[actix_web::test]
async fn what_sessions_cannot_be_asked_by_is_told() {
    let directory = Directory::new();
    for (arguments, part) in [
        (r#"from: "soon""#, "`from` is `soon`; give a day such as"),
        (r#"to: "2026-13-01""#, "`to` is `2026-13-01`; give a day such as"),
        (r#"from: "2026-01-01", to: "2026-12-31""#, "at most 92 days"),
        ("sort: DISTANCE", "by distance"),
        (r#"after: "x""#, "no cursor"),
        ("first: 101", "from 0 to 100"),
        (r#"filter: { wards: ["nowhere"] }"#, "no ward that is known"),
        (r#"filter: { openAt: "2026-08-03T10:00" }"#, "openAt"),
    ] {
        let error = directory.error(&format!("{{ occurrences({arguments}) {{ totalCount }} }}")).await;
        assert!(error.contains(part), "{arguments}: {error}");
    }
}

#[actix_web::test]
async fn what_sessions_lead_to_counts_and_so_does_asking_for_them_again_and_again() {
    let directory = Directory::new();
    let inner =
        "service { organization { services(first: 100) { nodes { phones { languages { name } } } } } }";
    let wide = directory.answer(&format!("{{ occurrences(first: 100) {{ nodes {{ {inner} }} }} }}")).await;
    assert_eq!(wide["errors"][0]["extensions"]["code"], "COST_LIMIT");
    let again = |times: usize, name: &str| {
        let fields: String = (0..times).map(|n| format!("o{n}: {name} ")).collect();
        format!("{{ {fields} }}")
    };
    for name in ["occurrences { totalCount }", r#"coverage(need: "gold") { services }"#] {
        assert_eq!(directory.answer(&again(4, name)).await.get("errors"), None);
        let refused = directory.answer(&again(5, name)).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "COST_LIMIT", "{name}");
    }
}
