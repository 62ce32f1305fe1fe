//! Which id a thing goes by, whatever people and partners do.

use model::Verdict::{Negative, Positive, Unsure};

use crate::{
    actors::{Row, club},
    directory::{Directory, on_each_database},
};

const YOUTH_CLUB: Row<'_> = Row {
    name: "Efford Youth Club",
    run_by: "Efford Youth Trust",
    venue: "Efford Youth Centre",
    address: "12 Blandford Road, Plymouth",
    postcode: "PL3 6HU",
    phone: "01752 555010",
    about: "For ages 11 to 18.",
};

/// Two clubs that no rule would take for one, as two partners list them.
fn two_names_of_one_club(directory: &Directory) {
    directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
    directory.hour_passes();
    directory.partner("second").publishes(&[club("Harbour Welcome", "Sail Loft", "PL4 0DW")]);
}

const FIRST: &str = "first:service:tuesday-drop-in-pl1-4qt";
const SECOND: &str = "second:service:harbour-welcome-pl4-0dw";

#[test]
fn three_lists_of_one_youth_club_become_one_service_and_each_field_knows_its_source() {
    on_each_database(|directory| {
        directory.partner("council").on_terms("precedence = 800").publishes(&[YOUTH_CLUB]);
        let shouted = Row { name: "EFFORD YOUTH CLUB", phone: "(01752) 555010", ..YOUTH_CLUB };
        directory.partner("community").publishes(&[shouted]);
        let vague = Row { venue: "Efford Youth Centre", about: "", ..YOUTH_CLUB };
        directory.partner("charity").publishes(&[vague]);
        let service = directory.anonymous().only_service();
        assert_eq!(service["name"], "Efford Youth Club", "the greatest precedence names it");
        let id = service["id"].as_str().unwrap();
        let asked = format!("{{ service(id: \"{id}\") {{ provenance {{ field claims {{ source }} }} }} }}");
        let answer = directory.anonymous().queries(&asked);
        let provenance = answer["data"]["service"]["provenance"].as_array().unwrap();
        let name = provenance.iter().find(|entry| entry["field"] == "name").unwrap();
        let sources: Vec<_> =
            name["claims"].as_array().unwrap().iter().map(|claim| &claim["source"]).collect();
        assert_eq!(sources[0], "council");
        assert_eq!(sources.len(), 3);
    });
}

#[test]
fn a_positive_judgement_merges_and_the_younger_id_redirects_to_the_elder() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        let reader = directory.anonymous();
        let (elder, younger) = (reader.id_of("Tuesday Drop-in"), reader.id_of("Harbour Welcome"));
        directory.steward().judges(FIRST, Positive, SECOND);
        assert_eq!(reader.only_service()["id"], elder.as_str());
        let moved = reader.gets(&format!("/oruk/v3/services/{younger}"));
        assert_eq!(moved.status, 308);
        assert!(moved.header("location").ends_with(&format!("/oruk/v3/services/{elder}")));
        let answer = reader.queries(&format!("{{ service(id: \"{younger}\") {{ id referents }} }}"));
        assert_eq!(answer["data"]["service"]["id"], elder.as_str());
        assert_eq!(answer["data"]["service"]["referents"][0], younger.as_str());
    });
}

#[test]
fn an_undone_merge_gives_both_ids_back() {
    on_each_database(|directory| {
        two_names_of_one_club(directory);
        let reader = directory.anonymous();
        let before = (reader.id_of("Tuesday Drop-in"), reader.id_of("Harbour Welcome"));
        directory.steward().judges(FIRST, Positive, SECOND);
        directory.steward().judges(FIRST, Unsure, SECOND);
        assert_eq!((reader.id_of("Tuesday Drop-in"), reader.id_of("Harbour Welcome")), before);
        assert_eq!(reader.gets(&format!("/oruk/v3/services/{}", before.1)).status, 200);
    });
}

#[test]
fn no_later_harvest_overrides_a_person() {
    on_each_database(|directory| {
        let (council, charity) = (directory.partner("council"), directory.partner("charity"));
        council.publishes(&[YOUTH_CLUB]);
        charity.publishes(&[YOUTH_CLUB]);
        directory.anonymous().only_service();
        let key = |source| format!("{source}:service:efford-youth-club-pl3-6hu");
        directory.steward().judges(&key("council"), Negative, &key("charity"));
        assert_eq!(directory.anonymous().service_names().len(), 2);
        charity.publishes(&[Row { about: "The same club, say we.", ..YOUTH_CLUB }]);
        assert_eq!(directory.anonymous().service_names().len(), 2);
    });
}

#[test]
fn an_id_outlives_the_source_that_minted_it() {
    on_each_database(|directory| {
        let (council, charity) = (directory.partner("council"), directory.partner("charity"));
        let other = club("Chess Circle", "Stoke Hall", "PL2 1BG");
        council.publishes(&[YOUTH_CLUB, other]);
        directory.hour_passes();
        charity.publishes(&[YOUTH_CLUB]);
        let id = directory.anonymous().id_of("Efford Youth Club");
        council.publishes(&[other]);
        assert_eq!(directory.anonymous().id_of("Efford Youth Club"), id);
    });
}
