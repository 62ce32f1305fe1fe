//! How websites stand to the directory, as the graph tells it and lets it be decided.

use insta::assert_json_snapshot;
use model::alignment::VerdictKind;
use serde_json::json;

use crate::{
    directory::{COUNCIL, Directory, LENDING, LIBRARY},
    websites::{LIBRARIES, SITE, TEA, Websites, id},
};

/// The kinds of the verdicts that a list holds, in its order.
async fn kinds(websites: &Websites, arguments: &str) -> Vec<String> {
    let data = websites.told(&format!("{{ verdicts{arguments} {{ nodes {{ kind }} }} }}")).await;
    let nodes = data["verdicts"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["kind"].as_str().unwrap().to_owned()).collect()
}

/// A mutation that decides the conflict.
fn decides(arguments: &str) -> String {
    let id = id(VerdictKind::Conflict);
    format!(
        r#"mutation {{ decideVerdict(id: "{id}", {arguments}) {{ state owner decision {{ who at reason }} }} }}"#
    )
}

#[actix_web::test]
async fn the_figures_of_the_last_alignment_come_with_those_before_it() {
    let websites = Websites::aligned();
    let query = "{ alignment {
        at pages alignedPages entities alignedEntities facts agreeing duplicates conflicts consistency
        verdicts { kind count } history { at pages } last: history(first: 1) { pages }
    } }";
    assert_json_snapshot!(websites.told(query).await);
}

#[actix_web::test]
async fn before_the_first_alignment_there_are_no_figures_and_nothing_is_listed() {
    let websites = Websites::new();
    let query = r#"{ alignment { at } verdicts { totalCount } websitePages { nodes { title } }
                     websitePage(url: "https://www.plymouth.gov.uk/") { title } }"#;
    let none = json!({
        "alignment": null, "verdicts": { "totalCount": 0 }, "websitePages": { "nodes": [] }, "websitePage": null,
    });
    assert_eq!(websites.told(query).await, none);
}

#[actix_web::test]
async fn a_directory_that_keeps_no_records_says_that_it_knows_no_websites() {
    assert!(Directory::new().error("{ verdicts { totalCount } }").await.contains("keeps no records"));
}

#[actix_web::test]
async fn a_verdict_tells_what_is_amiss_on_what_evidence_and_leads_to_its_entity() {
    let websites = Websites::aligned();
    let query = "{ verdicts { totalCount nodes {
        kind source page pageTitle entity entityKind entityName service { name } organization { id } location { id } field
        pageValue entityValue score action section topics edit state owner decision { who } found changed closed
        evidence { why place newer pageChanged entityChanged agreeWithPage agreeWithEntity passages draft }
    } } }";
    assert_json_snapshot!(websites.told(query).await);
    let query = format!(
        r#"{{ known: verdict(id: "{}") {{ kind state }} unknown: verdict(id: "{LENDING}") {{ kind }} }}"#,
        id(VerdictKind::BrokenLink)
    );
    let one = json!({ "known": { "kind": "BROKEN_LINK", "state": "CLOSED" }, "unknown": null });
    assert_eq!(websites.told(&query).await, one);
}

#[actix_web::test]
async fn verdicts_are_narrowed_by_everything_that_they_are_about() {
    const NONE: [&str; 0] = [];
    let websites = Websites::aligned();
    let (conflict, missing) = ("CONFLICT", "PAGE_WITHOUT_ENTRY");
    assert_eq!(kinds(&websites, "").await, [conflict, missing], "what is still to be done");
    assert_eq!(kinds(&websites, "(newestFirst: true)").await, [missing, conflict]);
    assert_eq!(kinds(&websites, "(first: 1, offset: 1)").await, [missing]);
    assert_eq!(kinds(&websites, "(state: null, kind: [])").await, [conflict, missing]);
    assert_eq!(kinds(&websites, "(state: CLOSED)").await, ["BROKEN_LINK"]);
    assert_eq!(kinds(&websites, "(state: [OPEN, CLOSED], kind: [DUPLICATE])").await, NONE);
    for (narrowed, to) in [
        ("kind: PAGE_WITHOUT_ENTRY".to_owned(), missing),
        ("section: \"news\"".to_owned(), missing),
        ("topic: \"libraries\"".to_owned(), conflict),
        (format!("page: \"{LIBRARIES}\""), conflict),
        (format!("entity: \"{LENDING}\""), conflict),
        (format!("source: \"{SITE}\", state: ACCEPTED"), missing),
    ] {
        assert_eq!(kinds(&websites, &format!("({narrowed})")).await, [to], "{narrowed}");
    }
    assert_eq!(kinds(&websites, "(source: \"library-service\")").await, NONE);
}

#[actix_web::test]
async fn what_no_verdict_can_be_asked_by_is_refused_with_what_can() {
    let websites = Websites::aligned();
    for (arguments, part) in [
        ("first: 101", "`first` must be a whole number from 0 to 100"),
        ("offset: -1", "`offset` must be a whole number"),
        ("entity: \"the library\"", "`the library` is no id"),
        ("source: \"The Library\"", "The Library"),
        ("kind: TYPO", "TYPO"),
    ] {
        let query = format!("{{ verdicts({arguments}) {{ totalCount }} }}");
        let reason = websites.refused(&query, None).await;
        assert!(reason.contains(part), "{arguments}: {reason}");
    }
}

#[actix_web::test]
async fn a_page_is_found_however_its_address_is_spelt_with_its_entities_and_what_is_amiss() {
    let websites = Websites::aligned();
    let query = r#"{ websitePage(url: "http://plymouth.gov.uk/libraries/central/?utm_source=x#top") {
        address addresses source title section modified edit noindex news own
        entities { entity kind name relation score why called place
                   service { name } organization { name } location { name addresses { postalCode } } }
        verdicts { totalCount nodes { kind } } none: verdicts(state: DISMISSED) { totalCount }
    } }"#;
    assert_json_snapshot!(websites.told(query).await);
}

#[actix_web::test]
async fn pages_are_listed_and_narrowed_and_every_entity_knows_those_that_tell_of_it() {
    let websites = Websites::aligned();
    let titles = async |arguments: &str| {
        let query = format!("{{ websitePages{arguments} {{ totalCount nodes {{ address }} }} }}");
        websites.told(&query).await["websitePages"].take()
    };
    let libraries = json!({ "totalCount": 1, "nodes": [{ "address": LIBRARIES }] });
    let tea = json!({ "totalCount": 1, "nodes": [{ "address": TEA }] });
    let both = json!({ "totalCount": 2, "nodes": [{ "address": LIBRARIES }] });
    assert_eq!(titles("(first: 1)").await, both);
    assert_eq!(titles("(aligned: false)").await, tea);
    assert_eq!(titles("(section: \"libraries\")").await, libraries);
    assert_eq!(titles(&format!("(source: \"{SITE}\", entity: \"{LIBRARY}\")")).await, libraries);
    let query = format!(
        r#"{{ service(id: "{LENDING}") {{ websitePages {{ nodes {{ title }} }} }}
             location(id: "{LIBRARY}") {{ websitePages(offset: 1) {{ totalCount nodes {{ title }} }} }}
             organization(id: "{COUNCIL}") {{ websitePages {{ totalCount }} }} }}"#
    );
    let told = json!({
        "service": { "websitePages": { "nodes": [{ "title": "All about libraries" }] } },
        "location": { "websitePages": { "totalCount": 1, "nodes": [] } },
        "organization": { "websitePages": { "totalCount": 0 } },
    });
    assert_eq!(websites.told(&query).await, told);
}

#[actix_web::test]
async fn who_looks_after_a_verdict_and_why_it_was_dismissed_is_told_to_stewards_alone() {
    let websites = Websites::aligned();
    websites.shown(&decides(r#"decision: ASSIGN, owner: "Bob""#)).await;
    websites.shown(&decides(r#"decision: DISMISS, reason: "both ring at one desk""#)).await;
    let query = format!(
        r#"{{ verdict(id: "{}") {{ state owner decision {{ who at reason }} }}
             verdicts(state: DISMISSED) {{ nodes {{ state owner decision {{ who at reason }} }} }}
             websitePage(url: "{LIBRARIES}") {{ verdicts(state: DISMISSED) {{ nodes {{ state owner decision {{ reason }} }} }} }} }}"#,
        id(VerdictKind::Conflict)
    );
    let bare = json!({ "state": "DISMISSED", "owner": null, "decision": null });
    let told = json!({
        "verdict": bare, "verdicts": { "nodes": [bare] },
        "websitePage": { "verdicts": { "nodes": [bare] } },
    });
    let judge = websites.token("judgements:write");
    for token in [None, Some(judge.as_str())] {
        assert_eq!(websites.answer(&query, token).await, json!({ "data": told }));
    }
    let shown = websites.shown(&query).await;
    let decision = json!({
        "who": "Ann of the web team", "at": "2026-08-01T09:30:00Z", "reason": "both ring at one desk",
    });
    let whole = json!({ "state": "DISMISSED", "owner": "Bob", "decision": decision });
    assert_eq!((&shown["verdict"], &shown["verdicts"]["nodes"][0]), (&whole, &whole));
    assert_eq!(shown["websitePage"]["verdicts"]["nodes"][0]["owner"], "Bob");
    let by_owner = r#"{ verdicts(owner: "Bob", state: [DISMISSED]) { totalCount } }"#;
    assert_eq!(websites.shown(by_owner).await["verdicts"]["totalCount"], 1);
    assert!(websites.refused(by_owner, None).await.contains("token"));
    assert!(websites.refused(by_owner, Some(&judge)).await.contains("private:read"));
}

#[actix_web::test]
async fn stewards_accept_dismiss_assign_and_reopen_and_the_trail_tells_of_it() {
    let websites = Websites::aligned();
    let at = "2026-08-01T09:30:00Z";
    let accepted = json!({ "who": "Ann of the web team", "at": at, "reason": "" });
    for (arguments, state, owner, decision) in [
        ("decision: ACCEPT", "ACCEPTED", json!(null), accepted.clone()),
        (r#"decision: ASSIGN, owner: " Bob ""#, "ACCEPTED", json!("Bob"), accepted.clone()),
        ("decision: ASSIGN", "ACCEPTED", json!(null), accepted),
        ("decision: REOPEN", "OPEN", json!(null), json!(null)),
    ] {
        let decided = websites.shown(&decides(arguments)).await["decideVerdict"].take();
        assert_eq!(decided, json!({ "state": state, "owner": owner, "decision": decision }), "{arguments}");
    }
    let trail = websites.access.audit(None, 10).unwrap();
    assert_eq!(trail.len(), 4);
    let entry = &trail[0].entry;
    let target = id(VerdictKind::Conflict).to_string();
    assert_eq!((entry.action.as_str(), &entry.target), ("decide verdict", &target));
    assert_eq!(entry.who, "Ann of the web team");
}

#[actix_web::test]
async fn whoever_may_not_decide_decides_nothing() {
    let websites = Websites::aligned();
    assert!(websites.refused(&decides("decision: ACCEPT"), None).await.contains("token"));
    let reader = websites.token("private:read");
    assert!(websites.refused(&decides("decision: ACCEPT"), Some(&reader)).await.contains("judgements:write"));
    let judge = websites.token("judgements:write");
    let decided = websites.answer(&decides(r#"decision: DISMISS, reason: "no""#), Some(&judge)).await;
    let bare = json!({ "state": "DISMISSED", "owner": null, "decision": null });
    assert_eq!(decided["data"]["decideVerdict"], bare, "to decide is not yet to read: {decided}");
}

#[actix_web::test]
async fn what_cannot_be_decided_is_refused_with_the_reason() {
    let websites = Websites::aligned();
    for (arguments, part) in [
        ("decision: DISMISS", "for a reason"),
        (r#"decision: DISMISS, reason: " ""#, "for a reason"),
        (r#"decision: ACCEPT, reason: "yes""#, "`reason` is for DISMISS"),
        (r#"decision: REOPEN, owner: "Bob""#, "`owner` is for ASSIGN"),
        (r#"decision: DISMISS, reason: "no", owner: "Bob""#, "one thing at a time"),
        ("decision: FORGET", "FORGET"),
    ] {
        let reason = websites.refused_to_steward(&decides(arguments)).await;
        assert!(reason.contains(part), "{arguments}: {reason}");
    }
    let other = |id| format!(r#"mutation {{ decideVerdict(id: "{id}", decision: ACCEPT) {{ state }} }}"#);
    let unknown = websites.refused_to_steward(&other(LENDING)).await;
    assert!(
        unknown.contains("there is no verdict") && unknown.contains("`verdicts` lists them"),
        "{unknown}"
    );
    let closed = websites.refused_to_steward(&other(id(VerdictKind::BrokenLink))).await;
    assert!(closed.contains("is closed"), "{closed}");
}

#[actix_web::test]
async fn one_request_looks_into_the_store_only_so_often() {
    let websites = Websites::aligned();
    let aliases: String =
        (0..12).map(|n| format!("p{n}: websitePages(first: 0) {{ totalCount }} ")).collect();
    let query = format!("{{ services(first: 100) {{ nodes {{ {aliases} }} }} }}");
    assert!(websites.refused(&query, None).await.contains("at most 250 times"));
}
