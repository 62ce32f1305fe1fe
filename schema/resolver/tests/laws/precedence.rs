//! Which source wins for which field, and what is said about why.

use model::{PrecedenceRule, Record, Source, why_published};
use proptest::prelude::*;
use resolver::{Assembled, Member, assemble};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Everything, correction, day, record, source};

fn assembled(members: &[(&Source, &Record)]) -> Assembled {
    let members: Vec<Member<'_>> =
        members.iter().map(|&(source, record)| Member { record, source }).collect();
    assemble(Uuid::from_u128(7), &members, &[], Vec::new(), &Everything, day(99)).unwrap()
}

fn noun(members: &[(&Source, &Record)]) -> Value {
    assembled(members).entity.noun.to_value()
}

fn why(members: &[(&Source, &Record)], field: &str) -> String {
    why_published(&assembled(members).entity.provenance[field]).unwrap()
}

fn rule(fields: &[&str], organization: Option<&str>, precedence: i32) -> PrecedenceRule {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    PrecedenceRule { fields, organization: organization.map(str::to_owned), precedence }
}

fn ruled(id: &str, rules: &[PrecedenceRule]) -> Source {
    Source { precedence_for: rules.to_vec(), ..source(id, 500) }
}

/// A service as one source tells of it, changed on a day.
fn service(of: &str, organization: &str, changed: i64) -> Record {
    let told = json!({
        "id": "1", "name": format!("Lunch by {of}"), "status": "active", "organization_id": organization,
        "email": format!("lunch@{of}.org"), "url": format!("https://{of}.org/lunch"),
        "schedules": [{ "id": "h", "freq": "WEEKLY", "byday": "MO", "description": of }],
    });
    let mut record = record(&format!("{of}:service:1"), told);
    record.modified = day(changed);
    record
}

#[test]
fn the_website_comes_before_the_partner_for_services_of_the_council() {
    let website = ruled("website", &[rule(&[], Some("Plymouth City Council"), 800)]);
    let partner = source("partner", 600);
    for (organization, winner) in [("council", "website"), ("kitchen", "partner")] {
        let (a, b) = (service("website", organization, 0), service("partner", organization, 5));
        let lunch = noun(&[(&partner, &b), (&website, &a)]);
        assert_eq!(lunch["email"], format!("lunch@{winner}.org"), "{organization}");
        assert_eq!(lunch["schedules"][0]["description"], winner);
    }
    let (a, b) = (service("website", "council", 0), service("partner", "council", 5));
    assert_eq!(
        why(&[(&partner, &b), (&website, &a)], "email"),
        "website has precedence 800 for what is of Plymouth City Council, before partner with 600"
    );
}

#[test]
fn a_partner_comes_before_the_website_for_its_own_address_alone() {
    let website = source("website", 700);
    let kitchen = ruled("kitchen", &[rule(&["email"], Some("stoke kitchen"), 800)]);
    let (a, b) = (service("website", "kitchen", 9), service("kitchen", "kitchen", 0));
    let lunch = noun(&[(&website, &a), (&kitchen, &b)]);
    assert_eq!((&lunch["email"], &lunch["name"]), (&json!("lunch@kitchen.org"), &json!("Lunch by website")));
    assert_eq!(
        why(&[(&website, &a), (&kitchen, &b)], "email"),
        "kitchen has precedence 800 for email of stoke kitchen, before website with 700"
    );
    assert_eq!(
        why(&[(&website, &a), (&kitchen, &b)], "name"),
        "website has precedence 700, before kitchen with 500"
    );
}

#[test]
fn the_last_rule_that_fits_decides() {
    let rules = [
        rule(&[], None, 300),
        rule(&["email"], None, 900),
        rule(&["email"], Some("Stoke Kitchen"), 100),
        rule(&["organization.email", "location.url"], None, 1000),
    ];
    let (feed, other) = (ruled("feed", &rules), source("other", 500));
    let of = |organization: &str| {
        let (a, b) = (service("feed", organization, 9), service("other", organization, 0));
        noun(&[(&feed, &a), (&other, &b)])
    };
    assert_eq!(of("council")["name"], "Lunch by other", "300 for everything");
    assert_eq!(of("council")["email"], "lunch@feed.org", "900 for the address");
    assert_eq!(of("kitchen")["email"], "lunch@other.org", "100 for that of the kitchen");
    assert_eq!(of("kitchen")["url"], "https://other.org/lunch", "rules for other kinds say nothing");
}

#[test]
fn a_rule_may_lower_what_a_source_counts_for() {
    let (feed, other) = (ruled("feed", &[rule(&["schedules"], None, 100)]), source("other", 400));
    let (a, b) = (service("feed", "council", 9), service("other", "council", 0));
    let lunch = noun(&[(&feed, &a), (&other, &b)]);
    assert_eq!(
        (&lunch["name"], &lunch["schedules"][0]["description"]),
        (&json!("Lunch by feed"), &json!("other"))
    );
    assert_eq!(
        why(&[(&feed, &a), (&other, &b)], "schedules"),
        "other has precedence 400, before feed with 100 for schedules"
    );
}

#[test]
fn an_organization_is_named_by_its_number_as_well() {
    let numbered = json!({
        "id": "1", "name": "Trust of register", "description": "x", "email": "info@register.org",
        "organization_identifiers": [{ "id": "n", "identifier_scheme": "GB-CHC", "identifier_type": "charity",
            "identifier": "1123081" }],
    });
    let ours = record("register:organization:1", numbered);
    let mut theirs = record(
        "feed:organization:1",
        json!({ "id": "1", "name": "The trust", "description": "y", "email": "info@feed.org" }),
    );
    theirs.first_seen = day(4);
    let register = source("register", 500);
    for (number, email) in [("GB-CHC-1123081", "info@feed.org"), ("GB-CHC-1123082", "info@register.org")] {
        let feed = ruled("feed", &[rule(&["email"], Some(number), 501)]);
        assert_eq!(noun(&[(&register, &ours), (&feed, &theirs)])["email"], email);
    }
}

#[test]
fn a_rule_overrides_the_incumbent_of_an_organization_for_the_fields_that_it_names() {
    let told = |of: &str, seen: i64| {
        let told = json!({ "id": "1", "name": format!("Trust of {of}"), "description": "x",
            "phones": [{ "id": "p", "number": format!("01752 30{seen}000") }] });
        let mut record = record(&format!("{of}:organization:1"), told);
        (record.first_seen, record.modified) = (day(seen), day(seen));
        record
    };
    let (a, b) = (told("council", 0), told("late", 4));
    let (council, late) = (source("council", 500), ruled("late", &[rule(&["phones"], None, 600)]));
    let trust = noun(&[(&council, &a), (&late, &b)]);
    assert_eq!(trust["name"], "Trust of council");
    assert_eq!(trust["phones"].as_array().unwrap().len(), 1, "still of one source alone");
    assert_eq!(trust["phones"][0]["number"], "01752 304000");
    let conflicts = assembled(&[(&council, &a), (&late, &b)]).conflicts;
    let phones = conflicts.iter().find(|conflict| conflict.field == "phones").unwrap();
    assert_eq!(phones.why, "late has precedence 600 for phones, before council with 500");
    assert_eq!(phones.claims[0].source.as_str(), "late");
}

#[test]
fn fields_that_are_taken_together_go_by_the_rules_of_each_other() {
    let told = |of: &str, north: f64| {
        record(
            &format!("{of}:location:1"),
            json!({ "id": "1", "name": "Hall", "location_type": "physical",
            "latitude": north, "longitude": north - 54.0 }),
        )
    };
    let (survey, feed) = (ruled("survey", &[rule(&["longitude"], None, 900)]), source("feed", 600));
    let (a, b) = (told("survey", 50.37), told("feed", 50.4));
    let hall = noun(&[(&feed, &b), (&survey, &a)]);
    assert_eq!((hall["latitude"].as_f64(), hall["longitude"].as_f64()), (Some(50.37), Some(50.37 - 54.0)));
}

#[test]
fn whose_a_thing_is_no_rule_for_one_organization_decides() {
    let website = ruled("website", &[rule(&[], Some("Stoke Kitchen"), 900)]);
    let partner = source("partner", 600);
    let (a, b) = (service("website", "kitchen", 0), service("partner", "council", 0));
    let lunch = noun(&[(&website, &a), (&partner, &b)]);
    assert_eq!(lunch["organization_id"], Everything::id("organization:council").to_string());
    assert_eq!(lunch["email"], "lunch@partner.org", "so it is none of the kitchen's");
}

#[test]
fn of_equal_precedence_the_freshest_assured_wins() {
    let (one, two) = (source("one", 500), source("two", 500));
    let (mut assured, mut changed) = (service("one", "council", 2), service("two", "council", 5));
    assert_eq!(noun(&[(&one, &assured), (&two, &changed)])["email"], "lunch@two.org");
    assert_eq!(
        why(&[(&one, &assured), (&two, &changed)], "email"),
        "of equal precedence, two changed last, on 2026-01-06"
    );
    assured.confirmed = Some(day(8));
    assert_eq!(noun(&[(&one, &assured), (&two, &changed)])["email"], "lunch@one.org");
    assert_eq!(
        why(&[(&one, &assured), (&two, &changed)], "email"),
        "of equal precedence, one was assured last, on 2026-01-09"
    );
    // A day that its source gives counts in place of the change that brought it.
    let mut given = changed.noun.to_value();
    given["assured_date"] = json!("2026-01-02");
    changed.noun = model::Noun::from_value(model::Kind::Service, given).unwrap();
    (assured.confirmed, changed.modified) = (None, day(9));
    assert_eq!(noun(&[(&one, &assured), (&two, &changed)])["email"], "lunch@one.org", "changed on the 3rd");
}

#[test]
fn every_field_says_why_it_is_as_it_is() {
    let (one, two) = (source("one", 700), source("two", 500));
    let (a, mut b) = (service("one", "council", 0), service("two", "council", 0));
    let mut told = b.noun.to_value();
    told["fees_description"] = json!("Free");
    told["phones"] = json!([{ "id": "p", "number": "01752 668000" }]);
    b.noun = model::Noun::from_value(model::Kind::Service, told).unwrap();
    let entity = assembled(&[(&one, &a), (&two, &b)]).entity;
    let told = |field: &str| why_published(&entity.provenance[field]).unwrap();
    assert_eq!(told("fees_description"), "only two says it");
    assert_eq!(told("name"), "one has precedence 700, before two with 500");
    for (field, claims) in &entity.provenance {
        assert!(why_published(claims).is_some(), "{field}");
    }
    let only = record("one:service:1", json!({ "id": "1", "name": "Club" }));
    assert!(why(&[(&one, &only)], "status").starts_with("no source gives it as it stands: service.status"));
}

#[test]
fn a_correction_is_the_reason_where_there_is_one() {
    let (one, two) = (source("one", 700), source("two", 500));
    let (a, b) = (service("one", "council", 0), service("two", "council", 0));
    let pin = correction(3, model::Remedy::Pin, "two:service:1", "email", "lunch@two.org");
    let members = [Member { record: &a, source: &one }, Member { record: &b, source: &two }];
    let entity =
        assemble(Uuid::from_u128(7), &members, &[&pin], Vec::new(), &Everything, day(9)).unwrap().entity;
    assert_eq!(why_published(&entity.provenance["email"]).unwrap(), "a steward's correction 3 holds");
}

#[test]
fn what_only_supplements_is_published_with_others_and_never_alone() {
    let website = Source { supplements: true, ..source("website", 500) };
    let (page, entry) = (service("website", "council", 0), service("partner", "council", 0));
    let alone = assembled(&[(&website, &page), (&website, &page)]);
    assert_eq!(alone.entity.visibility, model::Visibility::Private);
    assert!(alone.issues.is_empty() && alone.conflicts.is_empty());
    let nameless = record("website:service:2", json!({ "id": "2", "description": "Words" }));
    assert!(assembled(&[(&website, &nameless)]).issues.is_empty(), "what it lacks is nobody's fault");
    let partner = source("partner", 400);
    let both = assembled(&[(&website, &page), (&partner, &entry)]);
    assert_eq!(both.entity.visibility, model::Visibility::Public);
    assert_eq!(both.entity.noun.name(), Some("Lunch by website"));
    assert!(!both.conflicts.is_empty());
    let mut mailing = source("mailing", 400);
    mailing.licence.republish = false;
    let unheard = service("mailing", "council", 0);
    assert!(!assembled(&[(&website, &page), (&mailing, &unheard)]).entity.visibility.is_public());
}

/// Sources with rules, and what each says: precedence, rules, the organization, days changed and confirmed.
fn voices() -> impl Strategy<Value = Vec<(Source, Record)>> {
    let field =
        prop::sample::select(vec!["email", "url", "name", "schedules", "organization_id", "service.url"]);
    let whose = prop::sample::select(vec![None, Some("Plymouth City Council"), Some("Stoke Kitchen")]);
    let rule = (prop::collection::vec(field, 0..3), whose, 498..502i32)
        .prop_map(|(fields, whose, precedence)| rule(&fields, whose, precedence));
    let organization = prop::sample::select(vec!["council", "kitchen", "lost", "hidden"]);
    let one = (
        499..502i32,
        prop::collection::vec(rule, 0..4),
        organization,
        0..4i64,
        prop::option::of(0..4i64),
        any::<bool>(),
    );
    prop::collection::vec(one, 1..5).prop_map(|all| {
        let each = all.into_iter().enumerate().map(
            |(number, (precedence, rules, organization, changed, confirmed, supplements))| {
                let id = format!("s{}", number % 3);
                let mut record = service(&id, organization, changed);
                record.key.id = number.to_string();
                record.confirmed = confirmed.map(day);
                (Source { precedence_for: rules, supplements, ..source(&id, precedence) }, record)
            },
        );
        // One source has one set of terms.
        let each: Vec<(Source, Record)> = each.collect();
        let terms =
            |id: &model::SourceId| each.iter().find(|(source, _)| source.id == *id).unwrap().0.clone();
        each.iter().map(|(source, record)| (terms(&source.id), record.clone())).collect()
    })
}

proptest! {
    #[test]
    fn the_result_depends_on_what_is_said_and_never_on_its_order(all in voices(), turn in 0..5usize) {
        let members: Vec<(&Source, &Record)> = all.iter().map(|(source, record)| (source, record)).collect();
        let mut turned = members.clone();
        turned.rotate_left(turn % members.len());
        turned.reverse();
        let (one, other) = (assembled(&members), assembled(&turned));
        prop_assert_eq!(one.entity, other.entity);
        prop_assert_eq!(one.conflicts, other.conflicts);
    }

    #[test]
    fn whoever_is_published_has_the_greatest_precedence_of_those_who_speak(all in voices()) {
        let members: Vec<(&Source, &Record)> = all.iter().map(|(source, record)| (source, record)).collect();
        let entity = assembled(&members).entity;
        let noun = entity.noun.to_value();
        let owner = noun["organization_id"].as_str().map(str::to_owned);
        let is = |id: &str| owner.as_deref() == Some(Everything::id(&format!("organization:{id}")).to_string().as_str());
        let applies = |rule: &&PrecedenceRule| {
            let of_field = rule.fields.is_empty() || rule.fields.iter().any(|field| field == "email");
            let of_whom = match rule.organization.as_deref() {
                None => true,
                Some("Stoke Kitchen") => is("kitchen"),
                Some(_) => is("council"),
            };
            of_field && of_whom
        };
        let weight = |source: &Source| {
            source.precedence_for.iter().rev().find(applies).map_or(source.precedence, |rule| rule.precedence)
        };
        let greatest = all.iter().map(|(source, _)| weight(source)).max().unwrap();
        let winner = &entity.provenance["email"][0];
        let source = all.iter().find(|(source, _)| source.id == winner.source).unwrap();
        prop_assert_eq!(weight(&source.0), greatest);
        prop_assert!(noun["email"].as_str().unwrap().contains(winner.source.as_str()));
    }
}
