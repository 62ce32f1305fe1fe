//! What must and must not be one thing: cases from real directories.

use crate::build::{Body, Place, activity_at, activity_told, service, taxonomy};
use matching::{Band, MatchModel, Statement, explain};

#[track_caller]
fn assert_band(a: &Statement, b: &Statement, band: Band) {
    let explanation = explain(MatchModel::shipped(), a, b);
    assert_eq!(explanation.band, band, "{explanation:#?}");
}

#[track_caller]
fn assert_apart(a: &Statement, b: &Statement) {
    let explanation = explain(MatchModel::shipped(), a, b);
    assert_ne!(explanation.band, Band::Link, "{explanation:#?}");
}

fn place<'a>(name: &'a str, address: &'a str) -> Place<'a> {
    Place { name, address, ..Place::default() }
}

#[test]
fn a_library_is_one_place_in_every_list() {
    let lists = [
        place("Plymouth Central Library", "167 - 171 Armada Way, Plymouth, Devon, PL1 1HZ"),
        place("Central Library", "167 - 171 Armada Way, Plymouth, PL1 1HZ"),
        place("Central Library", "Armada Way, City Centre, PL1 1HZ"),
        place("CENTRAL LIBRARY", "Central Library, Plymouth, pl11hz"),
    ];
    let read: Vec<_> =
        lists.iter().zip(["a:1", "b:1", "c:1", "d:1"]).map(|(list, key)| list.read(key)).collect();
    for (at, a) in read.iter().enumerate() {
        for b in &read[at + 1..] {
            assert_band(a, b, Band::Link);
        }
    }
}

#[test]
fn a_place_listed_under_its_tenant_links_to_its_building() {
    let phone = Some("01752 256020");
    let tenant = Place {
        phone,
        ..place("Age UK Plymouth", "The William & Patricia Venton Centre Astor Drive, Mt Gould, PL4 9RD")
    };
    let building = Place {
        phone,
        ..place("The William & Patricia Venton Centre", "Astor Drive, Mt Gould, Plymouth, PL4 9RD")
    };
    assert_band(&tenant.read("a:1"), &building.read("b:1"), Band::Link);
    let elsewhere = place("William Venton Day Centre", "Junction Gardens, Plymouth, PL4 9AR");
    assert_apart(&building.read("b:1"), &elsewhere.read("c:1"));
}

#[test]
fn a_wrong_postcode_does_not_hide_a_place_that_its_address_and_position_show() {
    let right = Place {
        position: Some((50.38737, -4.10921)),
        ..place("Efford Library", "19 Torridge Way, Efford, PL3 6JQ")
    };
    let wrong = Place {
        position: Some((50.38740, -4.10930)),
        ..place("Efford Library", "19 Torridge Way, Efford, PL3 6LG")
    };
    assert_band(&right.read("a:1"), &wrong.read("b:1"), Band::Link);
}

#[test]
fn one_postcode_does_not_make_two_names_one_place() {
    let church = place("Christ Church Estover", "Leypark Walk, Plymouth, PL6 8UE");
    let centre = place("ELM Community Centre and Wellbeing Hub", "Leypark Walk, Plymouth, Devon, PL6 8UE");
    assert_apart(&church.read("a:1"), &centre.read("b:1"));
    let library = place("Devonport Library", "St Aubyn Church, Chapel Street, Devonport, PL1 4DP");
    let club = place("Devonport Food Club", "St Aubyns Church, Plymouth, Devon PL1 4DP");
    assert_apart(&library.read("a:2"), &club.read("b:2"));
}

#[test]
fn a_pub_is_not_the_centre_named_after_the_same_man() {
    let inn = place("The Sir Joshua Reynolds", "25 Ridgeway, Plympton, PL7 2AW");
    let centre = place("Sir Joshua Reynolds Centre", "Linketty Lane, Plympton, PL7 1QX");
    assert_apart(&inn.read("a:1"), &centre.read("b:1"));
}

#[test]
fn one_name_in_two_streets_is_for_a_person_to_judge() {
    let old = place("Ford Baptist Church", "Alfred Road, PL2 1FE");
    let new = place("Ford Baptist Church", "32 Sussex Road, PL2 1LB");
    assert_apart(&old.read("a:1"), &new.read("b:1"));
    let here = place("Southway Library", "351 Southway Drive, Plymouth PL6 6QR");
    let range = place("Southway Library", "349-351 Southway Drive, PL6 6QR");
    assert_band(&here.read("a:2"), &range.read("b:2"), Band::Link);
}

#[test]
fn a_place_known_by_its_address_alone_is_the_place_at_that_address() {
    let named = place("North Prospect Library", "163 North Prospect Road, Plymouth PL2 2ND");
    let bare = place("163 North Prospect Road", "163 North Prospect Road, PL2 2ND");
    let next = place("165 North Prospect Road", "165 North Prospect Road, PL2 2ND");
    assert_band(&named.read("a:1"), &bare.read("b:1"), Band::Link);
    assert_band(&named.read("a:1"), &next.read("c:1"), Band::No);
}

#[test]
fn no_rule_asks_for_a_site_that_one_list_does_not_tell() {
    let here = Place { name: "Cardozo Walk-in Clinic", address: "", ..Place::default() };
    let placed = Place { address: "4 Church Walk, Plymouth PL3 6JQ", ..here };
    let rules =
        |a: Place<'_>, b: Place<'_>| explain(MatchModel::shipped(), &a.read("a:1"), &b.read("b:1")).rules;
    assert!(rules(here, placed).is_empty() && rules(here, here).is_empty());
    let other = Place { address: "9 Astor Drive, Plymouth PL4 7AB", ..here };
    assert_apart(&placed.read("a:1"), &other.read("b:1"));
    let common = Place { name: "Community Centre", address: "", ..Place::default() };
    assert!(!rules(common, common).is_empty());
}

#[test]
fn numbers_in_names_keep_things_apart() {
    let ward =
        |name| Place { phone: Some("01752 202082"), ..place(name, "Derriford Road, Plymouth PL6 8DH") };
    assert_band(&ward("Ward 3").read("a:1"), &ward("Ward 4").read("b:1"), Band::No);
    let scouts = |name| Body { name, website: Some("https://scouts.example.org"), ..Body::default() };
    assert_band(
        &scouts("3rd Plymouth Scouts").read("a:1"),
        &scouts("4th Plymouth Scouts").read("b:1"),
        Band::No,
    );
}

#[test]
fn two_numbers_of_one_register_are_two_things() {
    let body =
        |charity| Body { name: "Shekinah Mission", charity, phone: Some("01752 203480"), ..Body::default() };
    assert_band(&body(Some("1081300")).read("a:1"), &body(Some("1081301")).read("b:1"), Band::No);
    assert_band(&body(Some("1081300")).read("a:1"), &body(Some(" 1081300 ")).read("b:1"), Band::Link);
    let site = |uprn| Place { uprn, ..place("The Box", "Tavistock Place, PL4 8AX") };
    assert_band(&site(Some("100041")).read("a:1"), &site(Some("100042")).read("b:1"), Band::No);
}

#[test]
fn a_renamed_body_with_its_charity_number_is_one_body() {
    let old = Body { name: "Moments Café", charity: Some("1081300"), ..Body::default() };
    let new = Body { name: "Memory Matters CIC", charity: Some("1081300"), ..Body::default() };
    assert_ne!(explain(MatchModel::shipped(), &old.read("a:1"), &new.read("b:1")).band, Band::No);
}

#[test]
fn a_whole_distinctive_name_links_bodies_a_common_one_does_not() {
    let body = |name| Body { name, ..Body::default() };
    assert_band(
        &body("Plymouth Scrapstore Ltd").read("a:1"),
        &body("Plymouth Scrapstore").read("b:1"),
        Band::Link,
    );
    let council = [body("Plymouth City Council").read("a:3"), body("PLYMOUTH CITY COUNCIL").read("b:3")];
    assert_band(&council[0], &council[1], Band::Link);
    assert_apart(&body("St Peter's Church").read("a:2"), &body("St Peters Church").read("b:2"));
}

#[test]
fn a_parent_is_not_its_branch_nor_one_branch_another() {
    let body = |name| Body { name, website: Some("https://www.ageuk.org.uk"), ..Body::default() };
    assert_apart(&body("Age UK").read("a:1"), &body("Age UK Plymouth").read("b:1"));
    assert_apart(&body("Barnardo's Plymouth").read("a:2"), &body("Barnardo's Exeter").read("b:2"));
}

#[test]
fn a_town_in_brackets_makes_a_branch_too() {
    let body = |name| Body { name, ..Body::default() };
    assert_apart(&body("Elders United").read("a:1"), &body("Elders United (Plymouth)").read("b:1"));
    assert_apart(&body("Zennick (Exeter)").read("a:2"), &body("Zennick (Plymouth)").read("b:2"));
    assert_band(&body("Zennick Plymouth").read("a:3"), &body("Zennick (Plymouth)").read("b:3"), Band::Link);
}

#[test]
fn a_slip_or_a_contraction_in_a_long_name_leaves_it_whole() {
    let body = |name| Body { name, ..Body::default() };
    let linked = [
        ("Congress Heights Service Center", "Congress Heightss Service Center"),
        ("Zennick Health Services", "Zennick Hlth Svcs"),
        ("3rd Saltash Scouts Group", "3rd Saltash Scout Group"),
    ];
    for (a, b) in linked {
        assert_band(&body(a).read("a:1"), &body(b).read("b:1"), Band::Link);
    }
    for (a, b) in [("Goodwill South Zennick", "Goodwill Southwest Zennick"), ("Stroke Trust", "Stoke Trust")]
    {
        assert_apart(&body(a).read("a:1"), &body(b).read("b:1"));
    }
}

#[test]
fn a_library_service_is_one_whoever_lists_it() {
    let council = service("council:1", "Central Library", Some(1), &[7]);
    let partner = service("partner:1", "Central Library", Some(2), &[7]);
    let national = service("national:1", "Plymouth Central Library", Some(3), &[7]);
    let unplaced = service("other:1", "Central Library", None, &[7]);
    for (a, b) in [(&council, &partner), (&council, &national), (&partner, &national), (&national, &unplaced)]
    {
        assert_band(a, b, Band::Link);
    }
}

#[test]
fn two_activities_in_one_hall_are_two_services() {
    let natter = service("council:1", "Knit & Natter", Some(1), &[7]);
    let warm = service("partner:1", "Warm space", Some(1), &[7]);
    assert_apart(&natter, &warm);
    let hug = service("partner:2", "Hug - A - Mug", Some(1), &[7]);
    assert_band(&hug, &service("partner:3", "Hug-A-Mug", Some(1), &[7]), Band::Link);
}

#[test]
fn the_name_of_the_hall_says_nothing_of_what_goes_on_there() {
    let hall = "Harrow Point Youth Centre";
    let at = |key, name| activity_at(key, name, None, hall);
    let doctor = at("a:1", "General Practice at Harrow Point Youth Centre");
    assert_apart(&doctor, &at("b:1", "Harrow Point Parenting Course"));
    assert_apart(&doctor, &at("b:2", "Legal Advice at Harrow Point Youth Centre"));
    assert_band(&doctor, &at("b:3", "General Practice, Harrow Point"), Band::Link);
}

#[test]
fn what_a_place_gives_in_its_own_name_is_one_service() {
    let short = activity_at("a:1", "Honicknowle Youth Centre", None, "Honicknowle Youth Centre");
    let long = "Honicknowle Youth and Community Centre";
    assert_band(&short, &activity_at("b:1", long, None, long), Band::Link);
    assert_apart(&short, &activity_at("b:2", "Boxing at Honicknowle Youth Centre", None, long));
}

#[test]
fn what_each_of_two_tenants_gives_under_its_own_name_for_the_building_is_two_services() {
    let named = |key, name| activity_at(key, name, None, name);
    assert_apart(&named("a:1", "Harrow Point"), &named("b:1", "The Village Surgery"));
    assert_apart(&named("a:1", "Harrow Point"), &named("b:1", "Harrow Point Medical Practice"));
    assert_band(&named("a:1", "The Village Surgery"), &named("b:1", "VILLAGE SURGERY"), Band::Link);
}

#[test]
fn another_name_in_common_is_not_enough_for_two_services() {
    let at = |key, name| activity_at(key, name, Some("Department of Health"), "Health Centre");
    assert_apart(&at("a:1", "Tobacco Control"), &at("a:2", "Vital Statistics"));
    assert_apart(&at("a:1", "Tobacco Control"), &at("a:2", "Department of Health"));
}

#[test]
fn one_source_that_lists_an_activity_in_two_halls_means_two_services() {
    let at = |key, location| service(key, "Public computers and Wi-Fi", Some(1), &[location]);
    assert_band(&at("libraries:1", 7), &at("libraries:2", 8), Band::No);
}

#[test]
fn a_service_needs_its_organization_or_its_site_in_common() {
    let at = |key, organization, location| service(key, "Tamerton Lego Club", organization, location);
    assert_apart(&at("a:1", Some(1), &[7]), &at("b:1", Some(2), &[8]));
    assert_apart(&at("a:1", None, &[]), &at("b:1", None, &[]));
    assert_apart(&at("a:1", Some(1), &[7]), &at("b:1", Some(1), &[8]));
    assert_band(&at("a:1", Some(1), &[]), &at("b:1", Some(1), &[8]), Band::Link);
}

#[test]
fn a_service_is_known_by_what_reaches_it_or_by_what_is_said_of_it() {
    let at = |key, name, url, description| activity_told(key, name, url, description);
    let text = "Practical weekly sessions where newly arrived families improve spoken English together";
    let (site, other) = (Some("https://tamertonhouse.example"), Some("https://laira.example"));
    let club = at("a:1", "Tamerton Lego Club", site, Some(text));
    assert_band(&club, &at("b:1", "Tamerton Lego Club", site, Some(text)), Band::Link);
    assert_apart(&club, &at("b:2", "Tamerton Chess Evening", site, None));
    assert_apart(&club, &at("b:3", "Tamerton Lego Club", other, None));
    let told = at("a:4", "Tamerton Lego Club", None, Some(text));
    assert_band(&told, &at("b:4", "Tamerton Lego Club", None, Some(text)), Band::Link);
    assert_apart(&told, &at("b:5", "Laira Supper", None, Some(text)));
}

#[test]
fn taxonomies_are_one_by_identifier_or_whole_name() {
    let uri = Some("https://example.org/topics/");
    assert_band(
        &taxonomy("a:1", "Topics", uri),
        &taxonomy("b:1", "Subjects", Some("https://example.org/topics")),
        Band::Link,
    );
    assert_band(
        &taxonomy("a:1", "Open Eligibility", None),
        &taxonomy("b:1", "open eligibility", None),
        Band::Link,
    );
    assert_band(
        &taxonomy("a:1", "Open Eligibility", None),
        &taxonomy("b:1", "Open Eligibility 2", None),
        Band::No,
    );
}
