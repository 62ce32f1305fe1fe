//! What an entity says, example by example.

use model::{Entity, IssueDraft, Record, Source, Visibility, part_id};
use resolver::{Member, assemble, term_id};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{Everything, day, record, source};

const ID: Uuid = Uuid::from_u128(7);

fn assembled(members: &[(&Source, &Record)]) -> (Entity, Vec<IssueDraft>) {
    let members: Vec<Member<'_>> =
        members.iter().map(|&(source, record)| Member { record, source }).collect();
    let assembled = assemble(ID, &members, &[], Vec::new(), &Everything, day(9)).unwrap();
    (assembled.entity, assembled.issues)
}

fn noun(members: &[(&Source, &Record)]) -> Value {
    assembled(members).0.noun.to_value()
}

/// Everything that leaves the directory with an entity, as one text.
fn all_of(entity: &Entity) -> String {
    format!("{}{}{:?}", entity.noun.to_json(), json!(entity.provenance), entity.licences)
}

fn youth_club(name: &str) -> Value {
    json!({ "id": "1", "name": name, "status": "active" })
}

#[test]
fn the_source_of_greater_precedence_is_published_and_all_claims_are_kept() {
    let (council, charity) = (source("council", 700), source("charity", 400));
    let mut ours = record("council:service:1", youth_club("Youth Club"));
    ours.original.insert("name".into(), " Youth  Club ".into());
    let theirs = record("charity:service:9", youth_club("The Youth Club"));
    let (entity, issues) = assembled(&[(&charity, &theirs), (&council, &ours)]);
    assert_eq!(entity.noun.name(), Some("Youth Club"));
    let claims: Vec<(&str, &Value)> =
        entity.provenance["name"].iter().map(|claim| (claim.source.as_str(), &claim.value)).collect();
    assert_eq!(claims, [("council", &json!("Youth Club")), ("charity", &json!("The Youth Club"))]);
    assert_eq!(entity.provenance["name"][0].original.as_deref(), Some(" Youth  Club "));
    assert_eq!(entity.licences, [charity.licence, council.licence]);
    assert!(issues.is_empty());
}

#[test]
fn between_sources_of_equal_precedence_the_later_word_counts_whoever_was_seen_last() {
    let (one, two) = (source("one", 500), source("two", 500));
    let mut stale = record("one:service:1", youth_club("Old name"));
    stale.last_seen = day(8);
    let mut fresh = record("two:service:1", youth_club("New name"));
    (fresh.modified, fresh.last_seen) = (day(3), day(3));
    assert_eq!(noun(&[(&one, &stale), (&two, &fresh)])["name"], "New name");
}

#[test]
fn what_is_missing_in_the_better_source_comes_from_the_other() {
    let (council, charity) = (source("council", 700), source("charity", 400));
    let ours = record("council:service:1", youth_club("Youth Club"));
    let theirs = record(
        "charity:service:9",
        json!({ "id": "9", "name": "x", "email": "club@example.org", "minimum_age": 11 }),
    );
    let club = noun(&[(&council, &ours), (&charity, &theirs)]);
    assert_eq!((&club["email"], &club["minimum_age"]), (&json!("club@example.org"), &json!(11)));
}

#[test]
fn the_strictest_visibility_of_the_cluster_wins_and_what_is_not_public_stays_in() {
    let (directory, refuge) = (source("directory", 400), source("refuge", 700));
    let open = record("directory:location:1", json!({ "id": "1", "name": "Sunrise House" }));
    let mut secret = record("refuge:location:1", json!({ "id": "1", "name": "Sunrise Refuge" }));
    secret.visibility = Visibility::Private;
    let (entity, _) = assembled(&[(&directory, &open), (&refuge, &secret)]);
    assert_eq!(entity.visibility, Visibility::Private);
    assert!(!all_of(&entity).contains("Refuge"));
    assert_eq!(entity.licences, [directory.licence]);
}

#[test]
fn a_source_that_may_not_be_republished_is_used_for_nothing_but_visibility() {
    let (council, mut mailing) = (source("council", 400), source("mailing", 700));
    mailing.licence.republish = false;
    let ours = record("council:service:1", youth_club("Youth Club"));
    let theirs =
        record("mailing:service:1", json!({ "id": "1", "name": "SECRET", "email": "s@example.org" }));
    let (entity, _) = assembled(&[(&council, &ours), (&mailing, &theirs)]);
    assert_eq!((entity.noun.name(), entity.visibility), (Some("Youth Club"), Visibility::Public));
    let text = all_of(&entity);
    assert!(!text.contains("SECRET") && !text.contains("s@example.org") && !text.contains("mailing"));
}

#[test]
fn where_nobody_may_be_heard_the_entity_is_private_and_empty_without_an_issue() {
    let mut mailing = source("mailing", 700);
    mailing.licence.republish = false;
    let only = record("mailing:service:1", youth_club("SECRET"));
    let (entity, issues) = assembled(&[(&mailing, &only)]);
    assert_eq!(entity.visibility, Visibility::Private);
    assert!(entity.provenance.is_empty() && entity.licences.is_empty() && issues.is_empty());
}

#[test]
fn a_field_that_is_kept_back_stays_in_at_every_depth_while_the_rest_is_published() {
    let council = source("council", 500);
    let person = json!([{ "id": "c", "name": "Ann Other", "email": "ann@example.org" }]);
    let mut club = record(
        "council:service:1",
        json!({ "id": "1", "name": "Club", "contacts": person,
            "service_at_locations": [{ "id": "s", "location_id": "l", "contacts": person }] }),
    );
    club.field_visibility.insert("contacts".into(), Visibility::Partner);
    club.original.insert("contacts[0].name".into(), "ANN OTHER".into());
    let (entity, _) = assembled(&[(&council, &club)]);
    assert_eq!(entity.visibility, Visibility::Public);
    assert!(!all_of(&entity).to_lowercase().contains("ann"));
    assert!(entity.provenance.contains_key("service_at_locations"));
}

#[test]
fn a_service_at_a_place_that_is_not_published_does_not_give_the_place_away() {
    let council = source("council", 500);
    let places = json!([
        { "id": "s1", "location_id": "hidden", "description": "at Sunrise House" },
        { "id": "s2", "location_id": "lost" },
        { "id": "s3", "location_id": "library" },
    ]);
    let club =
        json!({ "id": "1", "name": "Club", "organization_id": "hidden", "service_at_locations": places });
    let (entity, _) = assembled(&[(&council, &record("council:service:1", club))]);
    let value = entity.noun.to_value();
    let listed = value["service_at_locations"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["location_id"], Everything::id("location:library").to_string());
    assert_eq!(listed[0]["service_id"], ID.to_string());
    assert!(value.get("organization_id").is_none() && !entity.provenance.contains_key("organization_id"));
    assert!(!all_of(&entity).contains("Sunrise") && !all_of(&entity).contains("hidden"));
}

#[test]
fn references_are_published_as_canonical_ids_and_claimed_in_the_source_s_own() {
    let council = source("council", 500);
    let club = json!({ "id": "1", "name": "Club", "organization_id": "o1" });
    let (entity, _) = assembled(&[(&council, &record("council:service:1", club))]);
    assert_eq!(entity.noun.to_value()["organization_id"], Everything::id("organization:o1").to_string());
    assert_eq!(entity.provenance["organization_id"][0].value, "o1");
}

#[test]
fn the_same_phone_in_two_spellings_is_one_phone_with_what_both_say_of_it() {
    let (council, charity) = (source("council", 700), source("charity", 400));
    let ours = json!({ "id": "1", "name": "A", "location_type": "physical",
        "phones": [{ "id": "1", "number": "01752 668000" }] });
    let theirs = json!({ "id": "1", "name": "A", "location_type": "physical", "phones": [
        { "id": "8", "number": "+44 1752 668000", "description": "Front desk" },
        { "id": "9", "number": "01752 305900" }] });
    let merged = noun(&[
        (&council, &record("council:location:1", ours)),
        (&charity, &record("charity:location:1", theirs)),
    ]);
    let phones = merged["phones"].as_array().unwrap();
    assert_eq!(phones.len(), 2);
    assert_eq!(
        (&phones[0]["number"], &phones[0]["description"]),
        (&json!("01752 668000"), &json!("Front desk"))
    );
}

#[test]
fn schedules_come_whole_from_one_source_and_are_never_mixed() {
    let (council, charity) = (source("council", 400), source("charity", 700));
    let hours = |day: &str| json!([{ "id": "h", "freq": "WEEKLY", "byday": day, "opens_at": "09:00" }]);
    let ours = json!({ "id": "1", "name": "A", "schedules": hours("MO") });
    let theirs = json!({ "id": "1", "name": "A", "schedules": hours("TU") });
    let merged = noun(&[
        (&council, &record("council:service:1", ours)),
        (&charity, &record("charity:service:1", theirs)),
    ]);
    assert_eq!(merged["schedules"].as_array().unwrap().len(), 1);
    assert_eq!(merged["schedules"][0]["byday"], "TU");
}

#[test]
fn a_point_is_never_mixed_of_two_sources() {
    let (council, charity) = (source("council", 700), source("charity", 400));
    let half = record("council:location:1", json!({ "id": "1", "latitude": 50.0 }));
    let whole = record("charity:location:1", json!({ "id": "1", "latitude": 50.37, "longitude": -4.14 }));
    let place = noun(&[(&council, &half), (&charity, &whole)]);
    assert_eq!((&place["latitude"], &place["longitude"]), (&json!(50.37), &json!(-4.14)));
}

#[test]
fn what_the_standard_requires_is_derived_and_says_so() {
    let council = source("council", 500);
    let address = json!({ "address_1": "1 Armada Way", "city": "Plymouth", "postal_code": "PL1 1HZ" });
    let library =
        record("council:location:1", json!({ "id": "1", "name": "Library", "addresses": [address] }));
    let (entity, issues) = assembled(&[(&council, &library)]);
    let value = entity.noun.to_value();
    assert_eq!(value["location_type"], "physical");
    let address = &value["addresses"][0];
    assert_eq!(
        [&address["state_province"], &address["country"], &address["address_type"]],
        ["Plymouth", "GB", "physical"]
    );
    let rules: Vec<&str> =
        entity.provenance["addresses"].iter().filter_map(|claim| claim.derived.as_deref()).collect();
    assert_eq!(rules.len(), 3);
    assert!(entity.provenance["addresses"][0].derived.is_none(), "the source's own claim comes first");
    assert!(entity.provenance["location_type"][0].derived.is_some());
    assert!(issues.is_empty());
}

#[test]
fn a_part_that_lacks_what_the_standard_requires_is_left_out_with_an_issue() {
    let (council, charity) = (source("council", 700), source("charity", 400));
    let bad = record("council:location:1", json!({ "id": "1", "addresses": [{ "address_1": "Somewhere" }] }));
    let whole = json!({ "address_1": "1 Armada Way", "city": "Plymouth", "postal_code": "PL1 1HZ" });
    let good = record("charity:location:1", json!({ "id": "1", "addresses": [whole] }));
    let (entity, issues) = assembled(&[(&council, &bad), (&charity, &good)]);
    assert_eq!(entity.noun.to_value()["addresses"][0]["address_1"], "1 Armada Way");
    assert_eq!(entity.provenance["addresses"][0].source, charity.id, "the published claim comes first");
    let issue = &issues[0];
    assert_eq!((issues.len(), issue.code.as_str()), (1, "missing-required"));
    assert_eq!(
        (issue.record.as_deref(), issue.field.as_deref()),
        (Some("council:location:1"), Some("addresses"))
    );
    assert!(issue.reason.contains("`city`"));
}

#[test]
fn an_entity_without_a_name_is_private_with_an_issue() {
    let council = source("council", 500);
    let nameless = record("council:service:1", json!({ "id": "1", "description": "?" }));
    let (entity, issues) = assembled(&[(&council, &nameless)]);
    assert_eq!((entity.visibility, issues.len()), (Visibility::Private, 1));
}

#[test]
fn a_part_keeps_its_id_while_it_says_the_same_and_a_place_while_it_is_the_same_place() {
    let council = source("council", 500);
    let club = |number: &str, note: &str| {
        record(
            "council:service:1",
            json!({ "id": "1", "name": "Club", "phones": [{ "number": "01752 668000" }, { "number": number }],
                "service_at_locations": [{ "id": "s", "location_id": "l", "description": note }] }),
        )
    };
    let before = noun(&[(&council, &club("01752 305900", "Hall"))]);
    let after = noun(&[(&council, &club("01752 304141", "Upper hall"))]);
    assert_eq!(before["phones"][0]["id"], after["phones"][0]["id"]);
    assert_ne!(before["phones"][1]["id"], after["phones"][1]["id"]);
    assert_eq!(before["service_at_locations"][0]["id"], after["service_at_locations"][0]["id"]);
}

#[test]
fn a_term_has_one_id_in_its_taxonomy_and_wherever_it_is_used() {
    let council = source("council", 500);
    let taxonomy = record(
        "council:taxonomy:t",
        json!({ "id": "t", "name": "Needs", "taxonomy_terms": [
            { "id": "x", "code": "N1", "name": "Digital skills" },
            { "id": "y", "code": "N2", "name": "Typing", "parent_id": "x" }] }),
    );
    let id = Everything::id("taxonomy:t");
    let members = [Member { record: &taxonomy, source: &council }];
    let entity = assemble(id, &members, &[], Vec::new(), &Everything, day(9)).unwrap().entity;
    let terms = &entity.noun.as_taxonomy().unwrap().taxonomy_terms;
    let expected = part_id(id, "taxonomy_term", "N1").to_string();
    assert_eq!((&terms[0].id, terms[0].taxonomy_id.clone()), (&expected, Some(id.to_string())));
    assert_eq!(terms[1].parent_id.as_ref(), Some(&expected));
    assert_eq!(term_id(id, &terms[0]).unwrap().to_string(), expected);

    let term = json!({ "id": "x", "code": "N1", "name": "Digital skills", "taxonomy_id": "t" });
    let club = json!({ "id": "1", "name": "Club", "attributes": [{ "id": "a", "taxonomy_term": term }] });
    let attribute = noun(&[(&council, &record("council:service:1", club))])["attributes"][0].clone();
    assert_eq!(
        (&attribute["taxonomy_term"]["id"], &attribute["taxonomy_term_id"]),
        (&json!(expected), &json!(expected))
    );
    assert_eq!(attribute["taxonomy_term"]["taxonomy_id"], id.to_string());
}

#[test]
fn a_program_has_one_id_in_its_organization_and_in_its_services() {
    let council = source("council", 500);
    let program = json!({ "id": "p", "name": "Digital Inclusion" });
    let service =
        json!({ "id": "1", "name": "Club", "organization_id": "o", "program_id": "p", "program": program });
    let (of_service, _) = assembled(&[(&council, &record("council:service:1", service))]);
    let service = of_service.noun.to_value();
    let owner = record("council:organization:o", json!({ "id": "o", "name": "O", "programs": [program] }));
    let members = [Member { record: &owner, source: &council }];
    let id = Everything::id("organization:o");
    let entity = assemble(id, &members, &[], Vec::new(), &Everything, day(9)).unwrap().entity;
    assert_eq!(entity.noun.to_value()["programs"][0]["id"], service["program"]["id"]);
    assert_eq!(service["program_id"], service["program"]["id"]);
    assert!(of_service.provenance.contains_key("program"));
    assert!(!of_service.provenance.contains_key("program_id"), "no source said the directory's own id");
}

#[test]
fn a_service_says_when_it_was_modified() {
    let council = source("council", 500);
    let (entity, _) = assembled(&[(&council, &record("council:service:1", youth_club("Club")))]);
    assert_eq!(entity.noun.to_value()["last_modified"], "2026-01-10T00:00:00.000000Z");
    assert!(!entity.provenance.contains_key("last_modified"), "no source says it");
}

#[test]
fn deleted_members_say_nothing_and_count_for_nothing() {
    let (council, refuge) = (source("council", 500), source("refuge", 700));
    let mut gone = record("refuge:service:1", youth_club("Gone"));
    (gone.deleted, gone.visibility) = (Some(day(1)), Visibility::Private);
    let here = record("council:service:1", youth_club("Here"));
    let (entity, _) = assembled(&[(&refuge, &gone), (&council, &here)]);
    assert_eq!((entity.noun.name(), entity.visibility), (Some("Here"), Visibility::Public));
    let only_ghosts = [Member { record: &gone, source: &refuge }];
    assert!(assemble(ID, &only_ghosts, &[], Vec::new(), &Everything, day(9)).is_none());
}

#[test]
fn a_category_is_told_of_as_derived_and_apart_from_the_terms_that_the_source_gave() {
    let council = source("council", 700);
    let own = json!({ "taxonomy_term": { "id": "t", "name": "Lunch club", "description": "Lunch." } });
    let category = json!({ "taxonomy_term": {
        "id": "food", "code": "food", "name": "Food", "description": "Food.", "taxonomy_id": model::CATEGORIES
    } });
    let mut said = youth_club("Toast");
    said["attributes"] = json!([own, category]);
    let (entity, _) = assembled(&[(&council, &record("council:service:1", said))]);
    assert_eq!(entity.noun.attributes().len(), 2);
    let claims = &entity.provenance["attributes"];
    let told = claims.iter().map(|claim| (claim.value.as_array().unwrap().len(), claim.derived.is_some()));
    assert_eq!(told.collect::<Vec<_>>(), [(1, false), (1, true)]);
    assert_eq!(claims[0].value[0]["taxonomy_term"]["name"], "Lunch club");
    assert_eq!(claims[1].value[0]["taxonomy_term"]["name"], "Food");
}
